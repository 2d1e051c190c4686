import { fundedBps, type Lifecycle, sellsLate } from "#app/campaigns/campaign.ts";
import { newDates } from "#app/campaigns/changing/new-dates.server.ts";
import { Content, Items } from "#app/campaigns/content.ts";
import { livingStates } from "#app/campaigns/pledge.ts";
import { maySeeCampaign } from "#app/campaigns/showing/may-see.ts";
import { rewardState } from "#app/campaigns/showing/reward-state.ts";
import { openSecrets } from "#app/campaigns/showing/secret-group.server.ts";
import { shownModeration } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

const rewardSelect = {
  id: true,
  kind: true,
  ord: true,
  title: true,
  description: true,
  priceFen: true,
  taxFen: true,
  limit: true,
  perBacker: true,
  claimed: true,
  opensAt: true,
  closesAt: true,
  closedAt: true,
  secretKey: true,
  ships: true,
  customised: true,
  items: true,
  imageFileId: true,
  promisedAt: true,
  latePriceFen: true,
} as const;

const emptyContent: Content = { storyHtml: "", videoUrl: null, risks: {} as Content["risks"], team: [], faq: [], evidence: [] };

/** Everything the campaign's page shows besides what people wrote under it; null for whoever may not see it. `secret` opens one hidden reward. */
export async function campaignPage(viewer: Viewer | null, campaignId: string, now: Date, secret: string | null = null) {
  const [campaign, mine, open] = await Promise.all([
    readCampaign(campaignId),
    viewer ? ownPart(viewer, campaignId) : null,
    viewer ? openSecrets(db, viewer, campaignId) : [],
  ]);
  if (!campaign || !maySeeCampaign(viewer, campaign)) return null;
  const { rewards, content, creator, creatorId, shipping, stretchGoals, newDateBy, ...rest } = campaign;
  const expected = await expectedOf(campaign);
  const creates = belongs(viewer, creatorId);
  const isLate = sellsLate(rest);
  const { verifiedAt, about, avatarFileId, ...who } = creator;
  const keys = new Set([secret, ...open.map((one) => one.secretKey)]);
  const shown = rewards
    .filter((reward) => reward.secretKey === null || creates || keys.has(reward.secretKey) || mine?.pledge?.rewardIds.includes(reward.id))
    .map(({ secretKey, items, claimed, ...reward }) => ({
      ...reward,
      items: Items.safeParse(items).data ?? [],
      newDate: expected.get(reward.id) ?? null,
      secret: secretKey !== null,
      // Only a creator's own page holds the link.
      secretKey: creates ? secretKey : null,
      left: reward.limit === null ? null : reward.limit - claimed,
      claimed,
      state: rewardState({ ...reward, claimed }, now, isLate),
      nowFen: isLate && reward.latePriceFen !== null ? reward.latePriceFen : reward.priceFen,
      waits: mine?.waits[reward.id] ?? null,
    }));
  return {
    campaign: {
      ...rest,
      moderation: shownModeration(rest.moderation),
      moderationReason: rest.moderation === "FLAGGED" ? null : rest.moderationReason,
      bps: fundedBps(rest),
      /** Late, and the week in which its creator was to name a new date has passed. */
      newDateMissed: newDateBy !== null && newDateBy <= now && rest.fulfilment !== "DELIVERED",
      content: Content.safeParse(content).data ?? emptyContent,
      rewards: shown.filter((reward) => reward.kind === "REWARD"),
      addOns: shown.filter((reward) => reward.kind === "ADDON"),
      shipping,
      stretchGoals,
    },
    creator: { ...who, id: creatorId, about, avatar: avatarFileId && `/files/${avatarFileId}?size=thumb`, verified: verifiedAt !== null },
    role: creates
      ? ("creator" as const)
      : viewer?.operator
        ? ("operator" as const)
        : mine?.pledge
          ? ("backer" as const)
          : ("visitor" as const),
    pledge: mine?.pledge ? { id: mine.pledge.id, state: mine.pledge.state, amountFen: mine.pledge.amountFen } : null,
    follows: mine?.follows ?? false,
    openSecretIds: creates ? [] : open.map(({ id }) => id),
  };
}
export type CampaignPageData = NonNullable<Awaited<ReturnType<typeof campaignPage>>>;
export type ShownCampaign = CampaignPageData["campaign"];
export type ShownReward = ShownCampaign["rewards"][number];

/** Only what succeeded is late with a promise. */
const expectedOf = ({ lifecycle, rewards }: { lifecycle: Lifecycle; rewards: readonly { id: string }[] }) =>
  newDates(db, lifecycle === "SUCCESSFUL" ? rewards.map(({ id }) => id) : []);

async function readCampaign(id: string) {
  return db.campaign.findUnique({
    where: { id },
    select: {
      id: true,
      creatorId: true,
      lifecycle: true,
      moderation: true,
      collection: true,
      latePledge: true,
      fulfilment: true,
      cadence: true,
      title: true,
      tagline: true,
      category: true,
      coverFileId: true,
      coverAlt: true,
      content: true,
      physical: true,
      goalFen: true,
      durationDays: true,
      capacityPerWeek: true,
      refundPolicy: true,
      startShareBps: true,
      inStock: true,
      launchAt: true,
      launchedAt: true,
      deadlineAt: true,
      extendedAt: true,
      pledgedFen: true,
      backers: true,
      orders: true,
      v: true,
      followers: true,
      receivedFen: true,
      refundedFen: true,
      releasedFen: true,
      collectedFen: true,
      windowEndsAt: true,
      decisionBy: true,
      decisionText: true,
      lateEndsAt: true,
      moderationReason: true,
      endReason: true,
      reportAt: true,
      endedAt: true,
      settledAt: true,
      changeSeq: true,
      delayLevel: true,
      newDateBy: true,
      creator: { select: { name: true, city: true, about: true, avatarFileId: true, verifiedAt: true } },
      rewards: { orderBy: [{ ord: "asc" }], select: rewardSelect },
      shipping: { select: { zone: true, firstFen: true, extraFen: true }, orderBy: { zone: "asc" } },
      budget: { select: { id: true, title: true, note: true, amountFen: true }, orderBy: { ord: "asc" } },
      stretchGoals: {
        select: { id: true, kind: true, threshold: true, promise: true, extraDays: true, extraCostFen: true, confirmedAt: true },
        orderBy: { ord: "asc" },
      },
    },
  });
}

/** The viewer's own part in it: their pledge, their places in lines, whether they follow it. */
async function ownPart({ userId }: Viewer, campaignId: string) {
  const [pledge, follow, waits] = await Promise.all([
    db.pledge.findFirst({
      where: { campaignId, userId, state: { in: [...livingStates] } },
      orderBy: { id: "desc" },
      select: {
        id: true,
        state: true,
        amountFen: true,
        versions: { where: { state: { in: ["CURRENT", "CLAIMED"] } }, select: { lines: { select: { rewardId: true } } } },
      },
    }),
    db.follow.findUnique({ where: { campaignId_userId: { campaignId, userId } }, select: { at: true } }),
    db.waitlist.findMany({
      where: { campaignId, userId, state: { in: ["WAITING", "OFFERED"] } },
      select: { rewardId: true, state: true, offerUntilAt: true },
    }),
  ]);
  return {
    pledge: pledge && { ...pledge, rewardIds: pledge.versions.flatMap((version) => version.lines.map((line) => line.rewardId)) },
    follows: follow !== null,
    waits: Object.fromEntries(waits.map(({ rewardId, ...wait }) => [rewardId, wait])),
  };
}
