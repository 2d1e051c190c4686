import { beforeEach, describe, expect, it } from "vitest";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { addEvidence } from "#app/contracts/disputes/add-evidence.server.ts";
import { waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { disputePage, seesDispute } from "#app/contracts/disputes/queries.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import {
  type Deal,
  dealAt,
  deliver,
  fund,
  payable,
  settleAll,
  signedContract,
  stageOf,
  toPanel,
  untilDue,
} from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { giveNotice } from "#app/contracts/milestones/give-notice.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { takeBack } from "#app/contracts/milestones/take-back.server.ts";
import { endHold, warnHold } from "#app/contracts/milestones/watch-hold.server.ts";
import { nextMove } from "#app/contracts/next-move.ts";
import { days, hours, policy } from "#app/contracts/policy.ts";
import { contractPage } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { retryRemittance } from "#app/contracts/settlement/retry-remittance.server.ts";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const contractOf = (deal: Deal) => db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const no = (code: string) => expect.objectContaining({ code });
const escrow = (deal: Deal, stage = 0) => balanceOf(`escrow:milestone:${deal.stages[stage]}`);
const won = (results: PromiseSettledResult<unknown>[]) => results.filter((r) => r.status === "fulfilled").length;
const fresh = async () => ({ employer: await person(), provider: await person() });
const dispute = (deal: Deal, amount: bigint, by = deal.employer) =>
  openDispute(by.viewer, { milestoneId: deal.stages[0]!, amount, wanted: amount, reason: "交付与约定的清单不符", files: [] });

beforeEach(() => setOffset(0));

describe("a release", () => {
  it("happens once, however many ask", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    await pass(days(6));
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => releaseMilestone(deal.stages[0]!)));
    expect(won(results)).toBe(1);
    for (const r of results) if (r.status === "rejected") expect(r.reason).toEqual(no("wrongState"));
    expect(await balanceOf(`provider:available:${deal.provider.orgId}`)).toBe(475_000n);
    expect(await escrow(deal)).toBe(0n);
  });

  it("against a refund and a dispute at the same moment leaves every fen in one place", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    const milestoneId = deal.stages[0]!;
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 200_000n, reason: "部分内容不需要了" });
    const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
    // Until the cooling time is over a dispute may be opened, from then on the stage may be released.
    const { coolingUntilAt } = await stageOf(deal);
    await setNow(new Date(coolingUntilAt!.getTime() - 30));
    await Promise.allSettled([
      ...Array.from({ length: 10 }, () => releaseMilestone(milestoneId)),
      ...Array.from({ length: 10 }, () => answerRefund(deal.provider.viewer, proposal!.id, "AGREED")),
      ...Array.from({ length: 10 }, () => dispute(deal, 400_000n)),
    ]);
    const stage = await stageOf(deal);
    expect(stage.releasedFen + stage.refundedFen + stage.disputedFen).toBeLessThanOrEqual(stage.amountFen);
    expect(await escrow(deal)).toBe(stage.amountFen - stage.releasedFen - stage.refundedFen);
  });

  it("of one pair crossing a tier at the same moment pays the tier once", async () => {
    const { employer, provider } = await fresh();
    const deals = [];
    for (let i = 0; i < 3; i++) deals.push(await dealAt("ACCEPTED", { employer, provider, amounts: [3_000_000n] }));
    await pass(days(6));
    await Promise.all(deals.map((deal) => releaseMilestone(deal.stages[0]!)));
    // ¥90,000 in all: ¥50,000 at 5 %, the rest at 4 %.
    expect(await balanceOf(`provider:available:${provider.orgId}`)).toBe(9_000_000n - 250_000n - 160_000n);
  });

  it("waits for the charge's money and for the payee, then goes by itself", async () => {
    const deal = await dealAt("ACCEPTED", { ...(await fresh()), available: false });
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    expect(await balanceOf(`provider:pending:${deal.provider.orgId}`)).toBe(475_000n);
    expect(await tick("sendRemittance")).toBe(0);
    await db.fundingLot.updateMany({ where: { refId: deal.stages[0] }, data: { availableAt: await appNow() } });
    await tick("sendRemittance");
    expect(await balanceOf(`provider:available:${deal.provider.orgId}`)).toBe(475_000n);
    expect(await tick("sendRemittance")).toBe(0);
    await payable(deal.provider.orgId);
    expect(await tick("sendRemittance")).toBe(1);
    expect(await balanceOf(`provider:withdrawing:${deal.provider.orgId}`)).toBe(475_000n);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASED");
  });

  it("that only finds too little money at the channel asks again by the hour, and loses none of its tries", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    await payable(deal.provider.orgId);
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    for (let i = 0; i < policy.retryMs.length + 3; i++) {
      expect(await settleAll(deal, "failed", "balance_insufficient: not yet")).toBe(1);
      await pass(hours(1) - 1000);
      expect(await tick("sendRemittance")).toBe(0);
      await pass(2000);
      expect(await tick("sendRemittance")).toBe(1);
    }
    await settleAll(deal, "failed");
    await pass(policy.retryMs[0]! + 1000);
    expect(await tick("sendRemittance")).toBe(1);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASED");
  });

  it("that certainly fails is tried again after growing waits, then an operator is needed", async () => {
    const desk = await operator();
    const deal = await dealAt("ACCEPTED", await fresh());
    await payable(deal.provider.orgId);
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    for (const wait of policy.retryMs) {
      expect(await settleAll(deal, "failed")).toBe(1);
      expect(await tick("sendRemittance")).toBe(0);
      await pass(wait + 1000);
      expect(await tick("sendRemittance")).toBe(1);
    }
    await settleAll(deal, "failed");
    const [stuck] = await db.remittance.findMany({ where: { milestoneId: deal.stages[0] } });
    expect(stuck).toMatchObject({ state: "STUCK", attempts: 6, lastError: "account_closed" });
    expect(await db.notice.count({ where: { userId: desk.userId, kind: "contracts.notice.remittanceStuck" } })).toBe(1);
    expect(await balanceOf(`provider:available:${deal.provider.orgId}`)).toBe(475_000n);
    await expect(retryRemittance(deal.provider.viewer, stuck!.id)).rejects.toEqual(no("notFound"));
    await retryRemittance(desk.viewer, stuck!.id);
    expect(await tick("sendRemittance")).toBe(1);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASED");
  });
});

describe("a refund", () => {
  it("of a funded stage before work: the employer cancels, the contract ends", async () => {
    const deal = await dealAt("FUNDED");
    await expect(cancelFunded(deal.provider.viewer, deal.stages[0]!)).rejects.toEqual(no("notAllowed"));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => cancelFunded(deal.employer.viewer, deal.stages[0]!)));
    expect(won(results)).toBe(1);
    expect(await escrow(deal)).toBe(0n);
    expect((await stageOf(deal)).state).toBe("REFUNDING");
    await settleAll(deal);
    expect([(await stageOf(deal)).state, (await stageOf(deal, 1)).state]).toEqual(["REFUNDED", "CANCELLED"]);
    expect((await contractOf(deal)).state).toBe("TERMINATED");
  });

  it("given back by the provider before delivery", async () => {
    const deal = await dealAt("WORKING");
    await giveBack(deal.provider.viewer, { milestoneId: deal.stages[0]!, reason: "人手不足，抱歉" });
    await settleAll(deal);
    expect((await contractOf(deal)).state).toBe("TERMINATED");
    const late = await dealAt("ACCEPTED");
    await expect(giveBack(late.provider.viewer, { milestoneId: late.stages[0]!, reason: "人手不足" })).rejects.toEqual(no("wrongState"));
  });

  it("of an abandoned stage is taken back after the conditions of M5", async () => {
    const deal = await dealAt("WORKING", { days: 1 });
    const milestoneId = deal.stages[0]!;
    await expect(giveNotice(deal.employer.viewer, milestoneId)).rejects.toEqual(no("notOverdue"));
    await expect(takeBack(deal.employer.viewer, milestoneId)).rejects.toEqual(no("notOverdue"));
    await pass(days(9));
    await expect(takeBack(deal.employer.viewer, milestoneId)).rejects.toEqual(no("noNotice"));
    await giveNotice(deal.employer.viewer, milestoneId);
    await expect(takeBack(deal.employer.viewer, milestoneId)).rejects.toEqual(no("noticeRunning"));
    await pass(hours(49));
    await takeBack(deal.employer.viewer, milestoneId);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("REFUNDED");
  });

  it("by consent: in part, and the rest goes on", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const milestoneId = deal.stages[0]!;
    await expect(proposeRefund(deal.employer.viewer, { milestoneId, amount: 500_001n, reason: "太多了吧" })).rejects.toEqual(
      no("overRest"),
    );
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 200_000n, reason: "范围减少了" });
    await expect(proposeRefund(deal.provider.viewer, { milestoneId, amount: 1n, reason: "另一个提议" })).rejects.toEqual(
      no("refundPending"),
    );
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId } });
    await expect(answerRefund(deal.employer.viewer, id, "AGREED")).rejects.toEqual(no("wrongState"));
    const answers = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => answerRefund(deal.provider.viewer, id, "AGREED")),
      answerRefund(deal.provider.viewer, id, "REJECTED"),
      answerRefund(deal.employer.viewer, id, "WITHDRAWN"),
    ]);
    expect(won(answers)).toBe(1);
    if ((await db.refundProposal.findUniqueOrThrow({ where: { id } })).state === "AGREED") {
      expect(await stageOf(deal)).toMatchObject({ state: "WORKING", refundedFen: 200_000n });
      expect(await escrow(deal)).toBe(300_000n);
    }
  });

  it("by consent of everything: the next stage opens", async () => {
    const deal = await dealAt("SUBMITTED");
    await proposeRefund(deal.provider.viewer, { milestoneId: deal.stages[0]!, amount: 500_000n, reason: "无法完成，全额退" });
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId: deal.stages[0] } });
    await answerRefund(deal.employer.viewer, id, "AGREED");
    await settleAll(deal);
    expect([(await stageOf(deal)).state, (await stageOf(deal, 1)).state]).toEqual(["REFUNDED", "AWAITING_FUNDING"]);
    expect((await contractOf(deal)).state).toBe("ACTIVE");
  });

  it("that comes back after it succeeded is owed again and tried again", async () => {
    const deal = await dealAt("FUNDED", await fresh());
    await cancelFunded(deal.employer.viewer, deal.stages[0]!);
    await settleAll(deal);
    expect(await balanceOf(`refund:payable:${deal.employer.orgId}`)).toBe(0n);
    const sum = await db.remittance.findFirstOrThrow({ where: { milestoneId: deal.stages[0] } });
    const intent = await db.pspIntent.findFirstOrThrow({ where: { refType: "remittance", refId: sum.id } });
    const about = { id: intent.pspId!, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    await applyOutcome(intent.id, { ...about, state: "failed", error: "failed: lost_or_stolen_card" }, purposes);
    expect(await balanceOf(`refund:payable:${deal.employer.orgId}`)).toBe(500_000n);
    await pass(policy.retryMs[0]! + 1000);
    await tick("sendRemittance");
    await settleAll(deal);
    expect(await balanceOf(`refund:payable:${deal.employer.orgId}`)).toBe(0n);
  });
});

describe("a refund that was proposed", () => {
  const proposed = async (deal: Deal, amount = 100_000n) => {
    const milestoneId = deal.stages[0]!;
    await proposeRefund(deal.provider.viewer, { milestoneId, amount, reason: "少做一项内容" });
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId }, orderBy: { id: "desc" } });
    return async () => (await db.refundProposal.findUniqueOrThrow({ where: { id } })).state;
  };
  const next = async (deal: Deal) => nextMove((await contractPage(deal.employer.viewer, deal.contractId))!, "EMPLOYER");

  it("is over with its stage, and the next stage asks for its money", async () => {
    const [released, expired] = [await dealAt("ACCEPTED", await fresh()), await dealAt("WORKING", await fresh())];
    const states = [await proposed(released), await proposed(expired)];
    expect((await next(released))?.key).toBe("answerRefund");
    await pass(days(6));
    await releaseMilestone(released.stages[0]!);
    await pass(days(69) + 1000);
    await tick("warnHold");
    await pass(days(10) + 1000);
    await endHold(expired.stages[0]!);
    expect(await Promise.all(states.map((state) => state()))).toEqual(["WITHDRAWN", "WITHDRAWN"]);
    expect((await next(expired))?.key).toBe("fundNext");
  });

  it("stays after a dispute while the stage still holds as much", async () => {
    const settle = async (deal: Deal, amount: bigint) => {
      const disputeId = await dispute(deal, amount);
      const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId } });
      await acceptOffer(deal.provider.viewer, { disputeId, offerId: offer.id });
    };
    const kept = await dealAt("SUBMITTED", await fresh());
    const small = await proposed(kept, 100_000n);
    await settle(kept, 200_000n);
    expect(await small()).toBe("PROPOSED");
    const more = await dealAt("SUBMITTED", await fresh());
    const large = await proposed(more, 400_000n);
    await settle(more, 200_000n);
    expect(await large()).toBe("WITHDRAWN");
    const over = await dealAt("SUBMITTED", await fresh());
    const last = await proposed(over);
    await settle(over, 500_000n);
    expect([await last(), (await next(over))?.key]).toEqual(["WITHDRAWN", "fundNext"]);
  });
});

describe("a dispute", () => {
  it("freezes its part only, and is decided once by one movement", async () => {
    const desk = await operator();
    const deal = await dealAt("ACCEPTED", await fresh());
    await payable(deal.provider.orgId);
    await expect(dispute(deal, 500_001n)).rejects.toEqual(no("overRest"));
    const disputeId = await dispute(deal, 200_000n);
    await toPanel(deal, disputeId);
    await tick("releaseMilestone");
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASING", releasedFen: 300_000n, disputedFen: 200_000n });
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASING");
    const decide = (toProvider: bigint, toEmployer: bigint) =>
      decideDispute(desk.viewer, { disputeId, toProvider, toEmployer, decision: "按清单完成了六成" });
    await expect(decide(120_000n, 70_000n)).rejects.toEqual(no("splitMustSum"));
    await expect(
      decideDispute(deal.employer.viewer, { disputeId, toProvider: 0n, toEmployer: 200_000n, decision: "归我" }),
    ).rejects.toEqual(no("notFound"));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? decide(120_000n, 80_000n) : decide(0n, 200_000n))),
    );
    expect(won(results)).toBe(1);
    expect(await escrow(deal)).toBe(200_000n);
    for (const side of [deal.employer, deal.provider]) await waiveAppeal(side.viewer, disputeId);
    const stage = await stageOf(deal);
    expect(stage.releasedFen + stage.refundedFen).toBe(500_000n);
    expect(await escrow(deal)).toBe(0n);
    const txs = await db.ledgerTx.findMany({ where: { idemKey: `dispute:${disputeId}` } });
    expect(txs).toHaveLength(1);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASED");
  });

  it("over all of a stage holds everything until it is decided", async () => {
    const desk = await operator();
    const deal = await dealAt("SUBMITTED", await fresh());
    const disputeId = await dispute(deal, 500_000n);
    await toPanel(deal, disputeId);
    await pass(days(20));
    await tick("remindAcceptance");
    await pass(days(20));
    expect(await tick("acceptDelivery")).toBe(0);
    await decideDispute(desk.viewer, { disputeId, toProvider: 0n, toEmployer: 500_000n, decision: "没有任何可用的交付" });
    await untilDue(disputeId);
    expect(await tick("executeDispute")).toBe(1);
    expect((await stageOf(deal)).state).toBe("REFUNDING");
    await settleAll(deal);
    expect([(await stageOf(deal)).state, (await stageOf(deal, 1)).state]).toEqual(["REFUNDED", "AWAITING_FUNDING"]);
  });

  it("withdrawn after the rest was released sends its part the same way", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    await payable(deal.provider.orgId);
    const disputeId = await dispute(deal, 100_000n);
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    await expect(withdrawDispute(deal.provider.viewer, disputeId)).rejects.toEqual(no("notAllowed"));
    await withdrawDispute(deal.employer.viewer, disputeId);
    await settleAll(deal);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", releasedFen: 500_000n, disputedFen: 0n });
    await expect(withdrawDispute(deal.employer.viewer, disputeId)).rejects.toEqual(no("wrongState"));
  });

  it("is seen, with its evidence, by both sides and operators only, and not judged by a party", async () => {
    const deal = await dealAt("WORKING");
    const disputeId = await dispute(deal, 100_000n, deal.provider);
    await addEvidence(deal.employer.viewer, { disputeId, text: "聊天记录如下", files: [] });
    const stranger = await person();
    await expect(addEvidence(stranger.viewer, { disputeId, text: "路过", files: [] })).rejects.toEqual(no("notFound"));
    expect(await disputePage(stranger.viewer, disputeId)).toBeNull();
    expect(await seesDispute(stranger.viewer, disputeId)).toBe(false);
    const page = await disputePage(deal.provider.viewer, disputeId);
    expect(page!.evidence.map((e) => e.side)).toEqual(["EMPLOYER"]);
    const partial = { ...deal.employer.viewer, operator: true };
    await expect(decideDispute(partial, { disputeId, toProvider: 0n, toEmployer: 100_000n, decision: "我自己判给自己" })).rejects.toEqual(
      no("notAllowed"),
    );
  });
});

describe("money held for long", () => {
  it("is warned of at 75 days and settled at 85: delivered work is released, other money goes back", async () => {
    const delivered = await dealAt("ACCEPTED", { ...(await fresh()), amounts: [500_000n] });
    const not = await dealAt("WORKING", await fresh());
    // A dispute over all of it kept the accepted one in escrow; it was withdrawn on day 80.
    const disputeId = await dispute(delivered, 500_000n);
    await pass(days(75) + 1000);
    await tick("warnHold");
    expect(await tick("warnHold")).toBe(0);
    await pass(days(5));
    await tick("endHold");
    expect((await stageOf(not)).state).toBe("WORKING");
    await pass(days(5) + 1000);
    await tick("endHold");
    expect((await stageOf(not)).state).toBe("REFUNDING");
    expect((await stageOf(delivered)).state).toBe("ACCEPTED");
    await withdrawDispute(delivered.employer.viewer, disputeId);
    await tick("endHold");
    expect((await stageOf(delivered)).state).toBe("RELEASING");
  });

  it("is warned of once, too, when all but a frozen part of it went out; of an emptied stage nobody hears", async () => {
    const [part, whole] = [await dealAt("ACCEPTED", await fresh()), await dealAt("ACCEPTED", await fresh())];
    await dispute(part, 100_000n);
    await pass(days(6));
    for (const deal of [part, whole]) await releaseMilestone(deal.stages[0]!);
    expect(await stageOf(part)).toMatchObject({ state: "RELEASING", disputedFen: 100_000n });
    await pass(days(70));
    const told = (deal: Deal) =>
      db.notice.findMany({ where: { subject: `hold:${deal.stages[0]}` }, select: { kind: true }, distinct: ["kind"] });
    await Promise.all([tick("warnHold"), tick("warnHold")]);
    expect([await told(part), await told(whole)]).toEqual([[{ kind: "contracts.notice.holdFrozen" }], []]);
    const sides = [part.employer.userId, part.provider.userId];
    expect(await db.notice.count({ where: { subject: `hold:${part.stages[0]}`, userId: { in: sides } } })).toBe(2);
    expect(await warnHold(whole.stages[0]!)).toBe(false);
  });
});

describe("an acceptance of a stage whose money was partly refunded", () => {
  it("releases what is left", async () => {
    const deal = await signedContract({ ...(await fresh()), amounts: [400_000n] });
    await fund(deal);
    await tick("startWork");
    await pass(hours(25));
    await tick("startWork");
    await proposeRefund(deal.provider.viewer, { milestoneId: deal.stages[0]!, amount: 100_000n, reason: "少做一项" });
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId: deal.stages[0] } });
    await answerRefund(deal.employer.viewer, id, "AGREED");
    await deliver(deal);
    await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
    await pass(days(6));
    await payable(deal.provider.orgId);
    await releaseMilestone(deal.stages[0]!);
    await settleAll(deal);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", releasedFen: 300_000n, refundedFen: 100_000n });
  });
});
