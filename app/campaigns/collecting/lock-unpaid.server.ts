import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks a backer's own pledge whose card was declined, while it can still be paid. */
export async function lockUnpaid(tx: Tx, viewer: Viewer, pledgeId: string) {
  const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
  const actor = backerOf(viewer, pledge);
  if (pledge.state !== "ERRORED" && pledge.state !== "AUTH_REQUIRED") throw new Refusal("wrongState");
  const isOpen = campaign.collection === "CHARGING" || campaign.collection === "RETRY_WINDOW";
  if (!isOpen || !campaign.windowEndsAt || campaign.windowEndsAt <= now) throw new Refusal("windowOver");
  const version = await tx.pledgeVersion.findFirstOrThrow({ where: { pledgeId, state: "CURRENT" }, select: { id: true } });
  return { campaign, pledge, versionId: version.id, windowEndsAt: campaign.windowEndsAt, actor, now };
}
