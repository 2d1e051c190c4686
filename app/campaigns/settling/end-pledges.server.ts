import { movePledges } from "#app/campaigns/move-pledges.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { enqueueAll } from "#app/queue.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

export type EndReason = "CAMPAIGN_FAILED" | "CAMPAIGN_CANCELLED" | "DECISION";

/**
 * Every pledge of a campaign that will not be fulfilled ends: kept cards are never charged, paid ones are to be given back (by the clock,
 * some at a time: refundOwed). The caller holds the campaign's lock and has moved it. Open claims run out by themselves, and what is
 * still paid for them is given back.
 */
export async function endPledges(tx: Tx, campaign: { id: string; title: string }, reason: EndReason, actor: Actor, now: Date) {
  const data = { endReason: reason, nextAttemptAt: null };
  const of = { campaignId: campaign.id };
  const released = await movePledges(
    tx,
    {
      verb: "releasePledge",
      from: "PLEDGED",
      to: "RELEASED",
      actor,
      reason,
      where: { ...of, lane: "CARD", collectedFen: 0 },
      data: { ...data, endedAt: now },
    },
    now,
  );
  const owed = { verb: "refundPledge", to: "REFUNDING", actor, reason, data, where: { ...of, collectedFen: { gt: 0 } } } as const;
  const back = [
    ...(await movePledges(tx, { ...owed, from: "PLEDGED" }, now)),
    ...(await movePledges(tx, { ...owed, from: "COLLECTED" }, now)),
  ];
  const cards = released.flatMap(({ paymentMethodId }) => (paymentMethodId ? [{ paymentMethodId }] : []));
  await enqueueAll(tx, "forget-card", cards);
  const told = ({ id, userId, amountFen }: (typeof released)[number]) => ({
    id,
    userId,
    params: { title: campaign.title, amountFen: String(amountFen), reason },
  });
  await tellPledges(tx, released.map(told), "campaigns.notice.pledgeReleased", now);
  await tellPledges(
    tx,
    back.map((pledge) => told({ ...pledge, amountFen: pledge.collectedFen })),
    "campaigns.notice.pledgeGoesBack",
    now,
  );
}
