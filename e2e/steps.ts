// What people do on the pages, in the words of their job. Works with and without JavaScript.
import { expect, type Locator, type Page } from "@playwright/test";
import { world } from "./fixtures.ts";

/** A form of the page by the act that it does; in a dialog or an unfolding section it is there once that is open. */
export const formOf = (page: Page, intent: string): Locator =>
  page
    .locator("form")
    .filter({ has: page.locator(`input[name="intent"]:is([value="${intent}"], [value^="${intent}:"])`) })
    .first();

const submitOf = (form: Locator) => form.locator('button:not([type="button"])').last();

/** Sends the form and waits for its answer: leaving at once would take the post along. */
export async function send(form: Locator) {
  const posted = form
    .page()
    .waitForResponse((answer) => answer.request().method() === "POST" && !/socket|\/files(\.data)?$/.test(answer.url()));
  await submitOf(form).click();
  await posted;
}

/** Sends the form of this act. `open` is what unfolds it first. */
export async function act(page: Page, intent: string, { open, fill = {} }: { open?: string; fill?: Record<string, string> } = {}) {
  if (open)
    await page
      .locator("button, summary")
      .filter({ hasText: new RegExp(`^${open}$`) })
      .first()
      .click();
  const form = formOf(page, intent);
  for (const [name, value] of Object.entries(fill)) await form.locator(`[name="${name}"]`).fill(value);
  await send(form);
}

/** Looks again until time's work is done. Without scripts nothing moves on a page by itself. */
export async function eventually(page: Page, seen: () => Promise<void>) {
  await expect(async () => {
    await page.reload();
    await seen();
  }).toPass({ timeout: 30_000, intervals: [500, 1000, 1000] });
}

type Brief = { title: string; budget: string; live?: boolean };

/** The wizard, step by step, to the published task; `draft` is the address of one begun elsewhere. Gives its address. */
export async function postTask(page: Page, { title, budget, live = false }: Brief, draft = "/tasks/new"): Promise<string> {
  const next = () => page.locator('button[name="intent"][value="next"]').click();
  await page.goto(draft);
  await page.locator(`input[name="kind"][value="${live ? "TENDER_LIVE" : "TENDER_SEALED"}"]`).check();
  await page.locator('select[name="category"]').selectOption("software.miniapp");
  await page.locator('[name="title"]').fill(title);
  await next();
  await page.locator('[name="scope"]').fill("会员储值与优惠券小程序，支持门店分账，高峰每秒 80 单，需要后台与数据报表。");
  await page.locator('[name="deliverables"]').fill("小程序与后台源代码、部署文档、压测报告");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "原型说明.txt", mimeType: "text/plain", buffer: Buffer.from("首页、储值、核销三条流程") });
  await settled(page);
  await next();
  await page.locator('[name="stages[0].title"]').fill("开发与上线");
  await page.locator('[name="stages[0].acceptance"]').fill("功能清单逐项可演示\n压测报告达到每秒 80 单");
  await next();
  await page.locator('[name="budget"]').fill(budget);
  await page.locator('[name="workDays"]').fill("30");
  await page.locator('[name="bidDays"]').fill("3");
  await next();
  await next();
  await next();
  await page.locator('button[name="intent"][value="submit"]').click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}(\?|$)/);
  return new URL(page.url()).pathname;
}

/** With scripts a chosen file goes up at once; the form waits for it. */
export async function settled(page: Page) {
  await expect(page.locator('input[type="file"]').first()).toHaveJSProperty("validationMessage", "");
}

export async function bid(page: Page, task: string, price: string, days = "20") {
  await page.goto(`${task}/bid`);
  await page.locator('[name="price"]').fill(price);
  await page.locator('[name="days"]').fill(days);
  await page.locator('[name="stages[0].amount"]').fill(price);
  await page.locator('[name="stages[0].days"]').fill(days);
  await page.locator('[name="proposal"]').fill("做过三个连锁餐饮会员系统，分账与对账有现成方案；先交原型，再分两次联调。");
  await send(page.locator("form").filter({ has: page.locator('[name="proposal"]') }));
  await expect(page.getByText("投标已提交", { exact: false }).first()).toBeVisible();
}

/** Scores every proposal and chooses the best ranked one. */
export async function choose(page: Page, task: string) {
  await page.goto(`${task}/select`);
  const points = page.locator('[name$=".points[]"]');
  for (let i = 0; i < (await points.count()); i++) await points.nth(i).fill(String(90 - i * 5));
  await send(formOf(page, "score"));
  await expect(page.getByText("评分已保存")).toBeVisible();
  await act(page, "award", { open: "选定此投标" });
  await expect(page.getByText("中标邀请", { exact: false }).first()).toBeVisible();
}

export async function sign(page: Page, contract: string) {
  await page.goto(contract);
  const form = formOf(page, "sign");
  await form.locator('[name="agree"]').check();
  await send(form);
}

type Means = { card: string } | { wallet: "alipay" | "wechat_pay" };

/** At the till's own page, from the pay button to the way back. */
export async function pay(page: Page, contract: string, means: Means) {
  await page.goto(contract);
  await submitOf(formOf(page, "pay")).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  await fillTill(page, means);
}

export async function fillTill(page: Page, means: Means) {
  await page.locator('[name="email"]').fill("payer@example.test");
  await page.locator(`input[name="method"][value="${"card" in means ? "card" : means.wallet}"]`).check();
  if ("card" in means) {
    await page.locator('[name="number"]').fill(means.card);
    await page.locator('[name="expiry"]').fill("12/34");
    await page.locator('[name="cvc"]').fill("123");
    await page.locator('[name="name"]').fill("MA XIAOWEN");
  }
  await page.locator('button[type="submit"].primary, button.primary').first().click();
}

/** The provider's account that receives money, on the payment service's pages. */
export async function openAccount(page: Page) {
  await page.goto("/payee");
  await page
    .getByRole("button", { name: /账户|开通|继续/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/setup\//);
  await page.locator('[name="name"]').fill("甘肃程光软件有限公司");
  await page.locator('[name="bank"]').selectOption({ index: 1 });
  await page.locator('[name="number"]').fill("6217009876543210");
  await page.locator("button.primary").click();
  await expect(page).toHaveURL(/\/payee/);
}

export async function deliver(page: Page, contract: string) {
  await page.goto(contract);
  const form = formOf(page, "deliver");
  await form.locator('[name="note"]').fill("全部功能已上线，演示账号与文档见附件。");
  const answers = form.locator('[name$=".answer"]');
  for (let i = 0; i < (await answers.count()); i++) await answers.nth(i).fill(`第 ${i + 1} 项已完成，可现场演示。`);
  await form
    .locator('input[type="file"]')
    .setInputFiles({ name: "压测报告.csv", mimeType: "text/csv", buffer: Buffer.from("并发,吞吐\n200,86\n") });
  await settled(page);
  await send(form);
}

export const travel = world.travel;
