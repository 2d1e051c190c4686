import "#app/payments/world.fixtures.ts";
import { beforeEach, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { checkIntent } from "#app/payments/check-intent.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askCharge, askPayment, newFact, pageOf, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { REREAD_MS } from "#app/payments/intent.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { advance, fault, noFaults } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const MINUTE_MS = 60_000;
/** As many as the reconciler takes at once. */
const BATCH = 50;

beforeEach(() => db.$executeRaw`DELETE FROM pgboss.job`);
const sentTo = async (name: string) =>
  (
    await db.$queryRaw<
      { id: string }[]
    >`SELECT data ->> 'intentId' AS id FROM pgboss.job WHERE name = ${name} AND singleton_key IS NOT NULL`
  ).map(({ id }) => id);
async function swept(name: string) {
  await sweepTill(await appNow());
  return sentTo(name);
}
const leaseOf = async (id: string) =>
  (await db.pspIntent.findUniqueOrThrow({ where: { id }, select: { leaseUntil: true } })).leaseUntil!.getTime();
const charges = async (count: number) => {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await askCharge(newFact(), 5_000n, { customerId: "cus_x", paymentMethodId: "pm_x" }));
  return ids;
};
const over = (ids: string[]) => db.pspIntent.updateMany({ where: { id: { in: ids } }, data: { state: "FAILED" } });

test("orders that the channel refuses to show are read again later, and keep the reconciler from no other", async () => {
  const gone = await charges(BATCH);
  const open = await askPayment(newFact(), 5_000n);
  await pageOf(open);
  const due = new Date((await appNow()).getTime() - MINUTE_MS);
  await Promise.all(gone.map((id) => db.pspIntent.update({ where: { id }, data: { state: "OPEN", pspId: `pi_${id}`, leaseUntil: due } })));
  await db.pspIntent.update({ where: { id: open }, data: { leaseUntil: new Date(due.getTime() + 1) } });
  expect((await swept("check-intent")).sort()).toEqual([...gone].sort());
  const before = (await appNow()).getTime();
  for (const id of gone) expect(await checkIntent(id, testPurposes)).toBe("OPEN");
  for (const id of gone) expect(await leaseOf(id)).toBeGreaterThanOrEqual(before + REREAD_MS);
  expect(await swept("check-intent")).toContain(open);
  await over(gone);
});

test("a channel that does not answer is asked again soon, and a page's own time stays", async () => {
  const open = await askPayment(newFact(), 5_000n);
  await pageOf(open);
  const until = await leaseOf(open);
  await fault("GET /v1/checkout/sessions/:id", "fail_before", { times: 4 });
  expect(await finalise(open, testPurposes)).toBe("OPEN");
  expect(await leaseOf(open)).toBe(until);
  await db.pspIntent.update({ where: { id: open }, data: { leaseUntil: new Date((await appNow()).getTime() - MINUTE_MS) } });
  const before = (await appNow()).getTime();
  expect(await finalise(open, testPurposes)).toBe("OPEN");
  await noFaults();
  expect(await leaseOf(open)).toBeGreaterThan(before);
  expect(await leaseOf(open)).toBeLessThan(before + 2 * MINUTE_MS);
  expect(await stateOf(open)).toBe("OPEN");
});

test("a settlement's charges that wait for their turn for long keep the reconciler from no other", async () => {
  const waiting = await charges(BATCH + 5);
  await advance("16m");
  const open = await askPayment(newFact(), 5_000n);
  await pageOf(open);
  await db.pspIntent.update({ where: { id: open }, data: { leaseUntil: await appNow() } });
  expect(await swept("check-intent")).toContain(open);
  const sent = await sentTo("send-charge");
  expect(sent).toHaveLength(BATCH);
  expect(waiting).toEqual(expect.arrayContaining(sent));
  await over(waiting);
});
