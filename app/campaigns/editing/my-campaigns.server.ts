import type { Lifecycle } from "#app/campaigns/campaign.ts";
import { db } from "#app/db.server.ts";
import { orgIdsOf, type Viewer } from "#app/people/viewer.ts";

export const myViews = ["all", "drafts", "running", "ended"] as const;
export type MyView = (typeof myViews)[number];
const within: Record<MyView, Lifecycle[] | null> = {
  all: null,
  drafts: ["DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "REJECTED", "APPROVED"],
  running: ["PRELAUNCH", "LIVE", "SETTLING", "SUCCESSFUL"],
  ended: ["FAILED", "CANCELLED"],
};
const PAGE = 20;

/** The campaigns of every organisation that the viewer belongs to, newest change first. */
export async function myCampaigns(viewer: Viewer, view: MyView, after: string | null) {
  const states = within[view];
  const rows = await db.campaign.findMany({
    where: {
      creatorId: { in: orgIdsOf(viewer) },
      ...(states ? { lifecycle: { in: states } } : {}),
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      title: true,
      lifecycle: true,
      moderation: true,
      goalFen: true,
      pledgedFen: true,
      backers: true,
      deadlineAt: true,
      launchAt: true,
      coverFileId: true,
      creator: { select: { name: true } },
    },
  });
  const campaigns = rows.slice(0, PAGE);
  return { campaigns, next: rows.length > PAGE ? campaigns.at(-1)!.id : null };
}
export type MyCampaign = Awaited<ReturnType<typeof myCampaigns>>["campaigns"][number];
