import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Driver, driveWorld, type Heard, listen, newPayee, paidCharge, SECRET, stripeAt } from "#sandbox/driver.ts";
import { waitedS } from "#sandbox/stripe/webhooks.ts";

type Ear = Awaited<ReturnType<typeof listen>>;
let driver: Driver;
let stripe: Stripe;
let ear: Ear;
let thinEar: Ear;
let answer: (heard: Heard, n: number) => number;
beforeAll(async () => {
  ear = await listen((heard, n) => answer(heard, n));
  thinEar = await listen();
  driver = await driveWorld({ webhook: { url: ear.url, secret: SECRET }, thinWebhook: { url: thinEar.url, secret: `${SECRET}_thin` } });
  stripe = stripeAt(driver.world);
});
beforeEach(() => {
  answer = () => 200;
  ear.heard.length = 0;
  thinEar.heard.length = 0;
});
afterEach(async () => {
  await driver.control("DELETE", "webhooks");
  await driver.quiet();
});
afterAll(async () => {
  await driver.close();
  await ear.close();
  await thinEar.close();
});
const read = (one: Heard) => stripe.webhooks.constructEvent(one.body, one.signature, SECRET);

describe("snapshot webhooks", () => {
  it("are signed as the official package verifies, in the endpoint's version, about the fresh object", async () => {
    const charge = await paidCharge(driver, 10_000);
    await driver.quiet();
    const events = ear.heard.map(read);
    expect(events.map((event) => event.type)).toContain("checkout.session.completed");
    const succeeded = events.find((event) => event.type === "charge.succeeded");
    expect(succeeded).toMatchObject({
      api_version: "2026-10-28.endive",
      livemode: false,
      pending_webhooks: 1,
      data: { object: { id: charge.id } },
    });
    expect(await stripe.events.retrieve(succeeded?.id as string)).toMatchObject({ id: succeeded?.id, type: "charge.succeeded" });
  });

  it("stay verifiable after time travel", async () => {
    await driver.advance("8d");
    await stripe.customers.create({ email: "a@example.cn" });
    await driver.quiet();
    expect(ear.heard.map((one) => read(one).type)).toContain("customer.created");
  });

  it("are sent again until they are taken", async () => {
    answer = (_, n) => (n < 3 ? 500 : 200);
    await stripe.customers.create({ email: "b@example.cn" });
    await driver.quiet();
    await driver.advance("10s");
    await driver.control("GET", "quiet");
    while (ear.heard.length < 3) await driver.advance("10s");
    expect(new Set(ear.heard.map((one) => JSON.parse(one.body).id)).size).toBe(1);
    const { deliveries } = await driver.control<{ deliveries: { state: string; attempts: number }[] }>("GET", "deliveries");
    expect(deliveries[0]?.attempts).toBeGreaterThanOrEqual(2);
  });

  it("are doubled, dropped, badly signed or old on request", async () => {
    await driver.control("POST", "webhooks", { duplicate: 2 });
    await stripe.customers.create({});
    await driver.quiet();
    expect(ear.heard).toHaveLength(3);
    await driver.control("POST", "webhooks", { dropNext: 1, badSignature: 1, oldTimestamp: 1 });
    for (let i = 0; i < 4; i++) await stripe.customers.create({});
    await driver.quiet();
    const verdicts = ear.heard.slice(3).map((one) => {
      try {
        return read(one).type;
      } catch (error) {
        return (error as Error).message.includes("tolerance") ? "old" : "bad";
      }
    });
    expect(verdicts.sort()).toEqual(["bad", "customer.created", "old"]);
    expect(ear.heard).toHaveLength(6);
  });

  it("reach an endpoint made through the API, of the types it asked for", async () => {
    const other = await listen();
    const made = await stripe.webhookEndpoints.create({
      url: other.url,
      enabled_events: ["customer.created"],
      api_version: "2026-10-28.endive",
    });
    await stripe.customers.update((await stripe.customers.create({})).id, { name: "李雷" });
    await driver.quiet();
    expect(other.types()).toEqual(["customer.created"]);
    const [first] = other.heard as [Heard];
    expect(stripe.webhooks.constructEvent(first.body, first.signature, made.secret as string).type).toBe("customer.created");
    expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty("secret");
    await stripe.webhookEndpoints.update(made.id, { disabled: true });
    expect((await stripe.webhookEndpoints.list()).data.map((one) => one.status)).toContain("disabled");
    await stripe.webhookEndpoints.del(made.id);
    await other.close();
  });

  it("waiting ones survive kill -9", async () => {
    const deaf = await listen((_, n) => (n === 1 ? 503 : 200));
    const before = await driveWorld({ webhook: { url: deaf.url, secret: SECRET } });
    await before.stripe.customers.create({ email: "c@example.cn" });
    await before.quiet();
    before.world.kill();
    await before.world.gone;
    const after = await driveWorld({ dir: before.dir, webhook: { url: deaf.url, secret: SECRET } });
    await after.advance("1m");
    while (deaf.heard.length < 2) await after.quiet();
    expect(deaf.heard[1]?.body).toBe(deaf.heard[0]?.body);
    await after.close();
    await deaf.close();
  });
});

describe("thin events", () => {
  it("name the account and nothing more; the snapshot address never hears them", async () => {
    const account = await newPayee(stripe);
    await driver.control("POST", "accounts/onboard", { account: account.id });
    await driver.quiet();
    const notices = thinEar.heard.map((one) => stripe.parseEventNotification(one.body, one.signature, `${SECRET}_thin`));
    expect(notices.map((notice) => notice.type)).toEqual(
      expect.arrayContaining(["v2.core.account.created", "v2.core.account[configuration.recipient].capability_status_updated"]),
    );
    const changed = notices.find((notice) => notice.type === "v2.core.account[configuration.recipient].capability_status_updated");
    if (changed?.type !== "v2.core.account[configuration.recipient].capability_status_updated") throw new Error("not heard");
    expect(changed.related_object).toMatchObject({ id: account.id, type: "v2.core.account" });
    expect(await changed.fetchRelatedObject()).toMatchObject({ id: account.id, object: "v2.core.account" });
    expect(await stripe.v2.core.events.retrieve(changed.id)).toMatchObject({
      data: { updated_capability: "stripe_balance.stripe_transfers" },
    });
    expect(ear.heard).toHaveLength(0);
    const [first] = thinEar.heard as [Heard];
    expect(() => stripe.webhooks.constructEvent(first.body, first.signature, `${SECRET}_thin`)).toThrow();
  });
});

it("an event that nobody takes is tried for three days, then given up", () => {
  const days = (attempts: number) => waitedS(attempts) / 86_400;
  expect(waitedS(0)).toBe(0);
  expect(waitedS(3)).toBe(36);
  expect(days(70)).toBeLessThan(3);
  expect(days(80)).toBeGreaterThan(3);
});
