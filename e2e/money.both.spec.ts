import type { Page } from "@playwright/test";
import { expect, type Known, test } from "./fixtures.ts";
import { act, deliver, eventually, fillTill, formOf, openAccount, pay, send, travel } from "./steps.ts";

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

/** A stage of ¥5,000, delivered, of which the employer disputes ¥2,000; the provider has answered. */
async function disputed(boss: Page, maker: Page, contract: string) {
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
  await expect(maker.getByText("请答辩", { exact: false }).first()).toBeVisible();
  await act(maker, "respond", { fill: { share: "100", text: "见截图" } });
  await expect(formOf(maker, "respond").locator('[name="share"]')).toHaveValue("100");
  await act(maker, "respond", { fill: { text: "单色稿在源文件第三页，见截图说明。" } });
  await expect(maker.getByText("协商中").or(maker.getByText("已答辩")).first()).toBeVisible();
  return `${contract}/disputes/${dispute}`;
}

test("a dispute freezes its part only, is talked about, decided by one operator, and on appeal by another", async ({ product, as }) => {
  const { employer, provider, contract } = await deal(product);
  const [first, second] = [await product.operator(), await product.operator()];
  const [boss, maker, clerk, other] = [await as(employer), await as(provider), await as(first), await as(second)];
  const dispute = await disputed(boss, maker, contract);
  const desk = `/desk/disputes/${dispute.split("/").at(-1)}`;

  await boss.goto(dispute);
  await act(boss, "offer", { fill: { share: "40" } });
  await expect(boss.getByText("服务商 40%，雇主 60%").first()).toBeVisible();
  await travel("7d");
  await clerk.goto(desk);
  await eventually(clerk, () => expect(formOf(clerk, "propose")).toBeVisible({ timeout: 500 }));
  await act(clerk, "propose", { fill: { share: "55", text: "缺一章，按约定比例扣减，建议各让一步。" } });
  await maker.goto(dispute);
  await act(maker, "answerProposal:refuse");

  await clerk.goto(desk);
  await act(clerk, "decide", { fill: { toProvider: "1200", toEmployer: "700", decision: "规范缺一章，其余完成，按完成比例分配。" } });
  await expect(clerk.locator('[name="toProvider"]')).toHaveValue("1200");
  await act(clerk, "decide", { fill: { toEmployer: "800" } });
  await expect(clerk.getByText("已裁决").first()).toBeVisible();

  await boss.goto(dispute);
  await appeal(boss, "新找到的邮件说明整章没有做。");
  await clerk.goto(desk);
  await expect(clerk.getByText("须由另一位运营人员裁决", { exact: false }).first()).toBeVisible();
  await other.goto(desk);
  await act(other, "decideAppeal", { fill: { toProvider: "1000", toEmployer: "1000", decision: "新证据成立，改按五成分配。" } });

  await travel("6d");
  await maker.goto("/statement?role=provider");
  await eventually(maker, () => expect(maker.getByText("2,850.00").first()).toBeVisible({ timeout: 500 }));
  await boss.goto("/statement");
  await eventually(boss, () => expect(boss.getByText("1,000.00").first()).toBeVisible({ timeout: 500 }));
});

async function appeal(page: Page, text: string) {
  await page
    .locator("button, summary")
    .filter({ hasText: /^申诉$/ })
    .first()
    .click();
  const form = formOf(page, "appeal");
  await form.locator('[name="text"]').fill(text);
  await form.locator('input[type="file"]').setInputFiles({ name: "邮件.txt", mimeType: "text/plain", buffer: Buffer.from("整章没有做") });
  await expect(form.locator('input[type="file"]')).toHaveJSProperty("validationMessage", "");
  await send(form);
  await expect(page.getByText("申诉由另一位运营人员裁决").first()).toBeVisible();
}

test("a dispute that the sides settle moves its money at once; the case can be taken along", async ({ product, as }) => {
  const { employer, provider, contract } = await deal(product);
  const [boss, maker] = [await as(employer), await as(provider)];
  const dispute = await disputed(boss, maker, contract);
  await boss.goto(dispute);
  await act(boss, "offer", { fill: { share: "70" } });
  await maker.goto(dispute);
  await act(maker, "acceptOffer", { open: "接受此方案" });
  await expect(maker.getByText("已和解").first()).toBeVisible();
  await boss.goto("/statement");
  await eventually(boss, () => expect(boss.getByText("600.00").first()).toBeVisible({ timeout: 500 }));
  const zip = await maker.request.get(`${dispute}/package.zip`);
  expect([zip.status(), zip.headers()["content-type"]]).toEqual([200, "application/zip"]);
  expect((await zip.body()).subarray(0, 2).toString()).toBe("PK");
});
