import pg from "pg";
import { log } from "#app/log.server.ts";

/**
 * A connection that breaks says so in the log and ends nothing: whoever uses it has its own error. Between two users a pool's client has
 * nobody who listens, and an error there would end the process.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", (error) => log.warn({ error: error.message }, "a connection to the database broke"));
  }
}
