import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { extendCheckout } from "#app/payments/end-checkout.server.ts";
import { liveIntents } from "#app/payments/queries.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A claim goes on for five minutes, once: a bank's question or a wallet's code may take its time. Never past the drain after the deadline. */
export async function extendClaim(viewer: Viewer, pledgeId: string): Promise<Date> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (pledge.state !== "RESERVED" || !pledge.claimUntilAt || pledge.claimUntilAt <= now) throw new Refusal("claimOver");
    if (pledge.claimExtendedAt) throw new Refusal("claimExtended");
    const wished = pledge.claimUntilAt.getTime() + policy.claimExtraMs;
    const last = pledge.late || !campaign.deadlineAt ? wished : campaign.deadlineAt.getTime() + policy.drainMs;
    const until = new Date(Math.min(wished, last));
    await movePledge(tx, pledge, { verb: "extendClaim", to: "RESERVED", actor, data: { claimUntilAt: until, claimExtendedAt: now } }, now);
    const version = await tx.pledgeVersion.update({
      where: { pledgeId_version: { pledgeId: pledge.id, version: pledge.version } },
      data: { untilAt: until },
      select: { id: true },
    });
    for (const { id } of await liveIntents(tx, "pledgeVersion", version.id)) await extendCheckout(tx, id, until);
    return until;
  });
}
