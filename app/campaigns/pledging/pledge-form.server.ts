import { takesPledges } from "#app/campaigns/campaign.ts";
import { newDates } from "#app/campaigns/changing/new-dates.server.ts";
import { walletAvailable } from "#app/campaigns/pledging/price.ts";
import { livingPledge } from "#app/campaigns/pledging/queries.server.ts";
import { readShown } from "#app/campaigns/pledging/shown-campaign.server.ts";
import { openSecrets } from "#app/campaigns/showing/secret-group.server.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { provinces } from "#app/people/addresses/regions.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

/** What the page of a pledge offers: the rewards that this viewer may choose at this moment, where it can be sent, how it can be paid. */
export async function pledgeForm(viewer: Viewer, campaignId: string, now: Date, secret: string | null) {
  const campaign = await readShown(db, campaignId);
  const mine = await livingPledge(viewer, campaignId);
  if (!isPublic(campaign) && !mine) throw new Refusal("notFound");
  const [addresses, offers, open, expected] = await Promise.all([
    db.address.findMany({
      where: { userId: viewer.userId, deletedAt: null },
      orderBy: [{ preferred: "desc" }, { id: "asc" }],
      select: { id: true, label: true, name: true, region: true, street: true, provinceCode: true, preferred: true },
    }),
    db.waitlist.findMany({
      where: { campaignId, userId: viewer.userId, state: "OFFERED", offerUntilAt: { gt: now } },
      select: { rewardId: true, offerUntilAt: true },
    }),
    openSecrets(db, viewer, campaignId),
    newDates(db, campaign.isLate ? campaign.rewards.map(({ id }) => id) : []),
  ]);
  const keys = new Set([secret, ...open.map((one) => one.secretKey)]);
  const had = new Map((mine?.lines ?? []).map((l) => [l.rewardId, l]));
  const rewards = campaign.rewards.flatMap((r) => {
    const kept = had.get(r.id);
    const offer = offers.find((o) => o.rewardId === r.id);
    if (r.secretKey && !keys.has(r.secretKey) && !kept) return [];
    const left = r.limit === null ? null : r.limit - r.claimed + (kept?.qty ?? 0) + (offer ? 1 : 0);
    const isOver = !r.forSale || r.closedAt !== null || (r.closesAt !== null && r.closesAt <= now && !campaign.isLate);
    const state = r.opensAt && r.opensAt > now ? "soon" : isOver && !kept ? "closed" : left !== null && left <= 0 ? "soldOut" : "open";
    const { id, kind, title, description, items, ships, promisedAt, rewardV, imageFileId, customised } = r;
    const most = Math.min(r.perBacker, left ?? r.perBacker, isOver && kept ? kept.qty : r.perBacker);
    return [
      {
        id,
        kind,
        title,
        description,
        items,
        ships,
        promisedAt,
        newDate: expected.get(id) ?? null,
        rewardV,
        imageFileId,
        customised,
        state: state as "soon" | "closed" | "soldOut" | "open",
        most: Math.max(most, 0),
        left,
        nowFen: kept?.priceFen ?? r.nowFen,
        taxFen: kept?.taxFen ?? r.taxFen,
        keptPrice: kept !== undefined && kept.priceFen !== r.nowFen,
        offerUntilAt: offer?.offerUntilAt ?? null,
      },
    ];
  });
  const isOpen = campaign.isLate || (campaign.lifecycle === "LIVE" && campaign.deadlineAt > now);
  return {
    campaign: {
      id: campaign.id,
      title: campaign.title,
      deadlineAt: campaign.deadlineAt,
      isLate: campaign.isLate,
      isOpen: isOpen && takesPledges.includes(campaign.moderation),
      refundPolicy: campaign.refundPolicy,
      coverFileId: campaign.coverFileId,
    },
    rewards,
    rates: campaign.rates,
    addresses,
    provinces: provinces(),
    wallet: walletAvailable(now, campaign.deadlineAt),
    related: belongs(viewer, campaign.creatorId),
    mine,
    secret,
  };
}
export type PledgeFormData = Awaited<ReturnType<typeof pledgeForm>>;
export type OfferedReward = PledgeFormData["rewards"][number];
