import { movePledges } from "#app/campaigns/move-pledges.server.ts";
import { lockSome } from "#app/campaigns/settling/lock-some.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { db } from "#app/db.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** A campaign succeeded: everybody gets a place in the queue of delivery, in the order of their support. One statement for all. */
export const numberPledges = (tx: Tx, campaignId: string) => tx.$executeRaw`
  UPDATE "Pledge" p SET "queueNo" = n.no FROM (
    SELECT id, row_number() OVER (ORDER BY "pledgedAt", id)::int AS no FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND state = 'PLEDGED'
  ) n WHERE p.id = n.id`;

/** Some of its pledges go on: paid ones are collected where they stand, cards become due. The clock keeps the others (keepMorePledges). */
export async function keepPledges(tx: Tx, campaign: { id: string; title: string }, now: Date) {
  const of = { id: { in: await lockSome(tx, campaign.id, ["PLEDGED"]) } };
  const keep = { verb: "keepPaid", from: "PLEDGED", to: "COLLECTED", actor: byClock } as const;
  const paid = await movePledges(tx, { ...keep, where: { ...of, lane: "WALLET" }, data: { collectedAt: now } }, now);
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
  return paid.length + due.length;
}

/** The next some of a campaign that was just decided; nothing else moves its pledges until they are kept. */
export async function keepMorePledges(campaignId: string): Promise<void> {
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { id: true, title: true, lifecycle: true } });
  if (campaign.lifecycle !== "SUCCESSFUL") return;
  await transact(async (tx) => keepPledges(tx, campaign, await appNow(tx)));
}
