import "#app/payments/world.fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { jobs } from "#app/jobs.server.ts";
import { credit, debit } from "#app/ledger/movement.ts";
import { post } from "#app/ledger/post.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, sendOn, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { isPayable, mayReceive, onboardingUrl } from "#app/payments/payees.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { advance, control, letters, mischief, onboard, pay } from "#app/payments/world.fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** No event arrives in this file. */
beforeAll(() => mischief({ dropPercent: 100 }));

const viewerOf = (orgId: string): Viewer => ({
  ...{ userId: orgId, name: "测试", email: "payee@example.com", locale: "zh", operator: false, orgId },
  orgs: [{ id: orgId, name: "测试工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false }],
});
async function begun() {
  const { payeeId: orgId } = newFact();
  await onboardingUrl(viewerOf(orgId), orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId } });
  return { orgId, accountId };
}
/** What the clock sends for, and its workers do. Returns which accounts were read. */
async function sweep() {
  await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'read-payee'`;
  await sweepTill(await appNow());
  const sent = await db.$queryRaw<{ data: { accountId: string } }[]>`SELECT data FROM pgboss.job WHERE name = 'read-payee'`;
  for (const { data } of sent) await jobs["read-payee"]!(data);
  return sent.map(({ data }) => data.accountId);
}

test("a form that was filled in is noticed within minutes although no event told of it, and then looked at twice a day", async () => {
  const { orgId, accountId } = await begun();
  await onboard(accountId);
  expect(await sweep()).toEqual([]);
  await advance("11m");
  expect(await sweep()).toEqual([accountId]);
  expect([await isPayable(orgId), letters]).toEqual([true, []]);
  await advance("11h");
  expect(await sweep()).toEqual([]);
  await advance("2h");
  expect(await sweep()).toEqual([accountId]);
});

test("a form that nobody finishes is asked after often for two days, later only twice a day, unless money waits for it", async () => {
  const { orgId, accountId } = await begun();
  await advance("47h");
  expect(await sweep()).toContain(accountId);
  await advance("11m");
  expect(await sweep()).toContain(accountId);
  await advance("49h");
  expect(await sweep()).toContain(accountId);
  await advance("11m");
  expect(await sweep()).not.toContain(accountId);
  // A verb that has something to send brings the look forward; the books say for how long it matters.
  await transact(async (tx) => {
    const now = await appNow(tx);
    const entries = [debit("expense:platform_loss", 100n), credit(`provider:available:${orgId}`, 100n)];
    await post(tx, { key: `wait:${orgId}`, kind: "cardDisputeLost", ref: orgId, why: "Money waits.", entries }, now);
    expect(await mayReceive(tx, orgId, now)).toBe(false);
  });
  for (let i = 0; i < 3; i++) {
    await advance("11m");
    expect(await sweep()).toContain(accountId);
  }
  // Begun anew, it is asked after often again; done, it is known.
  await onboard(accountId);
  await advance("11m");
  await sweep();
  expect(await isPayable(orgId)).toBe(true);
});

test("an account that was restricted unheard is read as soon as a transfer to it is refused", async () => {
  const { orgId, accountId } = await begun();
  await onboard(accountId);
  await advance("11m");
  await sweep();
  const fact = { ...newFact(), payeeId: orgId };
  const intentId = await askPayment(fact, 10_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await finalise(intentId, testPurposes);
  await control("POST", "accounts/restrict", { account: accountId });
  expect(await isPayable(orgId)).toBe(true);
  const sent = await sendOn(fact, 9_000n, 1_000n);
  await sendIntent(sent, testPurposes);
  expect(await stateOf(sent)).toBe("FAILED");
  expect(await sweep()).toEqual([accountId]);
  expect(await isPayable(orgId)).toBe(false);
});

test("many at once are taken in turns, each once", async () => {
  const now = await appNow();
  const rows = Array.from({ length: 45 }, () => newFact().payeeId).map((orgId) => ({ orgId, accountId: `acct_${orgId}`, createdAt: now }));
  await db.payee.createMany({ data: rows.map((row) => ({ ...row, begunAt: now, lookAt: now })) });
  await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'read-payee'`;
  await Promise.all(Array.from({ length: 4 }, () => sweepTill(now)));
  const sent = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'read-payee' AND data ->> 'accountId' LIKE 'acct_%-%' GROUP BY data ->> 'accountId'`;
  expect(sent.map(({ n }) => n)).toEqual(Array(45).fill(1));
});
