import { notifyOrg } from "#app/people/notify.server.ts";
import type { BidState } from "#app/tasks/bid.ts";
import { moveBid, signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Offer = {
  bid: { id: string; state: BidState; providerId: string; taskId: string; priceFen: bigint };
  place: number;
  reason: string | null;
  byUserId: string | null;
  actor: Actor;
};

/** Offers the task to one bidder: 36 hours for the choice, 24 for a standby. The caller holds the task's lock. */
export async function offerAward(tx: Tx, task: { id: string; title: string }, offer: Offer, now: Date) {
  const acceptBy = new Date(now.getTime() + (offer.place === 0 ? policy.acceptMs : policy.standbyAcceptMs));
  const { bid, place, reason, byUserId, actor } = offer;
  await moveBid(tx, bid, { verb: "awardBid", to: "AWARDED", actor, reason }, now);
  await tx.award.create({ data: { taskId: task.id, bidId: bid.id, place, reason, byUserId, offeredAt: now, acceptBy } });
  const params = { title: task.title, priceFen: String(bid.priceFen), acceptByAt: acceptBy.toISOString() };
  await notifyOrg(tx, bid.providerId, "bid:place", { kind: "tasks.notice.awarded", params, href: `/tasks/${task.id}/award` }, now);
  await signalParties(tx, task.id);
}
