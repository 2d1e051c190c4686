import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  confirmStep,
  type Driver,
  driveWorld,
  formOnItsWay,
  openSession,
  openSetup,
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

const newCustomer = async () => (await stripe.customers.create({ email: "backer@example.cn", name: "李雷" })).id;
const urlOf = (session: Stripe.Checkout.Session) => session.url as string;
const intentOf = async (session: Stripe.Checkout.Session) =>
  (await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent.payment_method"] })).setup_intent as Stripe.SetupIntent;
const methodOf = (intent: Stripe.SetupIntent) => intent.payment_method as Stripe.PaymentMethod;
const eventsOf = async (...ids: string[]) => {
  const all = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  return all
    .filter((event) => ids.includes((event.data.object as { id: string }).id))
    .map((event) => event.type)
    .reverse();
};

describe("a session that saves a card", () => {
  it("charges nothing, attaches the card to its customer and says so", async () => {
    const customer = await newCustomer();
    const session = await openSetup(stripe, customer, { client_reference_id: "pledge-1", metadata: { intent_id: "intent-1" } });
    expect(session).toMatchObject({
      mode: "setup",
      status: "open",
      payment_status: "no_payment_required",
      amount_total: null,
      currency: "cny",
      payment_intent: null,
      payment_method_types: ["card"],
    });
    const page = await (await fetch(`${urlOf(session)}?locale=zh`)).text();
    for (const part of ["现在不扣款", "保存这张卡", "支持：会记录风向的台灯", "您不在场时"]) expect(page).toContain(part);
    const step = await payByCard(urlOf(session), "4242 4242 4242 4242");
    expect(step).toMatchObject({ status: 303, location: `http://localhost:9/done?session=${session.id}` });
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent.payment_method"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      url: null,
      client_reference_id: "pledge-1",
      payment_intent: null,
      setup_intent: {
        object: "setup_intent",
        status: "succeeded",
        usage: "off_session",
        customer,
        metadata: { pledge: "pledge_1" },
        payment_method: { object: "payment_method", type: "card", customer, card: { last4: "4242" } },
      },
    });
    const intent = done.setup_intent as Stripe.SetupIntent;
    expect((await stripe.charges.list({ customer })).data).toEqual([]);
    expect(await eventsOf(session.id, intent.id, methodOf(intent).id)).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(await (await fetch(`${driver.world.url}/c/pay/${session.id}?locale=en`)).text()).toContain("Card saved");
  });

  it.each([
    ["4000000000000002", "card_declined", "generic_decline"],
    ["4000000000009995", "card_declined", "insufficient_funds"],
    ["4000000000000069", "expired_card", undefined],
  ])("does not save %s, which is declined as %s, and stays open for a good card", async (number, code, declineCode) => {
    const customer = await newCustomer();
    const session = await openSetup(stripe, customer);
    const declined = await payByCard(urlOf(session), number);
    expect(declined.status).toBe(200);
    expect(declined.html).toContain('role="alert"');
    const failed = await intentOf(session);
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_setup_error: { code, type: "card_error", payment_method: { customer: null } },
    });
    expect(failed.last_setup_error?.decline_code).toBe(declineCode ?? code);
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    expect(await payByCard(urlOf(session), "4242424242424242")).toMatchObject({ status: 303 });
    expect(await intentOf(session)).toMatchObject({ id: failed.id, status: "succeeded", last_setup_error: null });
    expect(await eventsOf(failed.id)).toEqual(["setup_intent.created", "setup_intent.setup_failed", "setup_intent.succeeded"]);
  });

  it.each(["4000000000000341", "4000008260003178"])("saves %s, which only charges make fail", async (number) => {
    const session = await openSetup(stripe, await newCustomer());
    const step = await payByCard(urlOf(session), number);
    if (step.location?.includes("/confirm")) await confirmStep(urlOf(session), "complete");
    expect(await intentOf(session)).toMatchObject({ status: "succeeded" });
  });

  it("asks for 3-D Secure: failing saves nothing, completing saves", async () => {
    const customer = await newCustomer();
    const session = await openSetup(stripe, customer);
    const url = urlOf(session);
    expect((await payByCard(url, "4000002500003155")).location).toMatch(/\/confirm/);
    expect(await intentOf(session)).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
    expect(await (await fetch(`${url}/confirm?locale=en`)).text()).toContain("Nothing is charged now");
    expect(await confirmStep(url, "fail")).toMatchObject({ status: 303 });
    expect(await (await fetch(`${url}?locale=en`)).text()).toContain("this card was not saved");
    const failed = await intentOf(session);
    expect(failed).toMatchObject({ last_setup_error: { code: "setup_intent_authentication_failure" } });
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    await payByCard(url, "4000002500003155");
    expect(await confirmStep(url, "complete")).toMatchObject({ status: 303, location: expect.stringContaining(session.id) });
    expect(await intentOf(session)).toMatchObject({ status: "succeeded", payment_method: { customer } });
    expect(await confirmStep(url, "complete")).toMatchObject({ status: 200 });
    expect(await eventsOf(failed.id)).toEqual([
      "setup_intent.created",
      "setup_intent.requires_action",
      "setup_intent.setup_failed",
      "setup_intent.requires_action",
      "setup_intent.succeeded",
    ]);
  });

  it("is for cards only, needs its currency and takes nothing to pay", async () => {
    const customer = await newCustomer();
    const item = { quantity: 1, price_data: { currency: "cny", unit_amount: 500, product_data: { name: "x" } } };
    expect(await refusal(openSetup(stripe, customer, { allowed_payment_method_types: ["alipay"] }))).toMatchObject({
      statusCode: 400,
      param: "allowed_payment_method_types",
    });
    expect(await refusal(openSetup(stripe, customer, { currency: undefined }))).toMatchObject({
      code: "parameter_missing",
      param: "currency",
    });
    expect(await refusal(openSetup(stripe, customer, { line_items: [item] }))).toMatchObject({ param: "line_items" });
    expect(await refusal(openSession(stripe, 5_000, { setup_intent_data: { description: "x" } }))).toMatchObject({
      param: "setup_intent_data",
    });
    const session = await openSetup(stripe, customer, { currency: undefined, allowed_payment_method_types: ["card"] });
    expect(await payByWallet(urlOf(session), "wechat_pay")).toMatchObject({ status: 400 });
    expect(await intentOf(session)).toMatchObject({ status: "requires_payment_method" });
  });

  it("ends with its intent when it is expired; its intent alone cannot be cancelled", async () => {
    const session = await openSetup(stripe, await newCustomer());
    const { id } = await intentOf(session);
    expect(await refusal(stripe.setupIntents.cancel(id))).toMatchObject({ statusCode: 400, code: "setup_intent_unexpected_state" });
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: "expired", url: null });
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({ status: "canceled" });
    expect(await payByCard(urlOf(session), "4242424242424242")).toMatchObject({ status: 410 });
    expect(await eventsOf(session.id, id)).toEqual(["setup_intent.created", "setup_intent.canceled", "checkout.session.expired"]);
  });

  it("is done in one press, with the address that is known, or learns it", async () => {
    const quick = (session: Stripe.Checkout.Session) =>
      fetch(urlOf(session), { method: "POST", redirect: "manual", body: new URLSearchParams({ quick: "card" }) });
    const known = await openSetup(stripe, await newCustomer());
    expect(await (await fetch(urlOf(known))).text()).toContain('value="backer@example.cn"');
    expect((await quick(known)).headers.get("location")).toContain(known.id);
    const done = await stripe.checkout.sessions.retrieve(known.id, { expand: ["setup_intent.payment_method"] });
    expect(done).toMatchObject({
      customer_details: { email: "backer@example.cn" },
      setup_intent: { payment_method: { card: { last4: "4242" } } },
    });
    const { id } = await stripe.customers.create({});
    const unknown = await openSetup(stripe, id);
    await payByCard(urlOf(unknown), "4242424242424242", { email: "given@example.cn" });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ email: "given@example.cn" });
    expect(await refusal(openSetup(stripe, id, { customer_email: "two@example.cn" }))).toMatchObject({ code: "parameters_exclusive" });
  });

  it("lapses by the clock", async () => {
    const session = await openSetup(stripe, await newCustomer(), { expires_at: Math.floor(Date.now() / 1000) + 1800 });
    await driver.advance("31m");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "expired" });
  });

  it("saves one card from two simultaneous submissions", async () => {
    const customer = await newCustomer();
    const session = await openSetup(stripe, customer);
    const forms = [await formOnItsWay(urlOf(session), "4242424242424242"), await formOnItsWay(urlOf(session), "5555555555554444")];
    expect(await Promise.all(forms.map((form) => form.send()))).toEqual([303, 303]);
    expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  it("saves nothing from a form that was on its way when it ended", async () => {
    const customer = await newCustomer();
    const session = await openSetup(stripe, customer);
    const form = await formOnItsWay(urlOf(session), "4242424242424242");
    await stripe.checkout.sessions.expire(session.id);
    expect(await form.send()).toBe(410);
    expect(await intentOf(session)).toMatchObject({ status: "canceled" });
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
  });
});
