// Every movement of a balance, the platform's or a connected account's, with the moment it becomes available.
import type Stripe from "stripe";
import { isScheduled, schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { addToBalance } from "#sandbox/stripe/balance.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { accountOf, find, get, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import { currency, page, range, shape, word } from "#sandbox/stripe/protocol/params.ts";

export type MovementType =
  | "charge"
  | "payment"
  | "refund"
  | "payment_refund"
  | "refund_failure"
  | "adjustment"
  | "transfer"
  | "transfer_refund"
  | "payout"
  | "payout_failure"
  | "payout_cancel";
export interface Movement {
  type: MovementType;
  amount: number;
  fee?: number;
  feeFor?: string;
  /** Where a report files it, when its type does not say. */
  category?: string;
  currency: string;
  source: string;
  description?: string | null;
  /** Seconds; the present when absent. */
  availableOn?: number;
  account?: string;
}
const CATEGORY: Record<MovementType, string> = {
  charge: "charge",
  payment: "charge",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund_failure",
  adjustment: "other_adjustment",
  transfer: "transfer",
  transfer_refund: "transfer_reversal",
  payout: "payout",
  payout_failure: "payout_reversal",
  payout_cancel: "payout_reversal",
};

export function record(sandbox: Sandbox, movement: Movement): Stripe.BalanceTransaction {
  const now = sandbox.clock.seconds();
  const availableOn = Math.max(movement.availableOn ?? now, now);
  const fee = movement.fee ?? 0;
  const transaction: Stripe.BalanceTransaction = {
    id: newId("txn_"),
    object: "balance_transaction",
    amount: movement.amount,
    available_on: availableOn,
    balance_type: "payments",
    created: now,
    currency: movement.currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: movement.currency,
              description: movement.feeFor ?? "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: movement.amount - fee,
    reporting_category: movement.category ?? CATEGORY[movement.type],
    source: movement.source,
    status: availableOn > now ? "pending" : "available",
    type: movement.type,
  };
  insert(sandbox, "balance_transaction", transaction, {}, movement.account ?? "");
  const later = availableOn > now;
  addToBalance(sandbox, movement.account ?? "", movement.currency, {
    available: later ? 0 : transaction.net,
    pending: later ? transaction.net : 0,
  });
  if (later) schedule(sandbox, availableOn * 1000, "balance_transaction.available", transaction.id);
  return transaction;
}

/** Its day has come: the money moves from pending to available. */
export function becomeAvailable(sandbox: Sandbox, id: string) {
  const transaction = find(sandbox, "balance_transaction", id);
  if (transaction?.status !== "pending") return;
  const account = accountOf(sandbox, id);
  update(sandbox, "balance_transaction", id, { status: "available" });
  addToBalance(sandbox, account, transaction.currency, { available: transaction.net, pending: -transaction.net });
  if (account !== "" && sandbox.store.setting("dailyPayouts", false)) schedule(sandbox, sandbox.clock.now(), "payout.daily", account);
  // Announced once for all that becomes available at the same moment.
  if (account === "" && !isScheduled(sandbox, "balance.available")) schedule(sandbox, sandbox.clock.now(), "balance.available", "platform");
}

export const balanceTransactionEndpoints = [
  endpoint("GET /v1/balance_transactions/:id", none, ({ sandbox, path, account }) =>
    get(sandbox, "balance_transaction", path.id as string, undefined, account),
  ),
  endpoint(
    "GET /v1/balance_transactions",
    shape({ ...page, created: range, type: word, source: word, payout: word, currency }),
    ({ sandbox, account }, { type, source, payout, currency: money, ...rest }) => {
      if (payout && !get(sandbox, "payout", payout, "payout", account).automatic)
        throw refused("Balance transaction history can only be filtered on automatic payouts, not manual.", { param: "payout" });
      const filters = { type, source, currency: money };
      return listOf(sandbox, "balance_transaction", "/v1/balance_transactions", rest, filters, account, { payout });
    },
  ),
];
