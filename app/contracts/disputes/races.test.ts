import { beforeEach, expect, it } from "vitest";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { appealDispute } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideAppeal, decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { defaultDispute } from "#app/contracts/disputes/default-dispute.server.ts";
import { executeDispute } from "#app/contracts/disputes/execute-dispute.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import { type Deal, dealAt, stageOf, toPanel, uploaded } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { Refusal } from "#app/refusal.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

// Each race is run with real concurrency: twenty at once on the pool's connections, whose order only the database decides.

/** How many happened. Whoever came too late hears a refusal, not the database's complaint. */
function won(results: PromiseSettledResult<unknown>[]) {
  for (const r of results) if (r.status === "rejected") expect(r.reason).toBeInstanceOf(Refusal);
  return results.filter((r) => r.status === "fulfilled").length;
}
const rowOf = (id: string) => db.dispute.findUniqueOrThrow({ where: { id } });
const escrow = (deal: Deal) => balanceOf(`escrow:milestone:${deal.stages[0]}`);
/** Nobody carries sums to the channel here, so that they wait for longer than they should is no fault. */
const right = async () => expect((await audit()).filter((check) => check.found > 0 && check.name !== "intentsClosed")).toEqual([]);
const verdict = (disputeId: string, toProvider: bigint) => ({
  disputeId,
  toProvider,
  toEmployer: 200_000n - toProvider,
  decision: "按完成的比例分配",
});

async function opened() {
  const deal = await dealAt("SUBMITTED", { employer: await person(), provider: await person() });
  const about = { milestoneId: deal.stages[0]!, amount: 200_000n, wanted: 140_000n, reason: "交付与约定的清单不符", files: [] };
  return { deal, disputeId: await openDispute(deal.employer.viewer, about) };
}

beforeEach(() => setOffset(0));

it("an acceptance, a default and a withdrawal at the same moment: one of them happens, and money moves as it says", async () => {
  for (let round = 0; round < 3; round++) {
    const { deal, disputeId } = await opened();
    const { dueAt } = await rowOf(disputeId);
    const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId } });
    await setNow(new Date(dueAt!.getTime() + 1));
    const asked = Array.from({ length: 6 }, () => [
      () => acceptOffer(deal.provider.viewer, { disputeId, offerId: offer.id }),
      () => defaultDispute(disputeId),
      () => withdrawDispute(deal.employer.viewer, disputeId),
    ]).flat();
    const turned = asked.slice(round).concat(asked.slice(0, round));
    expect(won(await Promise.allSettled(turned.map((ask) => ask())))).toBe(1);
    const { state } = await rowOf(disputeId);
    const moved = await db.ledgerTx.count({ where: { idemKey: `dispute:${disputeId}` } });
    expect([state, moved]).toEqual([state, state === "SETTLED" ? 1 : 0]);
    expect(["SETTLED", "DEFAULTED", "WITHDRAWN"]).toContain(state);
    expect(await escrow(deal)).toBe(state === "SETTLED" ? 300_000n : 500_000n);
    expect((await stageOf(deal)).disputedFen).toBe(state === "DEFAULTED" ? 200_000n : 0n);
    await setOffset(0);
  }
  await right();
});

it("two operators deciding at once: one decision stands", async () => {
  const { deal, disputeId } = await opened();
  await toPanel(deal, disputeId);
  const desks = [await operator(), await operator()];
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) => decideDispute(desks[i % 2]!.viewer, verdict(disputeId, i % 2 ? 120_000n : 40_000n))),
  );
  expect(won(results)).toBe(1);
  const [decision, ...more] = await db.disputeDecision.findMany({ where: { disputeId } });
  expect(more).toEqual([]);
  expect(decision!.toProviderFen).toBe((await rowOf(disputeId)).toProviderFen);
  await right();
});

it("an appeal at the end of its term, while the clock executes: either, never both", async () => {
  for (const early of [true, false]) {
    const { deal, disputeId } = await opened();
    await toPanel(deal, disputeId);
    await decideDispute((await operator()).viewer, verdict(disputeId, 120_000n));
    const { dueAt } = await rowOf(disputeId);
    const files = await Promise.all(Array.from({ length: 6 }, () => uploaded(deal.provider)));
    await setNow(new Date(dueAt!.getTime() - (early ? 60 : 0)));
    const results = await Promise.allSettled(
      files.flatMap((file) => [
        appealDispute(deal.provider.viewer, { disputeId, text: "新找到的验收邮件", files: [file] }),
        executeDispute(disputeId),
      ]),
    );
    const { state } = await rowOf(disputeId);
    expect(won(results)).toBeLessThanOrEqual(1);
    expect(["DECIDED", "APPEALED", "EXECUTED"]).toContain(state);
    expect(await escrow(deal)).toBe(state === "EXECUTED" ? 300_000n : 500_000n);
    if (!early) expect(state).toBe("EXECUTED");
    await setOffset(0);
  }
  await right();
});

it("an execution asked for twenty times happens once", async () => {
  const { deal, disputeId } = await opened();
  await toPanel(deal, disputeId);
  await decideDispute((await operator()).viewer, verdict(disputeId, 120_000n));
  await setNow(new Date((await rowOf(disputeId)).dueAt!.getTime() + 1));
  expect(won(await Promise.allSettled(Array.from({ length: 20 }, () => executeDispute(disputeId))))).toBe(1);
  expect(await escrow(deal)).toBe(300_000n);
  expect(await stageOf(deal)).toMatchObject({ disputedFen: 0n, releasedFen: 120_000n, refundedFen: 80_000n });
  await right();
});

it("the first decider and another at an appeal: only the other's decision is kept, whatever the order", async () => {
  const { deal, disputeId } = await opened();
  await toPanel(deal, disputeId);
  const [first, second] = [await operator(), await operator()];
  await decideDispute(first.viewer, verdict(disputeId, 120_000n));
  await appealDispute(deal.employer.viewer, { disputeId, text: "新找到的验收邮件", files: [await uploaded(deal.employer)] });
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      decideAppeal((i % 5 === 4 ? second : first).viewer, verdict(disputeId, i % 5 === 4 ? 60_000n : 200_000n)),
    ),
  );
  expect(won(results)).toBe(1);
  expect(await rowOf(disputeId)).toMatchObject({ state: "FINAL", toProviderFen: 60_000n });
  const decisions = await db.disputeDecision.findMany({ where: { disputeId }, orderBy: { instance: "asc" } });
  expect(decisions.map((d) => d.operatorId)).toEqual([first.userId, second.userId]);
});
