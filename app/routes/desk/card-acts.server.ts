import { z } from "zod";
import { caseOf } from "#app/card-disputes.server.ts";
import { db } from "#app/db.server.ts";
import { keepAnswer } from "#app/payments/answer-card-dispute.server.ts";
import { type AnswerField, answerFields, type CardAnswer } from "#app/payments/card-dispute.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

export const Concede = z.strictObject({ sure: z.literal("on") });

/** Nobody answers a bank in a case of their own. */
async function guardUnrelated(viewer: Viewer, disputeId: string) {
  const dispute = await db.cardDispute.findUnique({ where: { id: disputeId }, select: { refType: true, refId: true } });
  if (!dispute) throw new Refusal("notFound");
  const about = await caseOf(dispute);
  if (about && viewer.orgs.some((org) => about.orgIds.includes(org.id))) throw new Refusal("notAllowed");
}

/** An operator submits the evidence to the bank; it is on its way after the commit. */
export async function answerBank(viewer: Viewer, disputeId: string, answer: CardAnswer): Promise<void> {
  await guardUnrelated(viewer, disputeId);
  const evidence: Partial<Record<AnswerField, string>> = {};
  for (const field of answerFields) {
    const said = answer[field]?.trim();
    if (said) evidence[field] = said;
  }
  await transact(async (tx) => {
    const now = await keepAnswer(tx, viewer.userId, disputeId, { evidence });
    await operatorAct(tx, viewer, { act: "answerCardDispute", subject: { type: "cardDispute", id: disputeId } }, now);
  });
}

/** An operator lets the card holder win. */
export async function concede(viewer: Viewer, disputeId: string): Promise<void> {
  await guardUnrelated(viewer, disputeId);
  await transact(async (tx) => {
    const now = await keepAnswer(tx, viewer.userId, disputeId, { concede: true });
    await operatorAct(tx, viewer, { act: "concedeCardDispute", subject: { type: "cardDispute", id: disputeId } }, now);
  });
}
