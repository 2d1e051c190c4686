import type { z } from "zod";
import type { ScheduleLate } from "#app/campaigns/fulfilling/late/late.ts";
import { creatorOf, type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Before the end: what will be for sale afterwards, and for how much. */
export async function scheduleLate(viewer: Viewer, campaignId: string, { prices }: z.output<typeof ScheduleLate>) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = creatorOf(viewer, campaign);
    guardBeforeEnd(campaign, now);
    const rewards = await tx.reward.findMany({ where: { campaignId }, orderBy: { id: "asc" }, select: { id: true, priceFen: true } });
    const asked = new Map(prices.map(({ rewardId, price }) => [rewardId, price]));
    const offered = rewards.filter(({ id }) => asked.get(id) != null);
    if (offered.length === 0) throw new Refusal("lateNothing");
    for (const { id, priceFen } of rewards) {
      const latePriceFen = asked.get(id) ?? null;
      const at = prices.findIndex(({ rewardId }) => rewardId === id);
      if (latePriceFen !== null && latePriceFen < priceFen)
        throw new Refusal("latePriceLow", { priceFen: String(priceFen) }, `prices[${at}].price`);
      await tx.reward.update({ where: { id }, data: { latePriceFen } });
    }
    await moveCampaign(tx, campaign, "latePledge", { verb: "scheduleLate", to: "SCHEDULED", actor }, now);
  });
}

/** On or off is decided while people can still choose to pledge now. */
export function guardBeforeEnd({ lifecycle, deadlineAt }: Pick<LockedCampaign, "lifecycle" | "deadlineAt">, now: Date) {
  const running = lifecycle === "LIVE" && deadlineAt !== null && now < deadlineAt;
  if (!running && lifecycle !== "APPROVED" && lifecycle !== "PRELAUNCH") throw new Refusal("wrongState");
}
