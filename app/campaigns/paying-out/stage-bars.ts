import type { Collection, Fulfilment, Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { paysOut } from "#app/campaigns/campaign.ts";
import { releaseFen } from "#app/campaigns/paying-out/payout.ts";
import { policy } from "#app/campaigns/policy.ts";

/** What still stands between a stage of the money and its creator. The page lists it; the verb refuses while anything is left. */
export const stageBarNames = [
  "collecting",
  "moderation",
  "verified",
  "payee",
  "earlier",
  "time",
  "evidence",
  "update",
  "delivered",
  "held",
  "money",
] as const;
export type StageBar = (typeof stageBarNames)[number];

export type StageFacts = {
  now: Date;
  campaign: {
    lifecycle: Lifecycle;
    moderation: Moderation;
    collection: Collection;
    fulfilment: Fulfilment;
    lastUpdateAt: Date | null;
    receivedFen: bigint;
    refundedFen: bigint;
    releasedFen: bigint;
  };
  payout: { stage: number; state: string; dueAt: Date | null; approvedAt: Date | null };
  owedFen: bigint;
  deliveredBps: number;
  cumulativeBps: number;
  earlierReleased: boolean;
  verified: boolean;
  payable: boolean;
};

/** Bars that no operator's decision lifts: without them money would leave that is owed, stopped, or has nobody to go to. */
export const firmBars: readonly StageBar[] = ["collecting", "moderation", "verified", "payee", "earlier", "money"];

export function barsOf(facts: StageFacts): StageBar[] {
  const { campaign, payout, now } = facts;
  const fresh = campaign.lastUpdateAt !== null && campaign.lastUpdateAt.getTime() + policy.productionUpdateMs > now.getTime();
  const delivered = campaign.fulfilment === "DELIVERED" || facts.deliveredBps >= policy.deliveredBps;
  const is: Record<StageBar, boolean> = {
    collecting: campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED",
    moderation: !paysOut.includes(campaign.moderation),
    verified: !facts.verified,
    payee: !facts.payable,
    earlier: !facts.earlierReleased,
    time: payout.stage === 1 && (payout.dueAt === null || payout.dueAt > now),
    evidence: payout.stage === 2 && payout.approvedAt === null,
    update: payout.stage === 2 && !fresh,
    delivered: payout.stage === 3 && !delivered,
    held: payout.state === "HELD" || campaign.fulfilment === "DEFAULTED",
    money: releaseFen(campaign, facts.cumulativeBps, facts.owedFen) === null,
  };
  return stageBarNames.filter((name) => is[name]);
}
