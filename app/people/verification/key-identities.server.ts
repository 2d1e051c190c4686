import { db } from "#app/db.server.ts";
import { keyOfId, openId } from "#app/people/verification/id-box.server.ts";

const BATCH = 100;

/** Requests from before their numbers were compared get their key. One that cannot be read gets an empty one, which equals nothing. Gives how many. */
export async function keyIdentities(): Promise<number> {
  const some = await db.realNameRequest.findMany({
    where: { idKey: null },
    select: { id: true, orgId: true, idNumber: true },
    take: BATCH,
  });
  for (const { id, orgId, idNumber } of some) await db.realNameRequest.update({ where: { id }, data: { idKey: keyFrom(idNumber, orgId) } });
  return some.length;
}

function keyFrom(sealed: string, orgId: string): string {
  try {
    return keyOfId(openId(sealed, orgId));
  } catch {
    return "";
  }
}
