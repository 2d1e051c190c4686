import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { livingStates } from "#app/campaigns/pledge.ts";
import { giveUnits } from "#app/campaigns/pledging/return-units.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A reward that is gone has a line: whoever joins is offered the next unit that comes back, in order, for half an hour each. */
export async function joinWaitlist(viewer: Viewer, campaignId: string, rewardId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (campaign.lifecycle !== "LIVE" || !campaign.deadlineAt || campaign.deadlineAt <= now) throw new Refusal("campaignClosed");
    const reward = await tx.reward.findFirst({ where: { id: rewardId, campaignId, secretKey: null } });
    if (!reward) throw new Refusal("notFound");
    if (reward.closedAt || (reward.closesAt && reward.closesAt <= now)) throw new Refusal("rewardClosed");
    if (reward.limit === null || reward.claimed < reward.limit) throw new Refusal("rewardNotFull");
    const mine = { campaignId, userId: viewer.userId, state: { in: [...livingStates] } };
    const has = await tx.pledgeLine.count({ where: { rewardId, version: { state: { in: ["CURRENT", "CLAIMED"] }, pledge: mine } } });
    if (has > 0) throw new Refusal("pledgedAlready");
    const waits = await tx.waitlist.count({ where: { rewardId, userId: viewer.userId, state: { in: ["WAITING", "OFFERED"] } } });
    if (waits === 0) await tx.waitlist.create({ data: { campaignId, rewardId, userId: viewer.userId, at: now } });
  });
}

/** Leaves the line; a unit that was offered goes to the next. */
export async function leaveWaitlist(viewer: Viewer, campaignId: string, rewardId: string): Promise<void> {
  return transact(async (tx) => {
    const { now } = await lockCampaign(tx, campaignId);
    const place = await tx.waitlist.findFirst({
      where: { campaignId, rewardId, userId: viewer.userId, state: { in: ["WAITING", "OFFERED"] } },
    });
    if (!place) throw new Refusal("wrongState");
    await tx.waitlist.update({ where: { id: place.id }, data: { state: "LEFT" } });
    if (place.state === "OFFERED") await giveUnits(tx, campaignId, [{ rewardId, qty: 1 }], now);
  });
}
