import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Driver, driveWorld, refusal, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
afterAll(() => driver.close());

describe("an intent confirmed by the platform", () => {
  const make = (payment_method: string, more = {}) =>
    stripe.paymentIntents.create({ amount: 5_000, currency: "cny", payment_method, confirm: true, ...more });

  it("succeeds, declines with 402, or waits for the payer", async () => {
    expect(await make("pm_card_visa", { transfer_group: "g" })).toMatchObject({ status: "succeeded", transfer_group: "g" });
    const declined = await refusal(make("pm_card_visa_chargeDeclinedInsufficientFunds"));
    expect(declined).toMatchObject({ type: "StripeCardError", code: "card_declined", decline_code: "insufficient_funds" });
    expect(await stripe.paymentIntents.retrieve(declined.payment_intent?.id as string)).toMatchObject({
      status: "requires_payment_method",
    });
    expect(await make("pm_card_threeDSecure2Required")).toMatchObject({ status: "requires_action" });
    expect(await refusal(make("pm_card_authenticationRequired", { off_session: true }))).toMatchObject({ code: "authentication_required" });
    expect(await make("pm_card_authenticationRequiredSetupForOffSession", { off_session: true })).toMatchObject({ status: "succeeded" });
  });

  it("is finished on the challenge's own page", async () => {
    const waiting = await make("pm_card_threeDSecure2Required", { return_url: "http://localhost:9/back" });
    const url = waiting.next_action?.redirect_to_url?.url as string;
    expect(await (await fetch(`${url}?locale=en`)).text()).toContain("¥50.00");
    const answer = () => fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ answer: "complete" }) });
    expect((await answer()).headers.get("location")).toBe("http://localhost:9/back");
    expect(await stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({ status: "succeeded" });
    expect((await answer()).status).toBe(404);
  });

  it("is cancelled before it is paid, and not after", async () => {
    const waiting = await stripe.paymentIntents.create({ amount: 5_000, currency: "cny" });
    expect(await stripe.paymentIntents.cancel(waiting.id, { cancellation_reason: "abandoned" })).toMatchObject({ status: "canceled" });
    const paid = await make("pm_card_visa");
    expect(await refusal(stripe.paymentIntents.cancel(paid.id))).toMatchObject({ code: "payment_intent_unexpected_state" });
    expect(await refusal(stripe.paymentIntents.confirm(paid.id))).toMatchObject({ code: "payment_intent_unexpected_state" });
  });
});
