import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { movePledges } from "#app/campaigns/move-pledges.server.ts";
import { lockSome } from "#app/campaigns/settling/lock-some.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { enqueueAll } from "#app/queue.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

export type EndReason = "CAMPAIGN_FAILED" | "CAMPAIGN_CANCELLED" | "DECISION";

/**
 * Pledges of a campaign that will not be fulfilled end: kept cards are never charged, paid ones are to be given back (by the clock, some
 * at a time: refundOwed). The caller holds the campaign's lock and has moved it; of thousands, the clock ends what is left
 * (endMorePledges). Open claims run out by themselves, and what is still paid for them is given back. Answers with how many it ended.
 */
export async function endPledges(tx: Tx, campaign: { id: string; title: string }, reason: EndReason, actor: Actor, now: Date) {
  const some = await lockSome(tx, campaign.id, ["PLEDGED", "COLLECTED"]);
  const data = { endReason: reason, nextAttemptAt: null };
  const of = { id: { in: some } };
  const release = { verb: "releasePledge", from: "PLEDGED", to: "RELEASED", actor, reason } as const;
  const released = await movePledges(tx, { ...release, where: { ...of, collectedFen: 0 }, data: { ...data, endedAt: now } }, now);
  const owed = { verb: "refundPledge", to: "REFUNDING", actor, reason, data, where: { ...of, collectedFen: { gt: 0 } } } as const;
  const back = [
    ...(await movePledges(tx, { ...owed, from: "PLEDGED" }, now)),
    ...(await movePledges(tx, { ...owed, from: "COLLECTED" }, now)),
  ];
  const cards = released.flatMap(({ paymentMethodId }) => (paymentMethodId ? [{ paymentMethodId }] : []));
  await enqueueAll(tx, "forget-card", cards);
  const told = ({ id, userId }: (typeof released)[number], fen: bigint) => ({
    id,
    userId,
    params: { title: campaign.title, amountFen: String(fen), reason },
  });
  const notices = released.map((pledge) => told(pledge, pledge.amountFen));
  await tellPledges(tx, notices, "campaigns.notice.pledgeReleased", now);
  const owing = back.map((pledge) => told(pledge, pledge.collectedFen));
  await tellPledges(tx, owing, "campaigns.notice.pledgeGoesBack", now);
  return some.length;
}

/** The clock goes on where a campaign's end stopped: the next some of its pledges. */
export async function endMorePledges(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (campaign.lifecycle !== "FAILED" && campaign.lifecycle !== "CANCELLED") return;
    const failed = campaign.collection === "NONE" ? "CAMPAIGN_FAILED" : "DECISION";
    await endPledges(tx, campaign, campaign.lifecycle === "CANCELLED" ? "CAMPAIGN_CANCELLED" : failed, byClock, now);
  });
}
