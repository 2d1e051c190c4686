// Payouts: from a balance to a bank account, which may send the money back even after it was said to be paid.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { isPayable } from "#sandbox/stripe/accounts.ts";
import { available } from "#sandbox/stripe/balance.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { bankOf, markErrored, PAYOUT_FAILURES, type PayoutFailure } from "#sandbox/stripe/bank-accounts.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { accountOf, find, get, hiddenOf, hide, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import {
  currency,
  type Metadata,
  mergeMetadata,
  metadata,
  movedAmount,
  oneOf,
  page,
  range,
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

type Payout = Stripe.Payout;
export interface NewPayout {
  amount: number;
  currency: string;
  description?: string;
  statement_descriptor?: string;
  metadata?: Metadata;
  automatic?: boolean;
}
const SENT_AFTER_MS = 10 * 60_000;
const ARRIVES_AFTER_S = 86_400;

export function createPayout(sandbox: Sandbox, account: string, wanted: NewPayout): Payout {
  const owner = account ? find(sandbox, "v2.core.account", account) : undefined;
  const bank = bankOf(sandbox, account, wanted.currency);
  if ((owner && !isPayable(owner)) || bank.status === "errored")
    throw refused("Payouts are not allowed for this account: its bank account has to be replaced or its details completed first.", {
      code: "payouts_not_allowed",
    });
  if (available(sandbox, wanted.currency, account) < wanted.amount)
    throw refused("You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.", {
      code: "balance_insufficient",
      param: "amount",
    });
  const now = sandbox.clock.seconds();
  const id = newId("po_");
  const transaction = record(sandbox, {
    type: "payout",
    amount: -wanted.amount,
    currency: wanted.currency,
    source: id,
    description: wanted.description ?? "STRIPE PAYOUT",
    account,
  });
  const payout: Payout = {
    id,
    object: "payout",
    amount: wanted.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: now + ARRIVES_AFTER_S,
    automatic: wanted.automatic ?? false,
    balance_transaction: transaction.id,
    created: now,
    currency: wanted.currency,
    description: wanted.description ?? (wanted.automatic ? "STRIPE PAYOUT" : null),
    destination: bank.id,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata({}, wanted.metadata),
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: wanted.automatic ? "completed" : "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: wanted.statement_descriptor ?? null,
    status: "pending",
    trace_id: null,
    type: "bank_account",
  };
  insert(sandbox, "payout", payout, {}, account);
  if (wanted.automatic) claimTransactions(sandbox, account, payout, transaction.id);
  emit(sandbox, "payout.created", payout, undefined, account);
  schedule(sandbox, sandbox.clock.now() + SENT_AFTER_MS, "payout.send", id);
  schedule(sandbox, payout.arrival_date * 1000, "payout.arrive", id);
  return payout;
}

/** An automatic payout names what it is the sum of: every movement that was available and not paid out yet. */
function claimTransactions(sandbox: Sandbox, account: string, payout: Payout, own: string) {
  const rows = sandbox.store.all<{ id: string }>(
    `SELECT id FROM object WHERE type = 'balance_transaction' AND account = ? AND body ->> '$.status' = 'available'
       AND body ->> '$.currency' = ? AND hidden ->> '$.payout' IS NULL`,
    account,
    payout.currency,
  );
  for (const { id } of rows) hide(sandbox, id, { payout: payout.id });
  hide(sandbox, own, { payout: payout.id });
}

/** Everything that is available goes out by itself, as for accounts on a daily schedule. */
export function payOutAll(sandbox: Sandbox, account: string, money = "cny"): Payout | undefined {
  const sum = available(sandbox, money, account);
  return sum > 0 ? createPayout(sandbox, account, { amount: sum, currency: money, automatic: true }) : undefined;
}

export function sendPayout(sandbox: Sandbox, id: string) {
  const payout = find(sandbox, "payout", id);
  if (payout?.status !== "pending") return;
  const sent = update(sandbox, "payout", id, { status: "in_transit", trace_id: { status: "pending", value: null } });
  emit(sandbox, "payout.updated", sent, { status: "pending" }, accountOf(sandbox, id));
}

/** Paid, as far as anyone knows by then; a bank that will not have it sends it back. */
export function arrivePayout(sandbox: Sandbox, id: string) {
  const payout = find(sandbox, "payout", id);
  if (payout?.status !== "pending" && payout?.status !== "in_transit") return;
  const account = accountOf(sandbox, id);
  const paid = update(sandbox, "payout", id, { status: "paid", trace_id: { status: "supported", value: newId("", 12).toUpperCase() } });
  emit(sandbox, "payout.paid", paid, { status: payout.status }, account);
  const { failsWith } = hiddenOf(sandbox, String(payout.destination));
  if (failsWith) schedule(sandbox, sandbox.clock.now() + SENT_AFTER_MS, "payout.bounce", id);
}

/** The bank sends the money back, also after "paid": it returns to the balance and the bank account counts as broken. */
export function failPayout(sandbox: Sandbox, id: string, wanted?: PayoutFailure): Payout {
  const payout = get(sandbox, "payout", id, undefined, accountOf(sandbox, id));
  if (payout.status === "failed" || payout.status === "canceled") throw refused(`Payout ${id} has ended as ${payout.status}.`);
  const account = accountOf(sandbox, id);
  const code = wanted ?? (hiddenOf(sandbox, String(payout.destination)).failsWith as PayoutFailure | undefined) ?? "could_not_process";
  const failed = giveBack(sandbox, payout, account, "payout_failure", {
    failure_code: code,
    failure_message: PAYOUT_FAILURES[code],
    status: "failed",
  });
  emit(sandbox, "payout.failed", failed, { status: payout.status }, account);
  const bank = find(sandbox, "bank_account", String(payout.destination));
  if (bank) markErrored(sandbox, bank, account);
  return failed;
}

function giveBack(sandbox: Sandbox, payout: Payout, account: string, type: "payout_failure" | "payout_cancel", change: Partial<Payout>) {
  const back = record(sandbox, {
    type,
    amount: payout.amount,
    currency: payout.currency,
    source: payout.id,
    description: payout.description,
    account,
  });
  return update(sandbox, "payout", payout.id, { failure_balance_transaction: back.id, ...change });
}

export const payoutEndpoints = [
  endpoint(
    "POST /v1/payouts",
    shape({
      amount: required(movedAmount),
      currency: required(currency),
      description: text,
      method: oneOf("standard"),
      source_type: oneOf("card"),
      statement_descriptor: text,
      metadata,
    }),
    ({ sandbox, account }, params) => createPayout(sandbox, account, params),
  ),
  endpoint("GET /v1/payouts/:id", none, ({ sandbox, path, account }) => get(sandbox, "payout", path.id as string, undefined, account)),
  endpoint("POST /v1/payouts/:id", shape({ metadata }), ({ sandbox, path, account }, params) => {
    const old = get(sandbox, "payout", path.id as string, undefined, account);
    const payout = update(sandbox, "payout", old.id, { metadata: mergeMetadata(old.metadata ?? {}, params.metadata) });
    emit(sandbox, "payout.updated", payout, { metadata: old.metadata }, account);
    return payout;
  }),
  endpoint("POST /v1/payouts/:id/cancel", none, ({ sandbox, path, account }) => {
    const payout = get(sandbox, "payout", path.id as string, undefined, account);
    if (payout.status !== "pending" || payout.automatic)
      throw refused(`Payouts can only be canceled while they are pending. This one has a status of ${payout.status}.`);
    const canceled = giveBack(sandbox, payout, account, "payout_cancel", { status: "canceled" });
    emit(sandbox, "payout.canceled", canceled, { status: "pending" }, account);
    return canceled;
  }),
  endpoint(
    "GET /v1/payouts",
    shape({
      ...page,
      created: range,
      arrival_date: range,
      destination: word,
      status: oneOf("pending", "in_transit", "paid", "failed", "canceled"),
    }),
    ({ sandbox, account }, { arrival_date, destination, status, ...rest }) =>
      listOf(sandbox, "payout", "/v1/payouts", { ...rest, arrival_date }, { destination, status }, account),
  ),
];
