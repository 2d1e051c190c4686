// What an account owns: the sum of its movements, split by whether their day has come.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";

interface Sums {
  currency: string;
  available: number;
  pending: number;
}

export function sums(sandbox: Sandbox, account = ""): Sums[] {
  return sandbox.store.all<Sums>("SELECT currency, available, pending FROM balance WHERE account = ? ORDER BY currency", account);
}
export function available(sandbox: Sandbox, currency: string, account = "") {
  return sums(sandbox, account).find((sum) => sum.currency === currency)?.available ?? 0;
}

/** Keeps the sums beside the movements they are of, in the same transaction. */
export function addToBalance(sandbox: Sandbox, account: string, currency: string, change: { available: number; pending: number }) {
  sandbox.store.run(
    `INSERT INTO balance VALUES (?, ?, ?, ?) ON CONFLICT (account, currency) DO UPDATE
       SET available = available + excluded.available, pending = pending + excluded.pending`,
    account,
    currency,
    change.available,
    change.pending,
  );
}

export function balanceOf(sandbox: Sandbox, account: string): Stripe.Balance {
  const all = sums(sandbox, account);
  const rows = all.length > 0 ? all : [{ currency: "cny", available: 0, pending: 0 }];
  const side = (name: "available" | "pending") =>
    rows.map((row) => ({ amount: row[name], currency: row.currency, source_types: { card: row[name] } }));
  return { object: "balance", available: side("available"), livemode: false, pending: side("pending") };
}

export const balanceEndpoints = [endpoint("GET /v1/balance", none, ({ sandbox, account }) => balanceOf(sandbox, account))];
