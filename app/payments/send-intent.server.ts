import { db } from "#app/db.server.ts";
import { applyCharge } from "#app/payments/apply-charges.server.ts";
import { applyOutcome, failIntent, lockIntent, parkIntent } from "#app/payments/apply-outcome.server.ts";
import { SENT_KINDS, type SentKind, ways } from "#app/payments/channels.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { ABSENT_MS, LEASE_MS, REPOST_MS } from "#app/payments/intent.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { channelError, sentenceOf } from "#app/payments/stripe.server.ts";
import { together } from "#app/together.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/** Jobs that start in one turn are claimed by one statement, so many at most. */
const CLAIMS = 50;

type Claimed = PspIntent & { kind: SentKind; ageMs: number; now: Date };

/**
 * Sends a transfer, a refund or a charge on its way and closes it. One worker at a time has an intent (the lease); the call is made outside any
 * transaction, under a key that has one effect however often it is sent. An intent whose earlier call ended unknown is looked for
 * before it is asked for again, and once its key may be forgotten it is only looked for. One that nobody sent for so long may have been
 * sent all the same (a restored backup does not know): it is looked for, and what the channel lacks is sent.
 */
export async function sendIntent(intentId: string, purposes: Purposes): Promise<IntentState | null> {
  const claimed = await claim(intentId);
  if (!claimed) return null;
  const way = ways[claimed.kind];
  const { state, ageMs } = claimed;
  const isUnsent = state === "CREATED";
  let sent: string | Outcome | null = null;
  if (!isUnsent || ageMs >= REPOST_MS) {
    try {
      sent = await way.find(claimed);
    } catch (error) {
      // Whatever is wrong with the looking says nothing about what is looked for.
      const said = channelError(error);
      if (!said) throw error;
      return unknown(intentId, `looking: ${sentenceOf(said)}`, isUnsent ? "CREATED" : "UNKNOWN");
    }
    if (!sent && !isUnsent && ageMs >= ABSENT_MS) return failIntent(intentId, "never_arrived: the channel does not know it", purposes);
    if (!sent && !isUnsent && ageMs >= REPOST_MS) return unknown(intentId, claimed.lastError ?? "no answer");
    if (!sent && isUnsent && !(await beginNow(claimed))) return null;
  }
  try {
    sent ??= await way.send(claimed);
  } catch (error) {
    const said = channelError(error);
    if (!said) throw error;
    if (said.verdict === "refused") return failIntent(intentId, sentenceOf(said), purposes);
    if (said.verdict === "crooked") return parkIntent(intentId, sentenceOf(said));
    return unknown(intentId, sentenceOf(said));
  }
  if (typeof sent === "object") {
    if (sent.state !== "succeeded" || !sent.charge) return applyOutcome(intentId, sent, purposes);
    return applyCharge({ intentId, outcome: { ...sent, charge: sent.charge }, purposes });
  }
  await db.pspIntent.updateMany({ where: { id: intentId, pspId: null }, data: { pspId: sent } });
  return finalise(intentId, purposes);
}

/** How old an intent is tells what its key and a listing are worth: for one that leaves late, that counts from when it leaves. */
async function beginNow({ id, now }: Claimed): Promise<boolean> {
  const { count } = await db.pspIntent.updateMany({ where: { id, state: "SENDING", pspId: null }, data: { createdAt: now } });
  return count === 1;
}

/** One statement for all that are claimed in the same turn: under their locks, what is free and unsent becomes ours for a while. */
const claim: (intentId: string) => Promise<Claimed | null> = together(CLAIMS, async (ids) => {
  const claimed = await db.$queryRaw<(Claimed & { before: IntentState })[]>`
    WITH free AS (
      SELECT id, state, app_now() AS now FROM "PspIntent"
       WHERE id = ANY(${ids}::uuid[]) AND kind::text = ANY(${SENT_KINDS}) AND state IN ('CREATED', 'SENDING', 'UNKNOWN') AND "pspId" IS NULL
         AND ("leaseUntil" IS NULL OR "leaseUntil" <= app_now()) ORDER BY id FOR UPDATE)
    UPDATE "PspIntent" i SET state = 'SENDING', "leaseUntil" = free.now + make_interval(secs => ${LEASE_MS / 1000})
      FROM free WHERE i.id = free.id RETURNING i.*, free.state AS before, free.now`;
  const byId = new Map(claimed.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    byId.delete(id);
    return row ? { ...row, state: row.before, ageMs: row.now.getTime() - row.createdAt.getTime() } : null;
  });
});

/** Nobody knows whether it happened: it is looked into again soon, and not before. */
async function unknown(intentId: string, error: string, state: "CREATED" | "UNKNOWN" = "UNKNOWN"): Promise<IntentState> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    if (intent.state !== "SENDING") return intent.state;
    const leaseUntil = new Date((await appNow(tx)).getTime() + 30_000);
    await tx.pspIntent.update({ where: { id: intentId }, data: { state, lastError: error, leaseUntil } });
    return state;
  });
}
