import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { keepVersion } from "#app/campaigns/pledging/keep-version.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The backer leaves another card: the pledge stays the same in a version of its own, which counts when the new card is kept (payPledge). */
export async function replaceCard(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    const { deadlineAt } = campaign;
    if (pledge.state !== "PLEDGED" || pledge.lane !== "CARD") throw new Refusal("wrongState");
    if (campaign.lifecycle !== "LIVE" || !deadlineAt || deadlineAt <= now) throw new Refusal("campaignClosed");
    const begun = await tx.pledgeVersion.findFirst({ where: { pledgeId, state: "CLAIMED" }, select: { untilAt: true } });
    if (begun?.untilAt && begun.untilAt > now) return;
    await endDue(tx, campaign.id, pledge.id, actor.userId, now);
    const current = await tx.pledgeVersion.findFirstOrThrow({ where: { pledgeId, state: "CURRENT" }, include: { lines: true } });
    const untilAt = new Date(Math.min(now.getTime() + policy.claimMs, deadlineAt.getTime() + policy.drainMs));
    const { lines, provinceCode } = current;
    await keepVersion(tx, pledgeId, { sums: current, lines, provinceCode, state: "CLAIMED", untilAt, dueFen: 0n }, now);
  });
}
