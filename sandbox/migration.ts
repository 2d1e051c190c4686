// npm run migration -- <name>   writes the SQL between the migrations and prisma/schema.prisma as a new migration
// npm run migration -- --init   writes the first migration again from the schema alone, for as long as nothing is released
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "#sandbox/migrate.ts";
import { type Postgres, startPostgres } from "#sandbox/postgres.ts";

const INIT = "20261101000000_init";

/** SQL that turns `from` (nothing, or the database at url) into schema.prisma; empty when they agree. */
export function difference(url: string, from: "empty" | "database") {
  const source = from === "empty" ? "--from-empty" : "--from-config-datasource";
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["node_modules/.bin/prisma", "migrate", "diff", source, "--to-schema", "prisma/schema.prisma", "--script", "--exit-code"],
    { encoding: "utf8", env: { ...process.env, DATABASE_URL: url } },
  );
  // 0: no difference, 2: a difference.
  if (status !== 0 && status !== 2) throw new Error(`prisma migrate diff: ${stderr || stdout}`);
  return status === 0 ? "" : stdout;
}

async function withServer<T>(use: (server: Postgres) => Promise<T>) {
  const dir = mkdtempSync(path.join(tmpdir(), "jincheng-migration-"));
  spawnSync("chmod", ["755", dir]);
  const server = await startPostgres(path.join(dir, "pg"), { fast: true });
  try {
    return await use(server);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main(name: string | undefined) {
  if (!name || (name !== "--init" && !/^[a-z][a-z0-9_]*$/.test(name))) {
    console.error("usage: npm run migration -- <name_in_snake_case>   or   npm run migration -- --init");
    process.exit(1);
  }
  await withServer(async (server) => {
    if (name === "--init") return write(INIT, difference(server.url(), "empty"));
    await migrate(server.url());
    const sql = difference(server.url(), "database");
    if (!sql) return console.log("prisma/schema.prisma and the migrations agree: nothing to write.");
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    write(`${stamp}_${name}`, sql);
  });
}

function write(folder: string, sql: string) {
  const dir = path.join("prisma/migrations", folder);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, "migration.sql"), sql);
  console.log(`${dir}/migration.sql`);
}

if (import.meta.main) await main(process.argv[2]);
