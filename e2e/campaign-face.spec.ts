import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { backs } from "./campaign-steps.ts";
import { expect, type Known, test } from "./fixtures.ts";

// Many pages, each read whole.
test.setTimeout(150_000);

/** A campaign with something of everything on its pages. */
async function shown(product: typeof import("#app/people/fixtures.ts")) {
  const { creator, liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const { postComment } = await import("#app/campaigns/showing/post-comment.server.ts");
  const { postUpdate } = await import("#app/campaigns/showing/post-update.server.ts");
  const who: Known = await creator();
  const id = await liveCampaign(who.viewer, { "rewards[0].limit": "3" });
  const one = await product.person({ name: "顾念安" });
  await backs(one, id);
  const plain = { audience: "EVERYONE" as const, nowText: "", nextText: "", nextDue: null, pictures: [] };
  await postUpdate(who.viewer, id, { ...plain, title: "首批样机完成", body: "<p>第一批二十台样机今天下线，正在做跌落测试。</p>" });
  await postComment(one.viewer, id, { text: "电池能用多久？" });
  return { id, who, one, operator: await product.operator() };
}

for (const { locale, width } of [
  { locale: "zh-CN", width: 1280 },
  { locale: "en-GB", width: 390 },
]) {
  test(`the pages of a campaign hold for screen readers and fit at ${width} px in ${locale}`, async ({ product, as, visitor }) => {
    const { id, who, one, operator } = await shown(product);
    const visits = [
      { page: await visitor(locale), paths: ["/campaigns", "/campaigns?show=all", `/campaigns/${id}`] },
      { page: await as(one, locale), paths: [`/campaigns/${id}`, `/campaigns/${id}/updates`, `/campaigns/${id}/comments`] },
      { page: await as(who, locale), paths: [`/campaigns/${id}`, `/campaigns/${id}/manage/updates/new`] },
      { page: await as(operator, locale), paths: [`/campaigns/${id}/comments`] },
    ];
    for (const { page, paths } of visits) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of paths) {
        await page.goto(path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(wide, `${path} is too wide`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const told = violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
        expect.soft(told, path).toEqual([]);
      }
    }
  });
}

test("a shared link has a picture, and another site may show the card and nothing else", async ({ product, visitor }) => {
  const { id } = await shown(product);
  const page = await visitor();
  await page.goto(`/campaigns/${id}`);
  const picture = await page.locator('meta[property="og:image"]').getAttribute("content");
  const answer = await page.request.get(new URL(picture!).pathname);
  expect(answer.headers()["content-type"]).toBe("image/png");
  await page.getByText("二维码、图片与嵌入卡片").click();
  await expect(page.getByAltText("项目链接的二维码，用手机扫描打开")).toBeVisible();

  const ours = new URL(page.url()).origin;
  const foreign = createServer((_, response) =>
    response
      .setHeader("Content-Type", "text/html")
      .end(`<iframe id="card" src="${ours}/campaigns/${id}/card"></iframe><iframe id="page" src="${ours}/campaigns/${id}"></iframe>`),
  );
  await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
  const other = await page.context().newPage();
  await other.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`, { waitUntil: "load" }).catch(() => undefined);
  await expect(other.frameLocator("#card").getByRole("heading")).toHaveText("黄河石露营灯");
  await expect(other.frameLocator("#page").getByRole("heading", { name: "黄河石露营灯" })).toHaveCount(0);
  foreign.close();
});
