/** What a card dispute means to the business: what the charge was for -> what the bank's steps do to it, inside the till's transaction. */
import { pledgeCase } from "#app/campaigns/card-disputes/evidence.server.ts";
import { pledgeEffects } from "#app/campaigns/card-disputes/pledge-effects.server.ts";
import { stageCase } from "#app/contracts/card-disputes/evidence.server.ts";
import { milestoneEffects } from "#app/contracts/card-disputes/milestone-effects.server.ts";
import { db } from "#app/db.server.ts";
import { debtCase, debtEffects } from "#app/debts/card-effects.server.ts";
import { depositEffects } from "#app/deposits/card-disputes/card-effects.server.ts";
import { depositCase } from "#app/deposits/card-disputes/evidence.server.ts";
import type { CardCase, CardDisputeTable } from "#app/payments/card-dispute.ts";

export const cardDisputes: CardDisputeTable = {
  milestone: milestoneEffects,
  pledge: pledgeEffects,
  debtPayment: debtEffects,
  deposit: depositEffects,
};

/** What the desk reads about the thing that the card paid for. */
export async function caseOf({ refType, refId }: { refType: string; refId: string }): Promise<CardCase | null> {
  if (refType === "milestone") return stageCase(refId);
  if (refType === "deposit") return depositCase(refId);
  if (refType === "debtPayment") return debtCase(db, refId);
  return refType === "pledge" ? pledgeCase(refId) : null;
}
