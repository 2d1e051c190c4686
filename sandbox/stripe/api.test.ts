import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Driver, driveWorld, newPayee, openSession, paidCharge, refusal, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
});
afterAll(() => driver.close());

describe("the door", () => {
  it("asks for a test key", async () => {
    const wrong = stripeAt(driver.world, {}, "sk_live_not_here");
    expect(await refusal(wrong.balance.retrieve())).toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
    const answer = await fetch(`${driver.world.url}/v1/balance`);
    expect([answer.status, (await answer.json()).error.type]).toEqual([401, "invalid_request_error"]);
  });

  it("names each request and echoes the version", async () => {
    const { lastResponse } = await stripe.balance.retrieve();
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.apiVersion).toBe("2026-10-28.endive");
  });

  it("refuses and counts what it does not speak", async () => {
    const error = await refusal(stripe.products.create({ name: "x" }));
    expect(error).toMatchObject({ statusCode: 400, rawType: "invalid_request_error" });
    expect(error.message).toContain("not implemented by the local sandbox");
    await refusal(stripe.customers.create({ surprise: "x" } as never));
    const { counters } = await driver.control<{ counters: object[] }>("GET", "counters");
    expect(counters).toEqual(
      expect.arrayContaining([
        { kind: "endpoint", name: "POST /v1/products", n: 1 },
        { kind: "parameter", name: "POST /v1/customers surprise", n: 1 },
      ]),
    );
  });

  it("is not reached by a page of another site, nor under another name", async () => {
    const cross = { method: "POST", headers: { "sec-fetch-site": "cross-site", "content-type": "application/json" }, body: "{}" };
    expect((await fetch(`${driver.world.url}/_sandbox/reset`, cross)).status).toBe(403);
  });

  it("limits the rate when told to, says why, and leaves the key of what it turned away unused", async () => {
    await driver.control("POST", "rate-limit", { perSecond: 2 });
    const make = (i: number) => stripe.customers.create({}, { idempotencyKey: `rate-${i}` });
    const all = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => make(i)));
    await driver.control("POST", "rate-limit", { perSecond: 0 });
    const turned = all.findIndex((one) => one.status === "rejected");
    expect((all[turned] as PromiseRejectedResult).reason).toMatchObject({
      type: "StripeRateLimitError",
      statusCode: 429,
      code: "rate_limit",
      headers: { "stripe-rate-limited-reason": "global-rate" },
    });
    expect(all.some((one) => one.status === "fulfilled")).toBe(true);
    expect(await make(turned)).toMatchObject({ object: "customer" });
  });
});

describe("objects", () => {
  it("that are not there are a 404, and a 400 as a parameter", async () => {
    expect(await refusal(stripe.charges.retrieve("ch_nothing"))).toMatchObject({ statusCode: 404, code: "resource_missing" });
    expect(await refusal(stripe.paymentIntents.retrieve("pi_nothing"))).toMatchObject({ statusCode: 404, param: "intent" });
    expect(await refusal(stripe.disputes.list({ starting_after: "du_nothing" }))).toMatchObject({
      statusCode: 400,
      param: "starting_after",
    });
    expect(await refusal(openSession(stripe, 500, { customer: "cus_nobody" }))).toMatchObject({ param: "customer" });
    expect(await refusal(stripe.v2.core.accounts.retrieve("acct_nobody"))).toMatchObject({ statusCode: 404 });
  });

  it("merge metadata and unset with an empty value", async () => {
    const made = await stripe.customers.create({ metadata: { a: "1", b: "2" } });
    const changed = await stripe.customers.update(made.id, { metadata: { b: "", c: "3" } });
    expect(changed.metadata).toEqual({ a: "1", c: "3" });
    expect((await stripe.customers.update(made.id, { metadata: "" })).metadata).toEqual({});
    expect((await stripe.customers.retrieve(made.id)).id).toBe(made.id);
  });

  it("expand along a path, and refuse what is no link", async () => {
    const charge = await paidCharge(driver, 10_000);
    const listed = await stripe.charges.list({ limit: 1, expand: ["data.payment_intent.payment_method", "data.balance_transaction"] });
    expect(listed.data[0]).toMatchObject({
      id: charge.id,
      balance_transaction: { object: "balance_transaction" },
      payment_intent: { payment_method: { object: "payment_method", type: "card" } },
    });
    expect(await refusal(stripe.charges.retrieve(charge.id, { expand: ["colour"] }))).toMatchObject({ statusCode: 400 });
    const before = (await stripe.customers.list({ limit: 100 })).data.length;
    expect(await refusal(stripe.customers.create({ expand: ["colour"] }))).toMatchObject({ statusCode: 400 });
    expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(before);
  });
});

describe("lists", () => {
  it("run newest first, by cursor both ways, by creation time", async () => {
    const email = "list@example.cn";
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await stripe.customers.create({ email })).id);
    const first = await stripe.customers.list({ email, limit: 2 });
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/customers" });
    expect(first.data.map((one) => one.id)).toEqual(ids.slice(0, 2));
    const next = await stripe.customers.list({ email, limit: 2, starting_after: ids[1] });
    expect(next.data.map((one) => one.id)).toEqual(ids.slice(2, 4));
    const back = await stripe.customers.list({ email, limit: 2, ending_before: ids[3] });
    expect(back.data.map((one) => one.id)).toEqual(ids.slice(1, 3));
    expect((await stripe.customers.list({ email, limit: 2 }).autoPagingToArray({ limit: 10 })).map((one) => one.id)).toEqual(ids);
    await driver.advance("1d");
    const later = await stripe.customers.create({ email });
    expect((await stripe.customers.list({ email, created: { gte: later.created } })).data.map((one) => one.id)).toEqual([later.id]);
    expect(await refusal(stripe.customers.list({ limit: 101 }))).toMatchObject({ param: "limit" });
    expect(await refusal(stripe.customers.list({ starting_after: "cus_nobody" }))).toMatchObject({ code: "resource_missing" });
  });
});

describe("payees", () => {
  it("have a balance of their own, and nothing is done in their name", async () => {
    const { id } = await newPayee(stripe);
    expect(await stripe.balance.retrieve({}, { stripeAccount: id })).toMatchObject({ available: [{ amount: 0 }] });
    expect(await refusal(stripe.customers.create({}, { stripeAccount: id }))).toMatchObject({ statusCode: 400 });
    expect(await refusal(stripe.balance.retrieve({}, { stripeAccount: "acct_nobody" }))).toMatchObject({
      statusCode: 403,
      code: "account_invalid",
    });
  });

  it("are restricted until they fill in the form behind their link; a link serves once", async () => {
    const account = await newPayee(stripe);
    const status = async () => {
      const { configuration } = await stripe.v2.core.accounts.retrieve(account.id, { include: ["configuration.recipient"] });
      return configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
    };
    expect(await status()).toBe("restricted");
    expect(account.requirements?.entries?.length).toBeGreaterThan(0);
    expect(await stripe.v2.core.accounts.retrieve(account.id)).not.toHaveProperty("configuration");
    const link = await stripe.v2.core.accountLinks.create({
      account: account.id,
      use_case: {
        type: "account_onboarding",
        account_onboarding: { refresh_url: "http://localhost:9/refresh", return_url: "http://localhost:9/return" },
      },
    });
    const form = (fields: Record<string, string>) =>
      fetch(`${link.url}?locale=en`, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
    const wrong = await form({ name: "赵", bank: "", number: "12" });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain("Choose a bank.");
    expect(await status()).toBe("restricted");
    const right = { name: "赵敏", bank: "ICBC", number: "6222 0200 0000 1234" };
    expect((await form(right)).headers.get("location")).toBe("http://localhost:9/return");
    expect(await status()).toBe("active");
    expect((await form(right)).status).toBe(404);
  });
});
