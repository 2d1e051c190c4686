import { z } from "zod";
import { policy as stages } from "#app/contracts/policy.ts";
import type { Flow } from "#app/flow.ts";
import { checkbox, fileIds, id, line, optionalText, say, whole, yuan } from "#app/form.ts";
import { policy } from "#app/tasks/policy.ts";

/** A bid: a provider's price, days and plan for a task. Nobody but its maker sees it before the close. */
export const bidStates = [
  "SUBMITTED",
  "NEEDS_RECONFIRM",
  "WITHDRAWN",
  "DISQUALIFIED",
  "QUALIFIED",
  "AWARDED",
  "STANDBY",
  "NOT_SELECTED",
  "LAPSED",
  "DECLINED",
] as const;
export type BidState = (typeof bidStates)[number];

export const bidFlow = {
  editBid: { by: "provider", from: ["SUBMITTED", "NEEDS_RECONFIRM"], to: "SUBMITTED" },
  reconfirmBid: { by: "provider", from: "NEEDS_RECONFIRM", to: "SUBMITTED" },
  amendTask: { by: "employer", from: "SUBMITTED", to: "NEEDS_RECONFIRM" },
  withdrawBid: { by: "provider", from: ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED"], to: "WITHDRAWN" },
  closeBidding: { by: "clock", from: "NEEDS_RECONFIRM", to: "LAPSED", at: "closeAt" },
  judgeBid: { by: "employer", from: ["SUBMITTED", "QUALIFIED"], to: ["QUALIFIED", "DISQUALIFIED"] },
  fixBid: { by: "provider", from: "SUBMITTED", to: "SUBMITTED" },
  lapseFix: { by: "clock", from: "SUBMITTED", to: "DISQUALIFIED", at: "fixUntilAt" },
  dropBid: { by: "employer", from: ["SUBMITTED", "QUALIFIED"], to: "DISQUALIFIED" },
  awardBid: { by: ["employer", "clock"], from: ["SUBMITTED", "QUALIFIED", "STANDBY"], to: "AWARDED" },
  rejoin: { by: "clock", from: "STANDBY", to: ["SUBMITTED", "QUALIFIED"] },
  standBy: { by: "employer", from: ["SUBMITTED", "QUALIFIED"], to: "STANDBY" },
  declineAward: { by: "provider", from: "AWARDED", to: "DECLINED" },
  lapseAward: { by: "clock", from: "AWARDED", to: "LAPSED", at: "acceptBy" },
  passOver: { by: "clock", from: ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED", "STANDBY", "AWARDED"], to: "NOT_SELECTED" },
  offerRest: { by: "employer", from: "AWARDED", to: "LAPSED" },
  lapseContracting: { by: "clock", from: ["STANDBY", "NOT_SELECTED", "AWARDED"], to: ["SUBMITTED", "QUALIFIED", "LAPSED"] },
} as const satisfies Flow<BidState>;

/** Bids that can still win. */
export const validStates = ["SUBMITTED", "QUALIFIED"] as const satisfies BidState[];
/** Bids that take part while bidding is open. */
export const liveStates = ["SUBMITTED", "NEEDS_RECONFIRM"] as const satisfies BidState[];
/** Bids that hold one of their provider's places. */
export const busyStates = ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED"] as const satisfies BidState[];

/**
 * The form of a bid for a task of `stageCount` stages: each stage has an amount and days; price and days are typed too, so that a slip in
 * one of them shows. The sums must agree exactly.
 */
export const BidForm = (stageCount: number) =>
  z
    .strictObject({
      price: yuan(policy.minPriceFen, policy.maxBudgetFen),
      taxIncluded: checkbox,
      days: whole(1, policy.maxWorkDays),
      // What a contract can hold in escrow and still have accepted, changed and disputed in time.
      stages: z
        .array(z.strictObject({ amount: yuan(stages.minStageFen, stages.maxStageFen), days: whole(1, stages.maxStageDays) }))
        .length(stageCount),
      proposal: line(policy.proposalChars, 20),
      files: fileIds(policy.files),
      taskVersion: whole(1, 1_000_000),
    })
    .superRefine((bid, ctx) => {
      const sum = bid.stages.reduce((total, s) => total + s.amount, 0n);
      if (sum !== bid.price)
        ctx.addIssue({
          code: "custom",
          path: ["price"],
          message: say("planSum", { sumFen: String(sum), priceFen: String(bid.price) }).error,
        });
      const days = bid.stages.reduce((total, s) => total + s.days, 0);
      if (days !== bid.days)
        ctx.addIssue({ code: "custom", path: ["days"], message: say("planDays", { sum: days, days: bid.days }).error });
    });
export type BidForm = z.output<ReturnType<typeof BidForm>>;

/** Points of one bid, by the criteria's order. */
export const points = z.array(whole(0, 100)).max(policy.criteria.max);

export const ScoresForm = z.strictObject({ bids: z.array(z.strictObject({ id, points })).min(1).max(policy.bidCap) });
export const JudgeForm = z
  .strictObject({ bidId: id, verdict: z.enum(["pass", "fail"], say("choose")), points, reason: optionalText(500) })
  .superRefine((f, ctx) => {
    if (f.verdict === "fail" && f.reason.length < 4) ctx.addIssue({ code: "custom", path: ["reason"], message: say("required").error });
  });
export type Judgement = z.output<typeof JudgeForm>;
export const AskFixForm = z.strictObject({ bidId: id, reason: line(500, 4) });
export const FixForm = z.strictObject({ proposal: line(policy.proposalChars, 20), files: fileIds(policy.files) });
export const DropForm = z.strictObject({ bidId: id, reason: line(500, 4) });
export const AwardForm = z.strictObject({ bidId: id, reason: optionalText(500) });
export const RoomForm = z.strictObject({
  startAt: z
    .string()
    .min(1)
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, say("invalid")),
  minutes: whole(policy.roomMinutes.min, policy.roomMinutes.max),
  show: z.enum(["RANK_ONLY", "BEST_SCORE", "FULL_LADDER"], say("choose")),
});

/** 40 % or more below the mean of the other valid prices. */
export function abnormallyLow(priceFen: bigint, others: readonly bigint[]): boolean {
  if (others.length === 0) return false;
  const sum = others.reduce((a, b) => a + b, 0n);
  return priceFen * 10_000n * BigInt(others.length) <= sum * BigInt(10_000 - policy.lowBps);
}
