// Writes one state of the database, and the files it names, into a folder. The product goes on meanwhile.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { dumpChannel } from "#sandbox/backup/channel.ts";
import { copyOut } from "#sandbox/backup/copy.ts";
import type { Files } from "#sandbox/backup/files.ts";
import { fileHash, type Manifest, markOf, writeManifest } from "#sandbox/backup/manifest.ts";
import type { Place } from "#sandbox/backup/place.ts";
import { copySql, sequencesOf, type Table, tablesOf } from "#sandbox/backup/tables.ts";
import { Unready } from "#sandbox/postgres.ts";

type Of = Pick<Place, "url" | "files" | "channelDir" | "secret"> & { folder: string };

export async function dump({ url, folder, files: store, channelDir, secret }: Of): Promise<Manifest> {
  await mkdir(path.join(folder, "tables"), { recursive: true });
  if ((await readdir(folder)).length > 1 || (await readdir(path.join(folder, "tables"))).length > 0)
    throw new Unready(`文件夹 ${folder} 不是空的。The folder ${folder} is not empty.`);
  const client = new pg.Client(url);
  await client.connect();
  try {
    // One snapshot for all tables: whatever is committed meanwhile is in none of them.
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query("SELECT app_now() AS at");
    const migrations = await client.query<{ name: string; checksum: string }>(
      "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY 1",
    );
    const tables: Manifest["tables"] = [];
    for (const [i, table] of (await tablesOf(client)).entries()) tables.push(await dumpTable(client, folder, table, i));
    // Read last: a sequence is not part of the snapshot, and one that ran ahead does no harm.
    const sequences = await sequencesOf(client);
    const files = await dumpFiles(client, folder, store);
    await client.query("COMMIT");
    // After the tables: what the channel did meanwhile is found by reading it, the other way round it would be missing there.
    const channel = channelDir ? await dumpChannel(channelDir, folder) : null;
    const manifest = {
      version: 1 as const,
      at: rows[0].at.toISOString(),
      migrations: migrations.rows,
      tables,
      sequences,
      files,
      channel,
      secret: markOf(secret),
    };
    await writeManifest(folder, manifest);
    return manifest;
  } finally {
    await client.end();
  }
}

/** Counts lines and hashes bytes on their way. */
export function meter() {
  const hash = createHash("sha256");
  let rows = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, then) {
      hash.update(chunk);
      // A line end inside a value is written as two signs: each bare one ends a row.
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
      then(null, chunk);
    },
  });
  return { through, result: () => ({ rows, sha256: hash.digest("hex") }) };
}

async function dumpTable(client: pg.Client, folder: string, table: Table, i: number): Promise<Manifest["tables"][number]> {
  const file = `tables/${String(i).padStart(3, "0")}-${table.name}.copy.gz`;
  const { through, result } = meter();
  await Promise.all([
    pipeline(through, createGzip({ level: 4 }), createWriteStream(path.join(folder, file))),
    copyOut(client, copySql(table), through).then(() => through.end()),
  ]);
  const { schema, name, columns, order, where } = table;
  return { schema, name, columns, order, where, file, ...result() };
}

/** The files of the snapshot. One that its owner removed meanwhile is named as missing. */
async function dumpFiles(client: pg.Client, folder: string, store: Files): Promise<Manifest["files"]> {
  const { rows } = await client.query<{ key: string }>(`SELECT "storageKey" AS key FROM "File" ORDER BY 1`);
  const list: { key: string; sha256: string }[] = [];
  const missing: string[] = [];
  for (const { key } of rows) {
    const at = path.join(key.slice(0, 2), key);
    await mkdir(path.join(folder, "files", key.slice(0, 2)), { recursive: true });
    const bytes = await store.read(key);
    if (!bytes) {
      missing.push(key);
      continue;
    }
    await pipeline(bytes, createWriteStream(path.join(folder, "files", at)));
    list.push({ key, sha256: await fileHash(path.join(folder, "files", at)) });
  }
  return { kept: true, missing, list };
}
