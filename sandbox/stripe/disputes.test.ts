import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Driver, driveWorld, paidCharge, refusal } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = driver.stripe;
});
beforeEach(() => driver.control("POST", "reset"));
afterAll(() => driver.close());

const FRAUD = "4000000000000259";
const INQUIRY = "4000000000001976";
const total = async () => {
  const { available, pending } = await stripe.balance.retrieve();
  return (available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0);
};
const disputeOf = async (charge: string) => (await stripe.disputes.list({ charge })).data[0] as Stripe.Dispute;
const disputed = async (card: string, amount = 10_000) => {
  const charge = await paidCharge(driver, amount, { card });
  return { charge, dispute: await disputeOf(charge.id) };
};
const eventTypes = async () =>
  (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).filter((type) => type.startsWith("charge."));
const answer = (id: string, said: string, more: Stripe.DisputeUpdateParams = {}) =>
  stripe.disputes.update(id, { evidence: { uncategorized_text: said }, ...more });

describe("a disputed charge", () => {
  it("loses its amount and the fee at once, and takes no refund", async () => {
    const { charge, dispute } = await disputed(FRAUD);
    expect(dispute).toMatchObject({ amount: 10_000, charge: charge.id, reason: "fraudulent", status: "needs_response" });
    expect(dispute.payment_method_details?.card).toMatchObject({ case_type: "chargeback", network_reason_code: "10.4" });
    const [taken] = dispute.balance_transactions;
    expect(taken).toMatchObject({ amount: -10_000, fee: 1_500, net: -11_500, type: "adjustment", reporting_category: "dispute" });
    expect(taken?.source).toBe(dispute.id);
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ disputed: true, status: "succeeded", amount_refunded: 0 });
    expect(await total()).toBe(9_460 - 11_500);
    expect(await refusal(stripe.refunds.create({ charge: charge.id }))).toMatchObject({ code: "charge_disputed", statusCode: 400 });
    expect((await eventTypes()).reverse()).toEqual([
      "charge.succeeded",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.updated",
    ]);
  });

  it("is named by its card or opened by the bank at any time, once, never over a refund in full", async () => {
    expect((await disputed("4000000000002685")).dispute).toMatchObject({ reason: "product_not_received" });
    const charge = await paidCharge(driver, 10_000);
    const open = (more: object = {}) => driver.control("POST", "dispute.open", { charge: charge.id, ...more });
    await stripe.refunds.create({ charge: charge.id, amount: 4_000 });
    expect(await open({ reason: "product_unacceptable" })).toMatchObject({ amount: 6_000, status: "needs_response" });
    await expect(open()).rejects.toThrow("disputed already");
    const other = await paidCharge(driver, 10_000);
    await stripe.refunds.create({ charge: other.id });
    await expect(driver.control("POST", "dispute.open", { charge: other.id })).rejects.toThrow("refunded in full");
    const wallet = await paidCharge(driver, 10_000, { wallet: "alipay" });
    await expect(driver.control("POST", "dispute.open", { charge: wallet.id })).rejects.toThrow("Only a card");
  });

  it("takes back refunds that are still on their way", async () => {
    const charge = await paidCharge(driver, 10_000, { card: "4000000000007726" });
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 3_000 });
    expect(refund.status).toBe("pending");
    await driver.control("POST", "dispute.open", { charge: charge.id });
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: "failed",
      failure_reason: "charge_for_pending_refund_disputed",
    });
  });
});

describe("evidence", () => {
  it("that wins brings the money back, not the fee, and the charge can be refunded again", async () => {
    const { charge, dispute } = await disputed(FRAUD);
    const sent = await answer(dispute.id, "winning_evidence", { metadata: { case: "1" } });
    expect(sent).toMatchObject({
      status: "under_review",
      evidence: { uncategorized_text: "winning_evidence", receipt: null },
      evidence_details: { has_evidence: true, submission_count: 1, submission_method: "manual" },
      metadata: { case: "1" },
    });
    await driver.advance("5s");
    const won = await stripe.disputes.retrieve(dispute.id);
    expect(won).toMatchObject({ status: "won", is_charge_refundable: true });
    expect(won.balance_transactions.map((one) => one.net)).toEqual([-11_500, 10_000]);
    expect(await total()).toBe(9_460 - 1_500);
    expect((await eventTypes()).slice(0, 3)).toEqual(["charge.updated", "charge.dispute.closed", "charge.dispute.funds_reinstated"]);
    expect(await stripe.refunds.create({ charge: charge.id })).toMatchObject({ amount: 10_000 });
  });

  it("that loses ends it; an ended dispute takes nothing more", async () => {
    const { charge, dispute } = await disputed(FRAUD);
    await answer(dispute.id, "losing_evidence");
    await driver.advance("5s");
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "lost", is_charge_refundable: false });
    expect(await total()).toBe(9_460 - 11_500);
    for (const call of [answer(dispute.id, "winning_evidence"), stripe.disputes.close(dispute.id)])
      expect(await refusal(call)).toMatchObject({ statusCode: 400, message: "This dispute is already closed" });
    expect(await refusal(stripe.refunds.create({ charge: charge.id }))).toMatchObject({ code: "charge_disputed" });
  });

  it("may be kept back until its due date; unsent, the dispute is lost", async () => {
    const { dispute } = await disputed(FRAUD);
    const kept = await answer(dispute.id, "winning_evidence", { submit: false });
    expect(kept).toMatchObject({ status: "needs_response", evidence_details: { has_evidence: true, submission_count: 0 } });
    await driver.advance("10d");
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "lost", evidence_details: { past_due: true } });
  });

  it("of another kind waits for the bank, which decides on the control page", async () => {
    const { dispute } = await disputed(FRAUD);
    await answer(dispute.id, "签收单号 SF1234567890");
    await driver.advance("30d");
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "under_review" });
    await driver.control("POST", "dispute.fees", { fee: 1500, returned: true });
    await driver.control("POST", "dispute.decide", { dispute: dispute.id, outcome: "won" });
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "won" });
    expect(await total()).toBe(9_460);
  });

  it("is refused when a field is unknown, too long or a file that was never uploaded", async () => {
    const { dispute } = await disputed(FRAUD);
    const say = (evidence: object) => refusal(stripe.disputes.update(dispute.id, { evidence }));
    expect(await say({ surprise: "x" })).toMatchObject({ code: "parameter_unknown", param: "evidence[surprise]" });
    expect(await say({ uncategorized_text: "x".repeat(20_001) })).toMatchObject({ statusCode: 400 });
    expect(await say({ receipt: "file_none" })).toMatchObject({ code: "resource_missing" });
    expect(await refusal(stripe.disputes.retrieve("du_none"))).toMatchObject({ statusCode: 404, param: "dispute" });
  });
});

describe("an inquiry", () => {
  it("withdraws nothing, allows a refund, and closes quietly", async () => {
    const { charge, dispute } = await disputed(INQUIRY);
    expect(dispute).toMatchObject({ status: "warning_needs_response", balance_transactions: [], is_charge_refundable: true });
    expect(dispute.payment_method_details?.card).toMatchObject({ case_type: "inquiry", network_reason_code: "10" });
    expect(await stripe.refunds.create({ charge: charge.id, amount: 1_000 })).toMatchObject({ status: "succeeded" });
    expect(await answer(dispute.id, "losing_evidence")).toMatchObject({ status: "warning_under_review" });
    await driver.advance("5s");
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "warning_closed", balance_transactions: [] });
    expect(await total()).toBe(9_460 - 1_000);
  });

  it("may become a chargeback, which also undoes the refunds made meanwhile", async () => {
    const { charge, dispute } = await disputed(INQUIRY);
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 1_000 });
    await answer(dispute.id, "escalate_inquiry_evidence");
    await driver.advance("5s");
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "needs_response", is_charge_refundable: false });
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: "failed" });
    expect(await total()).toBe(9_460 - 11_500);
    expect(await stripe.disputes.close(dispute.id)).toMatchObject({ status: "lost" });
  });
});
