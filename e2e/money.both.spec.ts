import { expect, type Known, test } from "./fixtures.ts";
import { act, deliver, eventually, fillTill, openAccount, pay, travel } from "./steps.ts";

// A wrong split answers 400 or 409, which the browser mentions.
test.use({ expected: [/status of (400|409)/] });
test.setTimeout(240_000);

/** A signed contract of one stage of ¥5,000 between two companies. */
async function deal(product: typeof import("#app/people/fixtures.ts")) {
  const { signedContract } = await import("#app/contracts/fixtures.ts");
  const employer: Known = await product.company({ name: "白塔山茶业", verified: true });
  const provider: Known = await product.company({ name: "雁滩设计工作室", verified: true });
  const { contractId } = await signedContract({ employer, provider, amounts: [500_000n] });
  return { employer, provider, contract: `/contracts/${contractId}` };
}

test("a declined card, then a good one: one payment", async ({ product, as }) => {
  const { employer, provider, contract } = await deal(product);
  const [boss, maker] = [await as(employer), await as(provider)];
  await maker.goto(contract);
  await expect(maker.getByText("请勿开工").first()).toBeVisible();
  await pay(boss, contract, { card: "4000000000000002" });
  await expect(boss).toHaveURL(/\/c\/pay\//);
  await expect(boss.getByRole("alert").first()).toBeVisible();
  await fillTill(boss, { card: "4242424242424242" });
  await expect(boss).toHaveURL(/\/paid\//);
  await boss.goto(contract);
  await expect(boss.getByText("已托管").first()).toBeVisible();
  await boss.goto("/statement");
  await expect(boss.getByText("5,000.00").first()).toBeVisible();
});

test("a dispute freezes its part only, and an operator divides it", async ({ product, as }) => {
  const { employer, provider, contract } = await deal(product);
  const [boss, maker, clerk] = [await as(employer), await as(provider), await as(await product.operator())];
  await openAccount(maker);
  await pay(boss, contract, { wallet: "alipay" });
  await boss.locator("button.primary").first().click();
  await expect(boss).toHaveURL(/\/paid\//);
  await maker.goto(contract);
  await act(maker, "start");
  await deliver(maker, contract);

  await boss.goto(contract);
  await act(boss, "dispute", {
    open: "发起维权",
    fill: { amount: "2000", wanted: "2000", reason: "使用规范缺少单色稿一章，只做了约定的一部分。" },
  });
  await expect(boss).toHaveURL(/\/disputes\//);
  const dispute = new URL(boss.url()).pathname.split("/").at(-1);
  await boss.goto(contract);
  await act(boss, "accept", { open: "验收通过" });

  await maker.goto(`${contract}/disputes/${dispute}`);
  await act(maker, "evidence", { fill: { text: "单色稿在源文件第三页，见截图说明。" } });
  await clerk.goto(`/desk/disputes/${dispute}`);
  await act(clerk, "decide", { fill: { toProvider: "1200", toEmployer: "700", decision: "规范缺一章，其余完成，按完成比例分配。" } });
  await expect(clerk.locator('[name="toProvider"]')).toHaveValue("1200");
  await act(clerk, "decide", { fill: { toEmployer: "800" } });
  await expect(clerk.getByText("已裁决").first()).toBeVisible();

  await travel("6d");
  await maker.goto("/statement?role=provider");
  await eventually(maker, () => expect(maker.getByText("2,850.00").first()).toBeVisible({ timeout: 500 }));
  await boss.goto("/statement");
  await expect(boss.getByText("800.00").first()).toBeVisible();
});
