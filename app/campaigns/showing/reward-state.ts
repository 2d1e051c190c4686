/**
 * Whether a reward can be had right now, and if not why: its window has not opened, is over, the creator closed it, none is left, or it is
 * not sold to latecomers. These are sold what has a price for them, whatever its window was.
 */
export type RewardState = "open" | "soon" | "over" | "closed" | "soldOut" | "notLate";

type Offered = {
  limit: number | null;
  claimed: number;
  opensAt: Date | null;
  closesAt: Date | null;
  closedAt: Date | null;
  latePriceFen: bigint | null;
};

export function rewardState(
  { limit, claimed, opensAt, closesAt, closedAt, latePriceFen }: Offered,
  now: Date,
  isLate: boolean,
): RewardState {
  if (isLate && latePriceFen === null) return "notLate";
  if (closedAt) return "closed";
  if (!isLate && closesAt && closesAt <= now) return "over";
  if (opensAt && opensAt > now) return "soon";
  return limit !== null && claimed >= limit ? "soldOut" : "open";
}
