import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { activePayee, type Driver, driveWorld, newPayee, paidCharge, refusal, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
beforeEach(() => driver.control("POST", "reset"));
afterAll(() => driver.close());

async function balance(account?: string) {
  const { available, pending } = await stripe.balance.retrieve({}, account ? { stripeAccount: account } : {});
  return { available: available[0]?.amount ?? 0, pending: pending[0]?.amount ?? 0 };
}
const BYPASS = "4000000000000077";

describe("balance", () => {
  it("moves from pending to available after two days, and says so", async () => {
    await paidCharge(driver, 10_000);
    expect(await balance()).toEqual({ available: 0, pending: 9_460 });
    await driver.advance("47h");
    expect(await balance()).toEqual({ available: 0, pending: 9_460 });
    await driver.advance("1h");
    expect(await balance()).toEqual({ available: 9_460, pending: 0 });
    expect((await stripe.events.list({ type: "balance.available" })).data).toHaveLength(1);
  });

  it("has the whole of a bypass card at once", async () => {
    await paidCharge(driver, 10_000, { card: BYPASS });
    expect(await balance()).toEqual({ available: 9_460, pending: 0 });
  });

  it("becomes available in one announcement for all whose day it is", async () => {
    for (let i = 0; i < 3; i++) await paidCharge(driver, 10_000);
    await driver.advance("3d");
    expect((await stripe.events.list({ type: "balance.available" })).data).toHaveLength(1);
    const { data } = await stripe.balanceTransactions.list({ limit: 100 });
    expect(await balance()).toEqual({ available: data.reduce((sum, one) => sum + one.net, 0), pending: 0 });
  });

  it("is the sum of its transactions", async () => {
    const charge = await paidCharge(driver, 10_000);
    await stripe.refunds.create({ charge: charge.id, amount: 2_500 });
    const { data } = await stripe.balanceTransactions.list({ limit: 100 });
    expect(data.map(({ type, net }) => [type, net])).toEqual([
      ["refund", -2_500],
      ["charge", 9_460],
    ]);
    expect(await balance()).toEqual({ available: 0, pending: 6_960 });
  });
});

describe("refunds", () => {
  it("are partial until nothing is left", async () => {
    const charge = await paidCharge(driver, 10_000);
    const intent = charge.payment_intent as string;
    expect(await stripe.refunds.create({ payment_intent: intent, amount: 4_000, metadata: { why: "split" } })).toMatchObject({
      status: "succeeded",
      amount: 4_000,
      metadata: { why: "split" },
    });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent, amount: 6_001 }))).toMatchObject({
      statusCode: 400,
      param: "amount",
    });
    await stripe.refunds.create({ payment_intent: intent });
    expect(await stripe.charges.retrieve(charge.id, { expand: ["refunds"] })).toMatchObject({
      refunded: true,
      amount_refunded: 10_000,
      refunds: { data: [{ amount: 6_000 }, { amount: 4_000 }] },
    });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({ code: "charge_already_refunded" });
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2);
  });

  it.each([
    ["alipay", "91d", "89d"],
    ["wechat_pay", "181d", "179d"],
  ] as const)("of %s arrive a little later, and not after its window", async (wallet, after, before) => {
    const late = await paidCharge(driver, 10_000, { wallet });
    await driver.advance(before);
    const refund = await stripe.refunds.create({ charge: late.id, amount: 1_000 });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
    await driver.advance("1m");
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
    await driver.advance(after);
    expect(await refusal(stripe.refunds.create({ charge: late.id }))).toMatchObject({ code: "charge_not_refundable" });
  });

  it("wait for money when the balance is short", async () => {
    const charge = await paidCharge(driver, 10_000, { card: BYPASS });
    const refund = await stripe.refunds.create({ charge: charge.id });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "insufficient_funds", balance_transaction: null });
    await paidCharge(driver, 20_000);
    await driver.advance("2d");
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: "succeeded" });
    expect(await balance()).toEqual({ available: 9_460 - 10_000 + 19_120, pending: 0 });
  });

  it("may fail after they had succeeded: the money comes back", async () => {
    const charge = await paidCharge(driver, 10_000, { card: "4000000000005126" });
    const refund = await stripe.refunds.create({ charge: charge.id });
    expect(refund.status).toBe("succeeded");
    await driver.advance("2m");
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: "failed", failure_reason: "expired_or_canceled_card" });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ refunded: false, amount_refunded: 0 });
    const types = (await stripe.events.list({ limit: 20 })).data.map((event) => event.type);
    expect(types.slice(0, 2)).toEqual(["refund.failed", "refund.updated"]);
  });
});

describe("transfers", () => {
  it("need available money, unless they name their charge", async () => {
    const payee = await activePayee(driver);
    const charge = await paidCharge(driver, 10_000, { group: "contract_7" });
    const plain = { amount: 9_000, currency: "cny", destination: payee };
    expect(await refusal(stripe.transfers.create(plain))).toMatchObject({ code: "balance_insufficient", statusCode: 400 });
    const transfer = await stripe.transfers.create({ ...plain, source_transaction: charge.id });
    expect(transfer).toMatchObject({ amount: 9_000, transfer_group: "contract_7", source_transaction: charge.id, reversed: false });
    expect(await balance()).toEqual({ available: 0, pending: 460 });
    expect(await balance(payee)).toEqual({ available: 0, pending: 9_000 });
    await driver.advance("2d");
    expect(await balance()).toEqual({ available: 460, pending: 0 });
    expect(await balance(payee)).toEqual({ available: 9_000, pending: 0 });
    const listed = await stripe.transfers.list({ transfer_group: "contract_7" });
    expect(listed.data.map((one) => one.id)).toEqual([transfer.id]);
  });

  it("without a charge draw on what has become available, of many charges together", async () => {
    const payee = await activePayee(driver);
    for (let i = 0; i < 3; i++) await paidCharge(driver, 10_000);
    const stage = { amount: 25_000, currency: "cny", destination: payee, transfer_group: "campaign_1" };
    expect(await refusal(stripe.transfers.create(stage))).toMatchObject({ code: "balance_insufficient", statusCode: 400 });
    await driver.advance("2d");
    expect(await stripe.transfers.create(stage)).toMatchObject({ amount: 25_000, source_transaction: null });
    expect(await balance()).toEqual({ available: 3 * 9_460 - 25_000, pending: 0 });
    expect(await refusal(stripe.transfers.create({ ...stage, amount: 3_381 }))).toMatchObject({ code: "balance_insufficient" });
  });

  it("never exceed their charge, whatever the order", async () => {
    const payee = await activePayee(driver);
    const charge = await paidCharge(driver, 10_000);
    const send = (amount: number) =>
      stripe.transfers.create({ amount, currency: "cny", destination: payee, source_transaction: charge.id });
    await send(6_000);
    await stripe.refunds.create({ charge: charge.id, amount: 3_000 });
    expect(await refusal(send(1_001))).toMatchObject({ statusCode: 400, param: "amount" });
    await send(1_000);
    expect(await refusal(send(1))).toMatchObject({ statusCode: 400 });
  });

  it("go only to payees who may receive", async () => {
    const { id } = await newPayee(stripe);
    const charge = await paidCharge(driver, 10_000);
    const send = (destination: string) =>
      stripe.transfers.create({ amount: 100, currency: "cny", destination, source_transaction: charge.id });
    expect(await refusal(send(id))).toMatchObject({ code: "insufficient_capabilities_for_transfer" });
    expect(await refusal(send("acct_nobody"))).toMatchObject({ code: "resource_missing", statusCode: 400 });
    await driver.control("POST", "accounts/onboard", { account: id });
    expect(await send(id)).toMatchObject({ destination: id });
    await driver.control("POST", "accounts/restrict", { account: id });
    expect(await refusal(send(id))).toMatchObject({ code: "insufficient_capabilities_for_transfer" });
  });

  it("are reversed in parts, up to their amount", async () => {
    const payee = await activePayee(driver);
    await paidCharge(driver, 100_000, { card: BYPASS });
    const transfer = await stripe.transfers.create({ amount: 9_000, currency: "cny", destination: payee });
    expect(await stripe.transfers.createReversal(transfer.id, { amount: 4_000 })).toMatchObject({ amount: 4_000, transfer: transfer.id });
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 5_001 }))).toMatchObject({ param: "amount" });
    await stripe.transfers.createReversal(transfer.id);
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ reversed: true, amount_reversed: 9_000 });
    expect(await refusal(stripe.transfers.createReversal(transfer.id))).toMatchObject({ statusCode: 400 });
    expect(await balance()).toEqual({ available: 96_400, pending: 0 });
    expect(await balance(payee)).toEqual({ available: 0, pending: 0 });
  });
});
