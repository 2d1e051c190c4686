import { beforeEach, expect, it } from "vitest";
import { addEvidence } from "#app/contracts/disputes/add-evidence.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { type Deal, decided, deliver, paid, payable, settleAll, signedContract, stageOf } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { days } from "#app/contracts/policy.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { released, stageAllocated, stageAvailable } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { addAllocatedLot } from "#app/payments/lots.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

/* A stage that its employer funds out of money that was released to it before and never left: no card, no charge. */

const escrow = (deal: Deal) => balanceOf(`escrow:milestone:${deal.stages[0]}`);
const free = (deal: Deal) => balanceOf(`provider:available:${deal.employer.orgId}`);
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));

/** The employer earned this much on another contract, as provider, and left it here. */
async function earned(orgId: string, amountFen: bigint) {
  const earlier = await signedContract({ employer: await person(), provider: await person(), amounts: [amountFen, 1_000n] });
  const { intentId } = await fundMilestone(earlier.employer.viewer, earlier.stages[0]!);
  await paid(intentId);
  await transact(async (tx) => {
    const now = await appNow(tx);
    const milestoneId = earlier.stages[0]!;
    await post(tx, released({ key: `earned:${milestoneId}`, milestoneId, providerId: orgId, grossFen: amountFen, feeFen: 0n }), now);
    await post(tx, stageAvailable({ key: `usable:${milestoneId}`, ref: milestoneId, creatorId: orgId, amountFen }), now);
    await tx.milestone.update({ where: { id: milestoneId }, data: { releasedFen: amountFen } });
    await tx.fundingLot.updateMany({ where: { refId: milestoneId }, data: { transferredFen: amountFen } });
  });
}

/** As the campaigns' verb does it. */
async function allocate(deal: Deal, amountFen: bigint) {
  await transact(async (tx) => {
    const now = await appNow(tx);
    const to = { milestoneId: deal.stages[0]!, creatorId: deal.employer.orgId, amountFen };
    await post(tx, stageAllocated({ key: `allocated:${to.milestoneId}`, ...to }), now);
    await addAllocatedLot(tx, { ...to, allocationId: to.milestoneId }, now);
    const milestone = await tx.milestone.findUniqueOrThrow({ where: { id: to.milestoneId } });
    const data = { fundedAt: now, payMethod: "allocation", fundBy: null };
    await moveMilestone(tx, milestone, { verb: "fundMilestone", to: "FUNDED", actor: byClock, data }, now);
    await tx.contract.update({ where: { id: deal.contractId }, data: { state: "ACTIVE", activeAt: now, fundBy: null } });
  });
}

async function allocatedDeal(): Promise<Deal> {
  const deal = await signedContract({ employer: await person(), provider: await person() });
  await earned(deal.employer.orgId, 600_000n);
  await allocate(deal, 500_000n);
  return deal;
}

const right = async () => expect((await audit()).filter((check) => check.found > 0)).toEqual([]);

beforeEach(() => setOffset(0));

it("is released like any other: the transfer names no charge", async () => {
  const deal = await allocatedDeal();
  expect([await free(deal), await escrow(deal)]).toEqual([100_000n, 500_000n]);
  await right();
  await startWork(deal.provider.viewer, deal.stages[0]!);
  await deliver(deal);
  await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
  await payable(deal.provider.orgId);
  await pass(days(6));
  await releaseMilestone(deal.stages[0]!);
  const [row] = await db.remittance.findMany({ where: { milestoneId: deal.stages[0]! } });
  expect(row).toMatchObject({ kind: "TRANSFER", chargeId: `alloc:${deal.stages[0]}`, amountFen: 475_000n, state: "SENDING" });
  await right();
  await settleAll(deal);
  expect((await stageOf(deal)).state).toBe("RELEASED");
  await right();
});

it("called off before work: the money is its owner's again at once, and the stage is over", async () => {
  const deal = await allocatedDeal();
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => cancelFunded(deal.employer.viewer, deal.stages[0]!)));
  expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  expect([await free(deal), await escrow(deal)]).toEqual([600_000n, 0n]);
  expect(await balanceOf(`refund:payable:${deal.employer.orgId}`)).toBe(0n);
  expect(await db.remittance.count({ where: { milestoneId: deal.stages[0]! } })).toBe(0);
  expect((await stageOf(deal)).state).toBe("REFUNDED");
  expect((await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } })).state).toBe("TERMINATED");
  const kinds = (await db.notice.findMany({ where: { userId: deal.employer.userId } })).map((notice) => notice.kind);
  expect(kinds).toContain("contracts.notice.allocationReturned");
  expect(kinds).not.toContain("contracts.notice.refundOnWay");
  await right();
});

it("given back in part by consent: the rest stays in escrow", async () => {
  const deal = await allocatedDeal();
  const milestoneId = deal.stages[0]!;
  await startWork(deal.provider.viewer, milestoneId);
  await proposeRefund(deal.employer.viewer, { milestoneId, amount: 120_000n, reason: "少做一部分内容" });
  const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
  await answerRefund(deal.provider.viewer, proposal!.id, "AGREED");
  expect([await free(deal), await escrow(deal)]).toEqual([220_000n, 380_000n]);
  await right();
});

it("split by a decided dispute: each side's part is where it belongs, in one movement", async () => {
  const deal = await allocatedDeal();
  const milestoneId = deal.stages[0]!;
  const desk = await operator();
  await startWork(deal.provider.viewer, milestoneId);
  await deliver(deal);
  await payable(deal.provider.orgId);
  await openDispute(deal.employer.viewer, { milestoneId, amount: 500_000n, wanted: 500_000n, reason: "与约定的清单不符合", files: [] });
  const dispute = await db.dispute.findFirstOrThrow({ where: { milestoneId } });
  await addEvidence(deal.provider.viewer, { disputeId: dispute.id, text: "源文件在交付里", files: [] });
  await decided(deal, desk, dispute.id, { toProvider: 300_000n, toEmployer: 200_000n });
  expect([await free(deal), await escrow(deal)]).toEqual([300_000n, 0n]);
  await right();
  await settleAll(deal);
  expect((await stageOf(deal)).state).toBe("RELEASED");
  await right();
});

it("a card payment that comes after it goes back to its card, and the allocation stays", async () => {
  const deal = await signedContract({ employer: await person(), provider: await person() });
  await earned(deal.employer.orgId, 600_000n);
  const { intentId } = await fundMilestone(deal.employer.viewer, deal.stages[0]!);
  await allocate(deal, 500_000n);
  await paid(intentId, { method: "card" });
  const [row] = await db.remittance.findMany({ where: { milestoneId: deal.stages[0]! } });
  const lot = await db.fundingLot.findUniqueOrThrow({ where: { intentId } });
  expect(row).toMatchObject({ kind: "REFUND", chargeId: lot.chargeId, amountFen: 500_000n });
  expect(await escrow(deal)).toBe(500_000n);
  await settleAll(deal);
  expect((await stageOf(deal)).state).toBe("FUNDED");
  await right();
});
