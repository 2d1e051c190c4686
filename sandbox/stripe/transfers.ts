// Transfers from the platform to payees, and their reversals.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { isPayable } from "#sandbox/stripe/accounts.ts";
import { available } from "#sandbox/stripe/balance.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { arrivalCharge, takenBack } from "#sandbox/stripe/destination-payments.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { missing, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";
import {
  currency,
  mergeMetadata,
  metadata,
  movedAmount,
  oneOf,
  type Parsed,
  page,
  range,
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

const createFields = {
  amount: required(movedAmount),
  currency: required(currency),
  destination: required(word),
  source_transaction: word,
  source_type: oneOf("card"),
  transfer_group: word,
  description: text,
  metadata,
};

function createTransfer(sandbox: Sandbox, params: Parsed<typeof createFields>): Stripe.Transfer {
  const account = find(sandbox, "v2.core.account", params.destination);
  if (!account) throw missing("destination", params.destination, "destination", 400);
  if (account.closed) throw refused(`The account ${account.id} is closed.`, { code: "account_invalid", param: "destination" });
  if (!sandbox.store.setting("transfersAllowed", true))
    throw refused("The requested transfer cannot be created. Please contact us for further information.", {
      code: "transfers_not_allowed",
    });
  if (!isPayable(account))
    throw refused(
      "Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments",
      { code: "insufficient_capabilities_for_transfer", param: "destination" },
    );
  const source = params.source_transaction ? sourceCharge(sandbox, params) : undefined;
  if (!source && available(sandbox, params.currency) < params.amount)
    throw refused(
      "You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card.",
      { code: "balance_insufficient" },
    );
  const paid = source && find(sandbox, "balance_transaction", String(source.balance_transaction));
  const id = newId("tr_");
  const movement = { currency: params.currency, availableOn: paid?.available_on, description: params.description ?? null };
  const transaction = record(sandbox, { ...movement, type: "transfer", amount: -params.amount, source: id });
  const transfer: Stripe.Transfer = {
    id,
    object: "transfer",
    amount: params.amount,
    amount_reversed: 0,
    balance_transaction: transaction.id,
    created: sandbox.clock.seconds(),
    currency: params.currency,
    description: params.description ?? null,
    destination: params.destination,
    destination_payment: newId("py_"),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    reversals: { object: "list", data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: "card",
    transfer_group: params.transfer_group ?? source?.transfer_group ?? null,
  };
  insert(sandbox, "transfer", transfer);
  arrivalCharge(sandbox, transfer, movement.availableOn);
  emit(sandbox, "transfer.created", transfer);
  return transfer;
}

/** A transfer tied to a charge may precede its funds, and is capped by what the charge still holds. */
function sourceCharge(sandbox: Sandbox, params: Parsed<typeof createFields>): Stripe.Charge {
  const charge = get(sandbox, "charge", params.source_transaction as string, "source_transaction");
  if (charge.status !== "succeeded") throw refused("The source_transaction must be a successful charge.", { param: "source_transaction" });
  if (charge.currency !== params.currency)
    throw refused(
      `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${params.currency})`,
      {
        param: "currency",
      },
    );
  const used = where(sandbox, "transfer", "source_transaction", charge.id).reduce(
    (sum, other) => sum + other.amount - other.amount_reversed,
    0,
  );
  const left = charge.amount - charge.amount_refunded - used;
  if (params.amount > left)
    throw refused(
      `The transfer amount of ${params.amount} is greater than the ${left} that remains on source_transaction ${charge.id}; transfers using source_transaction can't exceed the charge.`,
      { code: "transfer_source_balance_parameters_mismatch", param: "amount" },
    );
  return charge;
}

function reverseTransfer(sandbox: Sandbox, transfer: Stripe.Transfer, wanted: number, extra: { metadata?: Stripe.Metadata }) {
  const left = transfer.amount - transfer.amount_reversed;
  if (left === 0) throw refused(`Transfer ${transfer.id} is already fully reversed.`);
  if (wanted > left)
    throw refused(`Reversal amount (${wanted}) is greater than unreversed amount on transfer (${left})`, { param: "amount" });
  const account = String(transfer.destination);
  const arrived = find(sandbox, "charge", String(transfer.destination_payment));
  const funds = find(sandbox, "balance_transaction", String(arrived?.balance_transaction));
  if (funds?.status !== "pending" && available(sandbox, transfer.currency, account) < wanted)
    throw refused("The connected account has insufficient available funds to reverse this transfer.", { code: "balance_insufficient" });
  const id = newId("trr_");
  const paid = find(sandbox, "balance_transaction", String(transfer.balance_transaction));
  const movement = { currency: transfer.currency, availableOn: paid?.available_on };
  const transaction = record(sandbox, { ...movement, type: "transfer_refund", amount: wanted, source: id });
  const reversal: Stripe.TransferReversal = {
    id,
    object: "transfer_reversal",
    amount: wanted,
    balance_transaction: transaction.id,
    created: sandbox.clock.seconds(),
    currency: transfer.currency,
    destination_payment_refund: takenBack(sandbox, transfer, { id, amount: wanted, availableOn: movement.availableOn }).id,
    metadata: mergeMetadata({}, extra.metadata),
    source_refund: null,
    transfer: transfer.id,
  };
  insert(sandbox, "transfer_reversal", reversal);
  const reversed = transfer.amount_reversed + wanted;
  const after = update(sandbox, "transfer", transfer.id, {
    amount_reversed: reversed,
    reversed: reversed === transfer.amount,
    reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data].slice(0, 10) },
  });
  emit(sandbox, "transfer.reversed", after, { amount_reversed: transfer.amount_reversed, reversed: transfer.reversed });
  return reversal;
}

export const transferEndpoints = [
  endpoint("POST /v1/transfers", shape(createFields), ({ sandbox }, params) => createTransfer(sandbox, params)),
  endpoint("GET /v1/transfers/:id", none, ({ sandbox, path }) => get(sandbox, "transfer", path.id as string)),
  endpoint("POST /v1/transfers/:id", shape({ metadata, description: text }), ({ sandbox, path }, params) => {
    const old = get(sandbox, "transfer", path.id as string);
    const transfer = update(sandbox, "transfer", old.id, {
      metadata: mergeMetadata(old.metadata, params.metadata),
      description: params.description ?? old.description,
    });
    emit(sandbox, "transfer.updated", transfer);
    return transfer;
  }),
  endpoint(
    "GET /v1/transfers",
    shape({ ...page, created: range, destination: word, transfer_group: word }),
    ({ sandbox }, { destination, transfer_group, ...rest }) =>
      listOf(sandbox, "transfer", "/v1/transfers", rest, { destination, transfer_group }),
  ),
  endpoint("POST /v1/transfers/:id/reversals", shape({ amount: movedAmount, metadata, description: text }), ({ sandbox, path }, params) => {
    const transfer = get(sandbox, "transfer", path.id as string);
    return reverseTransfer(sandbox, transfer, params.amount ?? transfer.amount - transfer.amount_reversed, params);
  }),
  endpoint("GET /v1/transfers/:id/reversals", shape(page), ({ sandbox, path }, params) => {
    const transfer = get(sandbox, "transfer", path.id as string);
    return listOf(sandbox, "transfer_reversal", `/v1/transfers/${transfer.id}/reversals`, params, { transfer: transfer.id });
  }),
  endpoint("GET /v1/transfers/:id/reversals/:reversal", none, ({ sandbox, path }) =>
    get(sandbox, "transfer_reversal", path.reversal as string),
  ),
];
