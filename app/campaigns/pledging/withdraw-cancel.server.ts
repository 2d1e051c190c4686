import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Who waits to leave stays after all. */
export async function withdrawCancel(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const { count } = await tx.cancelRequest.updateMany({
      where: { pledgeId: pledge.id, state: "WAITING" },
      data: { state: "WITHDRAWN", answeredAt: now },
    });
    if (count !== 1) throw new Refusal("wrongState");
  });
}
