import { askBackers } from "#app/campaigns/changing/ask-backers.server.ts";
import type { TaxForm } from "#app/campaigns/changing/change.ts";
import { lockReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { mayRaise } from "#app/campaigns/changing/may-raise.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** After success the tax of a reward may come to more than was declared (RC-27): the same as dearer sending, for the backers of that reward. */
export async function raiseTax(viewer: Viewer, { rewardId, tax, note }: TaxForm): Promise<number> {
  return transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId);
    mayRaise(campaign);
    if (tax <= reward.taxFen) throw new Refusal("taxNotHigher", {}, "tax");
    if ((await tx.extraCost.count({ where: { campaignId: campaign.id, untilAt: { gt: now } } })) > 0) throw new Refusal("riseRunning");
    const said = (taxFen: bigint) => (reward.secretKey ? { secret: true } : { title: reward.title, taxFen: String(taxFen) });
    const change = { before: said(reward.taxFen), after: said(tax), note };
    await recordChange(tx, campaign, { kind: "tax", subject: `reward:${rewardId}`, ...change }, viewer.userId, now);
    await tx.reward.update({ where: { id: rewardId }, data: { taxFen: tax } });
    const parts = Prisma.sql`
      SELECT v."pledgeId" AS id, ${tax}::bigint * l.qty AS "nowFen", l."taxFen" * l.qty AS "agreedFen"
        FROM "PledgeLine" l JOIN "PledgeVersion" v ON v.id = l."versionId" AND v.state = 'CURRENT' WHERE l."rewardId" = ${rewardId}::uuid`;
    const asked = await askBackers(tx, campaign, { rewardId }, parts, now);
    await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
    afterCommit(tx, () => announceCampaign(campaign.id));
    return asked;
  });
}
