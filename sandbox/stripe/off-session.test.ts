import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Driver, driveWorld, openSession, payByCard, payByWallet, refusal, savedCard, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
afterAll(() => driver.close());

type Saved = { customer: string; method: string };
const charge = ({ customer, method }: Saved, more: Partial<Stripe.PaymentIntentCreateParams> = {}, options: Stripe.RequestOptions = {}) =>
  stripe.paymentIntents.create(
    {
      amount: 12_800,
      currency: "cny",
      customer,
      payment_method: method,
      confirm: true,
      off_session: true,
      description: "支持：会记录风向的台灯",
      transfer_group: "campaign_1",
      metadata: { intent_id: "intent-1" },
      ...more,
    },
    options,
  );
const eventsOf = async (id: string) => {
  const all = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  return all
    .filter((event) => JSON.stringify(event.data.object).includes(id))
    .map((event) => event.type)
    .reverse();
};
const attached = async (name: string): Promise<Saved> => {
  const customer = (await stripe.customers.create({})).id;
  return { customer, method: (await stripe.paymentMethods.attach(name, { customer })).id };
};

describe("a saved card charged while its owner is away", () => {
  it("pays: intent, charge, fee and events", async () => {
    const saved = await savedCard(driver, "4242424242424242");
    const paid = await charge(saved, { expand: ["latest_charge.balance_transaction"] });
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_received: 12_800,
      customer: saved.customer,
      payment_method: saved.method,
      transfer_group: "campaign_1",
      metadata: { intent_id: "intent-1" },
      latest_charge: { status: "succeeded", customer: saved.customer, balance_transaction: { amount: 12_800, fee: 635 } },
    });
    expect(await eventsOf(paid.id)).toEqual(["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"]);
    expect(await stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: "succeeded" });
    expect((await charge(saved)).status).toBe("succeeded");
  });

  it.each(["4000002500003155", "4000003800000446", "5555555555554444", "6205500000000000004"])("pays with %s", async (number) => {
    expect(await charge(await savedCard(driver, number))).toMatchObject({ status: "succeeded" });
  });

  it.each([
    ["4000000000000341", "card_declined", "generic_decline"],
    ["4000008260003178", "card_declined", "insufficient_funds"],
    ["4000002760003184", "authentication_required", "authentication_required"],
    ["4000000000003220", "authentication_required", "authentication_required"],
  ])("is refused with %s: 402 %s, %s", async (number, code, declineCode) => {
    const saved = await savedCard(driver, number);
    const error = await refusal(charge(saved));
    expect(error).toMatchObject({
      type: "StripeCardError",
      statusCode: 402,
      code,
      decline_code: declineCode,
      payment_method: { id: saved.method },
    });
    const id = error.payment_intent?.id as string;
    const failed = await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      amount_received: 0,
      last_payment_error: { code, decline_code: declineCode, payment_method: { id: saved.method } },
      latest_charge: { status: "failed", amount_captured: 0 },
    });
    expect(await eventsOf(id)).toEqual(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]);
    expect(await stripe.paymentMethods.retrieve(saved.method)).toMatchObject({ customer: saved.customer });
    expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ status: "canceled" });
    expect((await eventsOf(id)).at(-1)).toBe("payment_intent.canceled");
    expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({ code: "payment_intent_unexpected_state" });
  });

  it.each([
    ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
    ["pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", ""],
    ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", ""],
    ["pm_card_chargeDeclinedProcessingError", "processing_error", ""],
  ])("is refused with %s, which cannot be saved: 402 %s %s", async (method, code, declineCode) => {
    const customer = (await stripe.customers.create({})).id;
    expect(await refusal(charge({ customer, method }))).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
  });

  it("needs the payer for a card that was attached without being set up", async () => {
    expect(await refusal(charge(await attached("pm_card_authenticationRequiredOnSetup")))).toMatchObject({
      code: "authentication_required",
    });
    expect(await charge(await attached("pm_card_authenticationRequiredSetupForOffSession"))).toMatchObject({ status: "succeeded" });
  });
});

describe("a card that pays once", () => {
  const paidMethod = async (more: Partial<Stripe.Checkout.SessionCreateParams.PaymentIntentData> = {}) => {
    const { id: customer } = await stripe.customers.create({});
    const session = await openSession(stripe, 5_000, { customer, payment_intent_data: more });
    await payByCard(session.url as string, "4242424242424242");
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    return { customer, method: (done.payment_intent as Stripe.PaymentIntent).payment_method as string };
  };

  it("serves again only when its owner agreed to that", async () => {
    expect(await refusal(charge(await paidMethod()))).toMatchObject({ statusCode: 400, rawType: "invalid_request_error" });
    const kept = await paidMethod({ setup_future_usage: "off_session" });
    expect(await stripe.paymentMethods.retrieve(kept.method)).toMatchObject({ customer: kept.customer });
    expect(await charge(kept)).toMatchObject({ status: "succeeded" });
  });

  it("is no wallet", async () => {
    const session = await openSession(stripe, 5_000, {});
    await payByWallet(session.url as string, "alipay");
    const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    const method = (waiting.payment_intent as Stripe.PaymentIntent).payment_method as string;
    const { id: customer } = await stripe.customers.create({});
    expect(await refusal(charge({ customer, method }))).toMatchObject({ code: "payment_intent_incompatible_payment_method" });
  });
});

describe("who may charge what", () => {
  it("refuses a card of somebody else, and one whose owner is not named", async () => {
    const saved = await savedCard(driver, "4242424242424242");
    const other = (await stripe.customers.create({})).id;
    expect(await refusal(charge({ ...saved, customer: other }))).toMatchObject({ statusCode: 400, param: "payment_method" });
    expect(await refusal(charge(saved, { customer: undefined }))).toMatchObject({ statusCode: 400, param: "payment_method" });
    expect((await stripe.paymentIntents.list({ customer: other })).data).toEqual([]);
  });

  it("takes off_session only together with confirm", async () => {
    const saved = await savedCard(driver, "4242424242424242");
    expect(await refusal(charge(saved, { confirm: false }))).toMatchObject({ statusCode: 400, param: "off_session" });
  });

  it("lists a customer's intents by the moment they were made", async () => {
    const saved = await savedCard(driver, "4242424242424242");
    const first = await charge(saved);
    await driver.advance("1d");
    const second = await charge(saved);
    const ids = async (more: Stripe.PaymentIntentListParams = {}) =>
      (await stripe.paymentIntents.list({ customer: saved.customer, ...more })).data.map((one) => one.id);
    expect(await ids()).toEqual([second.id, first.id]);
    expect(await ids({ created: { lt: second.created } })).toEqual([first.id]);
  });
});

describe("one charge per key", () => {
  it("replays a decline as it was: no second intent, no second charge", async () => {
    const saved = await savedCard(driver, "4000000000000341");
    const key = { idempotencyKey: "pledge-7:0" };
    const first = await refusal(charge(saved, {}, key));
    const again = await refusal(charge(saved, {}, key));
    expect(again).toMatchObject({ statusCode: 402, code: "card_declined" });
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
    expect(again.headers?.["idempotent-replayed"]).toBe("true");
    expect((await stripe.paymentIntents.list({ customer: saved.customer })).data).toHaveLength(1);
    expect((await stripe.charges.list({ customer: saved.customer })).data).toHaveLength(1);
  });

  it("answers a lost success again", async () => {
    const saved = await savedCard(driver, "4242424242424242");
    const key = { idempotencyKey: "pledge-8:0" };
    await driver.control("POST", "faults", { endpoint: "POST /v1/payment_intents", kind: "commit_then_500" });
    expect(await refusal(charge(saved, {}, key))).toMatchObject({ statusCode: 500 });
    const [only] = (await stripe.paymentIntents.list({ customer: saved.customer })).data;
    expect(await charge(saved, {}, key)).toMatchObject({ id: only?.id, status: "succeeded" });
    expect((await stripe.charges.list({ customer: saved.customer })).data).toHaveLength(1);
  });
});
