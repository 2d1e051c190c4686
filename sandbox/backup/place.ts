// Which database, which files and which secret: those of the environment, or of the town in STATE_DIR.
import fs from "node:fs";
import { createDatabase, DATABASE, runningPort, startPostgres, Unready } from "#sandbox/postgres.ts";
import { openState } from "#sandbox/state-folder.ts";

export type Place = { url: string; filesDir: string | null; secret: string; close(): Promise<void> };

/** Tables are read as their owner: the product's own role may not see all of them. `fresh`: an embedded cluster may be made for it. */
export async function openPlace({ fresh }: { fresh: boolean }): Promise<Place> {
  const given = process.env;
  const url = given.MIGRATE_DATABASE_URL || given.DATABASE_URL;
  const live = given.APP_MODE === "live";
  if (live && !given.SESSION_SECRET) throw new Unready("缺少 SESSION_SECRET。SESSION_SECRET is required.");
  const state = live ? null : openState(given.STATE_DIR || ".state");
  const secret = given.SESSION_SECRET || (state as NonNullable<typeof state>).secrets("session").session;
  const filesDir = given.S3_URL ? null : (given.FILES_DIR ?? state?.file("files") ?? null);
  if (url) return { url, filesDir, secret, close: async () => {} };
  if (!state) throw new Unready("缺少 DATABASE_URL。DATABASE_URL is required.");
  const folder = state.file("pg");
  if (!fresh && !fs.existsSync(folder))
    throw new Unready(`${state.dir} 中还没有数据，请先运行 npm start。There is no town in ${state.dir} yet: run npm start first.`);
  const port = runningPort(folder);
  if (port) return { url: `postgresql://owner@127.0.0.1:${port}/${DATABASE}`, filesDir, secret, close: async () => {} };
  const server = await startPostgres(folder);
  if (fresh) await createDatabase(server, DATABASE);
  return { url: server.url(DATABASE), filesDir, secret, close: server.stop };
}
