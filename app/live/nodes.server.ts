import { createAdapter as overPostgres } from "@socket.io/postgres-adapter";
import { createAdapter as overRedis } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import pg from "pg";
import { env } from "#app/env.server.ts";
import { io } from "#app/live/live.server.ts";
import { log } from "#app/log.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { SteadyClient } from "#app/steady-client.server.ts";

type Link = { close(): Promise<void> };
const links = singleton("live-links", () => [] as Link[]);
const troubled = (error: Error) => log.warn({ error: error.message }, "link between socket servers");

/** Several processes tell one another what to send: through Redis if there is one, else through PostgreSQL. One process needs neither. */
export function joinNodes() {
  if (links.length > 0 || (!env.REDIS_URL && env.ROLE === "all")) return;
  if (env.REDIS_URL) {
    const [pub, sub] = [new Redis(env.REDIS_URL), new Redis(env.REDIS_URL)];
    for (const client of [pub, sub]) client.on("error", troubled);
    for (const client of [pub, sub]) links.push({ close: async () => client.disconnect() });
    io.adapter(overRedis(pub, sub));
    return;
  }
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 4, Client: SteadyClient });
  pool.on("error", troubled);
  links.push({ close: () => pool.end() });
  io.adapter(overPostgres(pool, { errorHandler: troubled }));
}

/** Whether other processes serve sockets too. */
export const hasNodes = () => links.length > 0;

export async function leaveNodes() {
  // The adapter gives its listening connection back first; a pool would wait for it for ever.
  if (links.length > 0) await io.of("/").adapter.close();
  await Promise.allSettled(links.splice(0).map((link) => link.close()));
}
