/** What a finished intent means to the business: purpose -> the verbs that its outcome calls, inside the transaction that closes the intent. */
import { collectOutcome } from "#app/campaigns/collecting/collect-outcome.server.ts";
import { extraOutcome } from "#app/campaigns/collecting/extra-outcome.server.ts";
import { payStageOutcome } from "#app/campaigns/paying-out/pay-stage-outcome.server.ts";
import { pledgeOutcome } from "#app/campaigns/pledging/pledge-outcome.server.ts";
import { refundOutcome as pledgeRefundOutcome } from "#app/campaigns/refunding/refund-outcome.server.ts";
import { raiseOutcome } from "#app/contracts/changes/raise-outcome.server.ts";
import { fundingOutcome } from "#app/contracts/milestones/funding-outcome.server.ts";
import { refundOutcome, releaseOutcome } from "#app/contracts/settlement/remittance-outcome.server.ts";
import { db } from "#app/db.server.ts";
import { debtRefunded } from "#app/debts/back.server.ts";
import { debtPaid } from "#app/debts/payment-outcome.server.ts";
import { returnedOutcome } from "#app/debts/returned/returned-pay.server.ts";
import { depositPaid } from "#app/deposits/money/payment-outcome.server.ts";
import { depositRefunded, depositSent } from "#app/deposits/money/remittance-outcome.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { type NoticeContent, notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

export const purposes: Record<string, PurposeHandler> = {
  "fund-milestone": fundingOutcome,
  "raise-milestone": raiseOutcome,
  "release-milestone": releaseOutcome,
  "refund-milestone": refundOutcome,
  "save-card": pledgeOutcome,
  "pay-pledge": pledgeOutcome,
  "collect-pledge": collectOutcome,
  "pay-extra": extraOutcome,
  "refund-pledge": pledgeRefundOutcome,
  "pay-stage": payStageOutcome,
  "pay-deposit": depositPaid,
  "send-deposit": depositSent,
  "refund-deposit": depositRefunded,
  "pay-debt": debtPaid,
  "refund-debt": debtRefunded,
  "send-returned": returnedOutcome,
};

/** What the till cannot decide by itself, operators are told of. */
export async function tellDesk(about: Record<string, string>): Promise<void> {
  const notice = await deskNotice(about);
  await transact(async (tx) => notifyOperators(tx, { href: "/desk/books", ...notice }, await appNow(tx)));
}

type DeskNotice = Pick<NoticeContent, "kind" | "params"> & { href?: string };
async function deskNotice({ intentId, oursFen, theirsFen, cardDisputeId }: Record<string, string>): Promise<DeskNotice> {
  if (cardDisputeId) return aboutCardDispute(cardDisputeId);
  if (oursFen && theirsFen) return { kind: "money.notice.balanceOff", params: { oursFen, theirsFen } };
  if (!intentId) return { kind: "money.notice.unknownTransaction", params: {} };
  const intent = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId }, select: { amountFen: true } });
  return { kind: "money.notice.parked", params: { amountFen: String(intent.amountFen) } };
}

async function aboutCardDispute(id: string): Promise<DeskNotice> {
  const { amountFen, answerBy, ...dispute } = await db.cardDispute.findUniqueOrThrow({ where: { id } });
  const href = `/desk/card-disputes/${id}`;
  const params = { amountFen: String(amountFen) };
  if (dispute.lastError) return { kind: "cards.notice.deskParked", params, href };
  if (dispute.state === "OPEN" || dispute.state === "INQUIRY") {
    const by = { untilAt: (answerBy ?? dispute.openedAt).toISOString() };
    return { kind: dispute.state === "OPEN" ? "cards.notice.deskOpen" : "cards.notice.deskInquiry", params: { ...params, ...by }, href };
  }
  if (dispute.state === "PARKED") return { kind: "cards.notice.deskParked", params, href };
  const ended = { WON: "cards.notice.deskWon", LOST: "cards.notice.deskLost", CLOSED: "cards.notice.deskClosed" } as const;
  return { kind: ended[dispute.state], params, href };
}

/** A payee's bank returned a payout: whoever manages the organisation is told what to do. */
export async function tellPayee({ orgId, amountFen }: Record<string, string>): Promise<void> {
  const notice = { kind: "cards.notice.payoutFailed", params: { amountFen: String(amountFen) }, href: `/payee?org=${orgId}` } as const;
  await transact(async (tx) => notifyOrg(tx, String(orgId), "org:manage", notice, await appNow(tx)));
}
