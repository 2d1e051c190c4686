import { askBackers } from "#app/campaigns/changing/ask-backers.server.ts";
import type { ShippingForm } from "#app/campaigns/changing/change.ts";
import { mayRaise } from "#app/campaigns/changing/may-raise.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { provinces } from "#app/people/addresses/regions.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/**
 * After success sending to a zone may cost more than was agreed (RC-27). It is a public change; each backer there whose reward is not on its way sees
 * the new total beside the agreed one, and nobody is charged by it: they pay the difference, leave when it is too much, or get it at the old price.
 */
export async function raiseShipping(viewer: Viewer, campaignId: string, { zone, first, extra, note }: ShippingForm): Promise<number> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    mayRaise(campaign);
    const was = await tx.shippingRate.findUnique({
      where: { campaignId_zone: { campaignId, zone } },
      select: { firstFen: true, extraFen: true },
    });
    if (!was) throw new Refusal("notFound");
    if (first < was.firstFen || extra < was.extraFen || (first === was.firstFen && extra === was.extraFen))
      throw new Refusal("feeNotHigher", {}, "first");
    // Nobody answers two rises at a time: another zone concerns other people, a tax may concern the same.
    const running = { campaignId, untilAt: { gt: now }, OR: [{ zone }, { zone: null }] };
    if ((await tx.extraCost.count({ where: running })) > 0) throw new Refusal("riseRunning");
    const rates = ({ firstFen, extraFen }: typeof was) => ({ zone, firstFen: String(firstFen), extraFen: String(extraFen) });
    const change = { before: rates(was), after: rates({ firstFen: first, extraFen: extra }), note };
    await recordChange(tx, campaign, { kind: "shipping", subject: `shipping:${zone}`, ...change }, viewer.userId, now);
    await tx.shippingRate.update({ where: { campaignId_zone: { campaignId, zone } }, data: { firstFen: first, extraFen: extra } });
    const there = provinces().flatMap(({ code }) => (zoneOf(code) === zone ? [code] : []));
    const parts = Prisma.sql`
      SELECT p.id, ${first}::bigint + ${extra}::bigint * (sum(l.qty) - 1)::bigint AS "nowFen", p."shippingFen" AS "agreedFen"
        FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id
        JOIN "Reward" r ON r.id = l."rewardId" AND r.ships
       WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED' AND p."provinceCode" = ANY(${there}) GROUP BY p.id`;
    const asked = await askBackers(tx, campaign, { zone }, parts, now);
    await tx.campaign.update({ where: { id: campaignId }, data: { v: { increment: 1 } } });
    afterCommit(tx, () => announceCampaign(campaignId));
    return asked;
  });
}
