import { db } from "#app/db.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { readObject } from "#app/payments/channels.server.ts";
import { mayComeBack, REREAD_MS } from "#app/payments/intent.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { channelError, sentenceOf } from "#app/payments/stripe.server.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/** A channel that does not answer may answer soon; an object that it refuses to show will not be there in a moment either. */
const SOON_MS = 30_000;

/**
 * Brings an intent to where the channel says it is: the one way for the payer's return, the webhook, the worker and the reconciler. It
 * reads the object afresh, then applies what it says. When the channel does not answer, the intent stays as it is and the reconciler
 * comes back to it, after the others whose time has come. `hint` is an object that an event named before the intent learned of it.
 */
export async function finalise(intentId: string, purposes: Purposes, hint?: string): Promise<IntentState> {
  try {
    return await readAndApply(intentId, purposes, hint);
  } catch (error) {
    const said = channelError(error);
    if (!said) throw error;
    return putOff(intentId, `reading: ${sentenceOf(said)}`, said.verdict === "refused" ? REREAD_MS : SOON_MS);
  }
}

/** The next one's turn comes first; a longer lease stays. */
async function putOff(intentId: string, error: string, ms: number): Promise<IntentState> {
  const [after] = await db.$queryRaw<{ state: IntentState }[]>`
    UPDATE "PspIntent" SET "lastError" = ${error}, "leaseUntil" = CASE WHEN "pspId" IS NOT NULL AND state IN ('SENDING', 'OPEN', 'UNKNOWN')
             THEN greatest("leaseUntil", app_now() + make_interval(secs => ${ms / 1000})) ELSE "leaseUntil" END
     WHERE id = ${intentId}::uuid RETURNING state`;
  if (!after) throw new Error(`no intent ${intentId}`);
  return after.state;
}

/** The same for jobs, which are tried again when the channel does not answer. */
export async function readAndApply(intentId: string, purposes: Purposes, hint?: string): Promise<IntentState> {
  const intent = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId }, select: { kind: true, state: true, pspId: true } });
  const mayChange = intent.state !== "FAILED" && intent.state !== "PARKED" && (intent.state !== "SUCCEEDED" || mayComeBack(intent.kind));
  const id = intent.pspId ?? hint;
  if (!mayChange || !id) return intent.state;
  return applyOutcome(intentId, await readObject(intent.kind, id), purposes);
}
