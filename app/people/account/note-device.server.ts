import { currentRequest } from "#app/request.server.ts";
import type { Tx } from "#app/transact.server.ts";

const DAY = 86_400_000;
/** A browser that a person was not seen with for this long says nothing of them any more. */
const KEPT_MS = 180 * DAY;
const BATCH = 1000;

/** The browser of the request under way is one of this person's. */
export async function noteDevice(on: Pick<Tx, "$executeRaw">, userId: string, now: Date): Promise<void> {
  const device = currentRequest()?.device;
  if (!device) return;
  await on.$executeRaw`
    INSERT INTO "UserDevice" ("userId", device, "firstAt", "lastAt") VALUES (${userId}::uuid, ${device}, ${now}, ${now})
    ON CONFLICT ("userId", device) DO UPDATE SET "lastAt" = greatest("UserDevice"."lastAt", excluded."lastAt")`;
}

/** Gives how many were forgotten. */
export async function forgetDevices(on: Pick<Tx, "$executeRaw">, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS);
  return on.$executeRaw`
    DELETE FROM "UserDevice" WHERE ("userId", device) IN (
      SELECT "userId", device FROM "UserDevice" WHERE "lastAt" < ${before} ORDER BY "lastAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
}
