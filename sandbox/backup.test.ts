import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
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
import { copyOut } from "#sandbox/backup/copy.ts";
import { dump } from "#sandbox/backup/dump.ts";
import { filesInBucket, filesInFolder } from "#sandbox/backup/files.ts";
import { load } from "#sandbox/backup/load.ts";
import { setOffset } from "#sandbox/clock.ts";
import { openStore } from "#sandbox/state/store.ts";

const url = String(process.env.OWNER_DATABASE_URL);
const filesDir = String(process.env.FILES_DIR);
const from = () => ({ url, files: filesInFolder(filesDir), channelDir: worldDir, secret });
const secret = String(process.env.SESSION_SECRET);
const dir = mkdtempSync(path.join(tmpdir(), "jincheng-backup-"));
const folder = path.join(dir, "first");
const worldDir = path.join(dir, "world");
const made: string[] = [];
const admin = new pg.Client(url);
/** An empty place in the same cluster. */
async function emptyPlace() {
  const name = `restored_${randomUUID().slice(0, 8)}`;
  await admin.query(`CREATE DATABASE ${name}`);
  made.push(name);
  const to = new URL(url);
  to.pathname = `/${name}`;
  const filesDir = path.join(dir, `files-${name}`);
  return { url: to.href, files: filesInFolder(filesDir), filesDir, channelDir: path.join(dir, `world-${name}`), secret };
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
  const world = openStore(worldDir);
  let stop = false;
  let moved = 0;
  const busy = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!stop) {
        await move(moved++);
        world.count("test", "moved");
      }
    }),
  );
  const manifest = await dump({ ...from(), folder }).finally(() => {
    stop = true;
  });
  await busy;
  expect(moved).toBeGreaterThan(0);
  expect(JSON.stringify(manifest)).not.toContain(secret);
  world.set("after", true);
  world.close();

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
  // The payment service has what it had, and goes on from there.
  const again = openStore(place.channelDir);
  expect([again.one<{ n: number }>("SELECT n FROM counter")!.n > 0, again.setting("after", false)]).toEqual([true, false]);
  again.close();
  await expect(load({ ...(await emptyPlace()), channelDir: place.channelDir, folder })).rejects.toThrow(/already/);
});

/** A bucket of its own: keeps what is put, by key. */
async function bucket() {
  const kept = new Map<string, Buffer>();
  const server = createServer((req, res) => {
    const key = String(req.url).split("/").at(-1)!;
    const bytes: Buffer[] = [];
    req.on("data", (chunk) => bytes.push(chunk));
    req.on("end", () => {
      if (req.method === "PUT") kept.set(key, Buffer.concat(bytes));
      const there = kept.get(key);
      res.writeHead(there ? 200 : 404).end(req.method === "GET" ? there : undefined);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const files = filesInBucket(`http://key:secret@127.0.0.1:${(server.address() as AddressInfo).port}/jincheng`);
  return { kept, files, close: () => server.close() };
}

test("a slow file holds nothing up once the table is through", async () => {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  let bytes = 0;
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      setImmediate(done);
    },
  });
  await copyOut(client, "COPY (SELECT repeat('x', 99) FROM generate_series(1, 5000)) TO STDOUT", slow);
  await new Promise<void>((done) => slow.end(done));
  expect(bytes).toBe(500_000);
  expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await client.end();
});

test("files in a bucket are kept too, and come back into a folder or a bucket; what it holds already stays, and is never written over", async () => {
  const [first, second] = [await bucket(), await bucket()];
  const { storageKey: key } = await db.file.findFirstOrThrow({ where: { name: "附件.txt" } });
  first.kept.set(key, Buffer.from("桶中的附件"));
  const at = path.join(dir, "of-a-bucket");
  const manifest = await dump({ ...from(), files: first.files, channelDir: null, folder: at });
  expect(manifest).toMatchObject({ channel: null, files: { kept: true, list: [{ key }] } });
  await load({ ...(await emptyPlace()), files: second.files, folder: at });
  expect(second.kept.get(key)?.toString()).toBe("桶中的附件");
  await load({ ...(await emptyPlace()), files: second.files, folder: at });
  second.kept.set(key, Buffer.from("另一个文件"));
  await expect(load({ ...(await emptyPlace()), files: second.files, folder: at })).rejects.toThrow(/another file/);
  const place = await emptyPlace();
  await load({ ...place, folder: at });
  expect(await readFile(path.join(place.filesDir, key.slice(0, 2), key), "utf8")).toBe("桶中的附件");
  for (const one of [first, second]) one.close();
});

test("nothing is written over: a database or a files folder that holds anything is refused", async () => {
  await expect(load({ ...from(), files: filesInFolder(path.join(dir, "nowhere")), folder })).rejects.toThrow(/not empty/);
  const place = await emptyPlace();
  await expect(load({ ...place, files: filesInFolder(filesDir), folder })).rejects.toThrow(/not empty/);
  await on(place.url, async (client) => {
    expect((await client.query("SELECT to_regclass('public.\"User\"') AS there")).rows[0].there).toBeNull();
  });
  await expect(dump({ ...from(), folder })).rejects.toThrow(/not empty/);
});

test("another secret is refused before anything is touched", async () => {
  const place = await emptyPlace();
  await expect(load({ ...place, secret: "another-secret-of-thirty-two-characters", folder })).rejects.toThrow(/SESSION_SECRET/);
});

test("a changed byte anywhere is found before anything is touched", async () => {
  const tables = path.join(folder, "tables");
  const victim = path.join(tables, readdirSync(tables).find((name) => name.includes("-LedgerEntry."))!);
  for (const file of [victim, path.join(folder, "manifest.json"), path.join(folder, "channel.db")]) {
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
