import { db } from "#app/db.server.ts";
import { refreshCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import { awaitsAnswer, type CardDisputeTable, KeptAnswer } from "#app/payments/card-dispute.ts";
import { sendToBank } from "#app/payments/dispute-channel.server.ts";
import { channelError, sentenceOf } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";

/**
 * Keeps an operator's answer to a card dispute, in the caller's transaction; it is sent by a job after the commit. The bank reads one
 * answer: while one is on its way, or after one was sent, there is no other. The caller knows that the person may.
 */
export async function keepAnswer(tx: Tx, userId: string, disputeId: string, answer: KeptAnswer): Promise<Date> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "CardDispute" WHERE id = ${disputeId}::uuid FOR UPDATE`;
  if (!locked) throw new Refusal("notFound");
  const now = await appNow(tx);
  const { count } = await tx.cardDispute.updateMany({
    where: {
      id: disputeId,
      closedAt: null,
      pspStatus: { in: ["needs_response", "warning_needs_response"] },
      AND: [{ OR: [{ answerState: null }, { answerState: "FAILED" }] }, { OR: [{ answerBy: null }, { answerBy: { gt: now } }] }],
    },
    data: { answer, answerState: "SENDING", answerError: null, answeredById: userId, answeredAt: now, answers: { increment: 1 } },
  });
  if (count !== 1) throw new Refusal("answerOver");
  await enqueue(tx, "send-card-answer", { cardDisputeId: disputeId });
  return now;
}

/** Sends a kept answer. Without an answer of the channel it stays on its way and is sent again under the same key; a refusal is shown at the desk. */
export async function sendAnswer(disputeId: string, table: CardDisputeTable): Promise<void> {
  const dispute = await db.cardDispute.findUniqueOrThrow({ where: { id: disputeId } });
  if (dispute.answerState !== "SENDING") return;
  const mine = { id: disputeId, answerState: "SENDING", answers: dispute.answers } as const;
  try {
    await sendToBank(dispute.pspId, `answer:${dispute.id}:${dispute.answers}`, KeptAnswer.parse(dispute.answer));
  } catch (error) {
    const said = channelError(error);
    if (!said) throw error;
    const over = said.verdict === "refused" || said.verdict === "crooked";
    await db.cardDispute.updateMany({
      where: mine,
      data: { answerError: sentenceOf(said), ...(over ? { answerState: "FAILED" as const } : {}) },
    });
    if (over) await refreshCardDispute(dispute.pspId, table);
    return;
  }
  await db.cardDispute.updateMany({ where: mine, data: { answerState: "SENT", answerError: null } });
  await refreshCardDispute(dispute.pspId, table);
}

/** May an operator still answer? */
export const mayAnswer = (of: { pspStatus: string; answerState: string | null; closedAt: Date | null; answerBy: Date | null }, now: Date) =>
  of.closedAt === null &&
  awaitsAnswer(of.pspStatus) &&
  (of.answerState === null || of.answerState === "FAILED") &&
  (!of.answerBy || of.answerBy > now);
