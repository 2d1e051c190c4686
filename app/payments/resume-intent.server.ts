import { lockIntent } from "#app/payments/apply-outcome.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * An operator lets an intent be looked into again, now: a parked one is woken, a lease is ended. Nothing is decided here; the outcome
 * comes from reading the channel, as ever.
 */
export async function resumeIntent(tx: Tx, intentId: string): Promise<void> {
  const intent = await lockIntent(tx, intentId).catch(() => null);
  if (!intent) throw new Refusal("notFound");
  if (intent.state === "SUCCEEDED" || intent.state === "FAILED") throw new Refusal("wrongState");
  const state = intent.state !== "PARKED" ? intent.state : intent.pspId ? ("OPEN" as const) : ("UNKNOWN" as const);
  await tx.pspIntent.update({ where: { id: intentId }, data: { state, leaseUntil: null, finalisedAt: null } });
}
