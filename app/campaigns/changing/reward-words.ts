import type { Json } from "#app/campaigns/changing/chain.ts";

type Said = {
  title: string;
  description: string;
  priceFen: bigint;
  taxFen: bigint;
  limit: number | null;
  perBacker: number;
  ships: boolean;
  customised: boolean;
  promisedAt: Date;
  items: unknown;
};

/** What a reward promises, as it stands in the chain of changes. */
export const rewardWords = (reward: Said): Json => ({
  title: reward.title,
  description: reward.description,
  priceFen: String(reward.priceFen),
  ...(reward.taxFen > 0n ? { taxFen: String(reward.taxFen) } : {}),
  limit: reward.limit,
  perBacker: reward.perBacker,
  ships: reward.ships,
  customised: reward.customised,
  promisedAt: reward.promisedAt.toISOString(),
  items: reward.items as Json,
});
