import { db } from "#app/db.server.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import { enqueueAll } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** What events can be about here. */
export const TYPES = [
  "checkout.session.completed",
  "checkout.session.expired",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.updated",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "charge.dispute.closed",
  "transfer.created",
  "transfer.updated",
  "transfer.reversed",
  "refund.created",
  "refund.updated",
  "refund.failed",
];
/** Events of one second may be listed at different times: the same stretch is read twice, and the inbox knows them. */
const OVERLAP_S = 300;
const PAGE = 100;
const FIRST_LOOK_MS = 24 * HOUR_MS;

/** Reads the channel's own list of events, and keeps those that were never delivered. Returns how many those were. */
export async function pollEvents(): Promise<number> {
  const now = await appNow();
  const cursor = await db.pspCursor.findUnique({ where: { name: "poll-events" } });
  const since = cursor?.value ? Number(cursor.value) - OVERLAP_S : Math.floor((now.getTime() - FIRST_LOOK_MS) / 1000);
  let missed = 0;
  let last = cursor?.value ? Number(cursor.value) : since;
  let page: Stripe.Event[] = [];
  for await (const event of stripe.events.list({ created: { gte: since }, types: TYPES, limit: PAGE })) {
    last = Math.max(last, event.created);
    page.push(event);
    if (page.length < PAGE) continue;
    missed += await keep(page, now);
    page = [];
  }
  missed += await keep(page, now);
  // Only after all of them are kept: a run that broke off is done again.
  await db.pspCursor.upsert({
    where: { name: "poll-events" },
    create: { name: "poll-events", value: String(last), at: now },
    update: { value: String(last) },
  });
  return missed;
}

/** A page of events by one statement; those that the inbox knows already are not counted. */
const keep = (events: readonly Stripe.Event[], now: Date) =>
  transact(async (tx) => {
    const dueAt = new Date(now.getTime() + 60_000);
    const made = await tx.$queryRaw<{ eventId: string }[]>`
      INSERT INTO "PspInbox" ("eventId", type, "apiVersion", livemode, payload, "receivedAt", "dueAt")
      SELECT e ->> 'id', e ->> 'type', e ->> 'api_version', (e ->> 'livemode')::boolean, e, ${now}, ${dueAt}
        FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) e
      ON CONFLICT ("eventId") DO NOTHING RETURNING "eventId"`;
    await enqueueAll(tx, "process-event", made);
    return made.length;
  });
