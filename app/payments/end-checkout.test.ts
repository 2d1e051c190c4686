import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { endSession } from "#app/payments/checkout-channel.server.ts";
import { endCheckout, extendCheckout } from "#app/payments/end-checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askCard, askPayment, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { advance, fault, kept, noFaults, pay } from "#app/payments/world.fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";

const sessionsOf = async (intentId: string) =>
  (await kept("checkout.session")).filter((session) => session.client_reference_id === intentId);
const openOf = async (intentId: string) => (await sessionsOf(intentId)).filter((session) => session.status === "open");
const end = (intentId: string) => endCheckout(intentId, testPurposes);
const failures = (intentId: string) => told.filter((line) => line.startsWith(`failed ${intentId}`));
const inMinutes = async (n: number) => new Date((await appNow()).getTime() + n * 60_000);
const jobsOf = async (name: string) =>
  (await db.$queryRaw<{ data: Record<string, string> }[]>`SELECT data FROM pgboss.job WHERE name = ${name}`).map((job) => job.data);

test.each([
  ["to pay", () => askPayment(newFact(), 5_000n)],
  ["to leave a card", () => askCard(newFact())],
])("a page %s is ended, once, however often it is asked", async (_what, ask) => {
  const intentId = await ask();
  const url = await pageOf(intentId);
  const states = await Promise.all(Array.from({ length: 8 }, () => end(intentId)));
  expect(new Set(states)).toEqual(new Set(["FAILED"]));
  expect(failures(intentId)).toHaveLength(1);
  expect(await openOf(intentId)).toEqual([]);
  expect(await (await fetch(url)).text()).not.toContain('name="number"');
  await expect(pageOf(intentId)).rejects.toMatchObject({ code: "wrongState" });
  expect(await end(intentId)).toBe("FAILED");
});

test("paid before the end: paid it is", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 5_000n);
  await pay(await pageOf(intentId));
  expect(await end(intentId)).toBe("SUCCEEDED");
  expect(await balanceOf(`escrow:milestone:${fact.factId}`)).toBe(5_000n);
  expect(await end(intentId)).toBe("SUCCEEDED");
});

test("paid and ended at the same moment, thirty times: every payment counts, no other does", async () => {
  const outcomes = new Set<string>();
  for (let i = 0; i < 30; i++) {
    const fact = newFact();
    const intentId = await askPayment(fact, 1_000n);
    const url = await pageOf(intentId);
    const ending = end(intentId);
    // The payer comes a little later each time.
    for (let n = 0; n < i % 6; n++) await appNow();
    const [back, state] = [await pay(url), await ending];
    outcomes.add(state);
    const [session] = await sessionsOf(intentId);
    const isPaid = session!.payment_status === "paid";
    expect(state).toBe(isPaid ? "SUCCEEDED" : "FAILED");
    expect(back?.includes("/paid/") ?? false).toBe(isPaid);
    expect(await balanceOf(`escrow:milestone:${fact.factId}`)).toBe(isPaid ? 1_000n : 0n);
  }
  expect([...outcomes].sort()).toEqual(["FAILED", "SUCCEEDED"]);
});

test("ended before a page was wished for: none is opened later", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  expect(await end(intentId)).toBe("FAILED");
  expect(failures(intentId)[0]).toBe(`failed ${intentId}`);
  await expect(pageOf(intentId)).rejects.toMatchObject({ code: "wrongState" });
  expect(await sessionsOf(intentId)).toEqual([]);
});

test("ended while its page is being opened: nobody gets its address, and no page stays open", async () => {
  for (const latency of [0, 5, 20, 60]) {
    const intentId = await askPayment(newFact(), 5_000n);
    await fault("POST /v1/checkout/sessions", "latency", { latency });
    const [opened, state] = await Promise.all([pageOf(intentId).catch((error) => error), end(intentId)]);
    await noFaults();
    // An address that was given out before the end is over by now.
    if (typeof opened !== "string") expect(["changedMeanwhile", "wrongState"]).toContain(opened.code);
    expect(state).toBe("FAILED");
    expect(await openOf(intentId)).toEqual([]);
  }
});

test("the answer of the opening is lost and the wish is ended: it cannot be opened again", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  await fault("POST /v1/checkout/sessions", "commit_then_500_stored", { times: 2 });
  await expect(pageOf(intentId)).rejects.toMatchObject({ code: "tillAway" });
  await noFaults();
  expect(await stateOf(intentId)).toBe("UNKNOWN");
  expect(await end(intentId)).toBe("FAILED");
  await expect(pageOf(intentId)).rejects.toMatchObject({ code: "wrongState" });
});

test("the channel does not answer: nothing is decided, and the next try decides", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  await pageOf(intentId);
  await fault("POST /v1/checkout/sessions/:id/expire", "fail_before", { times: 2 });
  await expect(end(intentId)).rejects.toThrow();
  expect(await stateOf(intentId)).toBe("OPEN");
  await noFaults();
  await fault("POST /v1/checkout/sessions/:id/expire", "commit_then_500", { times: 2 });
  await expect(end(intentId)).rejects.toThrow();
  await noFaults();
  expect(await end(intentId)).toBe("FAILED");
});

test("ended by somebody else at the channel: the same", async () => {
  const intentId = await askCard(newFact());
  await pageOf(intentId);
  const { pspId } = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  await endSession(pspId!);
  expect(await end(intentId)).toBe("FAILED");
});

const claimPage = async (intentId: string, minutes: number) =>
  checkoutUrl(intentId, { title: "支持", locale: "zh", returnPath: `/paid/${intentId}`, endsAt: await inMinutes(minutes) });

test("a claim's page is ended when the claim ends, by the clock", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  const url = await claimPage(intentId, 15);
  await advance("14m");
  await sweepTill(await appNow());
  expect(await jobsOf("end-checkout")).not.toContainEqual({ intentId });
  // Another look goes on with the same page.
  expect(await pageOf(intentId)).toBe(url);
  await advance("61s");
  await sweepTill(await appNow());
  expect(await jobsOf("end-checkout")).toContainEqual({ intentId });
  await expect(pageOf(intentId)).rejects.toMatchObject({ code: "wrongState" });
  expect(await end(intentId)).toBe("FAILED");
});

test("a claim that goes on takes its page along", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  await claimPage(intentId, 15);
  await transact(async (tx) => extendCheckout(tx, intentId, await inMinutes(20)));
  await advance("16m");
  await sweepTill(await appNow());
  expect(await jobsOf("end-checkout")).not.toContainEqual({ intentId });
  await pay(await pageOf(intentId));
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("what may be paid for days is paid on pages of their usual life, one after the other", async () => {
  const intentId = await askPayment(newFact(), 5_000n);
  const first = await claimPage(intentId, 7 * 24 * 60);
  await advance("40m");
  const second = await pageOf(intentId);
  expect(second).not.toBe(first);
  await pay(second);
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("after all of it the books are right", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
