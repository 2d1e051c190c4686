import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  confirmStep,
  type Driver,
  driveWorld,
  formOnItsWay,
  openSession,
  payByCard,
  payByWallet,
  refusal,
  stripeAt,
} from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
afterAll(() => driver.close());

const eventsOf = async (id: string) => {
  const all = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  return all
    .filter((event) => JSON.stringify(event.data.object).includes(id))
    .map((event) => event.type)
    .reverse();
};
const urlOf = (session: Stripe.Checkout.Session) => session.url as string;

describe("a session", () => {
  it("is paid by card: charge, fee, events, and the way back with its id", async () => {
    const session = await openSession(stripe, 10_000, { client_reference_id: "intent-1", metadata: { intent_id: "intent-1" } });
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 10_000, payment_intent: null });
    const step = await payByCard(urlOf(session), "4242 4242 4242 4242");
    expect(step).toMatchObject({ status: 303, location: `http://localhost:9/done?session=${session.id}` });
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction", "line_items"],
    });
    expect(done).toMatchObject({ status: "complete", payment_status: "paid", url: null, client_reference_id: "intent-1" });
    expect(done.line_items?.data[0]).toMatchObject({ amount_total: 10_000, quantity: 1 });
    const intent = done.payment_intent as Stripe.PaymentIntent;
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ status: "succeeded", transfer_group: "contract_1", amount: 10_000 });
    expect(charge.balance_transaction).toMatchObject({ amount: 10_000, fee: 540, net: 9_460, status: "pending" });
    expect(await eventsOf(intent.id)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.updated",
      "checkout.session.completed",
    ]);
  });

  it.each([
    ["4000000000000002", "card_declined", "generic_decline"],
    ["4000000000009995", "card_declined", "insufficient_funds"],
    ["4000000000009987", "card_declined", "lost_card"],
    ["4000000000009979", "card_declined", "stolen_card"],
    ["4000000000000069", "expired_card", undefined],
    ["4000000000000127", "incorrect_cvc", undefined],
    ["4000000000000119", "processing_error", undefined],
    ["4000000000000341", "card_declined", "generic_decline"],
  ])("declines %s as %s and stays open for a good card", async (number, code, declineCode) => {
    const session = await openSession(stripe, 5_000);
    const declined = await payByCard(urlOf(session), number);
    expect(declined.status).toBe(200);
    expect(declined.html).toContain('role="alert"');
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    const intent = open.payment_intent as Stripe.PaymentIntent;
    expect(open.status).toBe("open");
    expect(intent).toMatchObject({ status: "requires_payment_method", last_payment_error: { code, type: "card_error" } });
    expect(intent.last_payment_error?.decline_code).toBe(declineCode);
    expect(await payByCard(urlOf(session), "4242424242424242")).toMatchObject({ status: 303 });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "paid", payment_intent: intent.id });
    const charges = await stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(["succeeded", "failed"]);
  });

  it("asks for 3-D Secure: failing keeps it open, completing pays", async () => {
    const session = await openSession(stripe, 5_000);
    const url = urlOf(session);
    expect((await payByCard(url, "4000002760003184")).location).toMatch(/\/confirm/);
    const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(waiting.payment_intent).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
    const back = await confirmStep(url, "fail");
    expect(back).toMatchObject({ status: 303 });
    expect(await (await fetch(`${url}?locale=en`)).text()).toContain("Verification failed");
    await payByCard(url, "4000000000003220");
    expect(await confirmStep(url, "complete")).toMatchObject({ status: 303, location: expect.stringContaining(session.id) });
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
    const charge = (paid.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
    expect(charge.payment_method_details?.card?.three_d_secure).toMatchObject({ result: "authenticated" });
  });

  it("authenticates and then declines 3178", async () => {
    const session = await openSession(stripe, 5_000);
    await payByCard(urlOf(session), "4000008260003178");
    await confirmStep(urlOf(session), "complete");
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(open.payment_intent).toMatchObject({ last_payment_error: { decline_code: "insufficient_funds" } });
  });

  it.each(["alipay", "wechat_pay"] as const)("is paid by %s through the wallet's own page", async (wallet) => {
    const session = await openSession(stripe, 8_800);
    const url = urlOf(session);
    await payByWallet(url, wallet);
    expect(await confirmStep(url, "fail")).toMatchObject({ status: 303 });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "open", payment_status: "unpaid" });
    await payByWallet(url, wallet);
    await confirmStep(url, "complete");
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
    expect((paid.payment_intent as Stripe.PaymentIntent).latest_charge).toMatchObject({ payment_method_details: { type: wallet } });
  });

  it.each(["card", "alipay", "wechat_pay"])("is paid in one press by %s, a wallet after its own page", async (quick) => {
    const session = await openSession(stripe, 5_000);
    const press = await fetch(urlOf(session), { method: "POST", redirect: "manual", body: new URLSearchParams({ quick }) });
    expect(press.status).toBe(303);
    if (quick !== "card") await confirmStep(urlOf(session), "complete");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "complete", payment_status: "paid" });
  });

  it.each([
    [false, "paid", "succeeded", "checkout.session.async_payment_succeeded"],
    [true, "unpaid", "requires_payment_method", "checkout.session.async_payment_failed"],
  ])("completes unpaid when a wallet's money comes later (never: %s)", async (fails, paymentStatus, intentStatus, event) => {
    await driver.control("POST", "wallets", { delayMs: 3_600_000, fails });
    const session = await openSession(stripe, 5_000);
    await payByWallet(urlOf(session), "alipay");
    expect(await confirmStep(urlOf(session), "complete")).toMatchObject({ status: 303, location: expect.stringContaining("done") });
    await driver.control("POST", "wallets", { delayMs: 0 });
    const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: { status: "processing", latest_charge: null },
    });
    await driver.advance("61m");
    const ended = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(ended).toMatchObject({ status: "complete", payment_status: paymentStatus, payment_intent: { status: intentStatus } });
    expect((await eventsOf(session.id)).filter((type) => type.startsWith("checkout."))).toEqual(["checkout.session.completed", event]);
  });

  it("is not paid by a form that was on its way when it ended", async () => {
    const session = await openSession(stripe, 5_000);
    const form = await formOnItsWay(urlOf(session), "4242424242424242");
    await stripe.checkout.sessions.expire(session.id);
    expect(await form.send()).toBe(410);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "expired", payment_intent: null });
  });

  it("offers only what it was allowed", async () => {
    const session = await openSession(stripe, 5_000, {
      allowed_payment_method_types: ["card", "wechat_pay"],
      payment_method_options: { wechat_pay: { client: "web" } },
      adaptive_pricing: { enabled: false },
    });
    expect(session).toMatchObject({ payment_method_types: ["card", "wechat_pay"], allowed_payment_method_types: ["card", "wechat_pay"] });
    expect(await payByWallet(urlOf(session), "alipay")).toMatchObject({ status: 400 });
    const old = { payment_method_types: ["card"] } as never;
    expect(await refusal(openSession(stripe, 5_000, old))).toMatchObject({ code: "parameter_unknown", param: "payment_method_types" });
  });

  it("takes one payment from two simultaneous submissions", async () => {
    const session = await openSession(stripe, 5_000);
    const url = urlOf(session);
    await Promise.all([payByCard(url, "4242424242424242"), payByCard(url, "5555555555554444")]);
    const { payment_intent: id } = await stripe.checkout.sessions.retrieve(session.id);
    expect((await stripe.charges.list({ payment_intent: id as string })).data).toHaveLength(1);
  });

  it("says what is wrong beside the field and keeps what was typed", async () => {
    const session = await openSession(stripe, 5_000);
    const step = await payByCard(`${urlOf(session)}?locale=en`, "4242424242424241", {
      email: "not-mail",
      expiry: "13/22",
      cvc: "1",
      name: "<b>Lee</b>",
    });
    expect(step.status).toBe(400);
    for (const part of ["valid email", "card number is not valid", "month/year", "3 or 4 digit", "&lt;b&gt;Lee&lt;/b&gt;", "not-mail"])
      expect(step.html).toContain(part);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_intent: null });
  });

  it("fills in a test card on request, keeping the rest", async () => {
    const session = await openSession(stripe, 5_000);
    const step = await payByCard(urlOf(session), "", { fill: "4000000000009995", email: "kept@example.cn" });
    expect(step.status).toBe(200);
    for (const part of ['value="4000 0000 0000 9995"', 'value="12/40"', "kept@example.cn"]) expect(step.html).toContain(part);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_intent: null });
  });

  it("expires once, with the intent its payer began; then nothing can pay it", async () => {
    const session = await openSession(stripe, 5_000);
    await payByCard(urlOf(session), "4000000000000002");
    const expired = await stripe.checkout.sessions.expire(session.id);
    expect(expired).toMatchObject({ status: "expired", url: null });
    expect(await stripe.paymentIntents.retrieve(expired.payment_intent as string)).toMatchObject({ status: "canceled" });
    expect(await payByCard(urlOf(session), "4242424242424242")).toMatchObject({ status: 410 });
    expect(await refusal(stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
  });

  it("lapses by the clock", async () => {
    const session = await openSession(stripe, 5_000);
    await driver.advance("25h");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "expired" });
    expect(await eventsOf(session.id)).toEqual(["checkout.session.expired"]);
  });

  it.each([
    ["parameter_missing", { line_items: [] }],
    ["url_invalid", { success_url: "not a url" }],
    ["amount_too_small", { line_items: [{ quantity: 1, price_data: { currency: "cny", unit_amount: 399, product_data: { name: "x" } } }] }],
    ["parameter_unknown", { allow_promotion_codes: true }],
    [
      "parameter_invalid_integer",
      { line_items: [{ quantity: 1, price_data: { currency: "cny", unit_amount: 1.5, product_data: { name: "x" } } }] },
    ],
  ])("refuses %s", async (code, change) => {
    expect(await refusal(openSession(stripe, 5_000, change as never))).toMatchObject({ statusCode: 400, code });
  });

  it("cannot have its intent cancelled from outside", async () => {
    const session = await openSession(stripe, 5_000);
    await payByCard(urlOf(session), "4000000000000002");
    const { payment_intent: id } = await stripe.checkout.sessions.retrieve(session.id);
    expect(await refusal(stripe.paymentIntents.cancel(id as string))).toMatchObject({ code: "payment_intent_unexpected_state" });
  });
});
