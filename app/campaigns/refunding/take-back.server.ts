import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { restFen, rightOf } from "#app/campaigns/refunding/ladder.ts";
import { ladderFacts } from "#app/campaigns/refunding/ladder-facts.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A backer takes back what the rules give today: the sum that the page showed, or nothing when it changed meanwhile. */
export async function takeBack(viewer: Viewer, pledgeId: string, shownFen: bigint): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    const right = rightOf(await ladderFacts(tx, campaign, pledge, now));
    if (!right) throw new Refusal("nothingToGiveBack");
    if (right.amountFen !== shownFen) throw new Refusal("changedMeanwhile");
    const { amountFen, reason } = right;
    if (amountFen === restFen(pledge)) {
      const data = { endReason: reason };
      await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor, reason, data }, now);
      if (campaign.latePledge === "OPEN") await freeUnits(tx, pledgeId, now);
    }
    await giveBack(tx, { campaign, pledge }, { amountFen, reason, key: `take:${pledgeId}:${pledge.refundedFen}` }, now);
  });
}

async function freeUnits(tx: Parameters<typeof returnUnits>[0], pledgeId: string, now: Date) {
  const version = await tx.pledgeVersion.findFirst({ where: { pledgeId, state: "CURRENT" }, select: { id: true } });
  if (version) await returnUnits(tx, version.id, now);
}
