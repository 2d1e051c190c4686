import type { Page } from "@playwright/test";
import type { LiveRoom } from "#app/tasks/live/fixtures.ts";
import { expect, test, world } from "./fixtures.ts";

/** A room of the town, its time moved with Stripe's. */
async function room(wanted: { show?: "BEST_SCORE" | "FULL_LADDER"; minutes?: number } = {}): Promise<LiveRoom> {
  const { liveRoom } = await import("#app/tasks/live/fixtures.ts");
  return liveRoom({ ...wanted, prices: [19_000, 18_500], travel });
}
async function travel(to: Date): Promise<Date> {
  const { appNow } = await import("#app/transact.server.ts");
  const ms = to.getTime() - (await appNow()).getTime();
  if (ms > 0) await world.ask("POST", "clock", { advance: ms });
  return appNow();
}
const auction = async (taskId: string) => (await import("#app/db.server.ts")).db.auction.findUniqueOrThrow({ where: { taskId } });

const stat = (page: Page, label: string) => page.locator("dt", { hasText: label }).first().locator("xpath=following-sibling::dd[1]");
const live = (page: Page) => expect(stat(page, "在线人数")).not.toHaveText("0");

test("two bidders, the employer and a spectator in one room: each sees what they may, and names come at the end", async ({
  as,
  visitor,
  product: _,
}) => {
  const { taskId, bidders, employer } = await room();
  const [one, two, boss, public_] = [await as(bidders[0]!), await as(bidders[1]!), await as(employer), await visitor()];
  const everybody = [one, two, boss, public_];
  for (const page of everybody) {
    await page.goto(`/tasks/${taskId}/live`);
    await live(page);
  }
  await one.getByLabel("新的报价").fill("17000");
  await one.getByRole("button", { name: "提交报价" }).click();
  await expect(one.getByText("报价 ¥17,000.00 已接受：第 1 次出价，名次第 1")).toBeVisible();
  await expect(stat(two, "我的名次")).toHaveText("第 2 名");
  await two.getByRole("button", { name: "降 1 步" }).click();
  await two.getByRole("button", { name: "提交报价" }).click();
  await expect(two.getByText(/已接受：第 2 次出价/)).toBeVisible();
  for (const page of everybody) await expect(stat(page, "出价次数")).toHaveText("2");

  // Too small a step, and a slip of the keyboard.
  await two.getByLabel("新的报价").fill("18299");
  await expect(two.getByText("最高可报 ¥18,100.00").first()).toBeVisible();
  await expect(async () => {
    await two.getByRole("button", { name: "提交报价" }).click();
    await expect(two.getByText("降幅不足：最高可报 ¥18,100.00")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(async () => {
    await two.getByLabel("新的报价").fill("12000");
    await two.getByRole("button", { name: "提交报价" }).click();
    await expect(two.getByLabel("请再输入一次报价")).toBeVisible({ timeout: 500 });
  }).toPass();
  await two.getByLabel("请再输入一次报价").fill("12000");
  await two.getByRole("button", { name: "提交报价" }).click();
  await expect(stat(two, "我的名次")).toHaveText("第 1 名");

  // What each may see: the employer prices, the public neither prices nor names, nobody a name.
  await expect(boss.getByRole("cell", { name: "¥12,000.00" })).toBeVisible();
  for (const page of [one, public_]) await expect(page.locator("main")).not.toContainText("12,000.00");
  for (const page of [one, boss, public_])
    for (const b of bidders)
      if (page !== one || b !== bidders[0]) expect(await page.locator("main").innerHTML()).not.toContain(b.viewer.name);

  await travel((await auction(taskId)).endAt);
  await expect(public_.getByText("竞价已结束，名次与得分已固定，名称已公开。")).toBeVisible({ timeout: 15_000 });
  await public_.goto(`/tasks/${taskId}/replay`);
  await expect(public_.getByRole("cell", { name: bidders[1]!.viewer.name })).toBeVisible();
  await public_.getByRole("button", { name: "在浏览器中校验" }).click();
  await expect(public_.getByText(/全部一致：4 个哈希/)).toBeVisible();
});

test("an outage pauses the room; it goes on by itself", async ({ as, product: _ }) => {
  const { taskId, bidders } = await room();
  const page = await as(bidders[0]!);
  await page.goto(`/tasks/${taskId}/live`);
  await live(page);
  await page.getByLabel("新的报价").fill("17500");
  const { db } = await import("#app/db.server.ts");
  await expect
    .poll(async () => {
      const { state } = await auction(taskId);
      // As if nothing had run for forty seconds; a run that is under way may keep its own moment over this.
      if (state === "RUNNING")
        await db.$executeRaw`UPDATE "AppClock" SET "tickAt" = app_now() - interval '40 seconds', "tickOffsetMs" = "offsetMs" WHERE id = 1`;
      return state;
    })
    .toBe("PAUSED");
  await expect(page.getByText("平台服务出现短时中断")).toBeVisible();
  await expect(page.getByRole("button", { name: "提交报价" })).toBeDisabled();
  await expect(page.getByLabel("新的报价")).toHaveValue("17500");
  await expect
    .poll(
      async () => {
        const { state, resumeAt } = await auction(taskId);
        if (resumeAt) await travel(resumeAt);
        return state;
      },
      { timeout: 20_000 },
    )
    .toBe("RUNNING");
  await expect(page.getByText("平台服务出现短时中断")).toBeHidden({ timeout: 15_000 });
  await page.getByRole("button", { name: "提交报价" }).click();
  await expect(page.getByText(/已接受：第 1 次出价/)).toBeVisible();
});
