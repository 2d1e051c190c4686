// Every endpoint that is spoken here, and what time does by itself. Anything else is refused and counted.
import type { DueWork } from "#sandbox/state/due.ts";
import { accountEndpoints } from "#sandbox/stripe/accounts.ts";
import { balanceEndpoints, balanceOf } from "#sandbox/stripe/balance.ts";
import { balanceTransactionEndpoints, becomeAvailable } from "#sandbox/stripe/balance-transactions.ts";
import { chargeEndpoints, refundsOf } from "#sandbox/stripe/charges.ts";
import { endLatePayment } from "#sandbox/stripe/checkout-payment.ts";
import { checkoutSessionEndpoints, expireSession, lineItemsOf } from "#sandbox/stripe/checkout-sessions.ts";
import { customerEndpoints } from "#sandbox/stripe/customers.ts";
import { disputeEndpoints, forgotten, overdue, review } from "#sandbox/stripe/disputes.ts";
import { emit, eventEndpoints } from "#sandbox/stripe/events.ts";
import { paymentIntentEndpoints } from "#sandbox/stripe/payment-intents.ts";
import { paymentMethodEndpoints } from "#sandbox/stripe/payment-methods.ts";
import { arrivePayout, failPayout, payOutAll, payoutEndpoints, sendPayout } from "#sandbox/stripe/payouts.ts";
import { type Endpoint, matchPath } from "#sandbox/stripe/protocol/endpoint.ts";
import type { Includable } from "#sandbox/stripe/protocol/expand.ts";
import { arrive, bounce, refundEndpoints, retryUnfunded } from "#sandbox/stripe/refunds.ts";
import { setupIntentEndpoints } from "#sandbox/stripe/setup-intents.ts";
import { transferEndpoints } from "#sandbox/stripe/transfers.ts";
import { webhookEndpointEndpoints } from "#sandbox/stripe/webhook-endpoints.ts";

const ENDPOINTS: Endpoint[] = [
  ...customerEndpoints,
  ...checkoutSessionEndpoints,
  ...paymentIntentEndpoints,
  ...setupIntentEndpoints,
  ...paymentMethodEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...transferEndpoints,
  ...payoutEndpoints,
  ...balanceEndpoints,
  ...balanceTransactionEndpoints,
  ...eventEndpoints,
  ...webhookEndpointEndpoints,
  ...accountEndpoints,
];

export function route(method: string, path: string): { endpoint: Endpoint; path: Record<string, string> } | undefined {
  for (const endpoint of ENDPOINTS) {
    if (endpoint.method !== method) continue;
    const match = matchPath(endpoint.pattern, path);
    if (match) return { endpoint, path: match };
  }
}

/** What may be asked with a `Stripe-Account` header: reading what a payee has, and paying it out. */
export const onAccount = (endpoint: Endpoint) =>
  endpoint.pattern.startsWith("/v1/payouts") ||
  (endpoint.method === "GET" && /^\/v1\/(balance|balance_transactions|charges|events|refunds)(\/:id)?$/.test(endpoint.pattern));

export const includable: Includable = {
  charge: { refunds: (sandbox, charge) => refundsOf(sandbox, String(charge.id)) },
  "checkout.session": { line_items: (sandbox, session) => lineItemsOf(sandbox, String(session.id)) },
};

export const dueWork: DueWork = {
  "balance_transaction.available": becomeAvailable,
  "balance.available": (sandbox) => {
    retryUnfunded(sandbox);
    emit(sandbox, "balance.available", balanceOf(sandbox, ""));
  },
  "checkout.session.paid": (sandbox, id) => endLatePayment(sandbox, id, true),
  "checkout.session.unpaid": (sandbox, id) => endLatePayment(sandbox, id, false),
  "checkout.session.expire": expireSession,
  "dispute.decide": review,
  "dispute.forgotten": forgotten,
  "dispute.overdue": overdue,
  "payout.arrive": arrivePayout,
  "payout.bounce": (sandbox, id) => void failPayout(sandbox, id),
  "payout.daily": (sandbox, account) => void payOutAll(sandbox, account),
  "payout.send": sendPayout,
  "refund.arrive": arrive,
  "refund.bounce": (sandbox, id) => bounce(sandbox, id),
};
