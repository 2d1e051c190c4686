import { db } from "#app/db.server.ts";
import { can, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import type { Waiting } from "./waiting.server.ts";

const MOST = 20;

/** What of campaigns waits for this person: pledges to pay or to mend, units offered, own campaigns to change or to decide, reviews. */
export async function waitingOfCampaigns(viewer: Viewer): Promise<Waiting[]> {
  const lists = await Promise.all([pledges(viewer), offers(viewer), ownCampaigns(viewer), reviews(viewer)]);
  return lists.flat();
}

async function pledges({ userId }: Viewer): Promise<Waiting[]> {
  const rows = await db.pledge.findMany({
    where: { userId, state: { in: ["RESERVED", "ERRORED", "AUTH_REQUIRED"] } },
    select: { id: true, campaignId: true, state: true, claimUntilAt: true },
    orderBy: { id: "desc" },
    take: MOST,
  });
  const campaigns = await db.campaign.findMany({
    where: { id: { in: rows.map((row) => row.campaignId) } },
    select: { id: true, title: true, windowEndsAt: true },
  });
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  return rows.flatMap(({ id, campaignId, state, claimUntilAt }) => {
    const campaign = byId.get(campaignId);
    if (!campaign) return [];
    const claimed = state === "RESERVED";
    const kind = claimed ? ("payPledge" as const) : ("mendPledge" as const);
    return { key: id, kind, title: campaign.title, href: `/pledges/${id}`, at: claimed ? claimUntilAt : campaign.windowEndsAt };
  });
}

async function offers({ userId }: Viewer): Promise<Waiting[]> {
  const rows = await db.waitlist.findMany({
    where: { userId, state: "OFFERED" },
    select: { id: true, campaignId: true, offerUntilAt: true, reward: { select: { id: true, title: true } } },
    take: MOST,
  });
  return rows.map(({ id, campaignId, offerUntilAt, reward }) => ({
    key: id,
    kind: "takeUnit" as const,
    title: reward.title,
    href: `/campaigns/${campaignId}#reward-${reward.id}`,
    at: offerUntilAt,
  }));
}

async function ownCampaigns(viewer: Viewer): Promise<Waiting[]> {
  const orgs = viewer.orgs.filter((org) => mayGoOn(viewer, org.id, "campaign:manage")).map((org) => org.id);
  const begins = orgs.filter((id) => can(viewer, id, "campaign:manage"));
  const rows = await db.campaign.findMany({
    where: {
      OR: [
        { lifecycle: "CHANGES_REQUESTED", creatorId: { in: begins } },
        { lifecycle: "SUCCESSFUL", collection: "DECISION_NEEDED", creatorId: { in: orgs } },
      ],
    },
    select: { id: true, title: true, lifecycle: true, decisionBy: true },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map(({ id, title, lifecycle, decisionBy }) =>
    lifecycle === "SUCCESSFUL"
      ? { key: id, kind: "decideCampaign" as const, title, href: `/campaigns/${id}/manage`, at: decisionBy }
      : { key: id, kind: "fixCampaign" as const, title, href: `/campaigns/${id}/edit`, at: null },
  );
}

async function reviews(viewer: Viewer): Promise<Waiting[]> {
  if (!viewer.operator) return [];
  const rows = await db.campaignReview.findMany({
    where: { state: "PENDING", campaign: { creatorId: { notIn: viewer.orgs.map((org) => org.id) } } },
    select: { id: true, dueAt: true, campaign: { select: { title: true } } },
    orderBy: { dueAt: "asc" },
    take: MOST,
  });
  return rows.map(({ id, dueAt, campaign }) => ({
    key: id,
    kind: "reviewCampaign" as const,
    title: campaign.title,
    href: `/desk/campaigns/reviews/${id}`,
    at: dueAt,
  }));
}
