// Brings a backup into an empty database: checked whole before anything is touched, loaded in one transaction, compared afterwards.
import { createReadStream } from "node:fs";
import path from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { loadChannel, mustHaveNoChannel } from "#sandbox/backup/channel.ts";
import { copyIn, copyOut } from "#sandbox/backup/copy.ts";
import { meter } from "#sandbox/backup/dump.ts";
import type { Files } from "#sandbox/backup/files.ts";
import { damaged, fileHash, type Manifest, markOf, readManifest } from "#sandbox/backup/manifest.ts";
import type { Place } from "#sandbox/backup/place.ts";
import { copySql, named, referencesOf, tablesOf } from "#sandbox/backup/tables.ts";
import { migrate, migrationsOnDisk } from "#sandbox/migrate.ts";
import { Unready } from "#sandbox/postgres.ts";

type Of = Pick<Place, "url" | "files" | "channelDir" | "secret"> & { folder: string };

export async function load({ url, folder, files, channelDir, secret }: Of): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await verify(folder, manifest);
  if (markOf(secret) !== manifest.secret)
    throw new Unready(
      "SESSION_SECRET 与备份时不同，加密的证件号和收款账号将无法读取。请使用原来的密钥（本机小镇：原状态文件夹中的 secrets.json）。SESSION_SECRET is not the one of this backup, so its encrypted columns could not be read: use the old one (of a local town: secrets.json of its state folder).",
    );
  await mustFit(manifest);
  await mustBeEmpty(url);
  await files.mustTake(manifest.files.list);
  if (channelDir && manifest.channel) await mustHaveNoChannel(channelDir);
  try {
    await migrate(url, { only: new Set(manifest.migrations.map(({ name }) => name)) });
    await fill(url, folder, manifest);
    await migrate(url);
  } catch (error) {
    // It was empty before: it is empty again.
    await clear(url);
    throw error;
  }
  await loadFiles(url, folder, files, manifest);
  if (channelDir && manifest.channel) await loadChannel(folder, channelDir, manifest.channel.file);
  return manifest;
}

/** Every byte has its hash, before the first one is used. */
async function verify(folder: string, manifest: Manifest) {
  for (const table of manifest.tables) {
    const { through, result } = meter();
    const nowhere = new Writable({ write: (_chunk, _encoding, then) => then() });
    await pipeline(createReadStream(path.join(folder, table.file)), createGunzip(), through, nowhere).catch(() => {
      throw damaged(table.file);
    });
    const { rows, sha256 } = result();
    if (sha256 !== table.sha256 || rows !== table.rows) throw damaged(table.file);
  }
  for (const { key, sha256 } of manifest.files.list) {
    const file = path.join(folder, "files", key.slice(0, 2), key);
    if ((await fileHash(file).catch(() => "")) !== sha256) throw damaged(`files/${key}`);
  }
  const { channel } = manifest;
  if (channel && (await fileHash(path.join(folder, channel.file)).catch(() => "")) !== channel.sha256) throw damaged(channel.file);
}

async function mustFit(manifest: Manifest) {
  const known = new Map((await migrationsOnDisk()).map(({ name, checksum }) => [name, checksum]));
  const strange = manifest.migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (strange)
    throw new Unready(
      `备份来自另一版本的代码：迁移 ${strange.name} 不同或不存在。The backup is of another version of the code: migration ${strange.name} differs or is not there.`,
    );
}

async function mustBeEmpty(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS n FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p', 'v', 'm', 'S')",
  );
  await client.end();
  if (rows[0].n > 0) throw new Unready("目标数据库不是空的，不会覆盖任何数据。The database is not empty: nothing is ever written over.");
}

async function fill(url: string, folder: string, manifest: Manifest) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("BEGIN");
    const here = new Map((await tablesOf(client)).map((table) => [`${table.schema}.${table.name}`, table.select]));
    const tables = manifest.tables.filter((table) => table.schema === "public");
    // What the triggers keep was kept when the rows were first written; references and CHECKs are asked again.
    for (const table of tables) await client.query(`ALTER TABLE ${named(table)} DISABLE TRIGGER USER`);
    const references = await referencesOf(client);
    for (const { table, name } of references) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
    for (const table of tables) await client.query(`DELETE FROM ${named(table)}`);
    for (const table of manifest.tables) {
      const columns = table.columns.map(pg.escapeIdentifier).join(", ");
      const rows = createReadStream(path.join(folder, table.file)).pipe(createGunzip());
      await copyIn(client, `COPY ${named(table)} (${columns}) FROM STDIN`, rows);
    }
    for (const { name, value } of manifest.sequences)
      if (value !== "0") await client.query("SELECT setval($1::regclass, $2::bigint)", [`public.${pg.escapeIdentifier(name)}`, value]);
    for (const { table, name, definition } of references)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`);
    for (const table of tables) await client.query(`ALTER TABLE ${named(table)} ENABLE TRIGGER USER`);
    // What stands there now, read again in the same order, must be the same bytes.
    for (const table of manifest.tables) {
      const { through, result } = meter();
      const select = here.get(`${table.schema}.${table.name}`);
      await Promise.all([
        pipeline(through, new Writable({ write: (_chunk, _encoding, then) => then() })),
        copyOut(client, copySql({ ...table, select }), through).then(() => through.end()),
      ]);
      if (result().sha256 !== table.sha256) throw new Error(`${table.name} did not come back as it was`);
    }
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

async function clear(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    "DROP SCHEMA IF EXISTS pgboss CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC",
  );
  await client.end();
}

async function loadFiles(url: string, folder: string, files: Files, manifest: Manifest) {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ key: string; mime: string }>(`SELECT "storageKey" AS key, mime FROM "File"`);
  await client.end();
  const mimes = new Map(rows.map(({ key, mime }) => [key, mime]));
  for (const { key } of manifest.files.list)
    await files.write(key, path.join(folder, "files", key.slice(0, 2), key), mimes.get(key) ?? "application/octet-stream");
}
