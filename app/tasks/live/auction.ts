import { z } from "zod";
import type { Flow } from "#app/flow.ts";
import { say, yuan } from "#app/form.ts";
import { policy } from "#app/tasks/policy.ts";

/** The live room of a TENDER_LIVE task: its life, the form of a bid, and the text that its hash chain covers. */
export const auctionStates = ["SCHEDULED", "LOBBY", "RUNNING", "PAUSED", "CLOSED", "ABORTED"] as const;
export type AuctionState = (typeof auctionStates)[number];
export const auctionVisibilities = ["RANK_ONLY", "BEST_SCORE", "FULL_LADDER"] as const;
export type AuctionVisibility = (typeof auctionVisibilities)[number];

export const auctionFlow = {
  openLobby: { by: "clock", from: "SCHEDULED", to: "LOBBY", at: "startAt" },
  startAuction: { by: "clock", from: ["SCHEDULED", "LOBBY"], to: "RUNNING", at: "startAt" },
  placeBid: { by: "provider", from: "RUNNING", to: "RUNNING" },
  pauseAuction: { by: "clock", from: "RUNNING", to: "PAUSED" },
  resumeAuction: { by: "clock", from: "PAUSED", to: "RUNNING", at: "resumeAt" },
  abortAuction: { by: "clock", from: ["SCHEDULED", "LOBBY", "RUNNING", "PAUSED"], to: "ABORTED" },
  restartAuction: { by: "clock", from: "ABORTED", to: "SCHEDULED" },
  closeAuction: { by: "clock", from: "RUNNING", to: "CLOSED", at: "endAt" },
} as const satisfies Flow<AuctionState>;
export type AuctionVerb = keyof typeof auctionFlow;

export const refusedBids = ["CLOSED", "NOT_BIDDER", "RATE", "STALE_VERSION", "FLOOR", "STEP", "CONFIRM"] as const;
export type RefusedBid = (typeof refusedBids)[number];

const price = yuan(policy.minPriceFen, policy.maxBudgetFen);
const empty = z.literal("").transform(() => undefined);

/** A live bid, by the plain form and by socket alike. Prices are typed in yuan; `confirm` is the same price typed once more. */
export const LiveBidForm = z.strictObject({
  price,
  intentId: z.uuid(),
  confirm: z.union([empty, price]).optional(),
  expectV: z
    .union([
      empty,
      z
        .string()
        .regex(/^\d{1,9}$/, say("wholeNumber"))
        .transform(Number),
    ])
    .optional(),
});
export type LiveBid = z.output<typeof LiveBidForm>;
/** The same by socket, with the task that the form has in its address. */
export const LiveBidMessage = z.strictObject({ task: z.uuid(), ...LiveBidForm.shape });

/** The database's answer to one bid. Moments in milliseconds. */
export const BidAnswer = z.discriminatedUnion("ok", [
  z.object({
    i: z.int(),
    ok: z.literal(true),
    seq: z.int(),
    acceptedAt: z.int(),
    rank: z.int(),
    endAt: z.int(),
    v: z.int(),
    priceFen: z.int(),
    scoreMilli: z.int(),
  }),
  z.object({
    i: z.int(),
    ok: z.literal(false),
    code: z.enum(refusedBids),
    v: z.int(),
    endAt: z.int(),
    waitMs: z.int().nullable(),
    limitFen: z.int().nullable(),
  }),
]);
export type BidAnswer = z.output<typeof BidAnswer>;

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** Keys in alphabetical order, no spaces, whole numbers only: everyone who has the object gets the same bytes. */
export function canonicalJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value && typeof value === "object")
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Plain)}`)
      .join(",")}}`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return JSON.stringify(value);
}

/** What one link of the chain covers: an accepted bid as the replay's file has it. */
export type ChainBid = {
  acceptedAt: number;
  bidId: string;
  endAt: number;
  extensions: number;
  intentId: string;
  label: number;
  priceFen: number;
  rank: number;
  round: number;
  scoreMilli: number;
  seq: number;
  taskId: string;
};

/** What the room was set to before its first bid: the chain begins with it. */
export type Genesis = {
  taskId: string;
  round: number;
  budgetFen: number;
  floorFen: number;
  minStepFen: number;
  weightPrice: number;
  softWindowMs: number;
  extendMs: number;
  maxExtensions: number;
  intervalMs: number;
  bidders: { bidId: string; label: number; fixedMilli: number; openingFen: number }[];
};
