import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { activePayee, type Driver, driveWorld, listen, newPayee, paidCharge, refusal, SECRET } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
let hooks: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  hooks = await listen();
  driver = await driveWorld({ webhook: { url: hooks.url, secret: SECRET } });
  stripe = driver.stripe;
});
beforeEach(async () => {
  await driver.control("POST", "reset");
  await driver.quiet();
  hooks.heard.length = 0;
});
afterAll(async () => {
  await driver.close();
  await hooks.close();
});

const BYPASS = "4000000000000077";
const availableOf = async (account?: string) =>
  (await stripe.balance.retrieve({}, account ? { stripeAccount: account } : {})).available[0]?.amount ?? 0;
/** A payee with so much on their balance. */
async function rich(amount: number) {
  const payee = await activePayee(driver);
  await paidCharge(driver, 100_000, { card: BYPASS });
  const transfer = await stripe.transfers.create({ amount, currency: "cny", destination: payee });
  return { payee, transfer, on: { stripeAccount: payee } };
}
const eventsOf = async (account: string, prefix: string) =>
  (await stripe.events.list({ limit: 50 }, { stripeAccount: account })).data
    .map((event) => event.type)
    .filter((type) => type.startsWith(prefix))
    .reverse();

describe("a payout", () => {
  it("is pending, then on its way, then paid, and told of with the account's name", async () => {
    const { payee, on } = await rich(9_000);
    const payout = await stripe.payouts.create({ amount: 4_000, currency: "cny", metadata: { week: "48" } }, on);
    expect(payout).toMatchObject({ status: "pending", amount: 4_000, automatic: false, metadata: { week: "48" } });
    expect(await availableOf(payee)).toBe(5_000);
    await driver.advance("10m");
    expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: "in_transit" });
    await driver.advance("1d");
    expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: "paid", failure_code: null });
    expect(await eventsOf(payee, "payout.")).toEqual(["payout.created", "payout.updated", "payout.paid"]);
    await driver.quiet();
    const told = hooks.heard.map((one) => JSON.parse(one.body) as Stripe.Event).filter((event) => event.type.startsWith("payout."));
    expect(told.map((event) => [event.type, event.account])).toEqual([
      ["payout.created", payee],
      ["payout.updated", payee],
      ["payout.paid", payee],
    ]);
    const platforms = (await stripe.events.list({ limit: 50 })).data.map((event) => event.type);
    expect(platforms.filter((type) => type.startsWith("payout."))).toEqual([]);
    expect(await refusal(stripe.payouts.retrieve(payout.id))).toMatchObject({ statusCode: 404 });
  });

  it("may fail after it was paid: the money is back, the bank account broken until it is replaced", async () => {
    const { payee, on } = await rich(9_000);
    const payout = await stripe.payouts.create({ amount: 9_000, currency: "cny" }, on);
    await driver.advance("2d");
    expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: "paid" });
    await driver.advance("3d");
    await driver.control("POST", "payout.fail", { payout: payout.id, code: "account_closed" });
    const failed = await stripe.payouts.retrieve(payout.id, { expand: ["failure_balance_transaction"] }, on);
    expect(failed).toMatchObject({ status: "failed", failure_code: "account_closed" });
    expect(failed.failure_balance_transaction).toMatchObject({ type: "payout_failure", amount: 9_000 });
    expect(await availableOf(payee)).toBe(9_000);
    expect((await eventsOf(payee, "payout.")).slice(-2)).toEqual(["payout.paid", "payout.failed"]);
    expect(await eventsOf(payee, "account.")).toEqual(["account.external_account.updated"]);
    const again = () => stripe.payouts.create({ amount: 9_000, currency: "cny" }, on);
    expect(await refusal(again())).toMatchObject({ code: "payouts_not_allowed", statusCode: 400 });
    await expect(driver.control("POST", "payout.fail", { payout: payout.id })).rejects.toThrow("ended as failed");
    await driver.control("POST", "accounts/onboard", { account: payee });
    expect(await again()).toMatchObject({ status: "pending" });
  });

  it("never exceeds what is available, and needs an active account", async () => {
    const { on } = await rich(1_000);
    expect(await refusal(stripe.payouts.create({ amount: 1_001, currency: "cny" }, on))).toMatchObject({ code: "balance_insufficient" });
    const { id } = await newPayee(stripe);
    const call = stripe.payouts.create({ amount: 1, currency: "cny" }, { stripeAccount: id });
    expect(await refusal(call)).toMatchObject({ code: "payouts_not_allowed" });
  });

  it("is taken back while pending, not later", async () => {
    const { payee, on } = await rich(1_000);
    const first = await stripe.payouts.create({ amount: 400, currency: "cny" }, on);
    expect(await stripe.payouts.cancel(first.id, {}, on)).toMatchObject({ status: "canceled" });
    expect(await availableOf(payee)).toBe(1_000);
    const second = await stripe.payouts.create({ amount: 400, currency: "cny" }, on);
    await driver.advance("10m");
    expect(await refusal(stripe.payouts.cancel(second.id, {}, on))).toMatchObject({ statusCode: 400 });
    expect((await stripe.payouts.list({ status: "canceled" }, on)).data.map((one) => one.id)).toEqual([first.id]);
  });

  it("of the platform goes to its own bank", async () => {
    await paidCharge(driver, 100_000, { card: BYPASS });
    const payout = await stripe.payouts.create({ amount: 50_000, currency: "cny" });
    expect(await availableOf()).toBe(96_400 - 50_000);
    await driver.advance("1d");
    expect(await stripe.payouts.retrieve(payout.id)).toMatchObject({ status: "paid" });
    expect(await refusal(stripe.balanceTransactions.list({ payout: payout.id }))).toMatchObject({ param: "payout" });
  });

  it("by itself each day when the control page says so, naming what it is the sum of", async () => {
    await driver.control("POST", "payouts", { daily: true });
    const payee = await activePayee(driver);
    const charge = await paidCharge(driver, 10_000);
    await stripe.transfers.create({ amount: 9_000, currency: "cny", destination: payee, source_transaction: charge.id });
    await driver.advance("2d");
    const [payout] = (await stripe.payouts.list({}, { stripeAccount: payee })).data;
    expect(payout).toMatchObject({ amount: 9_000, automatic: true });
    const parts = await stripe.balanceTransactions.list({ payout: payout?.id }, { stripeAccount: payee });
    expect(parts.data.map((one) => [one.type, one.net])).toEqual([
      ["payout", -9_000],
      ["payment", 9_000],
    ]);
    expect(await availableOf(payee)).toBe(0);
  });
});

describe("a reversal", () => {
  it("takes back what the payee still has, as a refund of their payment", async () => {
    const { payee, transfer, on } = await rich(9_000);
    await stripe.payouts.create({ amount: 5_000, currency: "cny" }, on);
    expect(await refusal(stripe.transfers.createReversal(transfer.id))).toMatchObject({ code: "balance_insufficient" });
    const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 4_000, description: "付款失败" });
    expect(await stripe.refunds.retrieve(String(reversal.destination_payment_refund), {}, on)).toMatchObject({
      amount: 4_000,
      charge: transfer.destination_payment,
      source_transfer_reversal: reversal.id,
    });
    expect(await availableOf(payee)).toBe(0);
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 4_000, reversed: false });
  });
});
