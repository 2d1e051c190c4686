// Applies prisma/migrations the way `prisma migrate deploy` does (same table, same checksums), in milliseconds and without its engine.
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import queue from "pg-boss/package.json" with { type: "json" };
import { Unready } from "#sandbox/postgres.ts";

/** "jinc" in ASCII: two starts at once take turns. */
const LOCK = 0x6a696e63;
const root = path.join(import.meta.dirname, "../prisma");

export async function migrationsOnDisk(dir = path.join(root, "migrations")) {
  const folders = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = folders.sort().map(async (name) => {
    const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
  return Promise.all(read);
}

/**
 * Each migration is one transaction together with its row: it happened, or it did not. Returns the names applied now. `only`: those of a
 * backup, before its rows are loaded.
 */
export async function migrate(ownerUrl: string, { only }: { only?: ReadonlySet<string> } = {}) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query("SET client_min_messages = warning");
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const migrations = (await migrationsOnDisk()).filter(({ name }) => only?.has(name) ?? true);
    const pending = await compare(client, migrations);
    for (const { name, sql, checksum } of pending) {
      await client.query("BEGIN");
      try {
        await client.query(sql);
        await client.query(
          "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
          [randomUUID(), checksum, name],
        );
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error });
      }
    }
    await prepareQueue(client);
    await client.query(await readFile(path.join(root, "grants.sql"), "utf8"));
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

type Migration = Awaited<ReturnType<typeof migrationsOnDisk>>[number];

async function compare(client: pg.Client, migrations: Migration[]) {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL",
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of rows) {
    const migration = known.get(name);
    if (!migration)
      throw new Unready(
        `数据库比代码新：其中的迁移 ${name} 在代码里没有。The database is newer than the code: it holds migration ${name}, which the code does not have.`,
      );
    if (migration.checksum !== checksum)
      throw new Unready(
        `迁移 ${name} 在执行之后被改过，数据库与代码不一致。Migration ${name} was changed after it had been applied, so this database and the code disagree; a local database can be started afresh by deleting its STATE_DIR.`,
      );
  }
  const done = new Set(rows.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

/** pg-boss keeps its jobs in a schema of its own, which the product's role may use but not change. */
async function prepareQueue(client: pg.Client) {
  const { rows } = await client.query("SELECT to_regclass('pgboss.version') IS NOT NULL AS installed");
  if (!rows[0].installed) return void (await client.query(getConstructionPlans("pgboss")));
  const { version } = (await client.query<{ version: number }>("SELECT version FROM pgboss.version")).rows[0] as { version: number };
  if (version > queue.pgboss.schema) throw new Unready("数据库中的任务队列比代码新。The job queue in the database is newer than the code.");
  if (version < queue.pgboss.schema) await client.query(getMigrationPlans("pgboss", version));
}

// npm run migrate: for a live database, where no launcher does it.
if (import.meta.main) {
  const url = process.env.MIGRATE_DATABASE_URL || process.env.DATABASE_URL;
  if (!url) {
    console.error("MIGRATE_DATABASE_URL or DATABASE_URL is required.");
    process.exit(1);
  }
  const applied = await migrate(url).catch((error) => {
    console.error(error instanceof Unready ? error.message : error);
    process.exit(1);
  });
  console.log(applied.length ? `applied ${applied.join(", ")}` : "nothing to apply");
}
