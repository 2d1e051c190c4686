import { expect, test } from "./fixtures.ts";

const SECTION = (id: string, section: string) => `/campaigns/${id}/edit?section=${section}`;
const words = "我们想要一张能折起来的茶台，周末带去黄河边。";
/** A red dot, the smallest picture there is. */
const dot = {
  name: "dot.png",
  mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC", "base64"),
};

test("the editor keeps a story with its picture by itself, and its rows as one moves them", async ({ as }) => {
  const { creator, draftCampaign } = await import("#app/campaigns/fixtures.ts");
  const who = await creator();
  const id = await draftCampaign(who.viewer, { "team[1].name": "丁山", "team[1].role": "生产", "team[1].about": "做过三年注塑。" });
  const page = await as(who);
  await page.goto(SECTION(id, "story"));
  await expect(page.getByRole("toolbar", { name: "格式" })).toBeVisible();
  const editor = page.getByRole("textbox", { name: "介绍", exact: true });
  await editor.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(words);
  await page.getByRole("button", { name: "图片", exact: true }).click();
  await page.getByLabel("选择图片").setInputFiles(dot);
  await page.getByLabel("图片的文字说明").fill("折叠后的茶台");
  await page.getByRole("button", { name: "上传并插入" }).click();
  await expect(editor.getByRole("img", { name: "折叠后的茶台" })).toBeVisible();
  await expect(page.getByText("已自动保存")).toBeVisible();

  await page.goto(SECTION(id, "preview"));
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByRole("img", { name: "折叠后的茶台" })).toBeVisible();

  await page.goto(SECTION(id, "team"));
  await page.getByRole("button", { name: "上移：第 2 项" }).click();
  await expect(page.getByLabel("姓名").first()).toHaveValue("丁山");
  await page.getByRole("button", { name: "删除：第 1 项" }).click();
  await expect(page.getByLabel("姓名")).toHaveCount(1);
  await expect(page.getByLabel("姓名")).toHaveValue("马河");
});

test("a reader recomputes every change of a campaign on their own machine", async ({ visitor }) => {
  const { creator, liveCampaign, rewardsOf } = await import("#app/campaigns/fixtures.ts");
  const { raiseLimit } = await import("#app/campaigns/changing/raise-limit.server.ts");
  const who = await creator();
  const id = await liveCampaign(who.viewer);
  await raiseLimit(who.viewer, (await rewardsOf(id))[0]!.id, 30);
  const page = await visitor();
  await page.goto(`/campaigns/${id}/changes`);
  await expect(page.getByRole("heading", { name: "增加数量" })).toBeVisible();
  await page.getByRole("button", { name: "在本机重新计算" }).click();
  await expect(page.getByText("全部 2 条记录验证一致")).toBeVisible();
});
