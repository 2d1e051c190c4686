import { setTimeout as wait } from "node:timers/promises";
import type { Line } from "#app/payments/line.server.ts";
import type { Stripe } from "#app/payments/stripe.server.ts";
import { currentRequest } from "#app/request.server.ts";

type Client = ReturnType<typeof Stripe.createNodeHttpClient>;

/** A request that the channel does not take is sent so often in all: then its sender hears of it, and comes back much later. */
const TRIES = 6;
/** A person's request waits for itself, twice as long each time. */
const PERSON_MS = 250;

/**
 * The way to the channel, at the pace of a line. A person's request goes ahead of it; what workers ask waits for its turn. "Too many" is
 * about all requests together, whoever sends them. It had no effect, so the same request is sent again, key and all.
 */
export function gentle(client: Client, line: Line): Client {
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const method = request[3];
      const isPerson = currentRequest() !== undefined;
      for (let tries = 1; ; tries++) {
        if (isPerson) line.goAhead();
        else await line.turn(method === "GET" ? "reads" : "sends");
        const leftMs = performance.now();
        const answer = await client.makeRequest(...request);
        if (answer.getStatusCode() !== 429) return answer;
        // Too many for one object is no matter of all.
        if (answer.getHeaders()["stripe-rate-limited-reason"] !== "resource-specific") line.tooMuch(leftMs);
        if (tries === TRIES) return answer;
        await answer.toJSON();
        if (isPerson) await wait(PERSON_MS * 2 ** (tries - 1) * (1 + Math.random() / 2));
      }
    },
  };
}
