import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { SteadyClient } from "#app/steady-client.server.ts";
import { PrismaClient } from "../generated/prisma/client.ts";

/** A session in another zone would store timestamptz values hours off. Ten connections carry the spread load; hot keys have their own queues. */
export const db = singleton(
  "db",
  () =>
    new PrismaClient({
      adapter: new PrismaPg({ connectionString: env.DATABASE_URL, max: 10, options: "-c TimeZone=UTC", Client: SteadyClient }),
    }),
);
