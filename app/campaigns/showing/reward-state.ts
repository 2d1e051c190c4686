/** Whether a reward can be had right now, and if not why: its window has not opened, is over, the creator closed it, or none is left. */
export type RewardState = "open" | "soon" | "over" | "closed" | "soldOut";

type Offered = { limit: number | null; claimed: number; opensAt: Date | null; closesAt: Date | null; closedAt: Date | null };

export function rewardState({ limit, claimed, opensAt, closesAt, closedAt }: Offered, now: Date): RewardState {
  if (closedAt) return "closed";
  if (closesAt && closesAt <= now) return "over";
  if (opensAt && opensAt > now) return "soon";
  return limit !== null && claimed >= limit ? "soldOut" : "open";
}
