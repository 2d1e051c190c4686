import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** What was promised was corrected: for 14 days its backers may leave for nothing, also after the deadline and after they were charged. */
export async function freeCancel(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (!pledge.freeCancelUntilAt || pledge.freeCancelUntilAt <= now) throw new Refusal("freeCancelOver");
    if (pledge.state !== "COLLECTED") throw new Refusal("wrongState");
    const amountFen = pledge.collectedFen - pledge.refundedFen - pledge.chargedBackFen;
    const data = { endedAt: now, endReason: "CORRECTION" };
    await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor, reason: "CORRECTION", data }, now);
    await giveBack(tx, { campaign, pledge }, { amountFen, reason: "CORRECTION", key: `correction:${pledge.id}` }, now);
    const current = await tx.pledgeVersion.findFirst({ where: { pledgeId: pledge.id, state: "CURRENT" }, select: { id: true } });
    if (current) await returnUnits(tx, current.id, now);
  });
}
