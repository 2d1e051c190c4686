import { expect, test } from "./fixtures.ts";
import { fillTill } from "./steps.ts";

test.setTimeout(120_000);

test("what an organisation owes is paid at the till, and nothing of it is left", async ({ product, as }) => {
  const { owing } = await import("./faults/wishes/debts.ts");
  const { who, debt } = await owing();
  const stranger = await as(await product.person());
  expect((await stranger.request.get(`/debts/${debt.id}`)).status()).toBe(404);
  const page = await as(who);
  await page.goto("/payee");
  await page.getByRole("link", { name: "现在付清" }).click();
  await expect(page).toHaveURL(new RegExp(`/debts/${debt.id}`));
  await expect(page.getByText("3,200.00").first()).toBeVisible();
  const form = page.locator("form").filter({ has: page.locator('input[name="intent"][value="pay"]') });
  await form.locator("button").last().click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  await fillTill(page, { card: "4000000000000077" });
  await expect(page).toHaveURL(/\/debts\/paid\//);
  await expect(page.getByText("付款已收到").first()).toBeVisible();
  await page.getByRole("link", { name: "查看这笔欠款" }).click();
  await expect(page.getByText("已还清").first()).toBeVisible();
  await page.goto("/payee");
  await expect(page.getByText("没有欠款").first()).toBeVisible();
});
