import fc from "fast-check";
import { expect, it } from "vitest";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { answerProposal } from "#app/contracts/disputes/answer-proposal.server.ts";
import { appealDispute, waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideAppeal, decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { frozenStates, splitByShare } from "#app/contracts/disputes/dispute.ts";
import { makeOffer } from "#app/contracts/disputes/make-offer.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { proposeSplit } from "#app/contracts/disputes/propose-split.server.ts";
import { reinstateDispute } from "#app/contracts/disputes/reinstate-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { answersOf, type Deal, deliver, fund, payable, settleAll, signedContract, uploaded } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { endedStates, heldFen } from "#app/contracts/milestones/milestone.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { days } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const acts = [
  "fund",
  "start",
  "deliver",
  "changes",
  "accept",
  "propose",
  "agree",
  "dispute",
  "respond",
  "offer",
  "settle",
  "mediate",
  "answer",
  "withdraw",
  "decide",
  "object",
  "waive",
  "wait",
  "tick",
  "arrive",
  "fail",
  "cancel",
  "giveBack",
  "end",
] as const;
type Dispute = Awaited<ReturnType<typeof db.dispute.findFirstOrThrow>>;
type Step = { act: (typeof acts)[number]; stage: number; share: number };
const step: fc.Arbitrary<Step> = fc.record({
  // What moves a contract on is asked for more often than what ends it.
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("fund", "start", "deliver", "accept", "wait", "tick", "arrive") },
    { weight: 2, arbitrary: fc.constantFrom(...acts) },
  ),
  stage: fc.nat({ max: 1 }),
  share: fc.integer({ min: 1, max: 100 }),
});

const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));

async function tickAll() {
  for (const run of Object.values(contractsDue)) await run(await appNow());
}

async function does(deal: Deal, desks: [Known, Known], { act, stage, share }: Step) {
  const milestoneId = deal.stages[stage]!;
  const { amountFen } = await db.milestone.findUniqueOrThrow({ where: { id: milestoneId } });
  const part = (amountFen * BigInt(share)) / 100n;
  const proposal = await db.refundProposal.findFirst({ where: { milestoneId, state: "PROPOSED" } });
  const dispute = await db.dispute.findFirst({ where: { milestoneId, state: { in: frozenStates } }, orderBy: { id: "desc" } });
  switch (act) {
    case "fund":
      return fund(deal, stage, { method: share % 2 ? "card" : "alipay", available: share % 3 > 0 });
    case "start":
      return startWork(deal.provider.viewer, milestoneId);
    case "deliver":
      return deliver(deal, stage);
    case "changes":
      return requestChanges(deal.employer.viewer, {
        milestoneId,
        failed: [(await answersOf(milestoneId))[0]!.itemId],
        text: "请修改这一项",
      });
    case "accept":
      return acceptDelivery(deal.employer.viewer, milestoneId);
    case "propose":
      return proposeRefund(deal.employer.viewer, { milestoneId, amount: part, reason: "少做一部分" });
    case "agree":
      return proposal && answerRefund(deal.provider.viewer, proposal.id, "AGREED");
    case "dispute":
      return openDispute(deal.provider.viewer, { milestoneId, amount: part, wanted: part, reason: "雇主的要求超出了约定", files: [] });
    case "wait":
      return pass(days(share % 12));

    case "tick":
      return tickAll();
    case "arrive":
      await db.fundingLot.updateMany({ where: { refId: { in: deal.stages }, availableAt: null }, data: { availableAt: await appNow() } });
      await tickAll();
      return settleAll(deal);
    case "fail":
      return settleAll(deal, "failed");
    case "cancel":
      return cancelFunded(deal.employer.viewer, milestoneId);
    case "giveBack":
      return giveBack(deal.provider.viewer, { milestoneId, reason: "无法继续完成" });
    case "end":
      return endContract(share % 2 ? deal.employer.viewer : deal.provider.viewer, { contractId: deal.contractId, reason: "双方另有安排" });
    default:
      return dispute && inDispute(deal, desks, dispute, act, share);
  }
}

/** What the sides and the desk do to a dispute, whatever its state; the provider opened it. */
async function inDispute(deal: Deal, desks: [Known, Known], dispute: Dispute, act: Step["act"], share: number) {
  const { id: disputeId, amountFen } = dispute;
  const side = share % 2 ? deal.employer : deal.provider;
  const about = { disputeId, share, text: "按清单逐项说明情况" };
  const split = splitByShare(amountFen, share);
  const decision = { disputeId, toProvider: split.toProviderFen, toEmployer: split.toEmployerFen, decision: "按完成的比例分配" };
  switch (act) {
    case "respond":
      return respond(deal.employer.viewer, { ...about, files: [] });
    case "offer":
      return makeOffer(side.viewer, { disputeId, share });
    case "settle": {
      const offer = await db.disputeOffer.findFirst({
        where: { disputeId, side: share % 2 ? "PROVIDER" : "EMPLOYER" },
        orderBy: { id: "desc" },
      });
      return offer && acceptOffer(side.viewer, { disputeId, offerId: offer.id });
    }
    case "mediate":
      return proposeSplit(desks[0].viewer, about);
    case "answer":
      return answerProposal(side.viewer, { disputeId, answer: share % 3 ? "agree" : "refuse" });
    case "withdraw":
      return withdrawDispute(deal.provider.viewer, disputeId);
    case "decide":
      return dispute.state === "APPEALED" ? decideAppeal(desks[share % 2]!.viewer, decision) : decideDispute(desks[0].viewer, decision);
    case "object": {
      const files = [await uploaded(side)];
      return dispute.state === "DEFAULTED"
        ? reinstateDispute(side.viewer, { ...about, files })
        : appealDispute(side.viewer, { ...about, files });
    }
    case "waive":
      return waiveAppeal(side.viewer, disputeId);
  }
}

/** What must be true of the contract's own rows after every history. */
async function consistent(deal: Deal) {
  const contract = await db.contract.findUniqueOrThrow({
    where: { id: deal.contractId },
    include: { milestones: { include: { disputes: true, remittances: true } } },
  });
  for (const m of contract.milestones) {
    const open = m.disputes.filter((d) => frozenStates.includes(d.state)).reduce((sum, d) => sum + d.amountFen, 0n);
    expect(m.disputedFen).toBe(open);
    const refunds = m.remittances.filter((r) => r.kind === "REFUND").reduce((sum, r) => sum + r.amountFen, 0n);
    expect(refunds).toBe(m.refundedFen);
    const pay = m.remittances.filter((r) => r.kind === "TRANSFER").reduce((sum, r) => sum + r.amountFen, 0n);
    expect(pay <= m.releasedFen && pay * 100n >= m.releasedFen * 94n - 100_00n).toBe(true);
    // Once money is going out, only what is frozen stays behind.
    if (m.state === "RELEASING" || m.state === "REFUNDING") expect(heldFen(m)).toBe(open);
    if (m.state === "RELEASED" || m.state === "REFUNDED") expect(m.remittances.every((r) => r.state === "DONE")).toBe(true);
  }
  const over = contract.milestones.every((m) => endedStates.includes(m.state));
  expect(contract.state === "COMPLETED" || contract.state === "TERMINATED").toBe(over);
}

it("every history of a contract keeps the books right", async () => {
  const desks: [Known, Known] = [await operator(), await operator()];
  const employer = await person();
  const provider = await person();
  await payable(provider.orgId);
  // The clock also moves what earlier histories left on its way.
  const stages: string[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      await setOffset(0);
      const deal = await signedContract({ employer, provider, amounts: [500_000n, 40_000n] });
      stages.push(...deal.stages);
      for (const one of steps)
        await does(deal, desks, one).catch((e) => {
          if (!(e instanceof Refusal)) throw e;
        });
      await consistent(deal);
      await settleAll({ stages });
      await consistent(deal);
      expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
    }),
    { numRuns: 20, interruptAfterTimeLimit: 150_000 },
  );
}, 240_000);
