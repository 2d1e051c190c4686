import { z } from "zod";
import { policy, RULES } from "#app/campaigns/policy.ts";

/** What a campaign came to, frozen at its settlement and never edited. Money is fen in text. */
const Fen = z.string().regex(/^\d+$/);
const Lane = z.object({ pledges: z.number(), fen: Fen });
export const Result = z.object({
  rules: z.string(),
  outcome: z.enum(["SUCCESSFUL", "FAILED"]),
  goalFen: Fen,
  /** All that counted, and of it what decides: supporters of the creator's own circle count up to a small share of the goal. */
  pledgedFen: Fen,
  decidingFen: Fen,
  relatedFen: Fen,
  relatedBackers: z.number(),
  backers: z.number(),
  card: Lane,
  wallet: Lane,
  rewards: z.array(z.object({ rewardId: z.string(), title: z.string(), units: z.number(), fen: Fen })),
  stretchGoals: z.array(z.object({ id: z.string(), reached: z.boolean() })),
});
export type Result = z.output<typeof Result>;

/** What decides about success: everything but what the creator's own circle pledged above its allowance. */
export function decidingFen(of: { goalFen: bigint; pledgedFen: bigint; relatedFen: bigint }): bigint {
  const allowance = (of.goalFen * BigInt(policy.relatedBps)) / 10_000n;
  const over = of.relatedFen > allowance ? of.relatedFen - allowance : 0n;
  return of.pledgedFen - over;
}

export type Counted = {
  goalFen: bigint;
  lanes: { lane: "CARD" | "WALLET"; related: boolean; pledges: number; fen: bigint }[];
  rewards: { rewardId: string; kind: "REWARD" | "ADDON"; title: string; units: number; fen: bigint }[];
  stretchGoals: (StretchGoal & { id: string })[];
};

type StretchGoal = { kind: "AMOUNT" | "BACKERS" | "ORDERS"; threshold: bigint };
/**
 * Whether what counts reaches a stretch goal, while the campaign runs and at its settlement alike. orders: units of rewards, hidden ones
 * too, of pledges that count; add-ons, unpaid claims and offered places are none.
 */
export const stretchReached = (goal: StretchGoal, of: { pledgedFen: bigint; backers: number; orders: number }) =>
  ({ AMOUNT: of.pledgedFen, BACKERS: BigInt(of.backers), ORDERS: BigInt(of.orders) })[goal.kind] >= goal.threshold;

/** The result of what was counted. A stretch goal is reached only together with the campaign. */
export function resultOf({ goalFen, lanes, rewards, stretchGoals }: Counted): Result {
  const sum = (some: Counted["lanes"]) => ({ pledges: some.reduce((n, x) => n + x.pledges, 0), fen: some.reduce((n, x) => n + x.fen, 0n) });
  const [all, related] = [sum(lanes), sum(lanes.filter((x) => x.related))];
  const deciding = decidingFen({ goalFen, pledgedFen: all.fen, relatedFen: related.fen });
  const outcome = deciding >= goalFen ? "SUCCESSFUL" : "FAILED";
  const orders = rewards.filter(({ kind }) => kind === "REWARD").reduce((n, x) => n + x.units, 0);
  const counters = { pledgedFen: all.fen, backers: all.pledges, orders };
  const text = ({ pledges, fen }: { pledges: number; fen: bigint }) => ({ pledges, fen: String(fen) });
  return {
    rules: RULES,
    outcome,
    goalFen: String(goalFen),
    pledgedFen: String(all.fen),
    decidingFen: String(deciding),
    relatedFen: String(related.fen),
    relatedBackers: related.pledges,
    backers: all.pledges,
    card: text(sum(lanes.filter((x) => x.lane === "CARD"))),
    wallet: text(sum(lanes.filter((x) => x.lane === "WALLET"))),
    rewards: rewards.map(({ rewardId, title, units, fen }) => ({ rewardId, title, units, fen: String(fen) })),
    stretchGoals: stretchGoals.map((goal) => ({ id: goal.id, reached: outcome === "SUCCESSFUL" && stretchReached(goal, counters) })),
  };
}
