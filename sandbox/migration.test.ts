import pg from "pg";
import { expect, test } from "vitest";
import { migrate } from "#sandbox/migrate.ts";
import { difference } from "#sandbox/migration.ts";

const owner = () => process.env.OWNER_DATABASE_URL as string;

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("the migrations make exactly what schema.prisma says", async () => {
  expect(difference(owner(), "database")).toBe("");
  // An engine that does nothing would agree with everything.
  await ask(owner(), `ALTER TABLE "User" ADD COLUMN extra int`);
  expect(difference(owner(), "database")).toContain("extra");
  await ask(owner(), `ALTER TABLE "User" DROP COLUMN extra`);
});

test("a second run applies nothing", async () => {
  expect(await migrate(owner())).toEqual([]);
});

test("a database newer than the code, or made by other migrations, is refused in one sentence", async () => {
  await ask(
    owner(),
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())",
  );
  await expect(migrate(owner())).rejects.toThrow("29990101000000_later");
  await ask(owner(), "DELETE FROM _prisma_migrations WHERE id = 'x'");
  await ask(owner(), "UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '20261101000000_init'");
  await expect(migrate(owner())).rejects.toThrow("20261101000000_init");
});

const appendOnly = [
  "LedgerAccount",
  "LedgerTx",
  "LedgerEntry",
  "LedgerBlock",
  "OperatorAct",
  "Transition",
  "AuctionBid",
  "AuctionEvent",
  "BidVersion",
  "TaskAmendment",
  "DisputeOffer",
  "DisputeDecision",
  "ContractCover",
];

test.each(appendOnly)("the product's role may add to %s and change nothing in it", async (table) => {
  const [row] = await ask<Record<string, boolean>>(
    owner(),
    `SELECT ${["INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE"].map((right) => `has_table_privilege('jincheng', '"${table}"', '${right}') AS "${right}"`).join(", ")}`,
  );
  expect(row).toEqual({ INSERT: true, SELECT: true, UPDATE: false, DELETE: false, TRUNCATE: false });
});

test("the product's role can move neither the clock nor a balance, and truncates nothing", async () => {
  const app = process.env.DATABASE_URL as string;
  await expect(ask(app, `UPDATE "AppClock" SET "offsetMs" = 1`)).rejects.toThrow("permission denied");
  await expect(ask(app, `UPDATE "LedgerBalance" SET "debitFen" = 1`)).rejects.toThrow("permission denied");
  await expect(ask(app, `TRUNCATE "User" CASCADE`)).rejects.toThrow("permission denied");
  await expect(ask(app, "CREATE TABLE mine (id int)")).rejects.toThrow("permission denied");
  await ask(app, `UPDATE "AppClock" SET "tickAt" = now()`);
});
