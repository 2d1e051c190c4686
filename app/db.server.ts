import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { statementName } from "#app/statement-names.server.ts";
import { SteadyClient } from "#app/steady-client.server.ts";
import { PrismaClient } from "../generated/prisma/client.ts";

/**
 * A session in another zone would store timestamptz values hours off. Plans are made for the values at hand: a table that was small when
 * its statement was prepared may be large now. Ten connections carry the spread load; hot keys have their own queues.
 */
const OPTIONS = "-c TimeZone=UTC -c plan_cache_mode=force_custom_plan";

export const db = singleton(
  "db",
  () =>
    new PrismaClient({
      adapter: new PrismaPg(
        { connectionString: env.DATABASE_URL, max: 10, options: OPTIONS, Client: SteadyClient },
        { statementNameGenerator: ({ sql }) => statementName(sql) },
      ),
    }),
);
