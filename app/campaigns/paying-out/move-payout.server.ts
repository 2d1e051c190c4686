import { payoutFlow } from "#app/campaigns/campaign.ts";
import { allows } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Payout, Prisma } from "../../../generated/prisma/client.ts";

type Move = {
  verb: keyof typeof payoutFlow;
  to: Payout["state"];
  actor: Actor;
  reason?: string | null;
  data?: Prisma.PayoutUncheckedUpdateManyInput;
};

/** Locks a stage of a locked campaign and reads it. */
export async function lockPayout(tx: Tx, payoutId: string): Promise<Payout> {
  await tx.$queryRaw`SELECT id FROM "Payout" WHERE id = ${payoutId}::uuid FOR UPDATE`;
  return tx.payout.findUniqueOrThrow({ where: { id: payoutId } });
}

/** The campaign that a stage belongs to, before its lock is taken. */
export async function campaignIdOf(tx: Tx, payoutId: string): Promise<string> {
  const found = await tx.payout.findUnique({ where: { id: payoutId }, select: { campaignId: true } });
  if (!found) throw new Refusal("notFound");
  return found.campaignId;
}

/** Moves a locked stage along its flow, with its record. */
export async function movePayout(tx: Tx, payout: Payout, { verb, to, actor, reason, data }: Move, now: Date) {
  if (!allows(payoutFlow, verb, payout.state)) throw new Refusal("wrongState");
  const { count } = await tx.payout.updateMany({ where: { id: payout.id, state: payout.state }, data: { ...data, state: to } });
  if (count !== 1) throw new Refusal("wrongState");
  const record = { entity: "payout", entityId: payout.id, from: payout.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, record, now);
}
