/** What a finished intent means to the business: purpose -> the verbs that its outcome calls, inside the transaction that closes the intent. */
import { fundingOutcome } from "#app/contracts/milestones/funding-outcome.server.ts";
import { refundOutcome, releaseOutcome } from "#app/contracts/settlement/remittance-outcome.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";

export const purposes: Record<string, PurposeHandler> = {
  "fund-milestone": fundingOutcome,
  "release-milestone": releaseOutcome,
  "refund-milestone": refundOutcome,
};
