import { canonical, type Json } from "#app/campaigns/changing/chain.ts";
import { sha256 } from "#app/campaigns/changing/record-change.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

const iso = (at: Date | null) => at?.toISOString() ?? null;

/**
 * Everything that a campaign says and promises, read from its tables: what reviewers judge, what its hash is taken of, and what must still
 * be so at the launch. Ids and keys of secret links are left out: they say nothing.
 */
export async function snapshotOf(tx: Tx, campaignId: string): Promise<{ snapshot: Json; hash: string }> {
  const campaign = await tx.campaign.findUnique({
    where: { id: campaignId },
    include: {
      rewards: { orderBy: { ord: "asc" } },
      shipping: { orderBy: { zone: "asc" } },
      budget: { orderBy: { ord: "asc" } },
      stretchGoals: { orderBy: { ord: "asc" } },
    },
    omit: { draft: true },
  });
  if (!campaign) throw new Refusal("notFound");
  const { title, tagline, category, coverFileId, coverAlt, physical, durationDays, endMinute, capacityPerWeek, startShareBps } = campaign;
  const snapshot: Json = {
    basics: { title, tagline, category, cover: coverFileId, coverAlt, physical },
    content: (campaign.content ?? {}) as Json,
    plan: { goalFen: String(campaign.goalFen), durationDays, endMinute, capacityPerWeek, startShareBps },
    budget: campaign.budget.map((b) => ({ title: b.title, note: b.note, amountFen: String(b.amountFen), category: b.category })),
    rewards: campaign.rewards.map((r) => ({
      kind: r.kind,
      title: r.title,
      description: r.description,
      priceFen: String(r.priceFen),
      // Without a tax nothing is said of it: what was reviewed before keeps its hash.
      ...(r.taxFen > 0n ? { taxFen: String(r.taxFen) } : {}),
      limit: r.limit,
      perBacker: r.perBacker,
      opensAt: iso(r.opensAt),
      closesAt: iso(r.closesAt),
      secret: r.secretKey !== null,
      ships: r.ships,
      customised: r.customised,
      items: r.items as Json,
      image: r.imageFileId,
      promisedAt: iso(r.promisedAt),
    })),
    shipping: campaign.shipping.map((s) => ({ zone: s.zone, firstFen: String(s.firstFen), extraFen: String(s.extraFen) })),
    stretch: campaign.stretchGoals.map((g) => ({
      kind: g.kind,
      threshold: String(g.threshold),
      promise: g.promise,
      extraCostFen: String(g.extraCostFen),
      extraDays: g.extraDays,
    })),
  };
  return { snapshot, hash: sha256(canonical(snapshot)) };
}
