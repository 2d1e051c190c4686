import { z } from "zod";
import { heldFen } from "#app/campaigns/campaign.ts";
import { db } from "#app/db.server.ts";

/** One campaign as operators see it: who, how much, what is not final, what was looked into, and what moved. */
export async function deskCampaign(id: string) {
  if (!z.uuid().safeParse(id).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id },
    select: {
      id: true,
      title: true,
      creatorId: true,
      lifecycle: true,
      moderation: true,
      moderationReason: true,
      moderatedAt: true,
      collection: true,
      latePledge: true,
      fulfilment: true,
      refundPolicy: true,
      goalFen: true,
      pledgedFen: true,
      receivedFen: true,
      refundedFen: true,
      releasedFen: true,
      backers: true,
      launchedAt: true,
      deadlineAt: true,
      settledAt: true,
      reportAt: true,
      creator: { select: { id: true, name: true, verifiedAt: true, createdAt: true } },
      payouts: { orderBy: { stage: "asc" }, select: { stage: true, state: true, shareBps: true, grossFen: true, holdReason: true } },
    },
  });
  if (!campaign) return null;
  const [pledges, refunds, largest, related, history] = await Promise.all([
    pledgesByState(id),
    refundsUnderWay(id),
    largestPledges(id),
    db.pledge.aggregate({ where: { campaignId: id, counted: true, related: true }, _count: true, _sum: { amountFen: true } }),
    historyOf(id),
  ]);
  const relatedFen = related._sum.amountFen ?? 0n;
  return { campaign: { ...campaign, heldFen: heldFen(campaign) }, pledges, refunds, largest, related: related._count, relatedFen, history };
}
export type DeskCampaign = NonNullable<Awaited<ReturnType<typeof deskCampaign>>>;

async function pledgesByState(campaignId: string) {
  const rows = await db.pledge.groupBy({ by: ["state"], where: { campaignId }, _count: true, _sum: { amountFen: true } });
  return rows.map(({ state, _count, _sum }) => ({ state, count: _count, fen: _sum.amountFen ?? 0n }));
}

/** Refunds whose money is not back yet, and since when the oldest is owed. */
async function refundsUnderWay(campaignId: string) {
  const where = { campaignId, state: { not: "DONE" } } as const;
  const all = await db.pledgeRefund.aggregate({ where, _count: true, _sum: { amountFen: true }, _min: { entitledAt: true } });
  return { count: all._count, fen: all._sum.amountFen ?? 0n, oldestAt: all._min.entitledAt };
}

async function largestPledges(campaignId: string) {
  const pledges = await db.pledge.findMany({
    where: { campaignId, counted: true },
    orderBy: [{ amountFen: "desc" }, { id: "asc" }],
    take: 5,
    select: { id: true, orgId: true, amountFen: true, related: true },
  });
  const payers = await db.organisation.findMany({
    where: { id: { in: pledges.map(({ orgId }) => orgId) } },
    select: { id: true, name: true, createdAt: true },
  });
  const known = new Map(payers.map((payer) => [payer.id, payer]));
  return pledges.map(({ orgId, ...pledge }) => ({
    ...pledge,
    name: known.get(orgId)?.name ?? orgId,
    since: known.get(orgId)?.createdAt ?? null,
  }));
}

const machines = ["campaign", "campaign.moderation", "campaign.collection", "campaign.latePledge", "campaign.fulfilment"] as const;

async function historyOf(campaignId: string) {
  const rows = await db.transition.findMany({
    where: { entity: { in: [...machines] }, entityId: campaignId },
    orderBy: { id: "desc" },
    take: 100,
    select: { id: true, entity: true, from: true, to: true, actorRole: true, reason: true, at: true },
  });
  return rows.map(({ id, entity, ...row }) => ({ ...row, key: String(id), machine: entity as (typeof machines)[number] }));
}
