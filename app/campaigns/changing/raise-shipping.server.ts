import type { ShippingForm } from "#app/campaigns/changing/change.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { creatorOf, type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { provinces } from "#app/people/addresses/regions.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";

/**
 * After success sending to a zone may cost more than was agreed (RC-27). It is a public change; each backer there whose reward is not on its way sees
 * the new total beside the agreed one, and nobody is charged by it: they pay the difference, leave when it is too much, or get it at the old price.
 */
export async function raiseShipping(viewer: Viewer, campaignId: string, { zone, first, extra, note }: ShippingForm): Promise<number> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED") throw new Refusal("wrongState");
    if (campaign.fulfilment === "DELIVERED" || campaign.fulfilment === "DEFAULTED") throw new Refusal("wrongState");
    const was = await tx.shippingRate.findUnique({
      where: { campaignId_zone: { campaignId, zone } },
      select: { firstFen: true, extraFen: true },
    });
    if (!was) throw new Refusal("notFound");
    if (first < was.firstFen || extra < was.extraFen || (first === was.firstFen && extra === was.extraFen))
      throw new Refusal("feeNotHigher", {}, "first");
    if ((await tx.extraCost.count({ where: { campaignId, zone, untilAt: { gt: now } } })) > 0) throw new Refusal("riseRunning");
    const rates = ({ firstFen, extraFen }: typeof was) => ({ zone, firstFen: String(firstFen), extraFen: String(extraFen) });
    const change = { before: rates(was), after: rates({ firstFen: first, extraFen: extra }), note };
    await recordChange(tx, campaign, { kind: "shipping", subject: `shipping:${zone}`, ...change }, viewer.userId, now);
    await tx.shippingRate.update({ where: { campaignId_zone: { campaignId, zone } }, data: { firstFen: first, extraFen: extra } });
    const asked = await askBackers(tx, campaign, { zone, first, extra }, now);
    if (asked === 0) throw new Refusal("nobodyToCharge");
    await tx.campaign.update({ where: { id: campaignId }, data: { v: { increment: 1 } } });
    afterCommit(tx, () => announceCampaign(campaignId));
    return asked;
  });
}

type Rise = Pick<ShippingForm, "zone" | "first" | "extra">;
type Asked = { pledgeId: string; userId: string; dueFen: bigint; mayLeave: boolean };
/** What is agreed: the pledge's own shipping, and what its backer paid for earlier rises. Compared with the total of the launch. */
async function askBackers(tx: Tx, campaign: LockedCampaign, { zone, first, extra }: Rise, now: Date): Promise<number> {
  const there = provinces().flatMap(({ code }) => (zoneOf(code) === zone ? [code] : []));
  const untilAt = new Date(now.getTime() + policy.costRise.answerMs);
  const asked = await tx.$queryRaw<Asked[]>`
    WITH going AS (
      SELECT p.id, p."userId", p."amountFen", p."amountFen" - p."shippingFen" + ${first}::bigint + ${extra}::bigint * (sum(l.qty) - 1)::bigint AS total,
             p."amountFen" + coalesce((SELECT sum(e."dueFen") FROM "ExtraCost" e WHERE e."pledgeId" = p.id AND e."paidAt" IS NOT NULL), 0)::bigint AS agreed
        FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id
        JOIN "Reward" r ON r.id = l."rewardId" AND r.ships
       WHERE p."campaignId" = ${campaign.id}::uuid AND p.state = 'COLLECTED'
         AND p."provinceCode" = ANY(${there})
         AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s.state IN ('SHIPPED', 'DELAYED', 'DELIVERED'))
       GROUP BY p.id),
    made AS (
      INSERT INTO "ExtraCost" (id, "pledgeId", "campaignId", zone, "estimateFen", "totalFen", "dueFen", "mayLeave", at, "untilAt")
      SELECT gen_random_uuid(), id, ${campaign.id}::uuid, ${zone}::"ShippingZone", "amountFen", total, total - agreed,
             total * 10000 > "amountFen" * (10000 + ${policy.costRise.overBps}), ${now}, ${untilAt}
        FROM going WHERE total > agreed RETURNING "pledgeId", "dueFen", "mayLeave")
    SELECT made.*, going."userId" FROM made JOIN going ON going.id = made."pledgeId"`;
  for (const mayLeave of [true, false]) {
    const told = asked
      .filter((one) => one.mayLeave === mayLeave)
      .map((one) => ({ id: one.pledgeId, userId: one.userId, params: { title: campaign.title, dueFen: String(one.dueFen) } }));
    await tellPledges(tx, told, mayLeave ? "campaigns.notice.costRiseLeave" : "campaigns.notice.costRise", now);
  }
  return asked.length;
}
