import { db } from "#app/db.server.ts";
import { disagreement, failParked, lockIntent } from "#app/payments/apply-outcome.server.ts";
import { isSent, readObject, ways } from "#app/payments/channels.server.ts";
import { LEASE_MS } from "#app/payments/intent.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { channelError } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";

/**
 * What the channel holds of a stopped order: nothing, something that failed for good, something that was done but is not what was asked
 * for (another sum, another currency), or just what was asked for, which nobody may close. Asked
 * for outside any transaction; only what has stood still for a lease is asked about, so that no answer is still on its way.
 */
export async function readParked(intentId: string): Promise<"absent" | "failed" | "other"> {
  const intent = await db.pspIntent.findUnique({ where: { id: intentId } });
  if (intent?.state !== "PARKED") throw new Refusal("wrongState");
  if (!intent.finalisedAt || (await appNow()).getTime() - intent.finalisedAt.getTime() < LEASE_MS) throw new Refusal("tooFresh");
  try {
    const found = intent.pspId ?? (isSent(intent.kind) ? await ways[intent.kind].find(intent) : null);
    if (!found) return "absent";
    const object = await readObject(intent.kind, found);
    if (object.state === "failed") return "failed";
    if (object.state === "succeeded" && disagreement(intent, object)) return "other";
  } catch (error) {
    if (channelError(error)) throw new Refusal("tillAway");
    throw error;
  }
  throw new Refusal("channelHasIt");
}

/** Closes a stopped order that the channel does not hold: its purpose hears that it failed. */
export const closeParked = (tx: Tx, intentId: string, why: string, purposes: Purposes) => failParked(tx, intentId, why, purposes);

/**
 * Closes a stopped order of which the channel did something else. Its purpose hears that it failed; what the channel moved is not the
 * order's any more: as any unknown money it stands in suspense until it gets its reason there.
 */
export async function closeOther(tx: Tx, intentId: string, why: string, purposes: Purposes): Promise<void> {
  const { pspId } = await lockIntent(tx, intentId);
  await tx.pspIntent.updateMany({ where: { id: intentId, state: "PARKED" }, data: { pspId: null } });
  await failParked(tx, intentId, `${why} (at the channel: ${pspId ?? "unknown"})`, purposes);
}

/** Sends a stopped order again under a new key: only one that the channel never made. */
export async function retryParked(tx: Tx, intentId: string): Promise<void> {
  const intent = await lockIntent(tx, intentId);
  if (intent.state !== "PARKED" || intent.pspId || !isSent(intent.kind)) throw new Refusal("wrongState");
  const data = { state: "CREATED" as const, attempt: intent.attempt + 1, createdAt: await appNow(tx), leaseUntil: null, finalisedAt: null };
  await tx.pspIntent.update({ where: { id: intent.id }, data: { ...data, lastError: null } });
  await enqueue(tx, intent.kind === "CHARGE" ? "send-charge" : "send-intent", { intentId });
}
