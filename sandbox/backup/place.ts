// Which database, which files and which secret: those of the environment, or of the town in STATE_DIR.
import fs from "node:fs";
import { type Files, filesInBucket, filesInFolder } from "#sandbox/backup/files.ts";
import { createDatabase, DATABASE, runningPort, startPostgres, Unready } from "#sandbox/postgres.ts";
import { openState } from "#sandbox/state-folder.ts";

/** files: where people's files are; channelDir: the folder of a town's own payment service, null where a real one keeps its own. */
export type Place = { url: string; files: Files; channelDir: string | null; secret: string; settle(): void; close(): Promise<void> };

/** Tables are read as their owner: the product's own role may not see all of them. `fresh`: an embedded cluster may be made for it. */
export async function openPlace({ fresh }: { fresh: boolean }): Promise<Place> {
  const given = process.env;
  const url = given.MIGRATE_DATABASE_URL || given.DATABASE_URL;
  const live = given.APP_MODE === "live";
  if (live && !given.SESSION_SECRET) throw new Unready("缺少 SESSION_SECRET。SESSION_SECRET is required.");
  const state = live ? null : openState(given.STATE_DIR || ".state");
  const secret = given.SESSION_SECRET || (state as NonNullable<typeof state>).secrets("session").session;
  const filesDir = given.FILES_DIR ?? state?.file("files");
  if (!given.S3_URL && !filesDir) throw new Unready("缺少 FILES_DIR 或 S3_URL。FILES_DIR or S3_URL is required.");
  const files = given.S3_URL ? filesInBucket(given.S3_URL) : filesInFolder(String(filesDir));
  const channelDir = given.STRIPE_SECRET_KEY ? null : (state?.file("world") ?? null);
  // A town that came back is no first start, which would build another in its place.
  const settle = () => (url || !state ? undefined : fs.writeFileSync(state.file("seeded"), ""));
  const where = { files, channelDir, secret, settle };
  if (url) return { url, ...where, close: async () => {} };
  if (!state) throw new Unready("缺少 DATABASE_URL。DATABASE_URL is required.");
  const folder = state.file("pg");
  if (!fresh && !fs.existsSync(folder))
    throw new Unready(`${state.dir} 中还没有数据，请先运行 npm start。There is no town in ${state.dir} yet: run npm start first.`);
  const port = runningPort(folder);
  if (port) return { url: `postgresql://owner@127.0.0.1:${port}/${DATABASE}`, ...where, close: async () => {} };
  const server = await startPostgres(folder);
  if (fresh) await createDatabase(server, DATABASE);
  return { url: server.url(DATABASE), ...where, close: server.stop };
}
