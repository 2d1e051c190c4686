import { db } from "#app/db.server.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** What events can be about here. */
const TYPES = [
  "checkout.session.completed",
  "checkout.session.expired",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.updated",
  "transfer.created",
  "transfer.updated",
  "transfer.reversed",
  "refund.created",
  "refund.updated",
  "refund.failed",
];
/** Events of one second may be listed at different times: the same stretch is read twice, and the inbox knows them. */
const OVERLAP_S = 300;
const FIRST_LOOK_MS = 24 * HOUR_MS;

/** Reads the channel's own list of events, and keeps those that were never delivered. Returns how many those were. */
export async function pollEvents(): Promise<number> {
  const now = await appNow();
  const cursor = await db.pspCursor.findUnique({ where: { name: "poll-events" } });
  const since = cursor?.value ? Number(cursor.value) - OVERLAP_S : Math.floor((now.getTime() - FIRST_LOOK_MS) / 1000);
  let missed = 0;
  let last = cursor?.value ? Number(cursor.value) : since;
  for await (const event of stripe.events.list({ created: { gte: since }, types: TYPES, limit: 100 })) {
    last = Math.max(last, event.created);
    if (await keep(event, now)) missed++;
  }
  // Only after all of them are kept: a run that broke off is done again.
  await db.pspCursor.upsert({
    where: { name: "poll-events" },
    create: { name: "poll-events", value: String(last), at: now },
    update: { value: String(last) },
  });
  return missed;
}

const keep = (event: Stripe.Event, now: Date) =>
  transact(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO "PspInbox" ("eventId", type, "apiVersion", livemode, payload, "receivedAt", "dueAt")
      VALUES (${event.id}, ${event.type}, ${event.api_version}, ${event.livemode}, ${JSON.stringify(event)}::jsonb, ${now}, ${new Date(now.getTime() + 60_000)})
      ON CONFLICT ("eventId") DO NOTHING`;
    if (made > 0) await enqueue(tx, "process-event", { eventId: event.id });
    return made > 0;
  });
