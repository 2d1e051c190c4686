import type { KeptAnswer } from "#app/payments/card-dispute.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";

/** One line of the channel's journal about a dispute: negative took money away. A fee is positive where it was taken. */
export type DisputeLine = { id: string; amountFen: bigint; feeFen: bigint; currency: string };
/** What the channel says of a dispute now. */
export type DisputeReading = {
  id: string;
  chargeId: string;
  amountFen: bigint;
  currency: string;
  live: boolean;
  reason: string;
  status: string;
  answerBy: Date | null;
  lines: DisputeLine[];
};

export async function readDispute(id: string): Promise<DisputeReading> {
  return said(await stripe.disputes.retrieve(id));
}

const said = (made: Stripe.Dispute): DisputeReading => ({
  id: made.id,
  chargeId: typeof made.charge === "string" ? made.charge : made.charge.id,
  amountFen: BigInt(made.amount),
  currency: made.currency,
  live: made.livemode,
  reason: made.reason,
  status: made.status,
  answerBy: made.evidence_details.due_by === null ? null : new Date(made.evidence_details.due_by * 1000),
  lines: made.balance_transactions.map(({ id, amount, fee, currency }) => ({
    id,
    amountFen: BigInt(amount),
    feeFen: BigInt(fee),
    currency,
  })),
});

/** Sends an answer under a key of its own, unless an earlier call already did. Accepting the dispute cannot be taken back. */
export async function sendToBank(id: string, key: string, answer: KeptAnswer): Promise<void> {
  const there = await stripe.disputes.retrieve(id);
  if (there.metadata.answer === key) return;
  if ("concede" in answer) {
    if (there.status !== "lost") await stripe.disputes.close(id, {}, { idempotencyKey: key });
    return;
  }
  await stripe.disputes.update(id, { evidence: answer.evidence, submit: true, metadata: { answer: key } }, { idempotencyKey: key });
}
