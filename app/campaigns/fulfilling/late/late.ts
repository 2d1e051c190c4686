import { z } from "zod";
import { policy } from "#app/campaigns/policy.ts";
import { id, yuan } from "#app/form.ts";

/** Late pledging: who came too late may still order, at a price of its own that is never below the campaign's. Once ended it stays ended. */
const price = z.union([z.literal("").transform(() => null), yuan(policy.pledgeFen.min, policy.pledgeFen.max)]);

/** A reward without a price is not for sale after the campaign. */
export const ScheduleLate = z
  .object({
    prices: z
      .array(z.object({ rewardId: id, price }))
      .min(1)
      .max(30),
  })
  .strict();
export const NoInput = z.object({}).strict();

/** When an open one ends by itself: it is idle for so long. */
export const idleEnd = (of: { lastLateAt: Date | null; settledAt: Date | null }) => {
  const since = Math.max(of.lastLateAt?.getTime() ?? 0, of.settledAt?.getTime() ?? 0);
  return new Date(since + policy.lateMaxIdleMs);
};
