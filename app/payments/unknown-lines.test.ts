import "#app/payments/world.fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { suspenseCleared } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, giveBack, newFact, pageOf, sendOn, testPurposes } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { advance, control, failRefund, mischief, onboard, pay } from "#app/payments/world.fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** No event arrives in this file. */
beforeAll(() => mischief({ dropPercent: 100 }));

const viewerOf = (orgId: string): Viewer => ({
  ...{ userId: orgId, name: "测试", email: "payee@example.com", locale: "zh", operator: false, orgId },
  orgs: [{ id: orgId, name: "测试工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false }],
});
async function paid(amountFen: bigint) {
  const fact = newFact();
  const intentId = await askPayment(fact, amountFen);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await finalise(intentId, testPurposes);
  return { fact, chargeId: (await db.fundingLot.findUniqueOrThrow({ where: { intentId } })).chargeId };
}
const pspIdOf = async (id: string) => String((await db.pspIntent.findUniqueOrThrow({ where: { id } })).pspId);
const suspense = () => balanceOf("suspense:cny");
const line = (type: string, source: string, amount: number) =>
  control("POST", "line", { type, source, amount }) as unknown as Promise<{ id: string }>;
/** What operators would do about it; the books are clean again. */
async function assigned() {
  const open = await db.ledgerTx.findMany({ where: { kind: "unknownTransaction" }, include: { entries: { include: { account: true } } } });
  for (const { idemKey, ref: source, entries } of open) {
    const transactionId = idemKey.slice("unknown:".length);
    if ((await db.ledgerTx.count({ where: { idemKey: `cleared:${transactionId}` } })) > 0) continue;
    const netFen = -entries.find(({ account }) => account.key === "suspense:cny")!.amountFen;
    await transact(async (tx) => post(tx, suspenseCleared({ transactionId, source, netFen }), await appNow(tx)));
  }
}

test("one line of a charge, a refund, a transfer and a reversal is explained; whatever else names them goes into suspense, once", async () => {
  const { fact, chargeId } = await paid(50_000n);
  await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const [back, sent] = [await giveBack(fact, 4_000n), await sendOn(fact, 10_000n, 1_000n)];
  for (const id of [back, sent]) expect(await sendIntent(id, testPurposes)).toBe("SUCCEEDED");
  await advance("2h");
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });
  expect(await suspense()).toBe(0n);

  const more = [
    await line("adjustment", chargeId, -700),
    await line("charge", chargeId, 50_000),
    await line("refund", await pspIdOf(back), -4_000),
    await line("transfer", await pspIdOf(sent), -9_000),
    await line("adjustment", await pspIdOf(back), -30),
  ];
  await advance("2h");
  await Promise.all(Array.from({ length: 6 }, () => pollTransactions()));
  const unknown = await db.ledgerTx.findMany({ where: { kind: "unknownTransaction" } });
  expect(unknown.map(({ idemKey }) => idemKey).sort()).toEqual(more.map(({ id }) => `unknown:${id}`).sort());
  expect(await suspense()).toBe(-700n + 50_000n - 4_000n - 9_000n - 30n);
  expect(await compareBalance()).toMatchObject({ agrees: true });
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });

  // Another line of the first line's second does not become the first one.
  expect(await db.$queryRaw`SELECT count(*)::int AS n FROM "ChannelLine" c WHERE channel_line_known(c) = c."netFen"`).toEqual([{ n: 3 }]);
  // The channel takes all of it back.
  for (const [type, amount] of [["adjustment", -(-700 + 50_000 - 4_000 - 9_000 - 30)]] as const) await line(type, chargeId, amount);
  await advance("2h");
  expect(await pollTransactions()).toEqual({ unknown: 1, cleared: 0 });
  expect(await suspense()).toBe(0n);
});

test("a refund that came back unheard stands in suspense, is read again, and leaves it under its own name", async () => {
  const { fact } = await paid(20_000n);
  const back = await giveBack(fact, 6_000n);
  expect(await sendIntent(back, testPurposes)).toBe("SUCCEEDED");
  await failRefund(await pspIdOf(back));
  // Young, it is one of the things that the books are about to learn.
  expect(await compareBalance()).toMatchObject({ underWayFen: 6_000n, agrees: true });
  await advance("2h");
  expect(await pollTransactions()).toEqual({ unknown: 1, cleared: 0 });
  expect([await suspense(), (await compareBalance()).agrees]).toEqual([6_000n, true]);
  const asked = await db.$queryRaw<{ data: unknown }[]>`SELECT data FROM pgboss.job WHERE name = 'check-intent'`;
  expect(asked.map(({ data }) => data)).toEqual([{ intentId: back }]);
  expect(await finalise(back, testPurposes)).toBe("FAILED");
  // It stands in the books twice for a moment, and the comparison knows.
  expect(await compareBalance()).toMatchObject({ underWayFen: -6_000n, agrees: true });
  const cleared = await Promise.all(Array.from({ length: 4 }, () => pollTransactions()));
  expect(cleared.every(({ unknown }) => unknown === 0)).toBe(true);
  expect(await suspense()).toBe(0n);
  expect(await compareBalance()).toMatchObject({ underWayFen: 0n, agrees: true });
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(6_000n);
  await assigned();
});
