import {
  available,
  campaignEscrow,
  credit,
  debit,
  escrow,
  feeIncome,
  lines,
  type Movement,
  pending,
  pspPending,
  receivable,
  refundPayable,
} from "#app/ledger/movement.ts";

/** How money moves around a campaign: in from backers, on to its creator stage by stage, from there into tasks, and back. */

/** 21: a pledge was paid: by a wallet at once, by a kept card after success. */
export const pledgeReceived = (of: { intentId: string; campaignId: string; amountFen: bigint }): Movement => ({
  key: `paid:${of.intentId}`,
  kind: "pledgeReceived",
  ref: of.campaignId,
  why: "A backer's payment for a pledge was received into the campaign's escrow.",
  entries: [debit(pspPending, of.amountFen), credit(campaignEscrow(of.campaignId), of.amountFen)],
});

/** 11 and 22: a pledge's money, or a part of it, is owed back to its backer. */
export const pledgeRefundDecided = (of: { key: string; campaignId: string; orgId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "pledgeRefundDecided",
  ref: of.campaignId,
  why: "Money of a pledge is owed back to its backer out of the campaign's escrow.",
  entries: [debit(campaignEscrow(of.campaignId), of.amountFen), credit(refundPayable(of.orgId), of.amountFen)],
});

/** 23: a stage of the campaign's money becomes the creator's, less the platform's fee. */
export const stageReleased = (of: { key: string; campaignId: string; creatorId: string; grossFen: bigint; feeFen: bigint }): Movement => ({
  key: of.key,
  kind: "stageReleased",
  ref: of.campaignId,
  why: "A stage of a campaign's money was released to its creator, less the platform's fee.",
  entries: lines(
    debit(campaignEscrow(of.campaignId), of.grossFen),
    credit(pending(of.creatorId), of.grossFen - of.feeFen),
    credit(feeIncome, of.feeFen),
  ),
});

type OfCreator = { key: string; ref: string; creatorId: string; amountFen: bigint };
/** 6 for a stage: the charges behind it are available, so it can be sent or allocated. */
export const stageAvailable = (of: OfCreator): Movement => ({
  key: of.key,
  kind: "stageAvailable",
  ref: of.ref,
  why: "A released stage can be used: the charges behind it are available.",
  entries: [debit(pending(of.creatorId), of.amountFen), credit(available(of.creatorId), of.amountFen)],
});

/** The creator puts released money of a campaign into a task's milestone: no card, no charge. */
export const stageAllocated = (of: {
  key: string;
  campaignId?: string;
  creatorId: string;
  milestoneId: string;
  amountFen: bigint;
}): Movement => ({
  key: of.key,
  kind: "stageAllocated",
  ref: of.milestoneId,
  why: of.campaignId
    ? `Released money of campaign ${of.campaignId} was put into a milestone's escrow by its creator.`
    : "Released money was put into a milestone's escrow by its owner.",
  entries: [debit(available(of.creatorId), of.amountFen), credit(escrow(of.milestoneId), of.amountFen)],
});

/** The same undone: what a milestone gives back of allocated money is its creator's again, and goes to no card. */
export const allocationReturned = (of: { key: string; milestoneId: string; creatorId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "allocationReturned",
  ref: of.milestoneId,
  why: "Allocated money came back from a milestone's escrow to its creator.",
  entries: [debit(escrow(of.milestoneId), of.amountFen), credit(available(of.creatorId), of.amountFen)],
});

/** 13: a refund after the release: out of what the creator still has here, the platform's share of the fee, and a debt of the creator's. */
export const refundAfterRelease = (of: {
  key: string;
  campaignId: string;
  creatorId: string;
  orgId: string;
  availableFen: bigint;
  feeFen: bigint;
  receivableFen: bigint;
  amountFen: bigint;
}): Movement => ({
  key: of.key,
  kind: "refundAfterRelease",
  ref: of.campaignId,
  why: "A backer is owed money that had been released: the creator's balance, the platform's fee and the creator's debt make it up.",
  entries: lines(
    debit(available(of.creatorId), of.availableFen),
    debit(feeIncome, of.feeFen),
    debit(receivable(of.creatorId), of.receivableFen),
    credit(refundPayable(of.orgId), of.amountFen),
  ),
});

/** 27: the creator's later earnings pay the debt. */
export const receivableRepaid = (of: OfCreator): Movement => ({
  key: of.key,
  kind: "receivableRepaid",
  ref: of.ref,
  why: "Later earnings paid back what the creator owed after a refund.",
  entries: [debit(available(of.creatorId), of.amountFen), credit(receivable(of.creatorId), of.amountFen)],
});

/** A refund that its payment method takes no more was paid from the platform's bank, by two operators. */
export const refundPaidByHand = (of: { key: string; ref: string; orgId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "refundPaidByHand",
  ref: of.ref,
  why: "A refund whose original route is closed was paid from the platform's bank by two operators.",
  entries: [debit(refundPayable(of.orgId), of.amountFen), credit("bank:cny", of.amountFen)],
});
