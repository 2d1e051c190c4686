import { db } from "#app/db.server.ts";

const BATCH = 500;

/** Deletes sessions and mailed links that have run out, in real time as they were made; they open nothing anyway. Gives how many. */
export async function sweepSessions(): Promise<number> {
  const sessions = await db.$executeRaw`
    DELETE FROM "Session" WHERE id IN (SELECT id FROM "Session" WHERE "expiresAt" < now() ORDER BY "expiresAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  const links = await db.$executeRaw`
    DELETE FROM "Verification" WHERE id IN (SELECT id FROM "Verification" WHERE "expiresAt" < now() ORDER BY "expiresAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return sessions + links;
}
