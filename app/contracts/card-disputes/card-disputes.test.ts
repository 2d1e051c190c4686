import { beforeEach, describe, expect, it } from "vitest";
import { cardDisputes } from "#app/card-disputes.server.ts";
import { agree, payDifference, propose } from "#app/contracts/changes/fixtures.ts";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { caseTimeline } from "#app/contracts/disputes/case-timeline.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { type Deal, dealAt, deliver, payable, settleAll, stageOf } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { days } from "#app/contracts/policy.ts";
import { contractPage } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { applyCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const no = (code: string) => expect.objectContaining({ code });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const fresh = async () => ({ employer: await person(), provider: await person() });
const escrow = (deal: Deal) => balanceOf(`escrow:milestone:${deal.stages[0]}`);
const available = (deal: Deal) => balanceOf(`provider:available:${deal.provider.orgId}`);
const owes = (deal: Deal) => balanceOf(`provider:receivable:${deal.provider.orgId}`);
const held = async (bank: Awaited<ReturnType<typeof bankOf>>) => balanceOf(`dispute:held:${(await bank.row()).id}`);
const wrong = async () => (await audit()).filter((check) => check.found > 0);
const told = (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `cards.notice.${kind}` } });
const heardOf = async (deal: Deal, kind: string) => [await told(deal.employer.userId, kind), await told(deal.provider.userId, kind)];
const card = { method: "card" as const };

/** A stage of ¥5,000 that was accepted and whose card may be disputed. */
const accepted = async (more: object = {}) => dealAt("ACCEPTED", { ...(await fresh()), ...card, ...more });
/** The same after cooling: released, and sent to the provider unless its account is missing. */
async function released(sends: boolean, more: object = {}) {
  const deal = await accepted(more);
  if (sends) await payable(deal.provider.orgId);
  await pass(days(6));
  await releaseMilestone(deal.stages[0]!);
  if (sends) await settleAll(deal);
  return deal;
}

/** The employer disputes part of the stage. */
async function disputed(deal: Deal, amount: bigint) {
  const items = await db.acceptanceItem.findMany({ where: { milestoneId: deal.stages[0]! }, select: { id: true } });
  const about = { milestoneId: deal.stages[0]!, amount, wanted: amount, reason: "交付与约定的清单不符", files: [], items: [items[0]!.id] };
  return openDispute(deal.employer.viewer, about);
}

beforeEach(() => setOffset(0));

describe("an open card dispute", () => {
  it("freezes the stage: neither verbs nor the clock release or refund it, until it is won", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    const milestoneId = deal.stages[0]!;
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 100_000n, reason: "部分内容不需要了" });
    const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
    expect(await bank.takes()).toBe("OPEN");
    expect(await bank.row()).toMatchObject({ withdrawnFen: 500_000n, feeFen: 1_500n, frozenFen: 500_000n });
    expect([await held(bank), await escrow(deal), (await stageOf(deal)).cardFrozenFen]).toEqual([500_000n, 500_000n, 500_000n]);
    expect(await heardOf(deal, "stageOpened")).toEqual([1, 1]);
    await pass(days(6));
    await expect(releaseMilestone(milestoneId)).rejects.toEqual(no("wrongState"));
    expect(await tick("releaseMilestone")).toBe(0);
    await expect(answerRefund(deal.provider.viewer, proposal!.id, "AGREED")).rejects.toEqual(no("overRest"));
    await pass(days(90));
    expect(await tick("endHold")).toBe(0);
    expect(await wrong()).toEqual([]);
    expect(await bank.loses()).toBe("WON");
    expect([await held(bank), (await stageOf(deal)).cardFrozenFen]).toEqual([0n, 0n]);
    expect((await bank.row()).feeFen).toBe(0n);
    await releaseMilestone(milestoneId);
    expect([await escrow(deal), await available(deal)]).toEqual([0n, 475_000n]);
    expect(await wrong()).toEqual([]);
  });

  it("of a part leaves the rest to go on; won after that, the part follows by itself", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!, 200_000n);
    await bank.takes();
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASING", releasedFen: 300_000n, cardFrozenFen: 200_000n });
    expect(await tick("payRest")).toBe(0);
    await bank.loses();
    expect(await tick("payRest")).toBe(1);
    expect(await stageOf(deal)).toMatchObject({ releasedFen: 500_000n, cardFrozenFen: 0n });
    expect(await available(deal)).toBe(475_000n);
    expect(await wrong()).toEqual([]);
  });

  it("goes before a dispute between the sides about the same money, and ends it when the bank takes that", async () => {
    const deal = await accepted();
    const disputeId = await disputed(deal, 400_000n);
    const [offer] = await db.disputeOffer.findMany({ where: { disputeId } });
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.takes();
    await expect(acceptOffer(deal.provider.viewer, { disputeId, offerId: offer!.id })).rejects.toEqual(no("cardDisputeOpen"));
    expect(await db.dispute.findUniqueOrThrow({ where: { id: disputeId } })).toMatchObject({ state: "OPENED" });
    await bank.keeps();
    const page = (await disputePage(deal.provider.viewer, disputeId))!;
    expect(page).toMatchObject({ state: "WITHDRAWN", byBank: true });
    expect((await caseTimeline(page)).at(-1)).toMatchObject({ key: "endByBank", who: "CLOCK" });
    expect((await contractPage(deal.provider.viewer, deal.contractId))!.stages[0]!.disputes).toMatchObject([{ byBank: true }]);
    expect(await stageOf(deal)).toMatchObject({ state: "REFUNDED", refundedFen: 500_000n, disputedFen: 0n, cardFrozenFen: 0n });
    expect(await wrong()).toEqual([]);
  });

  it("only an inquiry: nothing moves, nothing freezes, both sides hear of it", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    expect(await bank.asks()).toBe("INQUIRY");
    expect([await held(bank), (await stageOf(deal)).cardFrozenFen]).toEqual([0n, 0n]);
    expect(await heardOf(deal, "stageInquiry")).toEqual([1, 1]);
    expect(await bank.say("warning_closed", [])).toBe("CLOSED");
    expect(await wrong()).toEqual([]);
  });

  it("that grew out of an inquiry does not become one again by an old reading", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.asks();
    expect(await bank.takes()).toBe("OPEN");
    expect(await bank.asks()).toBe("OPEN");
    expect(await stageOf(deal)).toMatchObject({ cardFrozenFen: 500_000n });
    expect(await heardOf(deal, "stageOpened")).toEqual([1, 1]);
  });

  it("in a state that nobody knows is parked and moves no money, until it is understood", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    expect(await bank.say("appeal_under_review", [bank.took])).toBe("PARKED");
    expect(await bank.row()).toMatchObject({ state: "PARKED", lastError: "unknown state: appeal_under_review", withdrawnFen: 0n });
    expect([await held(bank), (await stageOf(deal)).cardFrozenFen]).toEqual([0n, 0n]);
    expect(await bank.takes()).toBe("OPEN");
    expect(await held(bank)).toBe(500_000n);
    expect(await wrong()).toEqual([]);
  });

  it("of another mode or currency is parked", async () => {
    const bank = await bankOf("milestone", (await accepted()).stages[0]!);
    expect(await applyCardDispute({ ...bank.reading("needs_response", [bank.took]), live: true }, cardDisputes)).toBe("PARKED");
    expect(await applyCardDispute({ ...bank.reading("needs_response", [bank.took]), currency: "hkd" }, cardDisputes)).toBe("PARKED");
    expect((await bank.row()).withdrawnFen).toBe(0n);
  });

  it("waits for the money that its end is about", async () => {
    const bank = await bankOf("milestone", (await accepted()).stages[0]!);
    expect(await bank.say("needs_response", [])).toBe("OPEN");
    expect(await bank.say("lost", [])).toBe("OPEN");
    expect(await bank.say("won", [bank.took])).toBe("OPEN");
    expect(await bank.say("won", [bank.took, bank.gave])).toBe("WON");
    expect(await wrong()).toEqual([]);
  });
});

describe("a lost card dispute", () => {
  it("before the release is paid by the escrow; the stage and the contract are over", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.takes();
    expect(await bank.keeps()).toBe("LOST");
    expect(await bank.row()).toMatchObject({ escrowFen: 500_000n, debtFen: 0n, lossFen: 0n });
    expect(await stageOf(deal)).toMatchObject({ state: "REFUNDED", refundedFen: 500_000n, cardFrozenFen: 0n });
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
    expect((await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } })).state).toBe("TERMINATED");
    expect([await escrow(deal), await held(bank)]).toEqual([0n, 0n]);
    expect(await wrong()).toEqual([]);
  });

  it("after the pay was sent is the provider's debt, less the platform's fee; later pay repays it before it is sent", async () => {
    const deal = await released(true);
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ escrowFen: 0n, earningsFen: 0n, incomeFen: 25_000n, debtFen: 475_000n, lossFen: 0n });
    expect(await owes(deal)).toBe(475_000n);
    expect(await told(deal.provider.userId, "debtArose")).toBe(1);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", clawedFen: 500_000n });
    expect(await wrong()).toEqual([]);
    const next = await dealAt("ACCEPTED", { employer: await person(), provider: deal.provider, amounts: [600_000n] });
    await pass(days(6));
    await releaseMilestone(next.stages[0]!);
    const [row] = await db.remittance.findMany({ where: { milestoneId: next.stages[0] } });
    expect(row).toMatchObject({ amountFen: 570_000n, keptFen: 475_000n, state: "SENDING" });
    expect([await owes(deal), await available(deal)]).toEqual([0n, 0n]);
    await settleAll(next);
    expect(await stageOf(next)).toMatchObject({ state: "RELEASED" });
    const [debt] = await db.debt.findMany({ where: { orgId: deal.provider.orgId }, include: { repayments: true } });
    expect(debt).toMatchObject({ repaidFen: 475_000n, repayments: [{ source: "remittance", amountFen: 475_000n }] });
    expect(await wrong()).toEqual([]);
  });

  it("before the pay was sent takes it, however long it waited", async () => {
    const deal = await released(false);
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.takes();
    await payable(deal.provider.orgId);
    expect(await tick("sendRemittance")).toBe(0);
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ earningsFen: 475_000n, incomeFen: 25_000n, debtFen: 0n });
    expect([await available(deal), await owes(deal)]).toEqual([0n, 0n]);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED" });
    expect(await wrong()).toEqual([]);
  });

  it("in the middle: a part owed back, a part in escrow, a part released, to the fen", async () => {
    const deal = await dealAt("SUBMITTED", { ...(await fresh()), ...card, amounts: [100_003n] });
    const milestoneId = deal.stages[0]!;
    await payable(deal.provider.orgId);
    const bank = await bankOf("milestone", milestoneId);
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 10_001n, reason: "部分内容不需要了" });
    const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
    await answerRefund(deal.provider.viewer, proposal!.id, "AGREED");
    // The channel did not make the refund: it waits to be sent again.
    await settleAll(deal, "failed");
    await disputed(deal, 33_333n);
    await acceptDelivery(deal.employer.viewer, milestoneId);
    await pass(days(6));
    await releaseMilestone(milestoneId);
    await settleAll(deal);
    await bank.takes();
    expect((await bank.row()).frozenFen).toBe(33_333n);
    await pass(days(1));
    expect(await tick("sendRemittance")).toBe(0);
    await bank.keeps();
    // 56,669 was released for a fee of 2,833.
    expect(await bank.row()).toMatchObject({
      refundFen: 10_001n,
      escrowFen: 33_333n,
      incomeFen: 2_833n,
      earningsFen: 0n,
      debtFen: 53_836n,
      lossFen: 0n,
    });
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", releasedFen: 56_669n, refundedFen: 43_334n, clawedFen: 56_669n });
    expect([await escrow(deal), await balanceOf(`refund:payable:${deal.employer.orgId}`), await held(bank)]).toEqual([0n, 0n, 0n]);
    expect(await wrong()).toEqual([]);
  });

  it("for a part of what was released takes that part of the fee, twice to the whole", async () => {
    const deal = await released(true, { amounts: [100_003n] });
    const first = await bankOf("milestone", deal.stages[0]!, 33_335n);
    const second = await bankOf("milestone", deal.stages[0]!, 66_668n);
    await first.keeps();
    await second.keeps();
    const rows = await Promise.all([first.row(), second.row()]);
    expect(rows.map(({ incomeFen, debtFen }) => [incomeFen, debtFen])).toEqual([
      [1_666n, 31_669n],
      [3_334n, 63_334n],
    ]);
    expect(await wrong()).toEqual([]);
  });

  it.each([[[1_000_000n]], [[500_000n, 500_000n]]])("of one charge takes nothing of what another one paid: %s", async (parts) => {
    const deal = await dealAt("WORKING", { ...(await fresh()), ...card, amounts: [1_000_000n] });
    const milestoneId = deal.stages[0]!;
    await payable(deal.provider.orgId);
    const banks = [];
    for (const part of parts) banks.push(await bankOf("milestone", milestoneId, part));
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 1_500_000n } } });
    await agree(deal.employer, orderId);
    await payDifference(deal, orderId);
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 400_000n, reason: "部分内容不需要了" });
    const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
    await answerRefund(deal.provider.viewer, proposal!.id, "AGREED");
    await deliver(deal);
    await acceptDelivery(deal.employer.viewer, milestoneId);
    await pass(days(6));
    await releaseMilestone(milestoneId);
    await settleAll(deal);
    for (const bank of banks) await bank.keeps();
    const rows = await Promise.all(banks.map((bank) => bank.row()));
    const sum = (of: (row: (typeof rows)[number]) => bigint) => rows.reduce((fen, row) => fen + of(row), 0n);
    // 600,000 of the charge were released; the 400,000 that went back to the payer before are the platform's loss, as with one charge alone.
    expect([sum((row) => row.incomeFen + row.debtFen), sum((row) => row.lossFen)]).toEqual([600_000n, 400_000n]);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", releasedFen: 1_100_000n, clawedFen: 600_000n });
    expect(await wrong()).toEqual([]);
  });

  it("of a small sum is the platform's loss: nobody is asked for it", async () => {
    const deal = await released(true, { amounts: [1_000n] });
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ incomeFen: 200n, debtFen: 0n, lossFen: 800n });
    expect(await owes(deal)).toBe(0n);
    expect(await wrong()).toEqual([]);
  });

  it("takes what was not refunded any more as a loss when the refund arrived as well", async () => {
    const deal = await dealAt("FUNDED", { ...(await fresh()), ...card });
    const bank = await bankOf("milestone", deal.stages[0]!);
    await cancelFunded(deal.employer.viewer, deal.stages[0]!);
    await settleAll(deal);
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ refundFen: 0n, escrowFen: 0n, lossFen: 500_000n });
    expect(await wrong()).toEqual([]);
  });

  it("stays lost: what the channel says later is shown at the desk and moves nothing", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.keeps();
    expect(await bank.loses()).toBe("LOST");
    expect(await bank.row()).toMatchObject({ state: "LOST", reinstatedFen: 0n, lastError: "is lost here, the channel says won" });
    expect(await wrong()).toEqual([]);
  });
});

describe("at once", () => {
  it("a dispute, releases, refunds and acceptances leave every fen in one place", async () => {
    const deal = await dealAt("SUBMITTED", { ...(await fresh()), ...card });
    const milestoneId = deal.stages[0]!;
    await payable(deal.provider.orgId);
    const bank = await bankOf("milestone", milestoneId);
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 200_000n, reason: "部分内容不需要了" });
    const [proposal] = await db.refundProposal.findMany({ where: { milestoneId } });
    const accept = async () => {
      await acceptDelivery(deal.employer.viewer, milestoneId);
      await db.milestone.update({ where: { id: milestoneId }, data: { coolingUntilAt: await appNow() } });
      await releaseMilestone(milestoneId);
    };
    await Promise.allSettled([
      ...Array.from({ length: 8 }, () => bank.takes()),
      ...Array.from({ length: 5 }, accept),
      ...Array.from({ length: 5 }, () => answerRefund(deal.provider.viewer, proposal!.id, "AGREED")),
      ...Array.from({ length: 5 }, () => releaseMilestone(milestoneId)),
      ...Array.from({ length: 5 }, () => giveBack(deal.provider.viewer, { milestoneId, reason: "无法继续完成" })),
    ]);
    const stage = await stageOf(deal);
    const dispute = await bank.row();
    expect(await held(bank)).toBe(500_000n);
    expect(stage.cardFrozenFen).toBe(dispute.frozenFen);
    expect(await escrow(deal)).toBe(stage.amountFen - stage.releasedFen - stage.refundedFen);
    expect(stage.cardFrozenFen).toBeLessThanOrEqual(await escrow(deal));
    expect(await wrong()).toEqual([]);
    await settleAll(deal);
    await bank.keeps();
    const { refundFen, escrowFen, earningsFen, incomeFen, debtFen, lossFen } = await bank.row();
    expect(refundFen + escrowFen + earningsFen + incomeFen + debtFen + lossFen).toBe(500_000n);
    expect(await wrong()).toEqual([]);
  });

  it("many workers on one dispute record its money once", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    const states = await Promise.all(Array.from({ length: 20 }, () => bank.takes()));
    expect(new Set(states)).toEqual(new Set(["OPEN"]));
    expect([await held(bank), (await stageOf(deal)).cardFrozenFen]).toEqual([500_000n, 500_000n]);
    expect(await heardOf(deal, "stageOpened")).toEqual([1, 1]);
  });

  it("won and lost, shuffled with older readings: one end, one set of postings", async () => {
    const deal = await accepted();
    const bank = await bankOf("milestone", deal.stages[0]!);
    await bank.asks();
    const readings = Array.from({ length: 6 }, () => [bank.asks, bank.takes, bank.reads, bank.loses, bank.keeps]).flat();
    await Promise.all(readings.map((said) => said()));
    const { state } = await bank.row();
    expect(["WON", "LOST"]).toContain(state);
    const posted = await db.ledgerTx.count({ where: { kind: { in: ["cardDisputeLost", "cardReinstated"] }, ref: deal.stages[0] } });
    expect(posted).toBe(1);
    expect(await held(bank)).toBe(0n);
    expect(await wrong()).toEqual([]);
  });

  it("two sums that become available repay one debt once", async () => {
    const deal = await released(true);
    await (await bankOf("milestone", deal.stages[0]!)).keeps();
    const more = [];
    for (let i = 0; i < 4; i++)
      more.push(await dealAt("ACCEPTED", { employer: await person(), provider: deal.provider, amounts: [200_000n] }));
    await pass(days(6));
    await Promise.all(more.map((one) => releaseMilestone(one.stages[0]!)));
    expect(await owes(deal)).toBe(0n);
    const rows = await db.remittance.findMany({ where: { milestoneId: { in: more.map((one) => one.stages[0]!) } } });
    expect(rows.reduce((fen, row) => fen + row.keptFen, 0n)).toBe(475_000n);
    expect(await wrong()).toEqual([]);
  });
});

describe("a transfer that comes back after it was made", () => {
  const back = (id: string, intentId: string, amountFen: bigint, mark = "1") => ({
    ...{ id, intentId, amountFen, currency: "cny", live: null, state: "failed" as const },
    ...{ error: "transfer_reversed: the transfer came back", reversalId: `trr_${mark}_${intentId}` },
  });

  it("is the provider's pay again, once, told, and sent again once", async () => {
    const deal = await released(true);
    const [row] = await db.remittance.findMany({ where: { milestoneId: deal.stages[0] } });
    const intent = await db.pspIntent.findFirstOrThrow({ where: { refType: "remittance", refId: row!.id } });
    const reversed = back(String(intent.pspId), intent.id, intent.amountFen);
    await Promise.all(Array.from({ length: 10 }, () => applyOutcome(intent.id, reversed, purposes)));
    expect(await available(deal)).toBe(475_000n);
    expect(await db.remittance.findUniqueOrThrow({ where: { id: row!.id } })).toMatchObject({ state: "READY", attempts: 1 });
    expect(await told(deal.provider.userId, "payCameBack")).toBe(1);
    expect(await wrong()).toEqual([]);
    await pass(days(1));
    const sent = await Promise.all(Array.from({ length: 5 }, () => tick("sendRemittance")));
    expect(sent.reduce((a, b) => a + b, 0)).toBe(1);
    expect(await settleAll(deal)).toBe(1);
    expect(await available(deal)).toBe(0n);
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASED" });
    expect(await wrong()).toEqual([]);
  });
});
