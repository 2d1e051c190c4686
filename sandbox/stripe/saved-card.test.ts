import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Driver, driveWorld, refusal, savedCard, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
afterAll(() => driver.close());

const newCustomer = async () => (await stripe.customers.create({ email: "backer@example.cn", name: "李雷" })).id;

describe("a saved card", () => {
  it("keeps its fingerprint whoever saves it, and differs from other cards", async () => {
    const print = async (name: string) => (await stripe.paymentMethods.attach(name, { customer: await newCustomer() })).card?.fingerprint;
    const first = await print("pm_card_visa");
    expect(first).toMatch(/^\S{16}$/);
    expect(await print("pm_card_visa")).toBe(first);
    expect(await print("pm_card_mastercard")).not.toBe(first);
    const { method } = await savedCard(driver, "4242 4242 4242 4242");
    expect((await stripe.paymentMethods.retrieve(method)).card?.fingerprint).toBe(first);
  });

  it("is detached once and never serves again", async () => {
    const customer = await newCustomer();
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({ customer });
    expect(await stripe.paymentMethods.detach(id)).toMatchObject({ id, customer: null });
    expect(await refusal(stripe.paymentMethods.detach(id))).toMatchObject({ statusCode: 400 });
    expect(await refusal(stripe.paymentMethods.attach(id, { customer }))).toMatchObject({ statusCode: 400 });
    const charge = { amount: 5_000, currency: "cny", customer, payment_method: id, confirm: true, off_session: true };
    expect(await refusal(stripe.paymentIntents.create(charge))).toMatchObject({ statusCode: 400 });
    const events = await stripe.events.list({ types: ["payment_method.attached", "payment_method.detached"] });
    const about = events.data.filter((event) => (event.data.object as Stripe.PaymentMethod).id === id);
    expect(about.map((event) => event.type)).toEqual(["payment_method.detached", "payment_method.attached"]);
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
  });

  it("is not attached when its issuer says no", async () => {
    const customer = await newCustomer();
    expect(await refusal(stripe.paymentMethods.attach("pm_card_visa_chargeDeclined", { customer }))).toMatchObject({
      statusCode: 402,
      code: "card_declined",
      decline_code: "generic_decline",
    });
    expect(await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer })).toMatchObject({ customer });
  });
});

describe("an intent made by the platform", () => {
  it("is confirmed at once, or on the challenge's own page", async () => {
    const customer = await newCustomer();
    const make = (payment_method: string, more = {}) => stripe.setupIntents.create({ customer, payment_method, confirm: true, ...more });
    expect(await make("pm_card_visa")).toMatchObject({ status: "succeeded", customer });
    const declined = await refusal(make("pm_card_visa_chargeDeclined"));
    expect(declined).toMatchObject({ statusCode: 402, code: "card_declined", setup_intent: { status: "requires_payment_method" } });
    const waiting = await make("pm_card_threeDSecure2Required", { return_url: "http://localhost:9/back" });
    expect(waiting.status).toBe("requires_action");
    const url = waiting.next_action?.redirect_to_url?.url as string;
    const answer = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ answer: "complete" }) });
    expect(answer.headers.get("location")).toBe("http://localhost:9/back");
    expect(await stripe.setupIntents.retrieve(waiting.id)).toMatchObject({ status: "succeeded" });
    expect((await stripe.setupIntents.list({ customer })).data).toHaveLength(3);
  });

  it("is cancelled before it has succeeded, and not after", async () => {
    const open = await stripe.setupIntents.create({ customer: await newCustomer(), metadata: { a: "1" } });
    expect(await stripe.setupIntents.cancel(open.id, { cancellation_reason: "abandoned" })).toMatchObject({
      status: "canceled",
      cancellation_reason: "abandoned",
    });
    expect(await refusal(stripe.setupIntents.confirm(open.id, { payment_method: "pm_card_visa" }))).toMatchObject({
      code: "setup_intent_unexpected_state",
    });
    const ready = await stripe.setupIntents.create({ payment_method: "pm_card_visa" });
    expect(ready.status).toBe("requires_confirmation");
    expect(await stripe.setupIntents.confirm(ready.id)).toMatchObject({ status: "succeeded" });
    expect(await refusal(stripe.setupIntents.cancel(ready.id))).toMatchObject({ code: "setup_intent_unexpected_state" });
  });
});
