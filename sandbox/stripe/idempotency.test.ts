import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activePayee, type Driver, driveWorld, paidCharge, refusal, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let stripe: Stripe;
let payee: string;
beforeAll(async () => {
  driver = await driveWorld();
  stripe = stripeAt(driver.world, { maxNetworkRetries: 0 });
  payee = await activePayee(driver);
  await paidCharge(driver, 1_000_000, { card: "4000000000000077" });
});
afterAll(() => driver.close());

let keys = 0;
const newKey = () => `intent-${++keys}:0`;
const send = (idempotencyKey: string, amount = 100, group = idempotencyKey) =>
  stripe.transfers.create({ amount, currency: "cny", destination: payee, transfer_group: group }, { idempotencyKey });
const sent = async (group: string) => (await stripe.transfers.list({ transfer_group: group })).data.length;

describe("an idempotency key", () => {
  it("replays its first answer, marked as a replay", async () => {
    const key = newKey();
    const first = await send(key);
    const again = await send(key);
    expect(again.id).toBe(first.id);
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await sent(key)).toBe(1);
  });

  it("refuses other parameters", async () => {
    const key = newKey();
    await send(key);
    expect(await refusal(send(key, 101))).toMatchObject({ statusCode: 400, rawType: "idempotency_error" });
    expect(await refusal(stripe.customers.create({}, { idempotencyKey: key }))).toMatchObject({ rawType: "idempotency_error" });
  });

  it("replays a refusal of the business, even when it would now succeed", async () => {
    const key = newKey();
    expect(await refusal(send(key, 99_000_000))).toMatchObject({ code: "balance_insufficient" });
    const again = await refusal(send(key, 99_000_000));
    expect(again).toMatchObject({ code: "balance_insufficient" });
    expect(again.headers?.["idempotent-replayed"]).toBe("true");
  });

  it("replays a declined payment with its one failed charge", async () => {
    const key = newKey();
    const pay = () =>
      stripe.paymentIntents.create(
        { amount: 5_000, currency: "cny", payment_method: "pm_card_visa_chargeDeclined", confirm: true, transfer_group: key },
        { idempotencyKey: key },
      );
    const first = await refusal(pay());
    const second = await refusal(pay());
    expect(second).toMatchObject({ statusCode: 402, code: "card_declined" });
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
    expect((await stripe.charges.list({ transfer_group: key })).data).toHaveLength(1);
  });

  it("keeps nothing of a request that failed validation", async () => {
    const key = newKey();
    const wrong = stripe.transfers.create({ amount: 100, destination: payee } as Stripe.TransferCreateParams, { idempotencyKey: key });
    expect(await refusal(wrong)).toMatchObject({ code: "parameter_missing" });
    expect(await send(key)).toMatchObject({ amount: 100 });
  });

  it("is a new request after a day", async () => {
    const key = newKey();
    const first = await send(key);
    await driver.advance("23h");
    expect((await send(key)).id).toBe(first.id);
    await driver.advance("61m");
    expect((await send(key)).id).not.toBe(first.id);
    expect(await sent(key)).toBe(2);
  });

  it("answers 409 while its first request is on the way, then replays", async () => {
    const key = newKey();
    await driver.control("POST", "faults", { endpoint: "POST /v1/transfers", kind: "commit_then_timeout" });
    const hangingUp = new AbortController();
    const first = fetch(`${driver.world.url}/v1/transfers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_sandbox_local", "idempotency-key": key },
      body: new URLSearchParams({ amount: "100", currency: "cny", destination: payee, transfer_group: key }),
      signal: hangingUp.signal,
    }).catch((error: Error) => error.name);
    while ((await driver.control<{ faults: { hit: number }[] }>("GET", "faults")).faults.at(-1)?.hit === 0);
    expect(await refusal(send(key))).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
    hangingUp.abort();
    expect(await first).toBe("AbortError");
    const patient = stripeAt(driver.world, { maxNetworkRetries: 3 });
    const params = { amount: 100, currency: "cny", destination: payee, transfer_group: key };
    const { lastResponse } = await patient.transfers.create(params, { idempotencyKey: key });
    expect(lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await sent(key)).toBe(1);
  });
});

describe("a fault", () => {
  const fault = (kind: string, more: object = {}) => driver.control("POST", "faults", { endpoint: "POST /v1/transfers", kind, ...more });
  const retrying = () => stripeAt(driver.world, { maxNetworkRetries: 2, timeout: 2_500 });
  const sendBy = (by: Stripe, key: string) =>
    by.transfers.create({ amount: 100, currency: "cny", destination: payee, transfer_group: key }, { idempotencyKey: key });

  it.each(["commit_then_500", "commit_then_timeout", "reset_after_commit", "fail_before", "reset_before"])(
    "%s leaves one effect after the package's retry with the same key",
    async (kind) => {
      const key = newKey();
      await fault(kind);
      expect(await sendBy(retrying(), key)).toMatchObject({ transfer_group: key });
      expect(await sent(key)).toBe(1);
    },
  );

  it("commit_then_500_stored replays the 500 for as long as the key lives, with the effect in place", async () => {
    const key = newKey();
    await fault("commit_then_500_stored");
    expect(await refusal(sendBy(retrying(), key))).toMatchObject({ statusCode: 500 });
    expect(await refusal(send(key))).toMatchObject({ statusCode: 500 });
    expect(await sent(key)).toBe(1);
  });

  it("strikes the first request of each intent, however often and in whatever order they come", async () => {
    const [one, two] = [newKey(), newKey()];
    await fault("commit_then_500", { each: "intent", times: 9 });
    await Promise.all([sendBy(retrying(), one), sendBy(retrying(), two)]);
    await send(one);
    await send(one.replace(/0$/, "1"));
    const rule = (await driver.control<{ faults: { hit: number; keys: string[] }[] }>("GET", "faults")).faults.at(-1);
    expect(rule?.hit).toBe(2);
    expect(rule?.keys.toSorted()).toEqual([one, two].toSorted());
    const { requests } = await driver.control<{ requests: { requests: number; done: number }[] }>("GET", `requests?key=${two}`);
    expect(requests).toMatchObject([{ requests: 2, done: 1 }]);
    await driver.control("DELETE", "faults");
  });

  it("429 says so and does nothing; the nth call is the one struck", async () => {
    await fault("429", { nth: 2 });
    const [one, two, three] = [newKey(), newKey(), newKey()];
    await send(one);
    expect(await refusal(send(two))).toMatchObject({ statusCode: 429, code: "rate_limit" });
    expect(await sent(two)).toBe(0);
    await send(three);
  });
});

describe("kill -9", () => {
  it("loses nothing that was answered, keys included", async () => {
    const before = await driveWorld();
    const account = await activePayee(before);
    const charge = await paidCharge(before, 50_000, { card: "4000000000000077" });
    await before.advance("3d");
    const transfer = { amount: 700, currency: "cny", destination: account };
    const sentBefore = await before.stripe.transfers.create(transfer, { idempotencyKey: "k" });
    before.world.kill();
    await before.world.gone;
    const after = await driveWorld({ dir: before.dir });
    expect((await after.stripe.transfers.create(transfer, { idempotencyKey: "k" })).id).toBe(sentBefore.id);
    expect(await after.stripe.charges.retrieve(charge.id)).toMatchObject({ id: charge.id, paid: true });
    expect((await after.stripe.balance.retrieve()).available[0]?.amount).toBe(50_000 - 1_900 - 700);
    expect(await after.control("GET", "clock")).toMatchObject({ offsetMs: 3 * 86_400_000 });
    await after.close();
  });
});
