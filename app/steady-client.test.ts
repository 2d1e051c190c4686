import pg from "pg";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { person } from "#app/people/fixtures.ts";
import { SteadyClient } from "#app/steady-client.server.ts";
import { transact } from "#app/transact.server.ts";

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

test("what is asked at once on one connection is asked in turn, and each has its own answer, also behind one that fails", async () => {
  const warned: string[] = [];
  const listen = (warning: Error) => warned.push(warning.message);
  process.on("warning", listen);
  const client = new SteadyClient({ connectionString: env.DATABASE_URL });
  await client.connect();
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      client.query(n % 5 === 3 ? { text: "SELECT 1 / 0 AS n" } : { name: `s${n}`, text: `SELECT ${n} AS n` }),
    ),
  );
  expect(answers.map((one) => (one.status === "fulfilled" ? one.value.rows[0]!.n : one.reason.code))).toEqual(
    Array.from({ length: 20 }, (_, n) => (n % 5 === 3 ? "22012" : n)),
  );
  await client.end();
  process.off("warning", listen);
  expect(warned).toEqual([]);
});

test("transactions that the database ends leave nobody the answer to somebody else's question", async () => {
  const { id: known } = await person().then(({ userId }) => db.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true } }));
  const broken = (n: number) =>
    transact(async (tx) => {
      await Promise.allSettled([
        tx.user.findUniqueOrThrow({ where: { id: known }, include: { memberships: { include: { org: true } }, notices: { take: 1 } } }),
        tx.$queryRaw`SELECT 1 / ${n % 2}::int AS one`,
        tx.user.count(),
      ]);
      await tx.$queryRaw`SELECT 1 / 0`;
    });
  const asked = await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      if (n % 3 === 0)
        return broken(n).then(
          () => "done",
          () => "failed",
        );
      const found = await db.user.findUnique({ where: { id: known }, select: { id: true } });
      const [row] = await db.$queryRaw<{ n: number }[]>`SELECT ${n}::int AS n`;
      return found?.id === known && row?.n === n ? "own" : JSON.stringify([found, row]);
    }),
  );
  expect(asked).toEqual(asked.map((_, n) => (n % 3 === 0 ? "failed" : "own")));
});
