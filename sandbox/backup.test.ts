import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dealAt, payable, settleAll } from "#app/contracts/fixtures.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";
import { unknownTransaction } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { sealBlock } from "#app/ledger/seal-block.server.ts";
import { operator } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { auditOf } from "#sandbox/backup/audit-of.ts";
import { dump } from "#sandbox/backup/dump.ts";
import { load } from "#sandbox/backup/load.ts";
import { setOffset } from "#sandbox/clock.ts";

const url = String(process.env.OWNER_DATABASE_URL);
const filesDir = String(process.env.FILES_DIR);
const secret = String(process.env.SESSION_SECRET);
const dir = mkdtempSync(path.join(tmpdir(), "jincheng-backup-"));
const folder = path.join(dir, "first");
const made: string[] = [];
const admin = new pg.Client(url);
/** An empty place in the same cluster. */
async function emptyPlace() {
  const name = `restored_${randomUUID().slice(0, 8)}`;
  await admin.query(`CREATE DATABASE ${name}`);
  made.push(name);
  const to = new URL(url);
  to.pathname = `/${name}`;
  return { url: to.href, filesDir: path.join(dir, `files-${name}`), secret };
}
async function on<T>(address: string, run: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client(address);
  await client.connect();
  return run(client).finally(() => client.end());
}
const count = (client: pg.Client, table: string) =>
  client.query(`SELECT count(*)::int AS n FROM "${table}"`).then(({ rows }) => rows[0].n as number);

beforeAll(async () => {
  await admin.connect();
  await operator();
  const deal = await dealAt("ACCEPTED");
  await payable(deal.provider.orgId);
  await setOffset(6 * 86_400_000);
  await releaseMilestone(deal.stages[0]!);
  await settleAll(deal);
  await sealBlock(new Date((await appNow()).getTime() + 2 * 3_600_000));
  const key = randomUUID();
  await storage.put(key, Buffer.from("一份合同附件\n"), "text/plain");
  await db.file.create({
    data: {
      ownerId: deal.employer.userId,
      name: "附件.txt",
      mime: "text/plain",
      sizeBytes: 1,
      sha256: "",
      storageKey: key,
      createdAt: await appNow(),
    },
  });
});
afterAll(async () => {
  for (const name of made) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.end();
  rmSync(dir, { recursive: true, force: true });
});

/** Money moves all the time. */
const move = (n: number) =>
  transact(async (tx) =>
    post(tx, unknownTransaction({ transactionId: `txn_${randomUUID()}`, source: "adj", netFen: BigInt(n + 1) }), await appNow(tx)),
  );

test("one state is kept while the product goes on, and comes back into an empty place to the byte, with its guards", async () => {
  let stop = false;
  let moved = 0;
  const busy = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!stop) await move(moved++);
    }),
  );
  const manifest = await dump({ url, folder, filesDir, secret }).finally(() => {
    stop = true;
  });
  await busy;
  expect(moved).toBeGreaterThan(0);
  expect(JSON.stringify(manifest)).not.toContain(secret);

  const place = await emptyPlace();
  await load({ ...place, folder });
  await on(place.url, async (client) => {
    for (const table of manifest.tables.filter((one) => one.schema === "public"))
      expect(await count(client, table.name), table.name).toBe(table.rows);
    expect((await auditOf(client)).filter(({ rows }) => rows.length > 0)).toEqual([]);
    await expect(client.query(`UPDATE "LedgerEntry" SET "amountFen" = 1`)).rejects.toMatchObject({ code: "42501" });
    await expect(client.query(`UPDATE "LedgerBalance" SET "debitFen" = 1`)).rejects.toThrow();
    await client.query(
      `SELECT ledger_post('after', 'paymentReceived', 'x', 'x', '[{"account":"psp:pending:cny","fen":"5"},{"account":"bank:cny","fen":"-5"}]', app_now())`,
    );
    const roles = await client.query(
      `SELECT has_table_privilege('jincheng', '"OperatorAct"', 'DELETE') AS may, has_table_privilege('jincheng', '"Task"', 'UPDATE') AS does`,
    );
    expect(roles.rows[0]).toEqual({ may: false, does: true });
  });
  const [file] = manifest.files.list;
  expect(await readFile(path.join(place.filesDir, file!.key.slice(0, 2), file!.key), "utf8")).toBe("一份合同附件\n");
});

test("nothing is written over: a database or a files folder that holds anything is refused", async () => {
  await expect(load({ url, folder, filesDir: path.join(dir, "nowhere"), secret })).rejects.toThrow(/not empty/);
  const place = await emptyPlace();
  await expect(load({ ...place, filesDir, folder })).rejects.toThrow(/not empty/);
  await on(place.url, async (client) => {
    expect((await client.query("SELECT to_regclass('public.\"User\"') AS there")).rows[0].there).toBeNull();
  });
  await expect(dump({ url, folder, filesDir, secret })).rejects.toThrow(/not empty/);
});

test("another secret is refused before anything is touched", async () => {
  const place = await emptyPlace();
  await expect(load({ ...place, secret: "another-secret-of-thirty-two-characters", folder })).rejects.toThrow(/SESSION_SECRET/);
});

test("a changed byte anywhere is found before anything is touched", async () => {
  const tables = path.join(folder, "tables");
  const victim = path.join(tables, readdirSync(tables).find((name) => name.includes("-LedgerEntry."))!);
  for (const file of [victim, path.join(folder, "manifest.json")]) {
    const bytes = await readFile(file);
    const changed = Buffer.from(bytes);
    changed[Math.floor(changed.length / 2)]! ^= 1;
    writeFileSync(file, changed);
    const place = await emptyPlace();
    await expect(load({ ...place, folder }), file).rejects.toThrow(/damaged/);
    await on(place.url, async (client) => {
      expect((await client.query("SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'")).rows[0].n).toBe(0);
    });
    writeFileSync(file, bytes);
  }
  await load({ ...(await emptyPlace()), folder });
});
