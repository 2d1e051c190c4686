import { db } from "#app/db.server.ts";
import { applyOutcome, failIntent, lockIntent, parkIntent } from "#app/payments/apply-outcome.server.ts";
import { isSent, type SentKind, ways } from "#app/payments/channels.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { ABSENT_MS, LEASE_MS, REPOST_MS } from "#app/payments/intent.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { channelError, sentenceOf } from "#app/payments/stripe.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

type Claimed = PspIntent & { kind: SentKind; ageMs: number };

/**
 * Sends a transfer, a refund or a charge on its way and closes it. One worker at a time has an intent (the lease); the call is made outside any
 * transaction, under a key that has one effect however often it is sent. An intent whose earlier call ended unknown is looked for
 * before it is asked for again, and once its key may be forgotten it is only looked for.
 */
export async function sendIntent(intentId: string, purposes: Purposes): Promise<IntentState | null> {
  const claimed = await claim(intentId);
  if (!claimed) return null;
  const way = ways[claimed.kind];
  const isFirst = claimed.state === "CREATED";
  let sent: string | Outcome | null;
  try {
    sent = isFirst ? null : await way.find(claimed);
    if (!sent && !isFirst && claimed.ageMs >= ABSENT_MS) return failIntent(intentId, "never arrived at the channel", purposes);
    if (!sent && !isFirst && claimed.ageMs >= REPOST_MS) return unknown(intentId, claimed.lastError ?? "no answer");
    sent ??= await way.send(claimed);
  } catch (error) {
    const said = channelError(error);
    if (!said) throw error;
    if (said.verdict === "refused") return failIntent(intentId, sentenceOf(said), purposes);
    if (said.verdict === "crooked") return parkIntent(intentId, sentenceOf(said));
    return unknown(intentId, sentenceOf(said));
  }
  if (typeof sent === "object") return applyOutcome(intentId, sent, purposes);
  await db.pspIntent.updateMany({ where: { id: intentId, pspId: null }, data: { pspId: sent } });
  return finalise(intentId, purposes);
}

async function claim(intentId: string): Promise<Claimed | null> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    const now = await appNow(tx);
    const waits = intent.state === "CREATED" || intent.state === "SENDING" || intent.state === "UNKNOWN";
    if (!isSent(intent.kind) || !waits || intent.pspId || (intent.leaseUntil && intent.leaseUntil > now)) return null;
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    await tx.pspIntent.update({ where: { id: intent.id }, data: { state: "SENDING", leaseUntil } });
    return { ...intent, kind: intent.kind, ageMs: now.getTime() - intent.createdAt.getTime() };
  });
}

/** Nobody knows whether it happened: it is looked into again soon, and not before. */
async function unknown(intentId: string, error: string): Promise<IntentState> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    if (intent.state !== "SENDING") return intent.state;
    const leaseUntil = new Date((await appNow(tx)).getTime() + 30_000);
    await tx.pspIntent.update({ where: { id: intentId }, data: { state: "UNKNOWN", lastError: error, leaseUntil } });
    return "UNKNOWN";
  });
}
