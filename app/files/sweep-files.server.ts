import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";

const KEEP_DAYS = 30;
const BATCH = 50;

/** The clock removes files that were uploaded but never attached to anything, after 30 days. Returns how many. */
export async function sweepFiles(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEEP_DAYS * 86_400_000);
  const gone = await db.$queryRaw<{ storageKey: string }[]>`
    DELETE FROM "File" WHERE id IN (
      SELECT f.id FROM "File" f
      WHERE f."createdAt" < ${before} AND NOT EXISTS (SELECT 1 FROM "FileLink" l WHERE l."fileId" = f.id)
      ORDER BY f."createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING "storageKey"`;
  for (const { storageKey } of gone) {
    await storage.remove(storageKey);
    await storage.remove(`${storageKey}.thumb`);
  }
  return gone.length;
}
