import type { PledgeState } from "#app/campaigns/pledge.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { PledgeRefundReason, RefundPolicy } from "../../../generated/prisma/enums.ts";

/**
 * What a backer may take back today, and why: computed from the reward's promise, the campaign's rule and what is not released yet. The
 * page shows the same sum that the verb gives back.
 */
export type LadderFacts = {
  now: Date;
  refundPolicy: RefundPolicy;
  deadlineAt: Date;
  /** The campaign succeeded and its money is here: before, a pledge is cancelled; a failed campaign gives back by itself. */
  succeeded: boolean;
  state: PledgeState;
  late: boolean;
  collectedFen: bigint;
  refundedFen: bigint;
  chargedBackFen: bigint;
  shippingFen: bigint;
  /** Support without a reward is final from success on. */
  hasReward: boolean;
  customised: boolean;
  /** The latest day that a reward of the pledge was promised for. */
  promisedAt: Date | null;
  /** Something of the pledge goes by parcel; something of the campaign does. */
  ships: boolean;
  campaignShips: boolean;
  /** A parcel has left; when the last one arrived. Without parcels both are the creator's word that everything is delivered. */
  shipped: boolean;
  receivedAt: Date | null;
  pledgedAt: Date;
  freeCancelUntilAt: Date | null;
  /** The total rose by more than a tenth over what was agreed, and the backer has until then to take everything back. */
  costRiseUntilAt: Date | null;
  /** An operator decided that what was not released goes back. */
  unreleasedBack: boolean;
  /** Shares of the stages that are released, in hundredths of a percent. */
  releasedBps: number;
};
export type Right = { amountFen: bigint; reason: PledgeRefundReason; untilAt: Date | null };

const DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;
const dayOf = (moment: Date) => Math.floor((moment.getTime() + BEIJING) / DAY);
const startOf = (day: number) => new Date(day * DAY - BEIJING);

/** Days by which a promise is late: the day after the promised one is the first. Shanghai's days. */
export const daysLate = (promisedAt: Date, now: Date) => Math.max(0, dayOf(now) - dayOf(promisedAt));

export type Step = { days: number; at: Date };
/** The days on which a late promise gives rights: the badge, the unreleased share, everything, and what happens by itself. */
export function stepsOf(promisedAt: Date): Record<"overdue" | "unreleased" | "full" | "automatic", Step> {
  const { unreleasedDays, fullDays, automaticDays } = policy.delay;
  const step = (days: number) => ({ days, at: startOf(dayOf(promisedAt) + days) });
  return { overdue: step(1), unreleased: step(unreleasedDays), full: step(fullDays), automatic: step(automaticDays) };
}

export const restFen = (of: Pick<LadderFacts, "collectedFen" | "refundedFen" | "chargedBackFen">) =>
  of.collectedFen - of.refundedFen - of.chargedBackFen;

/** The pledge's share of what was not released to the creator yet, less what it got back already. */
export function unreleasedFen(of: Pick<LadderFacts, "collectedFen" | "refundedFen" | "chargedBackFen" | "releasedBps">): bigint {
  const share = (of.collectedFen * BigInt(10_000 - of.releasedBps)) / 10_000n - of.refundedFen - of.chargedBackFen;
  return share > 0n ? share : 0n;
}

const until = (moment: Date, ms: number) => new Date(moment.getTime() + ms);

export function rightOf(facts: LadderFacts): Right | null {
  const { now } = facts;
  const rest = restFen(facts);
  if (!facts.succeeded || facts.state !== "COLLECTED" || rest <= 0n || !facts.hasReward) return null;
  const all = (reason: PledgeRefundReason, untilAt: Date | null = null): Right => ({ amountFen: rest, reason, untilAt });
  if (facts.freeCancelUntilAt && facts.freeCancelUntilAt > now) return all("CORRECTION", facts.freeCancelUntilAt);
  if (facts.costRiseUntilAt && facts.costRiseUntilAt > now && !facts.shipped) return all("COST_RISE", facts.costRiseUntilAt);
  const late = !facts.shipped && facts.promisedAt ? daysLate(facts.promisedAt, now) : 0;
  if (facts.refundPolicy === "SALE_LIKE") {
    if (!facts.shipped) return all("ON_REQUEST");
    const goods = rest - facts.shippingFen;
    const returnBy = facts.receivedAt && until(facts.receivedAt, policy.returnMs);
    if (returnBy && returnBy > now && !facts.customised && goods > 0n) return { amountFen: goods, reason: "RETURNED", untilAt: returnBy };
    return null;
  }
  // Who came after the deadline has the same time to think, from their own day on.
  const coolUntil = until(facts.late ? facts.pledgedAt : facts.deadlineAt, policy.coolingOffMs);
  if (coolUntil > now && !facts.shipped) return all("COOLING_OFF", coolUntil);
  if (late >= policy.delay.fullDays) return all("DELAY_FULL");
  const unreleased = unreleasedFen(facts);
  if (late >= policy.delay.unreleasedDays && unreleased > 0n)
    return { amountFen: unreleased < rest ? unreleased : rest, reason: "DELAY_UNRELEASED", untilAt: null };
  return null;
}

/**
 * Money goes back by itself where it shows that nothing was sent. Beside parcels nobody sees whether a reward without one was delivered:
 * there the backer asks for it.
 */
export const goesBackItself = (facts: Pick<LadderFacts, "ships" | "campaignShips">) => facts.ships || !facts.campaignShips;

/** What goes back by itself when nothing was shipped for so long, or an operator decided so, whichever rule the campaign has. */
export function automaticFen(facts: LadderFacts): bigint {
  if (!facts.succeeded || facts.state !== "COLLECTED" || facts.shipped || !facts.promisedAt || !facts.hasReward) return 0n;
  const isDue = facts.unreleasedBack || (goesBackItself(facts) && daysLate(facts.promisedAt, facts.now) >= policy.delay.automaticDays);
  return isDue ? unreleasedFen(facts) : 0n;
}
