import { expect, test } from "vitest";
import { itemsOf, itemsText } from "#app/campaigns/changing/change.ts";
import { optionsOf } from "#app/campaigns/editing/brief.ts";
import { countRows, ofSection, rowAct, tidy, withoutRow, withRowUp, withSection } from "#app/campaigns/editing/draft.ts";
import { loudWordsIn, moneyPromisesIn } from "#app/campaigns/editing/promises.ts";
import { sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { videoOf } from "#app/campaigns/editing/video.ts";

const PIC = "0193e4a0-0000-7000-8000-00000000000a";
const OTHER = "0193e4a0-0000-7000-8000-00000000000b";

test.each([
  ["<p>a<script>alert(1)</script></p>", "<p>a</p>"],
  ['<p onclick="alert(1)" style="position:fixed" class="x">a</p>', "<p>a</p>"],
  ['<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"],
  ['<p><a href="JaVaScRiPt&#58;alert(1)">a</a></p>', "<p><a>a</a></p>"],
  ['<p><a href="//evil.example">a</a></p>', "<p><a>a</a></p>"],
  ['<p><a href="http://plain.example">a</a></p>', "<p><a>a</a></p>"],
  ['<p><iframe src="https://evil.example"></iframe><svg onload=alert(1)><p>a</p></svg></p>', null],
  ["<p>a</p><style>body{display:none}</style><form action=/x><input></form>", "<p>a</p>"],
  ['<p><img src="https://evil.example/x.png" alt="远处"></p>', "<p></p>"],
  ['<p><img src="data:image/png;base64,AAAA" alt="远处"></p>', "<p></p>"],
  [`<p><img src="/files/${OTHER}" alt="别人的"></p>`, "<p></p>"],
  [`<p><img src="/files/${PIC}/../../desk" alt="绕路"></p>`, "<p></p>"],
  ["<p><img src=x onerror=alert(1)></p>", "<p></p>"],
  ["<p>a<!-- <script>x</script> --></p>", "<p>a</p>"],
  ["<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math><p>a</p>", null],
])("markup cannot attack: %s", (typed, wanted) => {
  const { html } = sanitiseMarkup(typed, [PIC]);
  expect(html).not.toMatch(/script|onerror|onload|onclick|style|iframe|svg|javascript|data:|evil|http:|form|input/i);
  if (wanted !== null) expect(html).toBe(wanted);
});

test("what is welcome stays: headings, lists, links out, own pictures with their words", () => {
  const typed = `<h2>题</h2><p>一<strong>二</strong></p><ul><li>三</li></ul><p><a href="https://example.com/a?b=1">外链</a></p><img src="/files/${PIC}" alt="灯" width="9">`;
  const { html, pictures, nameless, text } = sanitiseMarkup(typed, [PIC]);
  expect(html).toBe(
    `<h2>题</h2><p>一<strong>二</strong></p><ul><li>三</li></ul><p><a href="https://example.com/a?b=1" rel="noopener nofollow ugc" target="_blank">外链</a></p><img src="/files/${PIC}" alt="灯" loading="lazy" />`,
  );
  expect(pictures).toEqual([PIC]);
  // One sign is no description.
  expect(nameless).toBe(1);
  expect(text.split("\n")).toEqual(["题", "一二", "三", "外链"]);
  expect(sanitiseMarkup(html.replace('alt="灯"', 'alt="露营灯"'), [PIC]).nameless).toBe(0);
});

test("what was made safe is made safe again unchanged", () => {
  const once = sanitiseMarkup("<p>a &lt;b&gt; &amp; c</p><blockquote><p>d<br>e</p></blockquote><hr>", []).html;
  expect(sanitiseMarkup(once, []).html).toBe(once);
});

test("text without markup becomes paragraphs, and its signs stay signs", () => {
  expect(sanitiseMarkup("一 < 二\n同段\n\n另段", []).html).toBe("<p>一 &lt; 二<br />同段</p><p>另段</p>");
});

test("promises of money are found, and what excludes them is not", () => {
  expect(moneyPromisesIn(["支持满三年按年分红"])).toEqual(["分红"]);
  expect(moneyPromisesIn(["We share a guaranteed return with you"])).toEqual(["guaranteed return"]);
  expect(moneyPromisesIn(["支持者不享有股权或分红", "This is not equity."])).toEqual([]);
  expect(moneyPromisesIn(["不是卖股权。我们承诺回购"])).toEqual(["回购"]);
  expect(loudWordsIn(["国家级工艺，最好的茶", "最近一次测试"])).toEqual(["国家级", "最好"]);
});

test("videos of known places only", () => {
  expect(videoOf("https://www.bilibili.com/video/BV1xx411c7mD")?.host).toBe("bilibili");
  for (const bad of [
    "http://www.bilibili.com/x",
    "https://bilibili.com.evil.example/x",
    "https://u@www.bilibili.com/x",
    "https://youtu.be/",
    "javascript:x",
  ])
    expect(videoOf(bad)).toBeNull();
});

test("rows of a draft: added, removed, moved, closed up", () => {
  const draft = { "team[0].name": "甲", "team[1].name": "", "team[1].about": "", "team[2].name": "丙", title: "灯" };
  expect(tidy(draft)).toEqual({ "team[0].name": "甲", "team[1].name": "丙", title: "灯" });
  expect(countRows(draft, "team")).toBe(3);
  expect(withoutRow(draft, "team", 0)).toMatchObject({ "team[1].name": "丙" });
  expect(withRowUp(draft, "team", 2)).toMatchObject({ "team[1].name": "丙", "team[2].name": "" });
  expect(withRowUp(draft, "team", 0)).toBe(draft);
  expect(rowAct("remove:team:2")).toEqual({ act: "remove", list: "team", row: 2 });
  expect(rowAct("remove:constructor:2")).toBeNull();
});

test("a section replaces its own inputs only; one row only its row; a page without inputs nothing", () => {
  const draft = { title: "旧", "rewards[0].title": "一", "rewards[1].title": "二", "rewards[1].items[0].name": "灯" };
  expect(withSection(draft, "rewards", { "rewards[1].title": "新" }, 1)).toEqual({
    title: "旧",
    "rewards[0].title": "一",
    "rewards[1].title": "新",
  });
  expect(withSection(draft, "rewards", {})).toBe(draft);
  expect(ofSection("rewards", { "rewards[0].title": "一", "rewards[1].title": "二", title: "x" }, 1)).toEqual({ "rewards[1].title": "二" });
});

test("options and items are read from a line", () => {
  expect(optionsOf("颜色：沙色、松绿；尺寸: S, M")).toEqual([
    { name: "颜色", values: ["沙色", "松绿"] },
    { name: "尺寸", values: ["S", "M"] },
  ]);
  expect(optionsOf("")).toEqual([]);
  expect(optionsOf("颜色: 沙色")).toBeNull();
  const items = itemsOf("露营灯 x2 | 颜色: 沙色, 松绿\n收纳袋");
  expect(items).toEqual([
    { name: "露营灯", qty: 2, options: [{ name: "颜色", values: ["沙色", "松绿"] }] },
    { name: "收纳袋", qty: 1, options: [] },
  ]);
  expect(itemsOf(itemsText(items!))).toEqual(items);
});
