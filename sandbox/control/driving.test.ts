import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Hold } from "#sandbox/control/holds.ts";
import { activePayee, type Driver, driveWorld, paidCharge, refusal, stripeAt } from "#sandbox/driver.ts";

let driver: Driver;
let payee: string;
beforeAll(async () => {
  driver = await driveWorld();
});
beforeEach(async () => {
  await driver.control("POST", "reset");
  payee = await activePayee(driver);
  await paidCharge(driver, 1_000_000, { card: "4000000000000077" });
});
afterAll(() => driver.close());

type Seen = { requests: Record<string, unknown>[] };
/** A transfer asked for by a caller that may be killed meanwhile. */
function ask(key: string) {
  const dying = new AbortController();
  const answered = fetch(`${driver.world.url}/v1/transfers`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_sandbox_local", "idempotency-key": key },
    body: new URLSearchParams({ amount: "100", currency: "cny", destination: payee, "metadata[intent_id]": key.split(":")[0] as string }),
    signal: dying.signal,
  }).then(
    (answer) => answer.status,
    (error: Error) => error.name,
  );
  return { answered, die: () => dying.abort() };
}
const once = () => stripeAt(driver.world, { maxNetworkRetries: 0 });
const sent = (key: string) =>
  once().transfers.create(
    { amount: 100, currency: "cny", destination: payee, metadata: { intent_id: key.split(":")[0] as string } },
    { idempotencyKey: key },
  );
const hold = (kind: string) => driver.control("POST", "faults", { endpoint: "POST /v1/transfers", kind });
const held = async () => (await driver.control<{ holds: Hold[] }>("GET", "holds?atLeast=1&waitMs=5000")).holds;
const transfers = async () => (await driver.control<Record<string, { count: number }>>("GET", "totals")).transfer?.count;

describe("a held answer", () => {
  it("waits after its effect: the caller dies, another gets the same answer at once", async () => {
    await hold("hold_after");
    const call = ask("a:0");
    expect(await held()).toMatchObject([{ stage: "after", key: "a:0", endpoint: "POST /v1/transfers", waiting: true }]);
    expect(await transfers()).toBe(1);
    call.die();
    expect(await call.answered).toBe("AbortError");
    expect((await sent("a:0")).lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await driver.control("POST", "holds/release")).toEqual({ released: 1 });
    expect(await transfers()).toBe(1);
  });

  it("waits before its effect: the same key is in use until it goes on, though nobody listens any more", async () => {
    await hold("hold_before");
    const call = ask("b:0");
    expect(await held()).toMatchObject([{ stage: "before", waiting: true }]);
    call.die();
    await call.answered;
    expect(await transfers()).toBe(0);
    expect(await refusal(sent("b:0"))).toMatchObject({ code: "idempotency_key_in_use" });
    await driver.control("POST", "holds/release", { how: "send" });
    expect(await transfers()).toBe(1);
    expect((await sent("b:0")).lastResponse.headers["idempotent-replayed"]).toBe("true");
  });

  it("may never have come, or never be answered", async () => {
    await hold("hold_before");
    const lost = ask("c:0");
    const [first] = await held();
    await driver.control("POST", "holds/release", { id: first?.id, how: "drop" });
    expect(await lost.answered).toBe("TypeError");
    expect(await transfers()).toBe(0);
    await hold("hold_after");
    const unheard = ask("d:0");
    await held();
    await driver.control("POST", "holds/release", { how: "drop" });
    expect(await unheard.answered).toBe("TypeError");
    expect(await transfers()).toBe(1);
  });

  it("goes on as if nothing had been", async () => {
    await hold("hold_after");
    const call = ask("e:0");
    await held();
    await driver.control("POST", "holds/release");
    expect(await call.answered).toBe(200);
  });
});

describe("what was asked", () => {
  it("is counted by key and by intent: arrivals, effects, replays, refusals", async () => {
    await sent("i:0");
    await sent("i:0");
    await driver.control("POST", "faults", { endpoint: "POST /v1/transfers", kind: "429" });
    await refusal(sent("i:1"));
    await sent("i:1");
    const { requests } = await driver.control<Seen>("GET", "requests?intent=i");
    expect(
      requests.map(({ key, requests, done, replayed, refused, statuses }) => ({ key, requests, done, replayed, refused, statuses })),
    ).toEqual(
      expect.arrayContaining([
        { key: "i:0", requests: 2, done: 1, replayed: 1, refused: 0, statuses: "200 200" },
        { key: "i:1", requests: 2, done: 1, replayed: 0, refused: 1, statuses: "429 200" },
      ]),
    );
    const by = await driver.control<Seen>("GET", "requests?intent=i&by=intent");
    expect(by.requests).toEqual([{ intent: "i", endpoint: "POST /v1/transfers", requests: 4, done: 2, replayed: 1, refused: 1, keys: 2 }]);
    const totals = await driver.control<Record<string, object>>("GET", "totals");
    expect(totals).toMatchObject({
      transfer: { count: 2, amount: 200 },
      charge: { count: 1, amount: 1_000_000, byStatus: { succeeded: 1 } },
    });
    expect(totals.doubled).toEqual([{ type: "transfer", intent: "i", n: 2 }]);
  });

  it("is remembered with its effect after kill -9", async () => {
    const first = await driveWorld();
    await first.stripe.customers.create({ email: "a@example.cn" }, { idempotencyKey: "k:0" });
    first.world.kill();
    await first.world.gone;
    const second = await driveWorld({ dir: first.dir });
    await second.stripe.customers.create({ email: "a@example.cn" }, { idempotencyKey: "k:0" });
    expect((await second.control<Seen>("GET", "requests")).requests).toMatchObject([{ key: "k:0", requests: 2, done: 1, replayed: 1 }]);
    expect(await second.control("GET", "totals")).toMatchObject({ customer: { count: 1 } });
    await second.close();
  });
});
