import pg from "pg";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { SteadyClient } from "#app/steady-client.server.ts";

test("a connection that the database ends while nobody asks on it does not end the process", async () => {
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 1, Client: SteadyClient });
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const gone = new Promise((resolve) => client.once("end", resolve));
  await db.$queryRaw`SELECT pg_terminate_backend(${rows[0]!.pid}::int)`;
  await gone;
  client.release();
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
