// How the payment service behaves, case by case, as its documentation and its package's types describe it: one file, unchanged for the
// local sandbox and for the real service's test mode. A case that needs the sandbox's control surface or its hosted page says so.
// `$name.field` is what an earlier step of the case answered; `$case` a word of this case alone.

export type Wish = Record<string, unknown>;
export interface Step {
  /** `METHOD /path` of the API, `CONTROL path` of the control surface, or `PAGE card|wallet|confirm` of the hosted page. */
  call: string;
  with?: Wish;
  /** The name under which later steps find the answer: its object, or its error. */
  as?: string;
  key?: string;
  account?: string;
  auth?: string | null;
  /** Parts of the answer: fields that are named must match; null is also "absent"; a pattern matches text. */
  shows?: Wish;
  /** The status of the refusal and parts of its error. */
  says?: Wish & { status: number };
  headers?: Record<string, string | RegExp>;
  /** What this comes to after a while, read again and again. */
  becomes?: Wish;
}
export interface Case {
  name: string;
  steps: Step[];
  /** Types of the events about the objects of this case, in order. */
  events?: string[];
  needs?: "control" | "page";
}

type Then = Omit<Step, "call" | "with">;
const post = (path: string, wish: Wish = {}, then: Then = {}): Step => ({ call: `POST /v1/${path}`, with: wish, ...then });
const get = (path: string, shows: Wish = {}, wish: Wish = {}, then: Then = {}): Step => ({
  call: `GET /v1/${path}`,
  with: wish,
  shows,
  ...then,
});
const gone = (path: string, then: Then = {}): Step => ({ call: `DELETE /v1/${path}`, ...then });
const v2 = (path: string, wish: Wish, then: Then = {}): Step => ({ call: `POST /v2/core/${path}`, with: wish, ...then });
const control = (path: string, wish: Wish = {}, then: Then = {}): Step => ({ call: `CONTROL ${path}`, with: wish, ...then });
const advance = (by: string) => control("clock", { advance: by });
const page = (what: "card" | "wallet" | "confirm", wish: Wish, then: Then = {}): Step => ({ call: `PAGE ${what}`, with: wish, ...then });

const refused = (code: string | null, more: Wish = {}): Then => ({ says: { status: 400, type: "invalid_request_error", code, ...more } });
const lost = (param: string | null, message?: RegExp): Then => ({
  says: {
    status: 404,
    type: "invalid_request_error",
    code: "resource_missing",
    ...(param ? { param } : {}),
    ...(message ? { message } : {}),
  },
});
const declined = (code: string, decline: string | null, more: Wish = {}): Then => ({
  says: { status: 402, type: "card_error", code, ...(decline ? { decline_code: decline } : {}), ...more },
});

const MONEY = { amount: 2000, currency: "usd" };
const CARD = { ...MONEY, allowed_payment_method_types: ["card"] };
const pay = (method: string, more: Wish = {}, then: Then = {}) =>
  post("payment_intents", { ...CARD, payment_method: method, confirm: true, ...more }, { as: "paid", ...then });
const paid = (method = "pm_card_visa", more: Wish = {}) =>
  pay(method, more, { shows: { status: "succeeded", latest_charge: /^(ch|py)_/ } });
const customer = post("customers", { name: "王芳", email: "$case@example.com" }, { as: "customer", shows: { object: "customer" } });
const attached = (method: string) =>
  post(`payment_methods/${method}/attach`, { customer: "$customer.id" }, { as: "method", shows: { customer: "$customer.id" } });
const away = (more: Wish = {}, then: Then = {}) => pay("$method.id", { customer: "$customer.id", off_session: true, ...more }, then);
const refund = (wish: Wish, then: Then = {}) => post("refunds", wish, { as: "refund", ...then });
const ofCharge = { charge: "$paid.latest_charge" };
const PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"];
const FAILED = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"];
const BACK = "https://example.com/back";
const NO_METHOD = { status: "requires_payment_method", payment_method: null };

const ITEM = { quantity: 1, price_data: { ...{ currency: "usd" }, unit_amount: 2000, product_data: { name: "Milestone 1" } } };
const SESSION = { mode: "payment", success_url: "https://example.com/done?s={CHECKOUT_SESSION_ID}", line_items: [ITEM] };
const session = (more: Wish = {}, then: Then = {}) => post("checkout/sessions", { ...SESSION, ...more }, { as: "session", ...then });
const byPage = (number: string, then: Then = {}) => page("card", { url: "$session.url", number }, then);
const SENT_ON = { status: 303, location: /\/done/ };
const PAYEE = {
  display_name: "赵工作室",
  contact_email: "payee@example.com",
  identity: { country: "hk", entity_type: "individual" },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  include: ["configuration.recipient", "requirements"],
};
/** A payee who may receive, and money to send. */
const RICH = [
  v2("accounts", PAYEE, { as: "payee" }),
  control("accounts/onboard", { account: "$payee.id" }),
  pay("pm_card_bypassPending", { amount: 100_000 }, { as: "funds" }),
];
const transfer = (more: Wish = {}, then: Then = {}) =>
  post("transfers", { amount: 5000, currency: "usd", destination: "$payee.id", ...more }, { as: "transfer", ...then });
const payout = (more: Wish = {}, then: Then = {}) =>
  post("payouts", { amount: 3000, currency: "usd", ...more }, { as: "payout", account: "$payee.id", ...then });
const disputed = (method: string, shows: Wish) => [paid(method), get("disputes", { data: [shows] }, ofCharge, { as: "found" })];
const said = (text: string, more: Wish = {}, then: Then = {}) =>
  post("disputes/$found.data.0.id", { evidence: { uncategorized_text: text }, ...more }, then);
const dispute = (becomes: Wish): Step => ({ call: "GET /v1/disputes/$found.data.0.id", becomes });

const decline = (method: string, code: string, declineCode: string | null, more: Wish = {}): Case => ({
  name: `${method} is declined with ${code}${declineCode ? `/${declineCode}` : ""}, and its failed charge stays`,
  steps: [
    pay(
      method,
      {},
      { as: "no", ...declined(code, declineCode, { payment_intent: { status: "requires_payment_method" }, charge: /^ch_/, ...more }) },
    ),
    get("charges/$no.charge", {
      status: "failed",
      paid: false,
      failure_code: code,
      outcome: { type: "issuer_declined", network_status: "declined_by_network" },
    }),
    get("payment_intents/$no.payment_intent.id", { ...NO_METHOD, last_payment_error: { code, type: "card_error" }, amount_received: 0 }),
  ],
  events: FAILED,
});
const missing = (path: string, param: string | null, message?: RegExp): Case => ({
  name: `GET ${path} of nothing is a 404`,
  steps: [get(path, {}, {}, lost(param, message))],
});
const savedAndAway = (method: string, outcome: Then, events: string[]): Case => ({
  name: `${method}, attached and charged with its owner away`,
  steps: [customer, attached(method), away({}, outcome)],
  events: ["customer.created", "payment_method.attached", ...events],
});

export const CASES: Case[] = [
  // ── who asks, and how
  {
    name: "without a key",
    steps: [
      get("balance", {}, {}, { auth: null, says: { status: 401, type: "invalid_request_error", message: /did not provide an API key/ } }),
    ],
  },
  {
    name: "with a wrong key",
    steps: [
      get("balance", {}, {}, { auth: "sk_wrong_1", says: { status: 401, type: "invalid_request_error", message: /Invalid API Key/ } }),
    ],
  },
  {
    name: "every answer names its request and version",
    steps: [
      get("balance", { object: "balance", livemode: false }, {}, { headers: { "request-id": /^req_/, "stripe-version": /2026-10-28/ } }),
    ],
  },
  { name: "an unknown parameter", steps: [post("customers", { surprise: "1" }, refused("parameter_unknown", { param: "surprise" }))] },
  {
    name: "an unknown parameter inside another",
    steps: [
      post(
        "checkout/sessions",
        { ...SESSION, payment_intent_data: { surprise: "1" } },
        refused("parameter_unknown", { param: "payment_intent_data[surprise]" }),
      ),
    ],
  },
  {
    name: "an unknown filter of a list",
    steps: [get("refunds", {}, { surprise: "1" }, refused("parameter_unknown", { param: "surprise" }))],
  },
  { name: "a missing parameter", steps: [post("payment_intents", { amount: 2000 }, refused("parameter_missing", { param: "currency" }))] },
  { name: "a missing amount", steps: [post("payment_intents", { currency: "usd" }, refused("parameter_missing", { param: "amount" }))] },
  {
    name: "a number that is none",
    steps: [post("payment_intents", { ...MONEY, amount: "much" }, refused("parameter_invalid_integer", { param: "amount" }))],
  },
  { name: "a key of metadata that is too long", steps: [post("customers", { metadata: { ["k".repeat(41)]: "v" } }, refused(null))] },
  { name: "a value of metadata that is too long", steps: [post("customers", { metadata: { k: "v".repeat(501) } }, refused(null))] },
  {
    name: "a list of no or too many",
    steps: [
      get("customers", {}, { limit: 0 }, refused("parameter_invalid_integer", { param: "limit" })),
      get("customers", {}, { limit: 101 }, refused("parameter_invalid_integer", { param: "limit" })),
    ],
  },
  {
    name: "a list from a cursor that is not there",
    steps: [get("customers", {}, { starting_after: "cus_none" }, refused("resource_missing", { param: "starting_after" }))],
  },
  {
    name: "both cursors at once",
    steps: [customer, get("customers", {}, { starting_after: "$customer.id", ending_before: "$customer.id" }, refused(null))],
  },
  {
    name: "pages of a list, newest first, forwards and backwards",
    steps: [
      post("customers", { email: "$case@example.com" }, { as: "one" }),
      post("customers", { email: "$case@example.com" }, { as: "two" }),
      get("customers", { object: "list", url: "/v1/customers", data: [{}, {}], has_more: false }, { email: "$case@example.com" }),
      get("customers", { data: [{}], has_more: true }, { email: "$case@example.com", limit: 1 }, { as: "first" }),
      get(
        "customers",
        { data: [{}], has_more: false },
        { email: "$case@example.com", limit: 1, starting_after: "$first.data.0.id" },
        { as: "second" },
      ),
      get("customers", { data: [{ id: "$first.data.0.id" }] }, { email: "$case@example.com", ending_before: "$second.data.0.id" }),
    ],
    events: ["customer.created", "customer.created"],
  },
  {
    name: "expansion of an id, of ids in a list, and of something that has none",
    steps: [
      paid(),
      get("payment_intents/$paid.id", { latest_charge: { object: "charge", payment_intent: "$paid.id" } }, { expand: ["latest_charge"] }),
      get(
        "charges",
        { data: [{ payment_intent: { object: "payment_intent" } }] },
        { payment_intent: "$paid.id", expand: ["data.payment_intent"] },
      ),
      get("payment_intents/$paid.id", {}, { expand: ["amount"] }, refused(null)),
    ],
  },
  {
    name: "expansion deeper than four",
    steps: [
      paid(),
      get(
        "payment_intents/$paid.id",
        {},
        { expand: ["latest_charge.payment_intent.latest_charge.payment_intent.latest_charge"] },
        refused(null),
      ),
    ],
  },

  // ── the same request again
  {
    name: "a key replays its answer",
    steps: [
      post("customers", { name: "$case" }, { key: "$case", as: "first" }),
      post("customers", { name: "$case" }, { key: "$case", shows: { id: "$first.id" }, headers: { "idempotent-replayed": "true" } }),
    ],
    events: ["customer.created"],
  },
  {
    name: "a key with other parameters",
    steps: [
      post("customers", { name: "a" }, { key: "$case" }),
      post("customers", { name: "b" }, { key: "$case", says: { status: 400, type: "idempotency_error", message: /same parameters/ } }),
    ],
  },
  {
    name: "a key at another endpoint",
    steps: [
      post("customers", {}, { key: "$case" }),
      post("payment_intents", CARD, { key: "$case", says: { status: 400, type: "idempotency_error" } }),
    ],
  },
  {
    name: "a key replays a decline and its one failed charge",
    steps: [
      pay("pm_card_visa_chargeDeclined", {}, { key: "$case", as: "no", ...declined("card_declined", "generic_decline") }),
      pay(
        "pm_card_visa_chargeDeclined",
        {},
        {
          key: "$case",
          ...declined("card_declined", "generic_decline", { payment_intent: { id: "$no.payment_intent.id" } }),
          headers: { "idempotent-replayed": "true" },
        },
      ),
      get("charges", { data: [{}], has_more: false }, { payment_intent: "$no.payment_intent.id" }),
    ],
    events: FAILED,
  },
  {
    name: "a key is free after a request that was no request",
    steps: [
      post("payment_intents", { amount: 2000 }, { key: "$case", ...refused("parameter_missing") }),
      post("payment_intents", CARD, { key: "$case", shows: NO_METHOD }),
    ],
  },
  { name: "a key of 256 characters", steps: [post("customers", {}, { key: "k".repeat(256), ...refused(null) })] },

  // ── nothing there
  missing("customers/cus_none", "id", /No such customer: 'cus_none'/),
  missing("payment_intents/pi_none", "intent", /No such payment_intent: 'pi_none'/),
  missing("setup_intents/seti_none", "intent", /No such setupintent: 'seti_none'/),
  missing("charges/ch_none", "id", /No such charge: 'ch_none'/),
  missing("refunds/re_none", null, /No such refund: 're_none'/),
  missing("disputes/du_none", "dispute", /No such dispute: 'du_none'/),
  missing("payment_methods/pm_none", null),
  missing("transfers/tr_none", null, /No such transfer/),
  missing("payouts/po_none", null, /No such payout/),
  missing("checkout/sessions/cs_test_none", null),
  missing("events/evt_none", null),
  missing("balance_transactions/txn_none", null),
  missing("webhook_endpoints/we_none", null),

  // ── customers
  {
    name: "a customer is made, changed and let go",
    steps: [
      post(
        "customers",
        { name: "王芳", email: "$case@example.com", metadata: { a: "1", b: "2" } },
        { as: "one", shows: { name: "王芳", metadata: { a: "1", b: "2" }, livemode: false } },
      ),
      post(
        "customers/$one.id",
        { name: "", metadata: { a: "", c: "3" } },
        { shows: { name: null, metadata: { a: null, b: "2", c: "3" } } },
      ),
      post("customers/$one.id", { metadata: "" }, { shows: { metadata: { b: null, c: null } } }),
      gone("customers/$one.id", { shows: { id: "$one.id", deleted: true } }),
      get("customers/$one.id", { deleted: true }),
    ],
    events: ["customer.created", "customer.updated", "customer.updated", "customer.deleted"],
  },
  {
    name: "customers by address of mail",
    steps: [customer, get("customers", { data: [{ id: "$customer.id" }], has_more: false }, { email: "$case@example.com" })],
  },

  // ── payments
  {
    name: "a capture that is part of the payment: its cost is known with the answer",
    steps: [
      pay(
        "pm_card_visa",
        { capture_method: "automatic", expand: ["latest_charge"] },
        { shows: { status: "succeeded", capture_method: "automatic", latest_charge: { balance_transaction: /^txn_/ } } },
      ),
    ],
    events: ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"],
  },
  {
    name: "what an intent at rest knows is unset by an empty text",
    steps: [
      post(
        "payment_intents",
        { ...CARD, payment_method: "pm_card_visa", receipt_email: "$case@example.com", setup_future_usage: "off_session" },
        { as: "intent", shows: { receipt_email: /@/, setup_future_usage: "off_session", payment_method: /^pm_/ } },
      ),
      post(
        "payment_intents/$intent.id",
        { receipt_email: "", setup_future_usage: "", payment_method: "" },
        { shows: { ...NO_METHOD, receipt_email: null, setup_future_usage: null } },
      ),
    ],
  },
  {
    name: "an intent at rest",
    steps: [
      post(
        "payment_intents",
        { ...CARD, metadata: { intent_id: "$case" }, transfer_group: "$case" },
        {
          as: "intent",
          shows: {
            ...NO_METHOD,
            object: "payment_intent",
            capture_method: "automatic_async",
            amount_received: 0,
            latest_charge: null,
            metadata: { intent_id: "$case" },
            transfer_group: "$case",
            client_secret: /^pi_.*_secret_/,
          },
        },
      ),
    ],
    events: ["payment_intent.created"],
  },
  {
    name: "an intent with a card waits for its confirmation",
    steps: [
      post(
        "payment_intents",
        { ...CARD, payment_method: "pm_card_visa" },
        { as: "intent", shows: { status: "requires_confirmation", payment_method: /^pm_/ } },
      ),
      post("payment_intents/$intent.id/confirm", {}, { shows: { status: "succeeded", amount_received: 2000 } }),
    ],
    events: PAID,
  },
  {
    name: "a card is charged: what it leaves behind",
    steps: [
      paid("pm_card_visa", { transfer_group: "$case", metadata: { intent_id: "$case" } }),
      get("charges/$paid.latest_charge", {
        paid: true,
        captured: true,
        status: "succeeded",
        amount: 2000,
        refunded: false,
        disputed: false,
        payment_intent: "$paid.id",
        transfer_group: "$case",
        metadata: { intent_id: "$case" },
        outcome: { type: "authorized", network_status: "approved_by_network" },
        payment_method_details: { type: "card", card: { brand: "visa", last4: "4242" } },
      }),
    ],
    events: PAID,
  },
  {
    name: "a charge comes by its balance transaction",
    steps: [
      paid(),
      {
        call: "GET /v1/charges/$paid.latest_charge",
        with: { expand: ["balance_transaction"] },
        becomes: {
          balance_transaction: {
            object: "balance_transaction",
            type: "charge",
            reporting_category: "charge",
            source: "$paid.latest_charge",
          },
        },
      },
    ],
    events: PAID,
  },
  {
    name: "a Mastercard",
    steps: [
      paid("pm_card_mastercard"),
      get("charges/$paid.latest_charge", { payment_method_details: { card: { brand: "mastercard", last4: "4444" } } }),
    ],
    events: PAID,
  },
  {
    name: "a UnionPay card",
    steps: [paid("pm_card_unionpay"), get("charges/$paid.latest_charge", { payment_method_details: { card: { brand: "unionpay" } } })],
    events: PAID,
  },
  decline("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
  decline("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
  decline("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
  decline("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
  decline("pm_card_chargeDeclinedExpiredCard", "expired_card", null),
  decline("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", null),
  decline("pm_card_chargeDeclinedProcessingError", "processing_error", null),
  decline("pm_card_chargeCustomerFail", "card_declined", null),
  {
    name: "a declined intent is paid with another card",
    steps: [
      pay("pm_card_visa_chargeDeclined", {}, { as: "no", ...declined("card_declined", "generic_decline") }),
      post(
        "payment_intents/$no.payment_intent.id/confirm",
        { payment_method: "pm_card_visa" },
        { shows: { status: "succeeded", last_payment_error: null } },
      ),
      get("charges", { data: [{ status: "succeeded" }, { status: "failed" }] }, { payment_intent: "$no.payment_intent.id" }),
    ],
    events: [...FAILED, ...PAID.slice(1)],
  },
  {
    name: "3-D Secure asks the payer who is there",
    steps: [
      pay(
        "pm_card_threeDSecure2Required",
        { return_url: BACK },
        {
          shows: {
            status: "requires_action",
            next_action: { type: "redirect_to_url", redirect_to_url: { return_url: BACK } },
            latest_charge: null,
          },
        },
      ),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action"],
  },
  {
    name: "3-D Secure where it may not ask",
    steps: [pay("pm_card_authenticationRequired", { error_on_requires_action: true }, declined("authentication_required", null))],
  },
  {
    name: "an intent in its payer's hands is taken back",
    steps: [
      pay("pm_card_authenticationRequired", { return_url: BACK }, { shows: { status: "requires_action" } }),
      post("payment_intents/$paid.id/cancel", { cancellation_reason: "abandoned" }, { shows: { status: "canceled", next_action: null } }),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action", "payment_intent.canceled"],
  },
  savedAndAway("pm_card_visa", { shows: { status: "succeeded" } }, PAID),
  savedAndAway("pm_card_chargeCustomerFail", declined("card_declined", null), FAILED),
  savedAndAway("pm_card_authenticationRequired", declined("authentication_required", "authentication_required"), FAILED),
  savedAndAway("pm_card_authenticationRequiredOnSetup", declined("authentication_required", "authentication_required"), FAILED),
  savedAndAway("pm_card_authenticationRequiredSetupForOffSession", { shows: { status: "succeeded" } }, PAID),
  {
    name: "a card kept for later by its payment",
    steps: [
      customer,
      paid("pm_card_visa", { customer: "$customer.id", setup_future_usage: "off_session" }),
      get("payment_methods/$paid.payment_method", { customer: "$customer.id" }),
      pay("$paid.payment_method", { customer: "$customer.id", off_session: true }, { as: "again", shows: { status: "succeeded" } }),
    ],
  },
  {
    name: "a card used once serves no more",
    steps: [
      paid(),
      pay(
        "$paid.payment_method",
        {},
        { as: "again", says: { status: 400, type: "invalid_request_error", message: /may not be used again/ } },
      ),
    ],
  },
  {
    name: "another's card",
    steps: [
      customer,
      attached("pm_card_visa"),
      post("customers", {}, { as: "other" }),
      pay("$method.id", { customer: "$other.id" }, { as: "no", says: { status: 400, type: "invalid_request_error" } }),
    ],
  },
  {
    name: "a customer's card without its customer",
    steps: [
      customer,
      attached("pm_card_visa"),
      pay("$method.id", {}, { as: "no", says: { status: 400, type: "invalid_request_error", param: "payment_method" } }),
    ],
  },
  {
    name: "no such card, no such customer",
    steps: [
      pay("pm_none", {}, { as: "no", ...refused("resource_missing", { param: "payment_method" }) }),
      post("payment_intents", { ...CARD, customer: "cus_none" }, refused("resource_missing", { param: "customer" })),
    ],
  },
  {
    name: "an absent payer without a confirmation",
    steps: [post("payment_intents", { ...CARD, off_session: true }, { says: { status: 400, type: "invalid_request_error" } })],
  },
  {
    name: "amounts that are none",
    steps: [
      post("payment_intents", { ...CARD, amount: 0 }, refused("parameter_invalid_integer", { param: "amount" })),
      post("payment_intents", { ...CARD, amount: -5 }, refused("parameter_invalid_integer", { param: "amount" })),
    ],
  },
  { name: "an amount below the least", steps: [post("payment_intents", { ...CARD, amount: 1 }, refused("amount_too_small"))] },
  {
    name: "an amount beyond the most",
    steps: [post("payment_intents", { ...CARD, amount: 100_000_000 }, refused("amount_too_large", { param: "amount" }))],
  },
  {
    name: "money that is none",
    steps: [post("payment_intents", { ...CARD, currency: "xyz" }, refused(null, { param: "currency", message: /Invalid currency: xyz/ }))],
  },
  {
    name: "a confirmation without a card",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      post(
        "payment_intents/$intent.id/confirm",
        {},
        refused("payment_intent_unexpected_state", { payment_intent: { id: "$intent.id" }, message: /missing a payment method/ }),
      ),
    ],
    events: ["payment_intent.created"],
  },
  {
    name: "a second confirmation",
    steps: [
      paid(),
      post("payment_intents/$paid.id/confirm", {}, refused("payment_intent_unexpected_state", { payment_intent: { status: "succeeded" } })),
    ],
    events: PAID,
  },
  {
    name: "an intent is cancelled once",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      post(
        "payment_intents/$intent.id/cancel",
        { cancellation_reason: "requested_by_customer" },
        { shows: { status: "canceled", cancellation_reason: "requested_by_customer", canceled_at: Number } },
      ),
      post("payment_intents/$intent.id/cancel", {}, refused("payment_intent_unexpected_state", { payment_intent: { status: "canceled" } })),
    ],
    events: ["payment_intent.created", "payment_intent.canceled"],
  },
  {
    name: "what was paid is not cancelled",
    steps: [paid(), post("payment_intents/$paid.id/cancel", {}, refused("payment_intent_unexpected_state"))],
    events: PAID,
  },
  {
    name: "what was cancelled is not paid",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      post("payment_intents/$intent.id/cancel"),
      post("payment_intents/$intent.id/confirm", { payment_method: "pm_card_visa" }, refused("payment_intent_unexpected_state")),
    ],
  },
  {
    name: "a reason that is none",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      post("payment_intents/$intent.id/cancel", { cancellation_reason: "mood" }, refused(null, { param: "cancellation_reason" })),
    ],
  },
  {
    name: "an intent is changed before it is paid, and barely after",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      post("payment_intents/$intent.id", { amount: 2500, metadata: { a: "1" } }, { shows: { amount: 2500, metadata: { a: "1" } } }),
      post("payment_intents/$intent.id/confirm", { payment_method: "pm_card_visa" }, { shows: { amount_received: 2500 } }),
      post(
        "payment_intents/$intent.id",
        { description: "$case", metadata: { b: "2" } },
        { shows: { description: "$case", metadata: { a: "1", b: "2" } } },
      ),
      post("payment_intents/$intent.id", { amount: 3000 }, { says: { status: 400, type: "invalid_request_error", param: "amount" } }),
    ],
  },
  {
    name: "intents of a customer",
    steps: [
      customer,
      post("payment_intents", { ...CARD, customer: "$customer.id" }, { as: "intent" }),
      get("payment_intents", { data: [{ id: "$intent.id" }], has_more: false }, { customer: "$customer.id" }),
    ],
  },
  {
    name: "charges of a group and of a customer",
    steps: [
      customer,
      attached("pm_card_visa"),
      pay("$method.id", { customer: "$customer.id", transfer_group: "$case" }),
      get("charges", { data: [{ id: "$paid.latest_charge" }], has_more: false }, { transfer_group: "$case" }),
      get("charges", { data: [{ id: "$paid.latest_charge" }], has_more: false }, { customer: "$customer.id" }),
    ],
  },
  {
    name: "a charge takes notes",
    steps: [
      paid(),
      post(
        "charges/$paid.latest_charge",
        { description: "$case", metadata: { a: "1" } },
        { shows: { description: "$case", metadata: { a: "1" } } },
      ),
    ],
    events: [...PAID, "charge.updated"],
  },

  // ── cards that are kept
  {
    name: "a setup at rest",
    steps: [
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"] },
        {
          as: "setup",
          shows: { ...NO_METHOD, object: "setup_intent", usage: "off_session", client_secret: /^seti_.*_secret_/, latest_attempt: null },
        },
      ),
    ],
    events: ["setup_intent.created"],
  },
  {
    name: "a card is set up for its customer",
    steps: [
      customer,
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], customer: "$customer.id", payment_method: "pm_card_visa" },
        { as: "setup", shows: { status: "requires_confirmation" } },
      ),
      post("setup_intents/$setup.id/confirm", {}, { as: "done", shows: { status: "succeeded", next_action: null } }),
      get("payment_methods/$done.payment_method", { customer: "$customer.id" }),
    ],
    events: ["customer.created", "setup_intent.created", "payment_method.attached", "setup_intent.succeeded"],
  },
  {
    name: "a card that its bank will not have set up",
    steps: [
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], payment_method: "pm_card_visa_chargeDeclined", confirm: true },
        { as: "no", ...declined("card_declined", "generic_decline", { setup_intent: { status: "requires_payment_method" } }) },
      ),
      get("setup_intents/$no.setup_intent.id", {
        ...NO_METHOD,
        last_setup_error: { code: "card_declined", decline_code: "generic_decline" },
      }),
    ],
    events: ["setup_intent.created", "setup_intent.setup_failed"],
  },
  {
    name: "an expired card is not set up",
    steps: [
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], payment_method: "pm_card_chargeDeclinedExpiredCard", confirm: true },
        declined("expired_card", "expired_card"),
      ),
    ],
  },
  {
    name: "3-D Secure before a card is set up",
    steps: [
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], payment_method: "pm_card_authenticationRequired", confirm: true, return_url: BACK },
        { as: "setup", shows: { status: "requires_action", next_action: { type: "redirect_to_url" } } },
      ),
    ],
    events: ["setup_intent.created", "setup_intent.requires_action"],
  },
  {
    name: "a setup without a card",
    steps: [
      post("setup_intents", { allowed_payment_method_types: ["card"] }, { as: "setup" }),
      post(
        "setup_intents/$setup.id/confirm",
        {},
        refused("setup_intent_unexpected_state", { message: /missing a payment method/, setup_intent: { id: "$setup.id" } }),
      ),
    ],
  },
  {
    name: "a setup is confirmed once and then not cancelled",
    steps: [
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], payment_method: "pm_card_visa", confirm: true },
        { as: "setup", shows: { status: "succeeded" } },
      ),
      post("setup_intents/$setup.id/confirm", {}, refused("setup_intent_unexpected_state")),
      post("setup_intents/$setup.id/cancel", {}, refused("setup_intent_unexpected_state", { message: /status of succeeded/ })),
    ],
    events: ["setup_intent.created", "setup_intent.succeeded"],
  },
  {
    name: "a setup is cancelled once",
    steps: [
      post("setup_intents", { allowed_payment_method_types: ["card"] }, { as: "setup" }),
      post(
        "setup_intents/$setup.id/cancel",
        { cancellation_reason: "abandoned" },
        { shows: { status: "canceled", cancellation_reason: "abandoned" } },
      ),
      post("setup_intents/$setup.id/cancel", {}, refused("setup_intent_unexpected_state")),
    ],
    events: ["setup_intent.created", "setup_intent.canceled"],
  },
  {
    name: "a setup with another's card",
    steps: [
      customer,
      attached("pm_card_visa"),
      post("customers", {}, { as: "other" }),
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], customer: "$other.id", payment_method: "$method.id" },
        { says: { status: 400, type: "invalid_request_error", param: "payment_method" } },
      ),
    ],
  },
  {
    name: "a setup takes notes; done, it takes no other card",
    steps: [
      post("setup_intents", { allowed_payment_method_types: ["card"], payment_method: "pm_card_visa", confirm: true }, { as: "setup" }),
      post(
        "setup_intents/$setup.id",
        { description: "$case", metadata: { a: "1" } },
        { shows: { description: "$case", metadata: { a: "1" } } },
      ),
      post("setup_intents/$setup.id", { payment_method: "pm_card_mastercard" }, refused("setup_intent_unexpected_state")),
    ],
  },
  {
    name: "setups of a customer",
    steps: [
      customer,
      post("setup_intents", { allowed_payment_method_types: ["card"], customer: "$customer.id" }, { as: "setup" }),
      get("setup_intents", { data: [{ id: "$setup.id" }], has_more: false }, { customer: "$customer.id" }),
    ],
  },
  {
    name: "a card set up with 3-D Secure unless it was",
    steps: [
      customer,
      post(
        "setup_intents",
        { allowed_payment_method_types: ["card"], customer: "$customer.id", payment_method: "pm_card_visa", confirm: true },
        { as: "setup" },
      ),
      pay("$setup.payment_method", { customer: "$customer.id", off_session: true }, { shows: { status: "succeeded" } }),
    ],
  },
  {
    name: "a card is attached, listed and let go for good",
    steps: [
      customer,
      attached("pm_card_visa"),
      get("payment_methods", { data: [{ id: "$method.id", type: "card" }] }, { customer: "$customer.id", type: "card" }),
      post("payment_methods/$method.id/detach", {}, { shows: { customer: null } }),
      post("payment_methods/$method.id/detach", {}, { says: { status: 400, type: "invalid_request_error" } }),
      post(
        "payment_methods/$method.id/attach",
        { customer: "$customer.id" },
        { says: { status: 400, type: "invalid_request_error", message: /may not be used again/ } },
      ),
    ],
    events: ["customer.created", "payment_method.attached", "payment_method.detached"],
  },
  {
    name: "a declined card is not attached",
    steps: [
      customer,
      post(
        "payment_methods/pm_card_visa_chargeDeclined/attach",
        { customer: "$customer.id" },
        declined("card_declined", "generic_decline"),
      ),
    ],
    events: ["customer.created"],
  },
  {
    name: "a card is attached to nobody",
    steps: [post("payment_methods/pm_card_visa/attach", { customer: "cus_none" }, refused("resource_missing", { param: "customer" }))],
  },

  // ── refunds
  {
    name: "a refund in full",
    steps: [
      paid(),
      refund(
        { ...ofCharge, metadata: { a: "1" } },
        {
          shows: {
            status: "succeeded",
            amount: 2000,
            charge: "$paid.latest_charge",
            payment_intent: "$paid.id",
            reason: null,
            metadata: { a: "1" },
            destination_details: { type: "card", card: { type: "refund" } },
          },
        },
      ),
      get("charges/$paid.latest_charge", { refunded: true, amount_refunded: 2000, status: "succeeded" }),
    ],
    events: [...PAID, "refund.created", "charge.refunded"],
  },
  {
    name: "refunds in parts, and no more than the whole",
    steps: [
      paid(),
      refund({ ...ofCharge, amount: 500 }, { shows: { amount: 500 } }),
      refund({ ...ofCharge, amount: 1501 }, { as: "no", ...refused(null, { param: "amount", message: /greater than unrefunded amount/ }) }),
      get("charges/$paid.latest_charge", { refunded: false, amount_refunded: 500 }),
      refund(ofCharge, { as: "rest", shows: { amount: 1500 } }),
      get("charges/$paid.latest_charge", { refunded: true }),
      refund(ofCharge, { as: "no", ...refused("charge_already_refunded") }),
    ],
    events: [...PAID, "refund.created", "charge.refunded", "refund.created", "charge.refunded"],
  },
  {
    name: "a refund of an intent",
    steps: [
      paid(),
      refund(
        { payment_intent: "$paid.id", reason: "requested_by_customer" },
        { shows: { charge: "$paid.latest_charge", reason: "requested_by_customer" } },
      ),
    ],
    events: [...PAID, "refund.created", "charge.refunded"],
  },
  {
    name: "a refund of nothing in particular",
    steps: [
      refund({ amount: 1 }, { says: { status: 400, type: "invalid_request_error", code: null, message: /payment_intent or charge/ } }),
    ],
  },
  { name: "a refund of no charge", steps: [refund({ charge: "ch_none" }, lost("id", /No such charge/))] },
  {
    name: "a refund of what was never paid",
    steps: [
      post("payment_intents", CARD, { as: "intent" }),
      refund(
        { payment_intent: "$intent.id" },
        { says: { status: 400, type: "invalid_request_error", message: /does not have a successful charge/ } },
      ),
    ],
  },
  { name: "a refund for no reason there is", steps: [paid(), refund({ ...ofCharge, reason: "mood" }, refused(null, { param: "reason" }))] },
  {
    name: "a refund of nothing",
    steps: [paid(), refund({ ...ofCharge, amount: 0 }, refused("parameter_invalid_integer", { param: "amount" }))],
  },
  {
    name: "refunds of a charge and of an intent",
    steps: [
      paid(),
      refund(ofCharge),
      get("refunds", { data: [{ id: "$refund.id" }], has_more: false }, ofCharge),
      get("refunds", { data: [{ id: "$refund.id" }] }, { payment_intent: "$paid.id" }),
      get("charges/$paid.latest_charge", { refunds: { object: "list", data: [{ id: "$refund.id" }] } }, { expand: ["refunds"] }),
    ],
  },
  {
    name: "a refund takes notes and is not taken back",
    steps: [
      paid(),
      refund(ofCharge),
      post("refunds/$refund.id", { metadata: { a: "1" } }, { shows: { metadata: { a: "1" } } }),
      post("refunds/$refund.id/cancel", {}, { says: { status: 400, type: "invalid_request_error" } }),
    ],
  },
  {
    name: "a refund that takes its time",
    steps: [
      paid("pm_card_pendingRefund"),
      refund(ofCharge, { shows: { status: "pending" } }),
      { call: "GET /v1/refunds/$refund.id", becomes: { status: "succeeded" } },
    ],
    events: [...PAID, "refund.created", "charge.refunded", "refund.updated"],
  },
  {
    name: "a refund that comes back",
    steps: [
      paid("pm_card_refundFail"),
      refund(ofCharge, { shows: { status: "succeeded" } }),
      { call: "GET /v1/refunds/$refund.id", becomes: { status: "failed", failure_reason: /./ } },
    ],
    events: [...PAID, "refund.created", "charge.refunded", "refund.updated", "refund.failed"],
  },

  // ── disputes
  {
    name: "a payment disputed as fraud",
    steps: [
      ...disputed("pm_card_createDispute", {
        object: "dispute",
        status: "needs_response",
        reason: "fraudulent",
        amount: 2000,
        charge: "$paid.latest_charge",
        payment_intent: "$paid.id",
        is_charge_refundable: false,
        evidence_details: { has_evidence: false, submission_count: 0, past_due: false },
        payment_method_details: { type: "card", card: { case_type: "chargeback", network_reason_code: "10.4" } },
        balance_transactions: [{ amount: -2000, type: "adjustment", reporting_category: "dispute" }],
      }),
      get("charges/$paid.latest_charge", { disputed: true, refunded: false }),
    ],
    events: [
      "payment_intent.created",
      "charge.succeeded",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "payment_intent.succeeded",
      "charge.updated",
    ],
  },
  {
    name: "a payment disputed as not received",
    steps: disputed("pm_card_createDisputeProductNotReceived", {
      status: "needs_response",
      reason: "product_not_received",
      payment_method_details: { card: { network_reason_code: "13.1" } },
    }),
  },
  {
    name: "a bank that only asks",
    steps: [
      ...disputed("pm_card_createDisputeInquiry", {
        status: "warning_needs_response",
        balance_transactions: [],
        is_charge_refundable: true,
        payment_method_details: { card: { case_type: "inquiry" } },
      }),
      refund({ ...ofCharge, amount: 500 }, { shows: { status: "succeeded" } }),
    ],
  },
  {
    name: "a disputed payment is not refunded",
    steps: [...disputed("pm_card_createDispute", {}), refund(ofCharge, refused("charge_disputed"))],
  },
  {
    name: "evidence that wins",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      said("winning_evidence", {}, { shows: { status: "under_review", evidence_details: { has_evidence: true, submission_count: 1 } } }),
      dispute({ status: "won", balance_transactions: [{ amount: -2000 }, { amount: 2000 }] }),
      refund(ofCharge, { shows: { amount: 2000 } }),
    ],
  },
  {
    name: "evidence that loses",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      said("losing_evidence"),
      dispute({ status: "lost", balance_transactions: [{ amount: -2000 }] }),
    ],
  },
  {
    name: "evidence that is kept back",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      said(
        "winning_evidence",
        { submit: false },
        { shows: { status: "needs_response", evidence_details: { has_evidence: true, submission_count: 0 } } },
      ),
    ],
  },
  {
    name: "an inquiry that becomes a chargeback",
    steps: [
      ...disputed("pm_card_createDisputeInquiry", {}),
      said("escalate_inquiry_evidence", {}, { shows: { status: "warning_under_review" } }),
      dispute({ status: "needs_response", is_charge_refundable: false, balance_transactions: [{ amount: -2000 }] }),
    ],
  },
  {
    name: "a dispute that is given up",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      post("disputes/$found.data.0.id/close", {}, { shows: { status: "lost" } }),
      post("disputes/$found.data.0.id/close", {}, { says: { status: 400, type: "invalid_request_error", message: /already closed/ } }),
      said("winning_evidence", {}, { says: { status: 400, type: "invalid_request_error", message: /already closed/ } }),
    ],
    events: [
      "payment_intent.created",
      "charge.succeeded",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "payment_intent.succeeded",
      "charge.updated",
      "charge.dispute.closed",
      "charge.updated",
    ],
  },
  {
    name: "evidence of no known kind",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      post("disputes/$found.data.0.id", { evidence: { surprise: "1" } }, refused("parameter_unknown", { param: "evidence[surprise]" })),
    ],
  },
  {
    name: "disputes of an intent",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      get("disputes", { data: [{ id: "$found.data.0.id" }], has_more: false }, { payment_intent: "$paid.id" }),
    ],
  },

  // ── checkout, as the platform sees it
  {
    name: "a session to pay",
    steps: [
      session(
        { client_reference_id: "$case", metadata: { a: "1" }, cancel_url: BACK },
        {
          shows: {
            object: "checkout.session",
            mode: "payment",
            status: "open",
            payment_status: "unpaid",
            amount_total: 2000,
            currency: "usd",
            payment_intent: null,
            url: /^https?:/,
            client_reference_id: "$case",
            metadata: { a: "1" },
            success_url: /\{CHECKOUT_SESSION_ID\}/,
            cancel_url: BACK,
            ui_mode: "hosted_page",
            livemode: false,
          },
        },
      ),
      get("checkout/sessions/$session.id", { status: "open" }),
      get("checkout/sessions/$session.id/line_items", {
        object: "list",
        data: [{ amount_total: 2000, quantity: 1, description: "Milestone 1", price: { unit_amount: 2000 } }],
      }),
    ],
  },
  {
    name: "several lines add up",
    steps: [session({ line_items: [ITEM, { ...ITEM, quantity: 3 }] }, { shows: { amount_total: 8000, amount_subtotal: 8000 } })],
  },
  {
    name: "lines by pages, forwards and backwards",
    steps: [
      session({ line_items: [ITEM, { ...ITEM, quantity: 3 }] }),
      get("checkout/sessions/$session.id/line_items", { data: [{ object: "item" }], has_more: true }, { limit: 1 }, { as: "first" }),
      get(
        "checkout/sessions/$session.id/line_items",
        { data: [{ object: "item" }], has_more: false },
        { limit: 1, starting_after: "$first.data.0.id" },
        { as: "second" },
      ),
      get(
        "checkout/sessions/$session.id/line_items",
        { data: [{ id: "$first.data.0.id" }], has_more: false },
        { ending_before: "$second.data.0.id" },
      ),
    ],
  },
  {
    name: "a session that ends early",
    steps: [
      session(),
      post("checkout/sessions/$session.id/expire", {}, { shows: { status: "expired", url: null, payment_status: "unpaid" } }),
      post("checkout/sessions/$session.id/expire", {}, { says: { status: 400, type: "invalid_request_error" } }),
    ],
    events: ["checkout.session.expired"],
  },
  {
    name: "a session to save a card",
    steps: [
      customer,
      post(
        "checkout/sessions",
        { mode: "setup", currency: "usd", customer: "$customer.id", success_url: BACK, setup_intent_data: { metadata: { a: "1" } } },
        {
          as: "session",
          shows: { mode: "setup", status: "open", payment_status: "no_payment_required", amount_total: null, setup_intent: /^seti_/ },
        },
      ),
      get("setup_intents/$session.setup_intent", { status: "requires_payment_method", customer: "$customer.id", metadata: { a: "1" } }),
    ],
  },
  {
    name: "lines in a session that saves",
    steps: [
      post(
        "checkout/sessions",
        { ...SESSION, mode: "setup", currency: "usd" },
        { says: { status: 400, type: "invalid_request_error", param: "line_items" } },
      ),
    ],
  },
  { name: "an address that is none", steps: [session({ success_url: "done" }, refused("url_invalid", { param: "success_url" }))] },
  { name: "a session of nothing", steps: [session({ line_items: [] }, { says: { status: 400, type: "invalid_request_error" } })] },
  {
    name: "a session of too little",
    steps: [session({ line_items: [{ ...ITEM, price_data: { ...ITEM.price_data, unit_amount: 1 } }] }, refused("amount_too_small"))],
  },
  {
    name: "a session that ends too soon, or too late",
    steps: [
      session({ expires_at: 1_000_000_000 }, { says: { status: 400, type: "invalid_request_error", param: "expires_at" } }),
      session({ expires_at: 4_000_000_000 }, { says: { status: 400, type: "invalid_request_error", param: "expires_at" } }),
    ],
  },
  {
    name: "a customer and another's address",
    steps: [
      customer,
      session({ customer: "$customer.id", customer_email: "a@example.com" }, { says: { status: 400, type: "invalid_request_error" } }),
    ],
  },
  {
    name: "a session of no customer",
    steps: [
      session(
        { customer: "cus_none" },
        { says: { status: 400, type: "invalid_request_error", code: "resource_missing", param: "customer" } },
      ),
    ],
  },
  { name: "a page of a kind that is none", steps: [session({ ui_mode: "hosted" }, refused(null, { param: "ui_mode" }))] },
  { name: "a mode that is none", steps: [session({ mode: "gift" }, refused(null, { param: "mode" }))] },
  {
    name: "sessions of a customer",
    steps: [
      customer,
      session({ customer: "$customer.id" }),
      get("checkout/sessions", { data: [{ id: "$session.id" }], has_more: false }, { customer: "$customer.id" }),
    ],
  },
  {
    name: "a session keeps its answer",
    steps: [
      session({}, { key: "$case" }),
      session({}, { key: "$case", as: "again", shows: { id: "$session.id" }, headers: { "idempotent-replayed": "true" } }),
    ],
  },

  // ── checkout, as the payer sees it
  {
    name: "a card on the page",
    needs: "page",
    steps: [
      session({ payment_intent_data: { transfer_group: "$case", metadata: { intent_id: "$case" } } }),
      byPage("4242424242424242", { shows: SENT_ON }),
      get(
        "checkout/sessions/$session.id",
        {
          status: "complete",
          payment_status: "paid",
          url: null,
          payment_intent: { status: "succeeded", transfer_group: "$case", metadata: { intent_id: "$case" } },
        },
        { expand: ["payment_intent"] },
      ),
      post("checkout/sessions/$session.id/expire", {}, { says: { status: 400, type: "invalid_request_error" } }),
    ],
    events: [...PAID, "checkout.session.completed"],
  },
  {
    name: "a declined card on the page leaves it open for another",
    needs: "page",
    steps: [
      session(),
      byPage("4000000000000002", { shows: { status: 200 } }),
      get("checkout/sessions/$session.id", { status: "open", payment_status: "unpaid", payment_intent: /^pi_/ }),
      byPage("5555555555554444", { shows: SENT_ON }),
    ],
    events: [...FAILED, ...PAID.slice(1), "checkout.session.completed"],
  },
  {
    name: "3-D Secure on the page, done",
    needs: "page",
    steps: [
      session(),
      byPage("4000000000003220", { shows: { status: 303, location: /confirm/ } }),
      page("confirm", { url: "$session.url", answer: "complete" }, { shows: SENT_ON }),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action", ...PAID.slice(1), "checkout.session.completed"],
  },
  {
    name: "3-D Secure on the page, failed",
    needs: "page",
    steps: [
      session(),
      byPage("4000000000003220"),
      page("confirm", { url: "$session.url", answer: "fail" }),
      get(
        "checkout/sessions/$session.id",
        { status: "open", payment_intent: { ...NO_METHOD, last_payment_error: { code: "payment_intent_authentication_failure" } } },
        { expand: ["payment_intent"] },
      ),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action", "payment_intent.payment_failed"],
  },
  {
    name: "Alipay",
    needs: "page",
    steps: [
      session(),
      page("wallet", { url: "$session.url", method: "alipay" }),
      page("confirm", { url: "$session.url", answer: "complete" }, { shows: SENT_ON }),
      get(
        "checkout/sessions/$session.id",
        { payment_status: "paid", payment_intent: { latest_charge: { payment_method_details: { type: "alipay" } } } },
        { expand: ["payment_intent.latest_charge"] },
      ),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action", ...PAID.slice(1), "checkout.session.completed"],
  },
  {
    name: "WeChat Pay, refused by its payer",
    needs: "page",
    steps: [
      session(),
      page("wallet", { url: "$session.url", method: "wechat_pay" }),
      page("confirm", { url: "$session.url", answer: "fail" }),
      get("checkout/sessions/$session.id", { status: "open", payment_status: "unpaid" }),
    ],
    events: ["payment_intent.created", "payment_intent.requires_action", "payment_intent.payment_failed"],
  },
  {
    name: "a wallet's money that comes later",
    needs: "page",
    steps: [
      control("wallets", { delayMs: 60_000 }),
      session(),
      page("wallet", { url: "$session.url", method: "alipay" }),
      page("confirm", { url: "$session.url", answer: "complete" }),
      get(
        "checkout/sessions/$session.id",
        { status: "complete", payment_status: "unpaid", payment_intent: { status: "processing" } },
        { expand: ["payment_intent"] },
      ),
      advance("1m"),
      get("checkout/sessions/$session.id", { status: "complete", payment_status: "paid" }),
    ],
    events: [
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.processing",
      "checkout.session.completed",
      ...PAID.slice(1),
      "checkout.session.async_payment_succeeded",
    ],
  },
  {
    name: "a wallet's money that never comes",
    needs: "page",
    steps: [
      control("wallets", { delayMs: 60_000, fails: true }),
      session(),
      page("wallet", { url: "$session.url", method: "alipay" }),
      page("confirm", { url: "$session.url", answer: "complete" }),
      advance("1m"),
      get("checkout/sessions/$session.id", { status: "complete", payment_status: "unpaid" }),
    ],
    events: [
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.processing",
      "checkout.session.completed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ],
  },
  {
    name: "a card saved on the page and charged later",
    needs: "page",
    steps: [
      customer,
      post(
        "checkout/sessions",
        { mode: "setup", currency: "usd", customer: "$customer.id", success_url: "https://example.com/done" },
        { as: "session" },
      ),
      byPage("4000000000000341", { shows: SENT_ON }),
      get("setup_intents/$session.setup_intent", { status: "succeeded" }, {}, { as: "setup" }),
      pay("$setup.payment_method", { customer: "$customer.id", off_session: true }, declined("card_declined", null)),
    ],
  },
  {
    name: "a payment begun on the page is ended by its session alone",
    needs: "page",
    steps: [
      session(),
      byPage("4000000000000002"),
      get("checkout/sessions/$session.id", {}, {}, { as: "open" }),
      post("payment_intents/$open.payment_intent/cancel", {}, refused("payment_intent_unexpected_state")),
      post("checkout/sessions/$session.id/expire"),
      get("payment_intents/$open.payment_intent", { status: "canceled" }),
    ],
    events: [...FAILED, "payment_intent.canceled", "checkout.session.expired"],
  },
  {
    name: "a session ends by itself after a day",
    needs: "control",
    steps: [session(), advance("24h"), get("checkout/sessions/$session.id", { status: "expired", url: null })],
    events: ["checkout.session.expired"],
  },
  {
    name: "a wallet's window for refunds closes",
    needs: "page",
    steps: [
      session(),
      page("wallet", { url: "$session.url", method: "alipay" }),
      page("confirm", { url: "$session.url", answer: "complete" }),
      get("checkout/sessions/$session.id", {}, {}, { as: "done" }),
      advance("91d"),
      refund({ payment_intent: "$done.payment_intent" }, refused("charge_not_refundable")),
    ],
  },

  // ── payees, transfers and payouts
  {
    name: "a payee is restricted until the form is filled in",
    needs: "control",
    steps: [
      v2("accounts", PAYEE, {
        as: "payee",
        shows: {
          object: "v2.core.account",
          configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: "restricted" } } } } },
        },
      }),
      v2(
        "account_links",
        {
          account: "$payee.id",
          use_case: {
            type: "account_onboarding",
            account_onboarding: { configurations: ["recipient"], refresh_url: BACK, return_url: BACK },
          },
        },
        { shows: { object: "v2.core.account_link", url: /^https?:/ } },
      ),
      control("accounts/onboard", { account: "$payee.id" }),
      {
        call: "GET /v2/core/accounts/$payee.id",
        with: { include: ["configuration.recipient"] },
        shows: { configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: "active" } } } } } },
      },
    ],
  },
  {
    name: "no transfer to a payee who may not receive",
    needs: "control",
    steps: [
      v2("accounts", PAYEE, { as: "payee" }),
      pay("pm_card_bypassPending"),
      transfer({ amount: 100 }, refused("insufficient_capabilities_for_transfer", { param: "destination" })),
    ],
  },
  {
    name: "a transfer",
    needs: "control",
    steps: [
      ...RICH,
      transfer(
        { transfer_group: "$case", metadata: { intent_id: "$case" } },
        {
          shows: {
            object: "transfer",
            amount: 5000,
            amount_reversed: 0,
            reversed: false,
            destination: "$payee.id",
            transfer_group: "$case",
            destination_payment: /^py_/,
          },
        },
      ),
      get("transfers", { data: [{ id: "$transfer.id" }], has_more: false }, { transfer_group: "$case" }),
      get("transfers", { data: [{ id: "$transfer.id" }] }, { destination: "$payee.id" }),
      get("balance", { available: [{ amount: 5000, currency: "usd" }] }, {}, { account: "$payee.id" }),
    ],
  },
  {
    name: "transfers that the service does not allow",
    needs: "control",
    steps: [...RICH, control("transfers", { allowed: false }), transfer({}, refused("transfers_not_allowed"))],
  },
  {
    name: "a transfer of more than there is",
    needs: "control",
    steps: [...RICH, transfer({ amount: 100_000_000 }, refused("balance_insufficient"))],
  },
  {
    name: "a transfer before its charge's funds, never beyond them",
    needs: "control",
    steps: [
      v2("accounts", PAYEE, { as: "payee" }),
      control("accounts/onboard", { account: "$payee.id" }),
      paid(),
      transfer({ amount: 1500, source_transaction: "$paid.latest_charge" }, { shows: { source_transaction: "$paid.latest_charge" } }),
      transfer(
        { amount: 501, source_transaction: "$paid.latest_charge" },
        { as: "no", says: { status: 400, type: "invalid_request_error", param: "amount" } },
      ),
    ],
  },
  {
    name: "a transfer in another currency than its charge",
    needs: "control",
    steps: [
      v2("accounts", PAYEE, { as: "payee" }),
      control("accounts/onboard", { account: "$payee.id" }),
      paid(),
      transfer(
        { amount: 100, currency: "cny", source_transaction: "$paid.latest_charge" },
        { says: { status: 400, type: "invalid_request_error" } },
      ),
    ],
  },
  {
    name: "a transfer to nobody",
    steps: [
      post("transfers", { amount: 100, currency: "usd", destination: "acct_none" }, refused("resource_missing", { param: "destination" })),
    ],
  },
  {
    name: "a transfer is taken back in parts, no more than it was",
    needs: "control",
    steps: [
      ...RICH,
      transfer(),
      post(
        "transfers/$transfer.id/reversals",
        { amount: 2000 },
        { shows: { object: "transfer_reversal", amount: 2000, transfer: "$transfer.id" } },
      ),
      post("transfers/$transfer.id/reversals", { amount: 3001 }, { says: { status: 400, type: "invalid_request_error", param: "amount" } }),
      post("transfers/$transfer.id/reversals"),
      get("transfers/$transfer.id", { reversed: true, amount_reversed: 5000 }),
      post("transfers/$transfer.id/reversals", {}, { says: { status: 400, type: "invalid_request_error" } }),
    ],
    events: [
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.updated",
      "transfer.created",
      "transfer.reversed",
      "transfer.reversed",
    ],
  },
  {
    name: "what a payee has spent is not taken back",
    needs: "control",
    steps: [...RICH, transfer(), payout(), post("transfers/$transfer.id/reversals", {}, refused("balance_insufficient"))],
  },
  {
    name: "a payout's way to the bank",
    needs: "control",
    steps: [
      ...RICH,
      transfer(),
      payout({}, { shows: { object: "payout", status: "pending", amount: 3000, type: "bank_account", automatic: false } }),
      advance("10m"),
      get("payouts/$payout.id", { status: "in_transit" }, {}, { account: "$payee.id" }),
      advance("1d"),
      get("payouts/$payout.id", { status: "paid" }, {}, { account: "$payee.id" }),
      get(
        "events",
        { data: [{ type: "payout.paid", account: "$payee.id" }, { type: "payout.updated" }, { type: "payout.created" }] },
        { types: ["payout.created", "payout.updated", "payout.paid"] },
        { account: "$payee.id" },
      ),
    ],
  },
  {
    name: "a payout that fails after it was paid",
    needs: "control",
    steps: [
      ...RICH,
      transfer(),
      payout(),
      advance("2d"),
      control("payout.fail", { payout: "$payout.id", code: "account_closed" }),
      get(
        "payouts/$payout.id",
        { status: "failed", failure_code: "account_closed", failure_balance_transaction: { type: "payout_failure", amount: 3000 } },
        { expand: ["failure_balance_transaction"] },
        { account: "$payee.id" },
      ),
      get("balance", { available: [{ amount: 5000 }] }, {}, { account: "$payee.id" }),
      payout({}, { as: "no", ...refused("payouts_not_allowed") }),
    ],
  },
  { name: "a payout of more than there is", needs: "control", steps: [...RICH, payout({ amount: 1 }, refused("balance_insufficient"))] },
  {
    name: "a payout taken back in time",
    needs: "control",
    steps: [
      ...RICH,
      transfer(),
      payout(),
      post("payouts/$payout.id/cancel", {}, { account: "$payee.id", shows: { status: "canceled" } }),
      get("balance", { available: [{ amount: 5000 }] }, {}, { account: "$payee.id" }),
    ],
  },
  {
    name: "an account that is not ours",
    steps: [get("balance", {}, {}, { account: "acct_none", says: { status: 403, type: "invalid_request_error" } })],
  },

  // ── balance, events, addresses
  {
    name: "funds become available on their day",
    needs: "control",
    steps: [
      paid("pm_card_visa", { amount: 7777 }),
      get("charges/$paid.latest_charge", { balance_transaction: { status: "pending" } }, { expand: ["balance_transaction"] }),
      advance("2d"),
      get("charges/$paid.latest_charge", { balance_transaction: { status: "available" } }, { expand: ["balance_transaction"] }),
    ],
    events: PAID,
  },
  {
    name: "a card whose funds are there at once",
    steps: [
      paid("pm_card_bypassPending"),
      {
        call: "GET /v1/charges/$paid.latest_charge",
        with: { expand: ["balance_transaction"] },
        becomes: { balance_transaction: { status: "available" } },
      },
    ],
    events: PAID,
  },
  {
    name: "movements by source and by type",
    needs: "control",
    steps: [
      paid(),
      refund(ofCharge),
      get(
        "balance_transactions",
        { data: [{ type: "charge", net: Number, fee: Number, amount: 2000 }], has_more: false },
        { source: "$paid.latest_charge" },
      ),
      get("balance_transactions", { data: [{ type: "refund", amount: -2000, source: "$refund.id" }] }, { type: "refund", limit: 1 }),
    ],
  },
  {
    name: "events by type, by types and one alone",
    steps: [
      customer,
      {
        call: "GET /v1/events",
        with: { type: "customer.created", limit: 1 },
        becomes: { object: "list", data: [{ type: "customer.created", livemode: false, api_version: /./ }] },
        as: "found",
      },
      get("events/$found.data.0.id", { object: "event", type: "customer.created" }),
      get("events", { object: "list" }, { types: ["customer.created", "customer.updated"] }),
    ],
  },
  {
    name: "a webhook address is made, changed and removed",
    steps: [
      post(
        "webhook_endpoints",
        { url: "https://example.com/hooks", enabled_events: ["charge.succeeded"], api_version: "2026-10-28.endive" },
        {
          as: "hook",
          shows: {
            object: "webhook_endpoint",
            secret: /^whsec_/,
            status: "enabled",
            enabled_events: ["charge.succeeded"],
            api_version: "2026-10-28.endive",
          },
        },
      ),
      post(
        "webhook_endpoints/$hook.id",
        { disabled: true, enabled_events: ["charge.failed", "charge.succeeded"] },
        { shows: { status: "disabled", secret: null, enabled_events: ["charge.failed", "charge.succeeded"] } },
      ),
      gone("webhook_endpoints/$hook.id", { shows: { deleted: true } }),
      get("webhook_endpoints/$hook.id", {}, {}, lost(null)),
    ],
  },
  {
    name: "a webhook address that leaves the version to the account",
    steps: [
      post(
        "webhook_endpoints",
        { url: "https://example.com/hooks", enabled_events: ["*"] },
        { as: "hook", shows: { enabled_events: ["*"], api_version: null } },
      ),
      gone("webhook_endpoints/$hook.id", { shows: { deleted: true } }),
    ],
  },
  {
    name: "a webhook address that is none",
    steps: [post("webhook_endpoints", { url: "hooks", enabled_events: ["*"] }, refused("url_invalid", { param: "url" }))],
  },

  // ── what only the sandbox can be asked
  {
    name: "an endpoint that is not spoken here says so and is counted",
    needs: "control",
    steps: [
      get("invoices", {}, {}, { says: { status: 400, type: "invalid_request_error", message: /not implemented by the local sandbox/ } }),
      { call: "CONTROL GET counters", shows: { counters: [{ kind: "endpoint", name: "GET /v1/invoices" }] } },
    ],
  },
  {
    name: "a parameter that is not spoken here is refused and counted",
    needs: "control",
    steps: [
      get("events", {}, { delivery_success: false }, refused("parameter_unknown", { param: "delivery_success" })),
      { call: "CONTROL GET counters", shows: { counters: [{ kind: "parameter", name: "GET /v1/events delivery_success" }] } },
    ],
  },
  {
    name: "too many calls are turned away before their key is looked at",
    needs: "control",
    steps: [
      post("customers", { name: "$case" }, { key: "$case" }),
      control("rate-limit", { perSecond: 1 }),
      get("balance"),
      post(
        "customers",
        { name: "$case" },
        {
          key: "$case",
          says: { status: 429, type: "invalid_request_error", code: "rate_limit" },
          headers: { "stripe-rate-limited-reason": /./ },
        },
      ),
      control("rate-limit", { perSecond: 0 }),
      post("customers", { name: "$case" }, { key: "$case", headers: { "idempotent-replayed": "true" } }),
    ],
  },
  {
    name: "a key is a new request after a day",
    needs: "control",
    steps: [
      post("customers", { name: "$case" }, { key: "$case", as: "first" }),
      advance("23h"),
      post("customers", { name: "$case" }, { key: "$case", shows: { id: "$first.id" } }),
      advance("61m"),
      post("customers", { name: "$case" }, { key: "$case", as: "second", headers: { "idempotent-replayed": /^$/ } }),
    ],
  },
  {
    name: "a lost answer has its effect once",
    needs: "control",
    steps: [
      control("faults", { endpoint: "POST /v1/customers", kind: "commit_then_500" }),
      post("customers", { name: "$case" }, { key: "$case", says: { status: 500, type: "api_error" } }),
      post("customers", { name: "$case" }, { key: "$case", headers: { "idempotent-replayed": "true" } }),
      { call: "CONTROL GET requests?key=$case", shows: { requests: [{ requests: 2, done: 1, replayed: 1 }] } },
    ],
  },
  {
    name: "a bank that takes a payment back out of the blue, and is overruled",
    needs: "control",
    steps: [
      paid(),
      control("dispute.open", { charge: "$paid.latest_charge", reason: "duplicate", amount: 500 }),
      get("disputes", { data: [{ amount: 500, reason: "duplicate", status: "needs_response" }] }, ofCharge, { as: "found" }),
      control("dispute.decide", { dispute: "$found.data.0.id", outcome: "won" }),
      get("disputes/$found.data.0.id", { status: "won" }),
    ],
    events: [
      ...PAID,
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
      "charge.updated",
    ],
  },
  {
    name: "a dispute nobody answers is lost when its day has come",
    needs: "control",
    steps: [
      ...disputed("pm_card_createDispute", {}),
      advance("10d"),
      get("disputes/$found.data.0.id", { status: "lost", evidence_details: { past_due: true } }),
    ],
  },
];
