import { LIVE_KEY, readSnapshot, readThin } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** snapshot: events with their object, about money; thin: events that name an account, about payees. Each has a secret of its own. */
export type Endpoint = "snapshot" | "thin";
/** A letter longer than this is not from the payment channel. */
export const MAX_EVENT_BYTES = 1_000_000;

/**
 * Takes in one event: what is not signed for us, is old, or is of the other mode is refused; everything else is written down before
 * anything acts on it. The same event again is the same row.
 */
export async function receiveEvent(endpoint: Endpoint, raw: string, signature: string | null): Promise<{ fresh: boolean }> {
  const now = await appNow();
  const event = read(endpoint, raw, signature ?? "", now.getTime());
  if (!event || event.livemode !== LIVE_KEY) throw new Refusal("unreadable");
  return transact(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO "PspInbox" ("eventId", type, "apiVersion", livemode, payload, "receivedAt", "dueAt")
      VALUES (${event.id}, ${event.type}, ${event.apiVersion}, ${event.livemode}, ${raw}::jsonb, ${now}, ${new Date(now.getTime() + 60_000)})
      ON CONFLICT ("eventId") DO NOTHING`;
    if (made > 0) await enqueue(tx, "process-event", { eventId: event.id });
    return { fresh: made > 0 };
  });
}

function read(endpoint: Endpoint, raw: string, signature: string, nowMs: number) {
  if (Buffer.byteLength(raw) > MAX_EVENT_BYTES) return null;
  try {
    if (endpoint === "snapshot") {
      const { id, type, livemode, api_version: apiVersion } = readSnapshot(raw, signature, nowMs);
      return { id, type, livemode, apiVersion };
    }
    const { id, type, livemode } = readThin(raw, signature, nowMs);
    return { id, type, livemode, apiVersion: null };
  } catch {
    // Whatever is wrong with it, the sender learns only that it was not accepted.
    return null;
  }
}
