import { z } from "zod";
import type { Choices } from "#app/campaigns/content.ts";
import type { ShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import type { Lane } from "#app/campaigns/pledge.ts";
import type { Total } from "#app/campaigns/pledging/price.ts";
import { policy } from "#app/campaigns/policy.ts";
import { Refusal } from "#app/refusal.ts";

/** What the functions claim_pledges and confirm_pledges are told and answer. Money as numbers of fen: each is far below 2^53. */
export type ClaimLine = { rewardId: string; qty: number; priceFen: number; taxFen: number; rewardV: number; options: Choices | null };
export type ClaimItem = {
  pledgeId: string;
  versionId: string;
  userId: string;
  orgId: string;
  lane: Lane;
  late: boolean;
  related: boolean;
  anonymous: boolean;
  amountFen: number;
  shippingFen: number;
  taxFen: number;
  bonusFen: number;
  provinceCode: string | null;
  region: string | null;
  addressId: string | null;
  shipTo: ShipTo | null;
  referrerId: string | null;
  secretKeys: string[];
  lines: ClaimLine[];
};
type Sums = Pick<Total, "amountFen" | "shippingFen" | "taxFen" | "bonusFen">;
type Line = { rewardId: string; qty: number; priceFen: bigint; taxFen: bigint; rewardV: number; options: Choices | null };
/** What was worked out, as the function is told it. */
export const asClaim = ({ total, lines }: { total: Sums; lines: readonly Line[] }) => ({
  amountFen: Number(total.amountFen),
  shippingFen: Number(total.shippingFen),
  taxFen: Number(total.taxFen),
  bonusFen: Number(total.bonusFen),
  lines: lines.map(
    ({ rewardId, qty, priceFen, taxFen, rewardV, options }): ClaimLine => ({
      rewardId,
      qty,
      priceFen: Number(priceFen),
      taxFen: Number(taxFen),
      rewardV,
      options,
    }),
  ),
});
const { claimMs, drainMs, offerMs, hands } = policy;
export const claimRules = JSON.stringify({
  claimMs,
  drainMs,
  offerMs,
  handsMs: hands.windowMs,
  handsPeople: hands.people,
  handsPledges: hands.pledges,
});

const codes = [
  "CLOSED",
  "FROZEN",
  "ALREADY",
  "PHONE",
  "GONE",
  "NOT_YET",
  "REWARD_CLOSED",
  "CHANGED",
  "PER_BACKER",
  "SOLD_OUT",
  "LINES",
] as const;
export type ClaimCode = (typeof codes)[number];
export const ClaimAnswer = z.union([
  z.object({ i: z.number(), ok: z.literal(true), pledgeId: z.string(), versionId: z.string(), untilAt: z.number() }),
  z.object({ i: z.number(), ok: z.literal(false), code: z.enum(codes), rewardId: z.string().nullable(), left: z.number().nullable() }),
]);
export type ClaimAnswer = z.output<typeof ClaimAnswer>;

/** The "no" that a backer reads. */
export function claimRefusal(answer: { code: ClaimCode; left: number | null }): Refusal {
  const left = Math.max(0, answer.left ?? 0);
  switch (answer.code) {
    case "CLOSED":
      return new Refusal("campaignClosed");
    case "FROZEN":
      return new Refusal("campaignFrozen");
    case "ALREADY":
      return new Refusal("pledgedAlready");
    case "PHONE":
      return new Refusal("phoneTooOften", {}, "place");
    case "NOT_YET":
      return new Refusal("rewardNotOpen");
    case "GONE":
    case "REWARD_CLOSED":
      return new Refusal("rewardClosed");
    case "CHANGED":
      return new Refusal("rewardChanged");
    case "PER_BACKER":
      return new Refusal("rewardPerBacker", { max: left });
    case "SOLD_OUT":
      return left > 0 ? new Refusal("rewardFew", { left }) : new Refusal("rewardSoldOut");
    case "LINES":
      return new Refusal("oneReward");
  }
}

/** What is known when a card was kept or a wallet paid. */
export type ConfirmItem = {
  versionId: string;
  paidFen: number;
  method: string | null;
  customerId: string | null;
  paymentMethodId: string | null;
  fingerprint: string | null;
  brand: string | null;
  last4: string | null;
  /** The card comes too often: nothing counts. */
  refused?: boolean;
};
const Offer = z.object({ userId: z.string(), rewardId: z.string(), title: z.string(), untilAt: z.number() });
export type Offer = z.output<typeof Offer>;
export const Offers = z.array(Offer);
export const Confirmed = z.object({
  answers: z.array(z.object({ i: z.number(), ok: z.boolean(), pledgeId: z.string(), was: z.string(), state: z.string() })),
  offered: Offers,
});
const Ended = z.object({ pledgeId: z.string(), versionId: z.string(), userId: z.string() });
export const EndedClaims = z.object({ expired: z.array(Ended), changes: z.array(Ended), offered: Offers });
