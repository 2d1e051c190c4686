import { log } from "#app/log.server.ts";
import { type Endpoint, MAX_EVENT_BYTES, receiveEvent } from "#app/payments/receive-event.server.ts";
import { Refusal } from "#app/refusal.ts";

/**
 * The payment channel's door. It only takes in: an event is kept and answered at once, then worked on by a job, so that a slow minute
 * here never makes the channel call again. What an outcome means is in purposes.server.ts.
 */
export async function takeEvent(endpoint: Endpoint, request: Request): Promise<Response> {
  if (request.method !== "POST") return answer(405);
  // Signed is the text as it came: nothing may parse it first.
  const raw = Number(request.headers.get("content-length") ?? 0) > MAX_EVENT_BYTES ? null : await request.text();
  try {
    if (raw === null) throw new Refusal("payloadTooLarge");
    await receiveEvent(endpoint, raw, request.headers.get("stripe-signature"));
    return answer(200);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.warn({ endpoint, bytes: raw?.length }, "an event was refused");
    return answer(error.status);
  }
}

const answer = (status: number) => new Response(null, { status, headers: { "Cache-Control": "no-store" } });
