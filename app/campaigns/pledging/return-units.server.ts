import { claimRules } from "#app/campaigns/pledging/claim.ts";
import { tellOffered } from "#app/campaigns/pledging/offered.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";

/** The units of a pledge's version come back to the stock; whoever waits in line for them is offered them first. The caller holds the campaign's lock. */
export async function returnUnits(tx: Tx, versionId: string, now: Date): Promise<void> {
  const version = await tx.pledgeVersion.findUniqueOrThrow({
    where: { id: versionId },
    select: { pledge: { select: { campaignId: true } }, lines: { select: { rewardId: true, qty: true } } },
  });
  await giveUnits(tx, version.pledge.campaignId, version.lines, now);
}

/** The same for any units. With none it only offers what became free in another way: a limit was raised. */
export async function giveUnits(tx: Tx, campaignId: string, units: readonly { rewardId: string; qty: number }[], now: Date): Promise<void> {
  const plain = JSON.stringify(units.map(({ rewardId, qty }) => ({ rewardId, qty })));
  const [row] = await tx.$queryRaw<{ offered: unknown }[]>`
    SELECT return_units(${campaignId}::uuid, ${plain}::jsonb, ${now}, ${claimRules}::jsonb) AS offered`;
  await tellOffered(tx, campaignId, row?.offered, now);
  afterCommit(tx, () => announceCampaign(campaignId));
}
