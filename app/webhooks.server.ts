import express, { type RequestHandler } from "express";
import { log } from "#app/log.server.ts";
import { type Endpoint, MAX_EVENT_BYTES, receiveEvent } from "#app/payments/receive-event.server.ts";
import { Refusal } from "#app/refusal.ts";

/**
 * The payment channel's door. It only takes in: an event is kept and answered at once, then worked on by a job, so that a slow minute
 * here never makes the channel call again. What an outcome means is in purposes.server.ts.
 *
 * It stands before the pages: notices come by thousands, and to look up a page's address takes longer than to keep one.
 */
export function webhooks() {
  const router = express.Router();
  // Signed is the text as it came: nothing may parse it first.
  const text = express.text({ type: () => true, limit: MAX_EVENT_BYTES, inflate: false });
  router.all("/webhooks/stripe", text, take("snapshot"));
  router.all("/webhooks/stripe-accounts", text, take("thin"));
  return router;
}

const take =
  (endpoint: Endpoint): RequestHandler =>
  async (request, response, next) => {
    const answer = (status: number) => response.status(status).set("Cache-Control", "no-store").end();
    if (request.method !== "POST") return answer(405);
    const raw = typeof request.body === "string" ? request.body : "";
    try {
      await receiveEvent(endpoint, raw, request.get("stripe-signature") ?? null);
      answer(200);
    } catch (error) {
      if (!(error instanceof Refusal)) return next(error);
      log.warn({ endpoint, bytes: raw.length }, "an event was refused");
      answer(error.status);
    }
  };
