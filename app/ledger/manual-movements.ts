import type { AccountKey } from "#app/ledger/chart.ts";
import { credit, debit, feeIncome, type Movement, receivable, refundPayable, suspense } from "#app/ledger/movement.ts";

/** What two operators may write into the books by hand: unknown money gets its reason, and named accounts are adjusted. Nothing else. */

/** Why the channel moved money that nothing here explained: the account that bears it. */
const bearers = {
  platformLoss: "expense:platform_loss",
  channelFee: "expense:psp_fee",
  disputeFee: "expense:dispute_fee",
  bank: "bank:cny",
} as const satisfies Record<string, AccountKey>;
/** partyRefund: it was a refund that a party was owed, made in the channel's own pages. */
export const suspenseReasons = [...(Object.keys(bearers) as (keyof typeof bearers)[]), "partyRefund"] as const;
export type SuspenseReason = (typeof suspenseReasons)[number];

/** 26, ended by two operators: unknown money is recorded under its reason. It shares its key with suspenseCleared: one of them, once. */
export function suspenseAssigned(of: {
  transactionId: string;
  source: string;
  netFen: bigint;
  reason: SuspenseReason;
  orgId?: string | null;
}): Movement {
  const bearer = of.reason === "partyRefund" ? refundPayable(owner(of.orgId)) : bearers[of.reason];
  if (of.netFen === 0n) throw new Error("nothing stands in suspense");
  // What comes in is owed to nobody here, so it cannot be a party's refund.
  if (of.reason === "partyRefund" && of.netFen > 0n) throw new Error("a refund leaves");
  return {
    key: `cleared:${of.transactionId}`,
    kind: "suspenseAssigned",
    ref: of.source,
    why: "Two operators gave an unknown channel transaction its reason.",
    entries:
      of.netFen < 0n ? [debit(bearer, -of.netFen), credit(suspense, -of.netFen)] : [debit(suspense, of.netFen), credit(bearer, of.netFen)],
  };
}

type Line = AccountKey | "receivable";
/** The only pairs of accounts that may be adjusted, by name. Accounts that are tied to rows of the business are not among them. */
const pairs = {
  /** A debt that will not be paid. */
  writeOff: ["expense:platform_loss", "receivable"],
  /** A debt that came by bank transfer. */
  repaidByBank: ["bank:cny", "receivable"],
  /** The platform made something good out of its own bank account. */
  lossPaid: ["expense:platform_loss", "bank:cny"],
  /** Money for an earlier loss came to the bank account. */
  lossRecovered: ["bank:cny", "expense:platform_loss"],
  /** A fee was given back by bank transfer. */
  feeReturned: [feeIncome, "bank:cny"],
  /** What was booked as the channel's fee was a loss, and the other way round. */
  feeWasLoss: ["expense:platform_loss", "expense:psp_fee"],
  lossWasFee: ["expense:psp_fee", "expense:platform_loss"],
  disputeFeeWasLoss: ["expense:platform_loss", "expense:dispute_fee"],
} as const satisfies Record<string, readonly [debit: Line, credit: Line]>;
export type Adjustment = keyof typeof pairs;
export const adjustments = Object.keys(pairs) as Adjustment[];
/** Does it touch what one organisation owes? */
export const isOfOrg = (name: Adjustment) => (pairs[name] as readonly string[]).includes("receivable");

export function adjustedByHand(of: { actId: string; name: Adjustment; orgId?: string | null; amountFen: bigint }): Movement {
  if (of.amountFen <= 0n) throw new Error("an adjustment has an amount");
  const account = (line: Line): AccountKey => (line === "receivable" ? receivable(owner(of.orgId)) : line);
  const [to, from] = pairs[of.name];
  return {
    key: `manual:${of.actId}`,
    kind: "adjustedByHand",
    ref: of.orgId ?? of.actId,
    why: `Two operators adjusted the books: ${of.name}.`,
    entries: [debit(account(to), of.amountFen), credit(account(from), of.amountFen)],
  };
}

function owner(orgId: string | null | undefined): string {
  if (!orgId) throw new Error("whose account?");
  return orgId;
}
