// What a town's own payment service remembers: its database, copied in one state while it goes on.
import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileHash, type Manifest } from "#sandbox/backup/manifest.ts";
import { Unready } from "#sandbox/postgres.ts";

const NAME = "sandbox.db";
const KEPT = "channel.db";

/** Null for a town whose payment service was never started. */
export async function dumpChannel(dir: string, folder: string): Promise<Manifest["channel"]> {
  const from = path.join(dir, NAME);
  if (!existsSync(from)) return null;
  const db = new DatabaseSync(from, { readOnly: true });
  try {
    db.exec("PRAGMA busy_timeout = 5000");
    db.prepare("VACUUM INTO ?").run(path.join(folder, KEPT));
  } finally {
    db.close();
  }
  return { file: KEPT, sha256: await fileHash(path.join(folder, KEPT)) };
}

export async function mustHaveNoChannel(dir: string): Promise<void> {
  if (existsSync(path.join(dir, NAME)))
    throw new Unready(
      `${dir} 中已有支付沙盒的记录，不会覆盖。${dir} holds a payment service's records already: nothing is ever written over.`,
    );
}

export async function loadChannel(folder: string, dir: string, file: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await copyFile(path.join(folder, file), path.join(dir, NAME));
}
