import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { advance, control, fault, kept, letters, noFaults, pay, quiet } from "#app/payments/world.fixtures.ts";
import { requestContext } from "#app/request.server.ts";

const sessionsOf = async (intentId: string) =>
  (await kept("checkout.session")).filter((session) => session.client_reference_id === intentId);
const ledgerTxs = (intentId: string) => db.ledgerTx.count({ where: { idemKey: `paid:${intentId}` } });

test("a payment: page, card, return, books", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 12_300n);
  const back = await pay(await pageOf(intentId));
  expect(back).toMatch(new RegExp(`^http://localhost:3000/paid/${intentId}\\?session_id=cs_test_`));
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await balanceOf(`escrow:milestone:${fact.factId}`)).toBe(12_300n);
  const lot = await db.fundingLot.findUniqueOrThrow({ where: { intentId } });
  // 3.4 % + ¥2.00
  expect(lot).toMatchObject({ method: "card", amountFen: 12_300n, feeFen: 618n, availableAt: null, refId: fact.factId });
  expect(lot.fingerprint).toBeTruthy();
  await quiet();
  expect(letters.map(({ type }) => type)).toContain("checkout.session.completed");
});

test("a declined card leaves the page open; a good one then pays once", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 5_000n);
  const url = await pageOf(intentId);
  expect(await pay(url, { number: "4000000000000002" })).toBeNull();
  expect(await finalise(intentId, testPurposes)).toBe("OPEN");
  expect(await pay(url)).not.toBeNull();
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await ledgerTxs(intentId)).toBe(1);
});

test.each(["alipay", "wechat_pay"])("paid by %s", async (method) => {
  const fact = newFact();
  const intentId = await askPayment(fact, 8_800n);
  await pay(await pageOf(intentId), { method });
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  expect((await db.fundingLot.findUniqueOrThrow({ where: { intentId } })).method).toBe(method);
});

test("a page for wallets takes no card", async () => {
  const intentId = await askPayment(newFact(), 8_800n, { methods: ["alipay", "wechat_pay"] });
  const url = await pageOf(intentId);
  expect(await (await fetch(url)).text()).not.toContain('name="number"');
  expect(await pay(url)).toBeNull();
  expect(await pay(url, { method: "wechat_pay" })).not.toBeNull();
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("twenty clicks on pay are one intent and one page", async () => {
  const fact = newFact();
  const intents = await Promise.all(Array.from({ length: 20 }, () => askPayment(fact, 9_900n)));
  expect(new Set(intents).size).toBe(1);
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => pageOf(intents[0]!)));
  const urls = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  expect(new Set(urls).size).toBe(1);
  // A click that the channel answered "in use" is told to try again; it never opens a second page.
  for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "tillAway" });
  expect(await sessionsOf(intents[0]!)).toHaveLength(1);
});

test("a page that ran out is replaced; only one was ever open", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 7_700n);
  const first = await pageOf(intentId);
  expect(await pageOf(intentId)).toBe(first);
  await advance("31m");
  const second = await pageOf(intentId);
  expect(second).not.toBe(first);
  const states = (await sessionsOf(intentId)).map((session) => session.status).sort();
  expect(states).toEqual(["expired", "open"]);
  // The event that the first page ended arrives: the intent goes on with the second.
  const [first_] = await sessionsOf(intentId);
  expect(await finalise(intentId, testPurposes, String(first_!.id))).toBe("OPEN");
  await pay(second);
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("nobody pays: the intent fails and leaves room for the next wish", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 6_600n);
  await pageOf(intentId);
  await advance("40m");
  expect(await finalise(intentId, testPurposes)).toBe("FAILED");
  expect(told).toContain(`failed ${intentId}`);
  const next = await askPayment(fact, 6_600n);
  expect(next).not.toBe(intentId);
});

test("asked for a page when it is paid already, the payer is sent on the way back", async () => {
  const intentId = await askPayment(newFact(), 4_400n);
  await pay(await pageOf(intentId));
  expect(await pageOf(intentId)).toContain(`/paid/${intentId}?session_id=cs_test_`);
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("the same fact with another amount is refused while the first is alive", async () => {
  const fact = newFact();
  await askPayment(fact, 4_400n);
  await expect(askPayment(fact, 4_500n)).rejects.toMatchObject({ code: "changedMeanwhile" });
});

test.each(["commit_then_500", "reset_after_commit", "commit_then_500_stored"])(
  "the answer to opening a page is lost (%s): asking again finds the same page",
  async (kind) => {
    const intentId = await askPayment(newFact(), 3_300n);
    await fault("POST /v1/checkout/sessions", kind, { times: 2 });
    const first = await pageOf(intentId).catch((error) => error);
    await noFaults();
    if (kind === "commit_then_500_stored") {
      expect(first).toMatchObject({ code: "tillAway" });
      expect(await stateOf(intentId)).toBe("UNKNOWN");
      return;
    }
    await pay(await pageOf(intentId));
    expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
    expect(await sessionsOf(intentId)).toHaveLength(1);
  },
);

test("twenty closers at once: one movement", async () => {
  const intentId = await askPayment(newFact(), 2_200n);
  await pay(await pageOf(intentId));
  const states = await Promise.all(Array.from({ length: 20 }, () => finalise(intentId, testPurposes)));
  expect(new Set(states)).toEqual(new Set(["SUCCEEDED"]));
  expect(await ledgerTxs(intentId)).toBe(1);
  expect(told.filter((line) => line === `succeeded ${intentId}`)).toHaveLength(1);
  expect(await db.fundingLot.count({ where: { intentId } })).toBe(1);
});

test("another amount at the channel than here: the intent is parked and the desk told", async () => {
  const intentId = await askPayment(newFact(), 2_100n);
  await pay(await pageOf(intentId));
  const session = (await sessionsOf(intentId))[0]!;
  await db.pspIntent.update({ where: { id: intentId }, data: { pspId: null } });
  // The payer of another intent's page is claimed to be ours.
  const other = await askPayment(newFact(), 2_100n);
  await db.pspIntent.update({ where: { id: other }, data: { pspId: String(session.id), state: "OPEN" } });
  expect(await finalise(other, testPurposes)).toBe("PARKED");
  expect(told).not.toContain(`succeeded ${other}`);
  const jobs = await db.$queryRaw<{ data: object }[]>`SELECT data FROM pgboss.job WHERE name = 'tell-desk'`;
  expect(jobs.map((job) => job.data)).toContainEqual({ intentId: other });
});

test("a channel that hangs is left before its payer goes away; asked again, it is the same wish", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 4_400n);
  await fault("POST /v1/checkout/sessions", "hold_before", { times: 9 });
  // Somebody who has waited for thirteen seconds already, say for another call of the same page.
  const waiting = { requestId: "r", address: "10.0.0.1", askedMs: performance.now() - 13_000 };
  await expect(requestContext.run(waiting, () => pageOf(intentId))).rejects.toMatchObject({ code: "tillAway" });
  await noFaults();
  await control("POST", "holds/release", { how: "drop" });
  await pay(await pageOf(intentId));
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await sessionsOf(intentId)).toHaveLength(1);
});
