import pg from "pg";
import { log } from "#app/log.server.ts";

/**
 * A connection that breaks says so in the log and ends nothing: whoever uses it has its own error. Between two users a pool's client has
 * nobody who listens, and an error there would end the process.
 *
 * Whoever has it to itself may ask several things at once, as Prisma does for a read of several relations in a transaction: they are
 * sent one after another, since pg gives up the queue it keeps for that.
 */
export class SteadyClient extends pg.Client {
  #last: Promise<unknown> = Promise.resolve();

  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", (error) => log.warn({ error: error.message }, "a connection to the database broke"));
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg's ten forms of a call, of which those with a callback are the pool's, one at a time
  override query(...asked: any[]): any {
    const ask = () => super.query(...(asked as [string]));
    if (asked.some((part) => typeof part === "function")) return ask();
    const answer = this.#last.then(ask);
    this.#last = answer.catch(() => {});
    return answer;
  }
}
