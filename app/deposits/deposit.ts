import { z } from "zod";
import { policy } from "#app/deposits/policy.ts";
import type { Flow } from "#app/flow.ts";
import { fileIds, id, line, say, yuan } from "#app/form.ts";
import type { DepositPurse } from "#app/ledger/movements.ts";
import { isTooSmall, LEAST_PAID_FEN } from "#app/payments/intent.ts";
import type { DepositKind, DepositPromise, DepositState } from "../../generated/prisma/enums.ts";

/**
 * Money that stands for a promise: a provider's standing deposit (诚信保证金) for its work, an employer's intent bond (发布诚意金) for the
 * seriousness of a task. It is held apart until the promise is over; then it goes back, or to those whom the promise protected.
 */
export const promises = ["FINISH", "WARRANTY", "ORIGINAL"] as const satisfies readonly DepositPromise[];

export const depositFlow = {
  pay: { by: "stripe", from: ["AWAITING", "HELD", "LAPSED"], to: ["HELD", "LAPSED"] },
  lapse: { by: "clock", from: "HELD", to: "LAPSED", at: "fillBy" },
  askExit: { by: "provider", from: ["HELD", "LAPSED"], to: "LEAVING" },
  stay: { by: "provider", from: "LEAVING", to: ["HELD", "LAPSED"] },
  finishExit: { by: "clock", from: "LEAVING", to: "CLOSED" },
  payClaim: { by: "operator", from: ["HELD", "LAPSED", "LEAVING"], to: ["HELD", "LAPSED", "LEAVING", "CLOSED"] },
  returnBond: { by: ["clock", "employer"], from: ["AWAITING", "HELD"], to: "CLOSED" },
  freeze: { by: "stripe", from: "HELD", to: "LAPSED" },
  thaw: { by: "stripe", from: "LAPSED", to: "HELD" },
  chargeBack: { by: "stripe", from: ["HELD", "LAPSED"], to: ["LAPSED", "CLOSED"] },
  shareBond: { by: ["clock", "employer"], from: "HELD", to: "CLOSED" },
} as const satisfies Flow<DepositState>;
export type DepositVerb = keyof typeof depositFlow;

export const purseOf = (kind: DepositKind): DepositPurse => (kind === "PROVIDER" ? "provider" : "intent");

type Sums = { paidFen: bigint; returnedFen: bigint; forfeitedFen: bigint; chargedBackFen: bigint };
/** What of it is still here. */
export const heldFen = ({ paidFen, returnedFen, forfeitedFen, chargedBackFen }: Sums) =>
  paidFen - returnedFen - forfeitedFen - chargedBackFen;

export type Tier = (typeof policy.tiers)[number];
export const tierOf = (fen: bigint): Tier | undefined => policy.tiers.find((tier) => tier.fen === fen);
/** Up to how much a deposit answers for one promise on one contract, less what it paid for that promise there: never more than it holds. */
export function coverFen(deposit: Sums & { tierFen: bigint }, paidFen = 0n): bigint {
  const left = (tierOf(deposit.tierFen)?.coverFen ?? 0n) - paidFen;
  const held = heldFen(deposit);
  const least = held < left ? held : left;
  return least > 0n ? least : 0n;
}
/** Whether so much is left of a promise that a claim can be made. */
export const claimable = ({ leftFen }: { leftFen: bigint }) => leftFen >= policy.minClaimFen;
/**
 * What is to be paid so that this much is held. The channel takes no less than its least: what that is too much is held with the rest and
 * goes back with it.
 */
export function toPayFen(wantedFen: bigint, heldFen: bigint): bigint {
  const missing = wantedFen - heldFen;
  return isTooSmall(missing) ? LEAST_PAID_FEN : missing > 0n ? missing : 0n;
}
/** What must be paid for this tier, beside what is here already; nothing when it is no step up and nothing is missing. */
export function missingFen(deposit: (Sums & { tierFen: bigint }) | null, tierFen: bigint): bigint {
  if (!deposit) return tierFen;
  return tierFen >= deposit.tierFen ? toPayFen(tierFen, heldFen(deposit)) : 0n;
}

/** The bond of a task with this budget, in whole yuan. */
export function bondFen(budgetFen: bigint): bigint {
  const { bps, minFen, maxFen } = policy.bond;
  const share = ((budgetFen * bps) / 10_000n / 100n) * 100n;
  return share < minFen ? minFen : share > maxFen ? maxFen : share;
}

/** Which tier, and, where it carries one promise alone, which. */
export const PayDeposit = z
  .strictObject({
    orgId: id,
    tier: z.enum(policy.tiers.map((tier) => String(tier.fen)) as [string, ...string[]], say("choose")),
    promise: z.enum(promises).or(z.literal("")).default(""),
  })
  .superRefine(({ tier, promise }, ctx) => {
    if (tierOf(BigInt(tier))?.promises === 1 && promise === "")
      ctx.addIssue({ code: "custom", path: ["promise"], message: say("choose").error });
  })
  .transform(({ orgId, tier, promise }) => {
    const tierFen = BigInt(tier);
    const chosen: DepositPromise[] = tierOf(tierFen)!.promises === 1 ? [promise as DepositPromise] : [...promises];
    return { orgId, tierFen, promises: chosen };
  });
export type PayDeposit = z.output<typeof PayDeposit>;

export const OfOrg = z.strictObject({ orgId: id });

const text = line(2000, 10);
export const FileClaim = z.strictObject({
  promise: z.enum(promises, say("choose")),
  amount: yuan(policy.minClaimFen, policy.tiers.at(-1)!.coverFen),
  reason: text,
  files: fileIds(policy.filesPerClaim),
});
export type FileClaim = z.output<typeof FileClaim>;
export const AnswerClaim = z.strictObject({ answer: text, files: fileIds(policy.filesPerClaim) });
export type AnswerClaim = z.output<typeof AnswerClaim>;
export const DecideClaim = z.strictObject({ amount: yuan(0n, policy.tiers.at(-1)!.coverFen), decision: text });
export type DecideClaim = z.output<typeof DecideClaim>;
