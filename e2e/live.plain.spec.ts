import { expect, test, world } from "./fixtures.ts";

// A refused form answers 409 or 400, which the browser mentions.
test.use({ expected: [/status of 4(00|09)/] });

test("a bidder without scripts: a slip is asked for once more, the bid is taken, the page says so", async ({ as, product: _ }) => {
  const { liveRoom } = await import("#app/tasks/live/fixtures.ts");
  const { appNow } = await import("#app/transact.server.ts");
  const travel = async (to: Date) => {
    const ms = to.getTime() - (await appNow()).getTime();
    if (ms > 0) await world.ask("POST", "clock", { advance: ms });
    return appNow();
  };
  const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500], travel });
  const page = await as(bidders[0]!);
  await page.goto(`/tasks/${taskId}/live`);
  const price = page.getByLabel("新的报价");
  const send = page.getByRole("button", { name: "提交报价" });
  await price.fill("十二");
  await send.click();
  await expect(page.getByText("请填写金额，例如 1234.50")).toBeVisible();
  await expect(price).toHaveValue("十二");
  await price.fill("12000");
  await send.click();
  await expect(page.getByText("比您上次的 ¥19,000.00 低 15% 以上")).toBeVisible();
  await expect(price).toHaveValue("12000");
  await page.getByLabel("请再输入一次报价").fill("12000");
  await send.click();
  await expect(page.getByText("报价 ¥12,000.00 已接受：第 1 次出价，名次第 1")).toBeVisible();
});
