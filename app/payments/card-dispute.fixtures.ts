import { randomUUID } from "node:crypto";
import { cardDisputes } from "#app/card-disputes.server.ts";
import { db } from "#app/db.server.ts";
import { applyCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import type { DisputeLine, DisputeReading } from "#app/payments/dispute-channel.server.ts";

/** A bank for tests: what the channel would say of a dispute, step by step. Readings are kept, so that old ones can come again. */
export type Bank = Awaited<ReturnType<typeof bankOf>>;
const FEE = 1_500n;

/** The bank of whoever paid for this with a card. */
export async function bankOf(refType: "milestone" | "pledge" | "debtPayment" | "deposit", refId: string, amountFen?: bigint) {
  const lot = await db.fundingLot.findFirstOrThrow({ where: { refType, refId, intentId: { not: null } } });
  const sum = amountFen ?? lot.amountFen;
  const id = `du_${randomUUID().slice(0, 12)}`;
  const mark = randomUUID().slice(0, 8);
  const took: DisputeLine = { id: `txn_took_${mark}`, amountFen: -sum, feeFen: FEE, currency: "cny" };
  const gave: DisputeLine = { id: `txn_gave_${mark}`, amountFen: sum, feeFen: -FEE, currency: "cny" };
  const reading = (status: string, lines: DisputeLine[]): DisputeReading => ({
    id,
    chargeId: lot.chargeId,
    amountFen: sum,
    currency: "cny",
    live: false,
    reason: "fraudulent",
    status,
    answerBy: new Date(lot.createdAt.getTime() + 8 * 86_400_000),
    lines,
  });
  const say = (status: string, lines: DisputeLine[]) => applyCardDispute(reading(status, lines), cardDisputes);
  return {
    id,
    sum,
    say,
    reading,
    took,
    gave,
    asks: () => say("warning_needs_response", []),
    takes: () => say("needs_response", [took]),
    reads: () => say("under_review", [took]),
    loses: () => say("won", [took, gave]),
    keeps: () => say("lost", [took]),
    row: () => db.cardDispute.findUniqueOrThrow({ where: { pspId: id } }),
  };
}
