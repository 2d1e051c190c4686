import type { LockedCampaign } from "#app/campaigns/lock.server.ts";
import { movePledges } from "#app/campaigns/move-pledges.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** A campaign succeeded: paid pledges are collected where they stand, cards become due, and everybody gets a place in the queue of delivery. */
export async function keepPledges(tx: Tx, campaign: LockedCampaign, now: Date) {
  const of = { campaignId: campaign.id };
  await tx.$executeRaw`
    UPDATE "Pledge" p SET "queueNo" = n.no FROM (
      SELECT id, row_number() OVER (ORDER BY "pledgedAt", id)::int AS no FROM "Pledge" WHERE "campaignId" = ${campaign.id}::uuid AND state = 'PLEDGED'
    ) n WHERE p.id = n.id`;
  const paid = await movePledges(
    tx,
    {
      verb: "keepPaid",
      from: "PLEDGED",
      to: "COLLECTED",
      actor: byClock,
      where: { ...of, lane: "WALLET" },
      data: { collectedAt: now },
    },
    now,
  );
  const due = await tx.pledge.updateManyAndReturn({
    where: { ...of, state: "PLEDGED", lane: "CARD" },
    data: { nextAttemptAt: now },
    select: { id: true, userId: true, amountFen: true },
  });
  const told = ({ id, userId, amountFen }: (typeof due)[number]) => ({
    id,
    userId,
    params: { title: campaign.title, amountFen: String(amountFen) },
  });
  await tellPledges(tx, paid.map(told), "campaigns.notice.backedPaid", now);
  await tellPledges(tx, due.map(told), "campaigns.notice.backedCard", now);
}
