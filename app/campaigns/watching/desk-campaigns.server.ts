import type { DeskQuery } from "#app/campaigns/watching/attention.ts";
import { db } from "#app/db.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

const PAGE = 30;

const looksAt = {
  moderated: { moderation: { not: "CLEAR" } },
  collecting: {
    OR: [{ lifecycle: "SETTLING" }, { lifecycle: "SUCCESSFUL", collection: { in: ["CHARGING", "RETRY_WINDOW", "DECISION_NEEDED"] } }],
  },
  overdue: { fulfilment: { in: ["OVERDUE", "DEFAULTED"] } },
} as const satisfies Record<string, Prisma.CampaignWhereInput>;

/** Campaigns for operators, the newest first, drafts that were never shown to anybody left out. */
export async function deskCampaigns({ q, lifecycle, attention, after }: DeskQuery) {
  const where: Prisma.CampaignWhereInput[] = [lifecycle ? { lifecycle } : { NOT: { lifecycle: "DRAFT", submittedAt: null } }];
  if (q) where.push({ title: { contains: q, mode: "insensitive" } });
  if (after) where.push({ id: { lt: after } });
  if (attention === "openCases") where.push({ id: { in: await inOpenCases() } });
  else if (attention) where.push(looksAt[attention]);
  const rows = await db.campaign.findMany({
    where: { AND: where },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      title: true,
      lifecycle: true,
      moderation: true,
      collection: true,
      fulfilment: true,
      goalFen: true,
      pledgedFen: true,
      deadlineAt: true,
      creator: { select: { name: true } },
    },
  });
  const campaigns = rows.slice(0, PAGE);
  const counted = await db.campaignCase.groupBy({
    by: ["campaignId"],
    where: { state: "OPEN", campaignId: { in: campaigns.map(({ id }) => id) } },
    _count: true,
  });
  const cases = new Map(counted.map((row) => [row.campaignId, row._count]));
  return {
    campaigns: campaigns.map(({ creator, ...campaign }) => ({ ...campaign, creator: creator.name, cases: cases.get(campaign.id) ?? 0 })),
    next: rows.length > PAGE ? campaigns.at(-1)!.id : null,
  };
}

const MOST = 1000;
async function inOpenCases(): Promise<string[]> {
  const open = await db.campaignCase.findMany({
    where: { state: "OPEN" },
    distinct: ["campaignId"],
    select: { campaignId: true },
    take: MOST,
  });
  return open.map(({ campaignId }) => campaignId);
}
