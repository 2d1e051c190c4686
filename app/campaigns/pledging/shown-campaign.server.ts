import { sellsLate } from "#app/campaigns/campaign.ts";
import { Items } from "#app/campaigns/content.ts";
import type { Rates } from "#app/campaigns/pledging/price.ts";
import { db } from "#app/db.server.ts";
import { Refusal } from "#app/refusal.ts";
import { singleton } from "#app/singleton.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** What a claim is worked out from: prices and rates, read at most once a second for everybody. The database looks at each price again. */
const FRESH_MS = 1000;
const MOST = 200;
type Kept = { until: number; campaign: Promise<ShownCampaign> };
const kept = singleton("shown-campaigns", () => new Map<string, Kept>());

/** As it is now: inside a verb that holds its lock. */
export async function readShown(on: Pick<Tx, "campaign">, id: string) {
  const campaign = await on.campaign.findUnique({
    where: { id },
    select: {
      id: true,
      creatorId: true,
      title: true,
      lifecycle: true,
      moderation: true,
      latePledge: true,
      deadlineAt: true,
      goalFen: true,
      pledgedFen: true,
      refundPolicy: true,
      coverFileId: true,
      rewards: { orderBy: { ord: "asc" } },
      shipping: true,
    },
  });
  if (!campaign?.deadlineAt) throw new Refusal("notFound");
  const { rewards, shipping, deadlineAt, ...rest } = campaign;
  const rates: Rates = Object.fromEntries(shipping.map(({ zone, firstFen, extraFen }) => [zone, { firstFen, extraFen }]));
  const isLate = sellsLate(campaign);
  return {
    ...rest,
    deadlineAt,
    isLate,
    rates,
    rewards: rewards.map((r) => ({
      ...r,
      items: Items.parse(r.items),
      nowFen: isLate ? (r.latePriceFen ?? r.priceFen) : r.priceFen,
      // After success only what has a price for it is sold.
      forSale: !isLate || r.latePriceFen !== null,
    })),
  };
}
export type ShownCampaign = Awaited<ReturnType<typeof readShown>>;
export type ShownReward = ShownCampaign["rewards"][number];

export function shownCampaign(id: string): Promise<ShownCampaign> {
  const known = kept.get(id);
  if (known && known.until > performance.now()) return known.campaign;
  const campaign = readShown(db, id);
  kept.delete(id);
  kept.set(id, { until: performance.now() + FRESH_MS, campaign });
  campaign.catch(() => kept.delete(id));
  const oldest = kept.keys().next().value;
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
  return campaign;
}
/** It was said to be out of date. */
export const forgetShown = (id: string) => void kept.delete(id);
