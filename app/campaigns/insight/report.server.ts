import type { TFunction } from "i18next";
import { z } from "zod";
import { codesOf, comparableTo } from "#app/campaigns/insight/figures.server.ts";
import { insight } from "#app/campaigns/insight/insight.server.ts";
import { isLaunched } from "#app/campaigns/lock.server.ts";
import { db } from "#app/db.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** The market-acceptance report: for the team and operators, and for everybody once it is published. Failed campaigns have one too. */
export async function reportOf(viewer: Viewer | null, campaignId: string, t: TFunction) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: {
      id: true,
      creatorId: true,
      title: true,
      category: true,
      lifecycle: true,
      moderation: true,
      goalFen: true,
      pledgedFen: true,
      receivedFen: true,
      refundedFen: true,
      backers: true,
      followers: true,
      reportAt: true,
      creator: { select: { name: true } },
    },
  });
  if (!campaign || !isLaunched(campaign.lifecycle)) return null;
  const mine = belongs(viewer, campaign.creatorId) || viewer?.operator === true;
  if (!mine && (campaign.reportAt === null || campaign.moderation === "PURGED")) return null;
  const [figures, comparable, at] = await Promise.all([insight(campaign, t), comparableTo(campaign), appNow()]);
  const { days, funnel, cities, rewards, drawings } = figures;
  const endings = codesOf(figures.endings);
  const ended = campaign.lifecycle === "SUCCESSFUL" || campaign.lifecycle === "FAILED";
  const mayPublish = ended && viewer !== null && mayGoOn(viewer, campaign.creatorId, "campaign:manage");
  return { campaign, days, funnel, cities, rewards, endings, drawings, comparable, at, mine, mayPublish };
}
