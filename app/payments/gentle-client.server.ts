import { setTimeout as wait } from "node:timers/promises";
import type { Line } from "#app/payments/line.server.ts";
import type { Stripe } from "#app/payments/stripe.server.ts";
import { currentRequest } from "#app/request.server.ts";

type Client = ReturnType<typeof Stripe.createNodeHttpClient>;

/** A request that the channel does not take is sent so often in all: then its sender hears of it, and comes back much later. */
const TRIES = 6;
/** A person's request waits for itself, twice as long each time. */
const PERSON_MS = 250;
/** For all the calls of a page together, so that people are answered within 20 s; one that hangs leaves time for another try. */
const PATIENCE_MS = 15_000;
const CALL_MS = 8000;

/**
 * The way to the channel, at the pace of a line. A person's request goes ahead of it, and has as long as a person has; what workers ask
 * waits for its turn. "Too many" is about all requests together, whoever sends them. It had no effect, so the same request is sent again,
 * key and all.
 */
export function gentle(client: Client, line: Line): Client {
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const [host, port, path, method, headers, body, protocol, timeout] = request;
      const person = currentRequest();
      if (person) person.askedMs ??= performance.now();
      const untilMs = person?.askedMs ? person.askedMs + PATIENCE_MS : null;
      for (let tries = 1; ; tries++) {
        if (untilMs) line.goAhead();
        else await line.turn(method === "GET" ? "reads" : "sends");
        const leftMs = performance.now();
        const ms = untilMs ? Math.min(timeout, CALL_MS, Math.ceil(untilMs - leftMs)) : timeout;
        if (ms <= 0) throw new Error("nobody waits for this any longer");
        const answer = await client.makeRequest(host, port, path, method, headers, body, protocol, ms);
        if (answer.getStatusCode() !== 429) return answer;
        // Too many for one object is no matter of all.
        if (answer.getHeaders()["stripe-rate-limited-reason"] !== "resource-specific") line.tooMuch(leftMs);
        const pauseMs = PERSON_MS * 2 ** (tries - 1) * (1 + Math.random() / 2);
        if (tries === TRIES || (untilMs && performance.now() + pauseMs >= untilMs)) return answer;
        await answer.toJSON();
        if (untilMs) await wait(pauseMs);
      }
    },
  };
}
