import type Stripe from "stripe";
import { expect, it, vi } from "vitest";
import { checkAnswers } from "#sandbox/conformance/check.ts";

const balance: Stripe.Balance = { object: "balance", available: [], pending: [], livemode: false };
const movement: Stripe.BalanceTransaction = {
  id: "txn_1",
  object: "balance_transaction",
  amount: 1,
  available_on: 1,
  balance_type: "payments",
  created: 1,
  currency: "cny",
  description: null,
  exchange_rate: null,
  fee: 0,
  fee_details: [],
  net: 1,
  reporting_category: "charge",
  source: null,
  status: "available",
  type: "charge",
};
const error = { type: "card_error", code: "card_declined", message: "No", request_log_url: "https://example.com" };

it("passes what the package's types allow and names each departure: a value, a missing field, an extra one, an unknown endpoint", () => {
  const { problems } = checkAnswers([
    { endpoint: "GET /v1/balance", status: 200, body: balance },
    { endpoint: "GET /v1/balance_transactions/:id", status: 200, body: movement },
    { endpoint: "POST /v1/payment_intents", status: 402, body: { error } },
    { endpoint: "GET /v1/balance_transactions/:id", status: 200, body: { ...movement, type: "bogus" } },
    { endpoint: "GET /v1/balance_transactions/:id", status: 200, body: { ...movement, net: undefined } },
    { endpoint: "GET /v1/balance", status: 200, body: { ...balance, surprise: true } },
    { endpoint: "POST /v1/payment_intents", status: 402, body: { error: { ...error, type: "odd_error" } } },
    { endpoint: "GET /v1/surprises", status: 200, body: {} },
  ]);
  expect(problems).toHaveLength(5);
  const all = problems.join("\n");
  for (const part of ['"bogus"', "'net'", '"surprise"', '"odd_error"', "GET /v1/surprises 200"]) expect(all).toContain(part);
});

it("is no answer when the compiler breaks before it has compared anything", () => {
  vi.stubEnv("NODE_OPTIONS", "--require ./nothing-is-here.cjs");
  const check = () => checkAnswers([{ endpoint: "GET /v1/balance", status: 200, body: balance }]);
  expect(check).toThrow("nothing-is-here");
  vi.unstubAllEnvs();
});
