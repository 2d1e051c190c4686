import { backs } from "./campaign-steps.ts";
import { expect, test } from "./fixtures.ts";

// A complaint answers 400; the browser mentions it.
test.use({ expected: [/status of 400/] });

test("a creator tells how it goes, a follower hears of it, a backer asks and is answered", async ({ product, as, visitor }) => {
  const { creator, liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const who = await creator();
  const id = await liveCampaign(who.viewer);
  const [one, fan] = [await product.person({ name: "温若水" }), await product.person()];
  await backs(one, id);

  const fans = await as(fan);
  await fans.goto(`/campaigns/${id}`);
  await fans.getByRole("button", { name: "关注进展" }).click();
  await expect(fans.getByRole("button", { name: "已关注，取消" })).toBeVisible();

  const page = await as(who);
  await page.goto(`/campaigns/${id}/manage/updates/new`);
  await page.getByRole("textbox", { name: "标题" }).fill("模具试模成功");
  await page.getByRole("textbox", { name: "内容" }).fill("太短");
  await page.getByRole("button", { name: "发布动态" }).click();
  await expect(page.getByRole("textbox", { name: "标题" })).toHaveValue("模具试模成功");
  await page.getByRole("textbox", { name: "内容" }).fill("首件尺寸全部合格。\n\n<b>下周</b>开始小批量试产，届时再来汇报。");
  await page.getByRole("button", { name: "发布动态" }).click();
  await expect(page.getByText("动态已发布")).toBeVisible();

  await fans.goto("/notices");
  await expect(fans.getByText("有新动态：模具试模成功")).toBeVisible();
  const stranger = await visitor();
  await stranger.goto(`/campaigns/${id}/updates`);
  await expect(stranger.getByRole("article")).toContainText("首件尺寸全部合格。");
  await stranger.goto(`/campaigns/${id}/comments`);
  await expect(stranger.getByText("支持者和发起人可以评论。")).toBeVisible();

  const asks = await as(one);
  await asks.goto(`/campaigns/${id}/comments`);
  await asks.getByRole("textbox", { name: "评论" }).fill("支持水洗吗？");
  await asks.getByRole("button", { name: "发表评论" }).click();
  await expect(asks.getByText("支持水洗吗？")).toBeVisible();

  await page.goto(`/campaigns/${id}/comments`);
  const thread = page.getByRole("listitem").filter({ hasText: "支持水洗吗？" });
  await thread.locator("summary").click();
  await thread.getByRole("textbox").fill("可以，拆下灯罩冲洗即可。");
  await thread.getByRole("button", { name: "回复" }).click();
  await expect(thread.getByText("可以，拆下灯罩冲洗即可。")).toBeVisible();
  await asks.reload();
  await expect(asks.getByText("发起人", { exact: true })).toBeVisible();
});
