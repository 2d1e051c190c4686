import { expect, type Known, test } from "./fixtures.ts";
import { act, fillTill, formOf, pay, send } from "./steps.ts";

test.setTimeout(240_000);

const submitOf = (form: ReturnType<typeof formOf>) => form.locator('button:not([type="button"])').last();

test("a provider pays a deposit, an employer claims on it, an operator decides, the provider leaves", async ({ product, as, visitor }) => {
  const provider: Known = await product.company({ name: "黄河楼软件工作室", verified: true });
  const employer: Known = await product.company({ name: "白塔山茶业", verified: true });
  const maker = await as(provider);
  await maker.goto("/deposit");
  const form = formOf(maker, "pay");
  await form.locator('input[name="tier"][value="300000"]').check();
  await submitOf(form).click();
  await expect(maker).toHaveURL(/\/c\/pay\//);
  await fillTill(maker, { card: "4242424242424242" });
  await expect(maker).toHaveURL(/\/deposit\/paid\//);
  await expect(maker.getByText("付款已收到").first()).toBeVisible();
  const anyone = await visitor();
  await anyone.goto(`/providers/${provider.orgId}`);
  await expect(anyone.getByText("保证金 ¥3,000").first()).toBeVisible();
  await expect(anyone.getByText("保证原创").first()).toBeVisible();
  await anyone.goto("/providers?deposit=on&q=黄河楼软件工作室");

  const { signedContract } = await import("#app/contracts/fixtures.ts");
  const { contractId } = await signedContract({ employer, provider, amounts: [500_000n] });
  const boss = await as(employer);
  await pay(boss, `/contracts/${contractId}`, { card: "4242424242424242" });
  await expect(boss).toHaveURL(/\/paid\//);
  await maker.goto(`/contracts/${contractId}`);
  await act(maker, "start");
  await boss.goto(`/contracts/${contractId}`);
  await boss.getByRole("link", { name: "申请先行赔付" }).click();
  await expect(boss).toHaveURL(/\/claim$/);
  const claim = boss.locator("form").filter({ has: boss.locator('[name="reason"]') });
  await claim.locator('input[name="promise"][value="FINISH"]').check();
  await claim.locator('[name="amount"]').fill("900");
  await claim.locator('[name="reason"]').fill("约定的初稿一项都没有交付，三次催促没有回应。");
  await send(claim);
  await expect(boss).toHaveURL(/\/claims\//);
  const at = new URL(boss.url()).pathname;
  await maker.goto(at);
  await act(maker, "answer", { fill: { answer: "需求多次变化导致延期，初稿本周可以交付。" } });
  await expect(maker.getByText("待裁决").first()).toBeVisible();
  const clerk = await as(await product.operator());
  await clerk.goto(`/desk/deposits${at}`);
  const decision = clerk.locator("form").filter({ has: clerk.locator('[name="decision"]') });
  await decision.locator('[name="amount"]').fill("600");
  await decision.locator('[name="decision"]').fill("服务商未按约交付，违反保证完成的承诺，酌定赔付。");
  await send(decision);
  await expect(clerk.getByText("已赔付").first()).toBeVisible();
  await boss.goto(at);
  await expect(boss.getByText("600.00").first()).toBeVisible();
  await maker.goto("/deposit");
  await expect(maker.getByText("2,400.00").first()).toBeVisible();
  await act(maker, "exit", { open: "退出并退还" });
  await expect(maker.getByText("进行中的合同", { exact: false }).first()).toBeVisible();
  await act(maker, "stay");
});

test("an employer pays a bond before the task is posted", async ({ product, as, visitor }) => {
  const employer: Known = await product.company({ name: "五泉山文旅", verified: true });
  const { draftTask } = await import("#app/tasks/fixtures.ts");
  const taskId = await draftTask(employer, { bond: "on", title: "文旅小程序改版" });
  const boss = await as(employer);
  await boss.goto(`/tasks/${taskId}/edit?step=check`);
  await expect(boss.locator('button[name="intent"][value="submit"]')).toBeDisabled();
  await boss.locator('button[name="intent"][value="bond"]').click();
  await expect(boss).toHaveURL(/\/c\/pay\//);
  await fillTill(boss, { card: "4242424242424242" });
  await expect(boss).toHaveURL(/\/deposit\/paid\//);
  await boss.getByRole("link", { name: "继续发布任务" }).click();
  await boss.locator('button[name="intent"][value="submit"]').click();
  await expect(boss).toHaveURL(new RegExp(`/tasks/${taskId}\\?done=published`));
  const anyone = await visitor();
  await anyone.goto(`/tasks/${taskId}`);
  await expect(anyone.getByText("已交诚意金").first()).toBeVisible();
});
