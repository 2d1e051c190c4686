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
import { depositPaid } from "#app/deposits/money/payment-outcome.server.ts";
import { depositRefunded, depositSent } from "#app/deposits/money/remittance-outcome.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { type NoticeContent, notifyOperators } from "#app/people/notify.server.ts";
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
};

/** What the till cannot decide by itself, operators are told of. */
export async function tellDesk(about: Record<string, string>): Promise<void> {
  const notice = await deskNotice(about);
  await transact(async (tx) => notifyOperators(tx, { ...notice, href: "/desk/books" }, await appNow(tx)));
}

async function deskNotice({ intentId, oursFen, theirsFen }: Record<string, string>): Promise<Pick<NoticeContent, "kind" | "params">> {
  if (oursFen && theirsFen) return { kind: "money.notice.balanceOff", params: { oursFen, theirsFen } };
  if (!intentId) return { kind: "money.notice.unknownTransaction", params: {} };
  const intent = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId }, select: { amountFen: true } });
  return { kind: "money.notice.parked", params: { amountFen: String(intent.amountFen) } };
}
