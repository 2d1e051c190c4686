import "#app/payments/world.fixtures.ts";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { parkIntent } from "#app/payments/apply-outcome.server.ts";
import { compareBalance, lastComparison } from "#app/payments/compare-balance.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, giveBack, newFact, pageOf, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, control, mischief, pay } from "#app/payments/world.fixtures.ts";
import { takeTurn } from "#app/people/desk/alarms/run-checks.server.ts";

/** No event arrives in this file. */
beforeAll(() => mischief({ dropPercent: 100 }));
beforeEach(async () => void (await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'tell-desk'`));

const bypass = { number: "4000000000000077" };
async function asked(amountFen: bigint) {
  const fact = newFact();
  const intentId = await askPayment(fact, amountFen);
  return { fact, intentId, page: await pageOf(intentId) };
}
const told = async () =>
  (await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'tell-desk' AND data ? 'theirsFen'`)[0]!.n;
const alarm = () => db.alarm.findFirst({ where: { key: "balance", overAt: null } });
/** Money that moves at the channel by nobody's wish here. */
const drift = (amount: number) => control("POST", "line", { unlisted: true, amount });

test("what the channel did and the books have not recorded yet is under way, not a difference", async () => {
  const { intentId, page } = await asked(10_000n);
  expect(await compareBalance()).toMatchObject({ oursFen: 0n, theirsFen: 0n, agrees: true });
  await pay(page, bypass);
  const net = BigInt((await stripe.balance.retrieve()).available[0]!.amount);
  expect(await compareBalance()).toMatchObject({ oursFen: 0n, underWayFen: net, theirsFen: net, agrees: true });
  await finalise(intentId, testPurposes);
  expect(await compareBalance()).toMatchObject({ oursFen: net, underWayFen: 0n, agrees: true });
});

test("a wallet's refund on its way agrees for as long as it takes", async () => {
  const { fact, intentId, page } = await asked(9_000n);
  await pay(page, { method: "alipay" });
  await advance("3d");
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  const back = await giveBack(fact, 5_000n);
  expect(await sendIntent(back, testPurposes)).toBe("OPEN");
  expect(await compareBalance()).toMatchObject({ underWayFen: -5_000n, agrees: true });
  await advance("6h");
  expect(await pollTransactions()).toMatchObject({ unknown: 0 });
  expect(await compareBalance()).toMatchObject({ underWayFen: -5_000n, agrees: true });
  expect(await finalise(back, testPurposes)).toBe("SUCCEEDED");
  expect(await compareBalance()).toMatchObject({ underWayFen: 0n, agrees: true });
});

test("an open page, a stopped order and unread events do not hide a difference: it alarms after half an hour, and until it is gone", async () => {
  const { intentId, page } = await asked(8_000n);
  await pay(page, bypass);
  await parkIntent(intentId, "something odd");
  await asked(3_000n);
  await drift(-77);
  expect(await compareBalance()).toMatchObject({ agrees: false, quiet: false, alarming: false });
  await advance("10m");
  expect(await compareBalance()).toMatchObject({ agrees: false, alarming: false });
  await takeTurn("often");
  expect([await alarm(), await told()]).toEqual([null, 0]);
  await advance("21m");
  const all = await Promise.all(Array.from({ length: 5 }, () => compareBalance()));
  expect(all.map(({ alarming }) => alarming)).toEqual(Array(5).fill(true));
  expect(await told()).toBe(1);
  await takeTurn("often");
  expect(await alarm()).toMatchObject({ params: expect.objectContaining({ theirsFen: String(all[0]!.theirsFen) }) });
  // It goes on although another page was opened, and though the difference is another one.
  await drift(-3);
  await asked(3_000n);
  expect(await compareBalance()).toMatchObject({ agrees: false, alarming: true });
  await takeTurn("often");
  expect(await alarm()).not.toBeNull();
  await drift(80);
  expect(await compareBalance()).toMatchObject({ agrees: true, alarming: false, differsSince: null });
  await takeTurn("often");
  expect([await alarm(), await told()]).toEqual([null, 1]);
  await db.pspIntent.update({ where: { id: intentId }, data: { state: "OPEN" } });
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("with nothing going on a difference alarms at once, and told once by many", async () => {
  for (const { id } of await db.pspIntent.findMany({ where: { state: "OPEN" } })) {
    await advance("1h");
    await finalise(id, testPurposes);
    expect(await stateOf(id)).toBe("FAILED");
  }
  await drift(5);
  await Promise.all(Array.from({ length: 6 }, () => compareBalance()));
  expect([await told(), (await lastComparison())?.alarming]).toEqual([1, true]);
  await drift(-5);
  expect(await compareBalance()).toMatchObject({ agrees: true, alarming: false });
});

test("while payments come in and are recorded, no comparison ever differs", async () => {
  const before = await db.balanceReading.count();
  const open = await Promise.all(Array.from({ length: 6 }, () => asked(2_000n)));
  const works = open.map(async ({ intentId, page }) => {
    await pay(page, bypass);
    await finalise(intentId, testPurposes);
  });
  const looks = (async () => {
    for (let i = 0; i < 8; i++) await compareBalance();
  })();
  await Promise.all([...works, looks]);
  await compareBalance();
  const kept = await db.balanceReading.findMany({ skip: before, orderBy: { id: "asc" } });
  expect(kept.filter(({ differsSince }) => differsSince !== null)).toEqual([]);
  expect(kept.length).toBeGreaterThan(0);
});
