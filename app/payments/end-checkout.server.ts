import { db } from "#app/db.server.ts";
import { failIntent } from "#app/payments/apply-outcome.server.ts";
import { endSession } from "#app/payments/checkout-channel.server.ts";
import { readAndApply } from "#app/payments/finalise.server.ts";
import { isFinal, isPage } from "#app/payments/intent.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { channelError } from "#app/payments/stripe.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/** Another window may just have opened the page, or replaced it. */
const LOOKS = 3;

/**
 * Ends the page of a checkout or set-up now, outside any transaction, and closes its intent by what the channel then says: what was paid
 * at the same moment is paid. A page that nobody has the address of yet is never opened: its intent fails under its lock, and whoever is
 * opening it finds that and ends it. Throws when the channel does not answer; doing it again does no harm. A page that was used and
 * waits for a delayed payment stays open.
 */
export async function endCheckout(intentId: string, purposes: Purposes): Promise<IntentState> {
  let before: string | null = null;
  for (let look = 0; look < LOOKS; look++) {
    const { kind, pspId, state } = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
    if (!isPage(kind)) throw new Error(`intent ${intentId} has no page`);
    if (isFinal(state)) return state;
    if (!pspId) {
      const failed = await failIntent(intentId, "ended: before its page was opened", purposes);
      if (isFinal(failed)) return failed;
      continue;
    }
    if (pspId === before) return done(intentId);
    before = pspId;
    await end(pspId);
    const after = await readAndApply(intentId, purposes);
    if (isFinal(after)) return after;
  }
  throw new Error(`the page of intent ${intentId} is opened again and again`);
}

async function end(sessionId: string) {
  try {
    await endSession(sessionId);
  } catch (error) {
    // Not open any more: used at this moment, or ended before.
    if (channelError(error)?.verdict !== "refused") throw error;
  }
}

/** What could be ended was; from here on the intent is read like any other that waits. */
async function done(intentId: string): Promise<IntentState> {
  await db.pspIntent.updateMany({ where: { id: intentId, state: "OPEN" }, data: { endsAt: null } });
  return (await db.pspIntent.findUniqueOrThrow({ where: { id: intentId }, select: { state: true } })).state;
}

/** A claim goes on for a while: its page ends later. */
export const extendCheckout = (tx: Tx, intentId: string, endsAt: Date) =>
  tx.pspIntent.updateMany({ where: { id: intentId, state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN"] } }, data: { endsAt } });
