// Which of the official package's types each answer promises to be.
const PAGE = "Stripe.ApiList";
const EVENT = "EVENT ";

const ENDPOINTS: Record<string, string> = {
  "POST /v1/customers": "Stripe.Customer",
  "GET /v1/customers/:id": "Stripe.Customer | Stripe.DeletedCustomer",
  "DELETE /v1/customers/:id": "Stripe.DeletedCustomer",
  "POST /v1/customers/:id": "Stripe.Customer",
  "GET /v1/customers": `${PAGE}<Stripe.Customer>`,
  "POST /v1/checkout/sessions": "Stripe.Checkout.Session",
  "GET /v1/checkout/sessions/:id": "Stripe.Checkout.Session",
  "GET /v1/checkout/sessions/:id/line_items": `${PAGE}<Stripe.LineItem>`,
  "GET /v1/checkout/sessions": `${PAGE}<Stripe.Checkout.Session>`,
  "POST /v1/checkout/sessions/:id/expire": "Stripe.Checkout.Session",
  "POST /v1/payment_intents": "Stripe.PaymentIntent",
  "GET /v1/payment_intents/:id": "Stripe.PaymentIntent",
  "GET /v1/payment_intents": `${PAGE}<Stripe.PaymentIntent>`,
  "POST /v1/payment_intents/:id": "Stripe.PaymentIntent",
  "POST /v1/payment_intents/:id/confirm": "Stripe.PaymentIntent",
  "POST /v1/payment_intents/:id/cancel": "Stripe.PaymentIntent",
  "POST /v1/setup_intents": "Stripe.SetupIntent",
  "GET /v1/setup_intents/:id": "Stripe.SetupIntent",
  "GET /v1/setup_intents": `${PAGE}<Stripe.SetupIntent>`,
  "POST /v1/setup_intents/:id": "Stripe.SetupIntent",
  "POST /v1/setup_intents/:id/confirm": "Stripe.SetupIntent",
  "POST /v1/setup_intents/:id/cancel": "Stripe.SetupIntent",
  "GET /v1/payment_methods/:id": "Stripe.PaymentMethod",
  "GET /v1/payment_methods": `${PAGE}<Stripe.PaymentMethod>`,
  "POST /v1/payment_methods/:id/attach": "Stripe.PaymentMethod",
  "POST /v1/payment_methods/:id/detach": "Stripe.PaymentMethod",
  "GET /v1/charges/:id": "Stripe.Charge",
  "POST /v1/charges/:id": "Stripe.Charge",
  "GET /v1/charges": `${PAGE}<Stripe.Charge>`,
  "POST /v1/refunds": "Stripe.Refund",
  "GET /v1/refunds/:id": "Stripe.Refund",
  "POST /v1/refunds/:id": "Stripe.Refund",
  "GET /v1/refunds": `${PAGE}<Stripe.Refund>`,
  "GET /v1/disputes/:id": "Stripe.Dispute",
  "POST /v1/disputes/:id": "Stripe.Dispute",
  "POST /v1/disputes/:id/close": "Stripe.Dispute",
  "GET /v1/disputes": `${PAGE}<Stripe.Dispute>`,
  "POST /v1/transfers": "Stripe.Transfer",
  "GET /v1/transfers/:id": "Stripe.Transfer",
  "POST /v1/transfers/:id": "Stripe.Transfer",
  "GET /v1/transfers": `${PAGE}<Stripe.Transfer>`,
  "POST /v1/transfers/:id/reversals": "Stripe.TransferReversal",
  "GET /v1/transfers/:id/reversals": `${PAGE}<Stripe.TransferReversal>`,
  "GET /v1/transfers/:id/reversals/:reversal": "Stripe.TransferReversal",
  "POST /v1/payouts": "Stripe.Payout",
  "GET /v1/payouts/:id": "Stripe.Payout",
  "POST /v1/payouts/:id": "Stripe.Payout",
  "POST /v1/payouts/:id/cancel": "Stripe.Payout",
  "GET /v1/payouts": `${PAGE}<Stripe.Payout>`,
  "GET /v1/balance": "Stripe.Balance",
  "GET /v1/balance_transactions/:id": "Stripe.BalanceTransaction",
  "GET /v1/balance_transactions": `${PAGE}<Stripe.BalanceTransaction>`,
  "GET /v1/events/:id": "Stripe.Event",
  "GET /v1/events": `${PAGE}<Stripe.Event>`,
  "POST /v1/webhook_endpoints": "Stripe.WebhookEndpoint",
  "GET /v1/webhook_endpoints/:id": "Stripe.WebhookEndpoint",
  "POST /v1/webhook_endpoints/:id": "Stripe.WebhookEndpoint",
  "DELETE /v1/webhook_endpoints/:id": "Stripe.DeletedWebhookEndpoint",
  "GET /v1/webhook_endpoints": `${PAGE}<Stripe.WebhookEndpoint>`,
  "POST /v2/core/accounts": "Stripe.V2.Core.Account",
  "GET /v2/core/accounts/:id": "Stripe.V2.Core.Account",
  "POST /v2/core/accounts/:id": "Stripe.V2.Core.Account",
  "POST /v2/core/account_links": "Stripe.V2.Core.AccountLink",
  "GET /v2/core/events/:id": "Fetched<Stripe.V2.Core.Event>",
};

/** The type an answer must be assignable to, or undefined when none is known. */
export function typeOf(endpoint: string, status: number): string | undefined {
  if (status >= 400) return "Refusal";
  if (endpoint.startsWith(EVENT)) return `Extract<Stripe.Event, { type: ${JSON.stringify(endpoint.slice(EVENT.length))} }>`;
  return ENDPOINTS[endpoint];
}

/** Types that the package does not name: error bodies, and events without the methods it adds to them. */
export const PREAMBLE = `
import type Stripe from "stripe";
import type { RawErrorType, StripeRawError } from "stripe-types";
type Fetched<T> = T extends unknown ? Omit<T, "fetchRelatedObject" | "fetchEvent"> : never;
interface Refusal {
  error: Pick<StripeRawError, "doc_url" | "param" | "decline_code" | "charge"> & {
    type: RawErrorType;
    // The second is met in the wild and missing from the package's list.
    code?: Stripe.PaymentIntent.LastPaymentError.Code | "insufficient_capabilities_for_transfer";
    message: string;
    request_log_url: string;
    payment_intent?: Stripe.PaymentIntent;
    payment_method?: Stripe.PaymentMethod;
    setup_intent?: Stripe.SetupIntent;
  };
}
`;
