import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

type Tree = { [key: string]: string | Tree };

function* sentences(tree: Tree, path = ""): Generator<[string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "string") yield [here, value];
    else yield* sentences(value, here);
  }
}
const holes = (text: string) => [...text.matchAll(/\{\{\s*([^},\s]+)/g)].map((m) => m[1]).sort();

test("English files hold no Chinese, apart from the name of the other language and of the house", () => {
  const allowed = /中文|切换到中文|金城/g;
  for (const file of (readdirSync("app/i18n", { recursive: true }) as string[]).filter((name) => name.endsWith("en.ts"))) {
    const left = readFileSync(`app/i18n/${file}`, "utf8").replace(allowed, "");
    expect(left.match(/.*[\u3000-\u303f\u3400-\u9fff\uff00-\uffef].*/g) ?? [], file).toEqual([]);
  }
});

test("both languages have the same keys and fill the same holes", () => {
  const english = new Map(sentences(en as Tree));
  const chinese = new Map(sentences(zh as Tree));
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  for (const [key, text] of chinese) expect([key, [...new Set(holes(english.get(key)!))]]).toEqual([key, [...new Set(holes(text))]]);
});

test("no sentence is empty, and Chinese sentences use Chinese punctuation", () => {
  for (const [key, text] of [...sentences(zh as Tree), ...sentences(en as Tree)]) expect(text.trim(), key).not.toBe("");
  const half = [...sentences(zh as Tree)]
    .filter(([, text]) => /[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]/.test(text))
    .map(([key]) => key);
  expect(half).toEqual([]);
});
