import { z } from "zod";
import { db } from "#app/db.server.ts";
import { refreshCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import type { CardDisputeTable } from "#app/payments/card-dispute.ts";
import { readAndApply } from "#app/payments/finalise.server.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { NotYet } from "#app/payments/not-yet.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { refreshPayouts } from "#app/payments/refresh-payouts.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { channelError, sentenceOf } from "#app/payments/stripe.server.ts";
import { appNow } from "#app/transact.server.ts";

/** What an event is about; its object is only a hint of what to read. */
const About = z.object({
  id: z.string(),
  metadata: z.record(z.string(), z.string()).nullish(),
  client_reference_id: z.string().nullish(),
});
/** account: on whose account it happened, when it was not the platform's own. */
const Snapshot = z.object({ account: z.string().optional(), data: z.object({ object: About }) });
const Thin = z.object({ related_object: z.object({ id: z.string(), type: z.string() }).nullish() });

/**
 * Acts on one kept event: finds out what it is about, reads that afresh and applies it. An event never carries truth itself, so order
 * and repetition do not matter. One that cannot be acted on yet is tried again by the clock, ever less often, and never dropped; after
 * a day an operator may set it aside.
 */
export async function processEvent(eventId: string, purposes: Purposes, disputes: CardDisputeTable): Promise<void> {
  const event = await db.pspInbox.findUnique({ where: { eventId } });
  if (!event || event.processedAt) return;
  try {
    await act(event.type, event.payload, purposes, disputes);
  } catch (error) {
    const said = channelError(error);
    // The channel had no time for us: that is no try.
    if (said?.verdict === "later") return postpone(eventId, event.attempts, 0, sentenceOf(said));
    if (!said && !(error instanceof NotYet)) await postpone(eventId, event.attempts, 1, String(error));
    if (!said && !(error instanceof NotYet)) throw error;
    return postpone(eventId, event.attempts, 1, said ? sentenceOf(said) : (error as Error).message);
  }
  // One that an operator set aside meanwhile stays as that says.
  const data = { processedAt: await appNow(), dueAt: null, lastError: null };
  await db.pspInbox.updateMany({ where: { eventId, processedAt: null }, data });
}

async function postpone(eventId: string, attempts: number, counts: 0 | 1, lastError: string) {
  const wait = Math.min(60_000 * 2 ** attempts, 6 * HOUR_MS);
  const dueAt = new Date((await appNow()).getTime() + wait);
  const data = { attempts: attempts + counts, dueAt, lastError: lastError.slice(0, 500) };
  await db.pspInbox.updateMany({ where: { eventId, processedAt: null }, data });
}

async function act(type: string, payload: unknown, purposes: Purposes, disputes: CardDisputeTable) {
  if (type.startsWith("v2.core.account")) {
    const account = Thin.parse(payload).related_object;
    if (account?.type === "v2.core.account") await refreshPayee(account.id);
    return;
  }
  const read = Snapshot.safeParse(payload).data;
  if (!read) return;
  const { object } = read.data;
  if (read.account) return type.startsWith("payout.") ? refreshPayouts(read.account) : undefined;
  if (type === "charge.updated" || type === "charge.succeeded") {
    const lot = await db.fundingLot.findUnique({ where: { chargeId: object.id }, select: { id: true } });
    if (lot) await settleLot(lot.id);
    return;
  }
  if (type.startsWith("charge.dispute.")) return void (await refreshCardDispute(object.id, disputes));
  if (!/^(checkout\.session|transfer|refund|payment_intent)\./.test(type)) return;
  const intentId = object.metadata?.intent_id ?? object.client_reference_id;
  // Made by hand in the channel's own pages: the reconciler meets its money as an unknown transaction.
  if (!z.uuid().safeParse(intentId).success) return;
  const intent = await db.pspIntent.findUnique({ where: { id: intentId as string }, select: { id: true, kind: true } });
  if (!intent) throw new NotYet(`no intent ${intentId}`);
  // A page's payment names the page's intent too; what became of it is read from the page.
  if (type.startsWith("payment_intent.") && intent.kind !== "CHARGE") return;
  await readAndApply(intent.id, purposes, object.id);
}
