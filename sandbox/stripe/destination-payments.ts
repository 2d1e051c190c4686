// What a transfer looks like from the payee's side: a payment on the connected account.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { get, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";

export function arrivalCharge(sandbox: Sandbox, transfer: Stripe.Transfer, availableOn: number | undefined): Stripe.Charge {
  const account = String(transfer.destination);
  const id = String(transfer.destination_payment);
  const transaction = record(sandbox, {
    type: "payment",
    amount: transfer.amount,
    currency: transfer.currency,
    source: id,
    availableOn,
    account,
  });
  const charge: Stripe.Charge = {
    id,
    object: "charge",
    amount: transfer.amount,
    amount_captured: transfer.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: transaction.id,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: transfer.created,
    currency: transfer.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { stripe_account: {}, type: "stripe_account" },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: transfer.id,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: transfer.transfer_group,
  };
  return insert(sandbox, "charge", charge, {}, account);
}

/** A reversal, as the payee sees it: their payment is refunded. */
export function takenBack(sandbox: Sandbox, transfer: Stripe.Transfer, reversal: { id: string; amount: number; availableOn?: number }) {
  const account = String(transfer.destination);
  const id = newId("pyr_");
  const payment = get(sandbox, "charge", String(transfer.destination_payment), undefined, account);
  const transaction = record(sandbox, {
    type: "payment_refund",
    amount: -reversal.amount,
    currency: transfer.currency,
    source: id,
    availableOn: reversal.availableOn,
    account,
  });
  const refunded = payment.amount_refunded + reversal.amount;
  update(sandbox, "charge", payment.id, { amount_refunded: refunded, refunded: refunded === payment.amount });
  const refund: Stripe.Refund = {
    id,
    object: "refund",
    amount: reversal.amount,
    balance_transaction: transaction.id,
    charge: payment.id,
    created: sandbox.clock.seconds(),
    currency: transfer.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: reversal.id,
    status: "succeeded",
    transfer_reversal: null,
  };
  return insert(sandbox, "refund", refund, {}, account);
}
