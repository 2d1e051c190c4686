import type { DeskMoneyQuery } from "#app/campaigns/paying-out/desk-money.ts";
import { unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { db } from "#app/db.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** Campaign money for operators, a page at a time: stages that need a decision, stages on their way, campaigns whose money is coming in. */
const PAGE = 50;

const select = {
  id: true,
  title: true,
  lifecycle: true,
  moderation: true,
  collection: true,
  goalFen: true,
  pledgedFen: true,
  receivedFen: true,
  refundedFen: true,
} as const;

export async function deskMoney({ show, after, campaign }: DeskMoneyQuery, page = PAGE) {
  const { stages, settling, next } = await (campaign
    ? ofOne(campaign)
    : show === "settling"
      ? settlingCampaigns(after, page)
      : stagesOf(show, after, page));
  return { stages: stages.map((stage) => ({ ...stage, unspentFen: unspentFen(stage) })), settling, next };
}
export type DeskMoney = Awaited<ReturnType<typeof deskMoney>>;

const include = { campaign: { select: { ...select, unreleasedBackAt: true } } } as const;

/** The stages of one campaign that are not final. */
async function ofOne(campaignId: string) {
  const where: Prisma.PayoutWhereInput = {
    campaignId,
    state: { notIn: ["RELEASED", "CLAWED_BACK"] },
    campaign: { lifecycle: "SUCCESSFUL" },
  };
  return { stages: await db.payout.findMany({ where, orderBy: { stage: "asc" }, include }), settling: [], next: null };
}

/**
 * In the order of their ids, so that a page begins where the one before ended. The condition of each list is that of its partial index
 * (payout_to_decide, payout_on_its_way), written out because a parameter would hide it from the planner.
 */
async function stagesOf(show: "deciding" | "coming", after: string | null, page: number) {
  const start = after ?? "00000000-0000-0000-0000-000000000000";
  const found =
    show === "deciding"
      ? await db.$queryRaw<{ id: string }[]>`
          SELECT p.id FROM "Payout" p JOIN "Campaign" c ON c.id = p."campaignId"
           WHERE (p.state IN ('HELD', 'FAILED') OR (p.state = 'PLANNED' AND p."warnedAt" IS NOT NULL))
             AND p.id > ${start}::uuid AND c.lifecycle = 'SUCCESSFUL'
           ORDER BY p.id LIMIT ${page + 1}`
      : await db.$queryRaw<{ id: string }[]>`
          SELECT p.id FROM "Payout" p JOIN "Campaign" c ON c.id = p."campaignId"
           WHERE (p.state IN ('RELEASABLE', 'RELEASING') OR (p.state = 'PLANNED' AND p."warnedAt" IS NULL))
             AND p.id > ${start}::uuid AND c.lifecycle = 'SUCCESSFUL' AND (p.state <> 'PLANNED' OR c.collection = 'CLOSED')
           ORDER BY p.id LIMIT ${page + 1}`;
  const some = found.slice(0, page).map(({ id }) => id);
  const stages = await db.payout.findMany({ where: { id: { in: some } }, orderBy: { id: "asc" }, include });
  return { stages, settling: [], next: found.length > page ? some.at(-1)! : null };
}

/** Campaigns that are settled or collected, those with the earliest deadline first. */
async function settlingCampaigns(after: string | null, page: number) {
  const from = after ? await db.campaign.findUnique({ where: { id: after }, select: { id: true, deadlineAt: true } }) : null;
  const where: Prisma.CampaignWhereInput[] = [
    { OR: [{ lifecycle: "SETTLING" }, { collection: { in: ["CHARGING", "RETRY_WINDOW", "DECISION_NEEDED"] } }] },
  ];
  if (from?.deadlineAt) where.push({ OR: [{ deadlineAt: { gt: from.deadlineAt } }, { deadlineAt: from.deadlineAt, id: { gt: from.id } }] });
  const found = await db.campaign.findMany({
    where: { AND: where },
    orderBy: [{ deadlineAt: "asc" }, { id: "asc" }],
    take: page + 1,
    select: { ...select, deadlineAt: true, windowEndsAt: true, decisionBy: true },
  });
  const some = found.slice(0, page);
  const open = await db.pledge.groupBy({
    by: ["campaignId", "state"],
    where: {
      campaignId: { in: some.map(({ id }) => id) },
      state: { in: ["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED", "COLLECTED", "DROPPED"] },
    },
    _count: true,
  });
  const count = (id: string, ...states: string[]) =>
    open.filter((row) => row.campaignId === id && states.includes(row.state)).reduce((n, row) => n + row._count, 0);
  return {
    stages: [],
    settling: some.map((campaign) => ({
      ...campaign,
      waiting: count(campaign.id, "PLEDGED", "CHARGING"),
      failing: count(campaign.id, "ERRORED", "AUTH_REQUIRED"),
      collected: count(campaign.id, "COLLECTED"),
      dropped: count(campaign.id, "DROPPED"),
    })),
    next: found.length > page ? some.at(-1)!.id : null,
  };
}
