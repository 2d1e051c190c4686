import { z } from "zod";
import { heldFen } from "#app/campaigns/campaign.ts";
import { relationOf } from "#app/campaigns/pledging/relation.ts";
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
  const [pledges, refunds, largest, own, related, refusedCards, history] = await Promise.all([
    pledgesByState(id),
    refundsUnderWay(id),
    largestPledges(id),
    relatedPledges(id),
    db.pledge.aggregate({ where: { campaignId: id, counted: true, related: true }, _count: true, _sum: { amountFen: true } }),
    db.cardUse.count({ where: { campaignId: id, refused: true } }),
    historyOf(id),
  ]);
  const relatedFen = related._sum.amountFen ?? 0n;
  return {
    campaign: { ...campaign, heldFen: heldFen(campaign) },
    pledges,
    refunds,
    largest,
    own,
    related: related._count,
    relatedFen,
    refusedCards,
    history,
  };
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
    select: forDesk,
  });
  return named(pledges);
}

const MOST_RELATED = 50;
/** Pledges that were said or found to be the creator's own; first those whose backers answered. */
async function relatedPledges(campaignId: string) {
  const pledges = await db.pledge.findMany({
    where: { campaignId, counted: true, OR: [{ related: true }, { relatedBy: "CLEARED" }] },
    orderBy: [{ relatedSays: { sort: "asc", nulls: "last" } }, { amountFen: "desc" }, { id: "asc" }],
    take: MOST_RELATED,
    select: forDesk,
  });
  return named(pledges);
}

const forDesk = { id: true, orgId: true, amountFen: true, related: true, relatedBy: true, relatedSays: true } as const;
async function named<P extends { orgId: string; relatedBy: string | null }>(pledges: P[]) {
  const payers = await db.organisation.findMany({
    where: { id: { in: pledges.map(({ orgId }) => orgId) } },
    select: { id: true, name: true, createdAt: true },
  });
  const known = new Map(payers.map((payer) => [payer.id, payer]));
  return pledges.map(({ orgId, ...pledge }) => ({
    ...pledge,
    relation: relationOf(pledge.relatedBy),
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
