// The payment service's objects as rows: typed by the official package's own types, found by their Stripe fields.
import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { missing } from "#sandbox/stripe/protocol/error.ts";

export interface Kinds {
  customer: Stripe.Customer;
  payment_method: Stripe.PaymentMethod;
  payment_intent: Stripe.PaymentIntent;
  setup_intent: Stripe.SetupIntent;
  "checkout.session": Stripe.Checkout.Session;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  payout: Stripe.Payout;
  bank_account: Stripe.BankAccount;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  balance_transaction: Stripe.BalanceTransaction;
  event: Stripe.Event;
  webhook_endpoint: Stripe.WebhookEndpoint;
  "v2.core.account": Stripe.V2.Core.Account;
  "v2.core.event": ThinEvent;
}
export type Kind = keyof Kinds;
export interface ThinEvent {
  id: string;
  object: "v2.core.event";
  type: string;
  created: string;
  livemode: false;
  data?: Record<string, unknown>;
  reason?: { type: "request"; request: { id: string; idempotency_key: string } };
  related_object: { id: string; type: string; url: string };
}
/** Facts the service keeps but never shows, such as which test card paid. */
export type Hidden = Record<string, unknown>;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
export function newId(prefix: string, length = 24) {
  let id = "";
  while (id.length < length) for (const byte of randomBytes(length)) if (byte < 248 && id.length < length) id += ALPHABET[byte % 62];
  return prefix + id;
}

interface Stored {
  id: string;
  type: string;
  account: string;
  body: string;
  hidden: string;
}

/** `account` is the connected account whose object it is; empty for the platform. */
export function insert<K extends Kind>(sandbox: Sandbox, kind: K, body: Kinds[K], hidden: Hidden = {}, account = ""): Kinds[K] {
  const { id } = body as { id: string };
  sandbox.store.run(
    "INSERT INTO object (id, type, account, body, hidden) VALUES (?, ?, ?, ?, ?)",
    id,
    kind,
    account,
    JSON.stringify(body),
    JSON.stringify(hidden),
  );
  return body;
}

export function find<K extends Kind>(sandbox: Sandbox, kind: K, id: string, account?: string): Kinds[K] | undefined {
  const row = sandbox.store.one<Stored>("SELECT * FROM object WHERE id = ? AND type = ?", id, kind);
  if (!row || (account !== undefined && row.account !== account)) return undefined;
  return JSON.parse(row.body);
}

/** What the service calls the id in an address, and the thing that is not there, when not by their own names. */
const IN_PATH: Partial<Record<Kind, string>> = { payment_intent: "intent", setup_intent: "intent", dispute: "dispute" };
const SPOKEN: Partial<Record<Kind, string>> = { payment_method: "PaymentMethod", setup_intent: "setupintent" };

/** The object, or the service's 404; `param` names the parameter that carried the id, which makes it a 400. */
export function get<K extends Kind>(
  sandbox: Sandbox,
  kind: K,
  id: string,
  param?: string,
  account = "",
  status = param ? 400 : 404,
): Kinds[K] {
  const found = find(sandbox, kind, id, account);
  if (!found) throw missing(SPOKEN[kind] ?? kind.replace("v2.core.", ""), id, param ?? IN_PATH[kind] ?? "id", status);
  return found;
}

/** The connected account whose object it is; empty for the platform. */
export function accountOf(sandbox: Sandbox, id: string): string {
  return sandbox.store.one<Stored>("SELECT * FROM object WHERE id = ?", id)?.account ?? "";
}

export function hiddenOf(sandbox: Sandbox, id: string): Hidden {
  const row = sandbox.store.one<Stored>("SELECT * FROM object WHERE id = ?", id);
  return row ? JSON.parse(row.hidden) : {};
}
export function hide(sandbox: Sandbox, id: string, more: Hidden) {
  sandbox.store.run("UPDATE object SET hidden = ? WHERE id = ?", JSON.stringify({ ...hiddenOf(sandbox, id), ...more }), id);
}

export function update<K extends Kind>(sandbox: Sandbox, kind: K, id: string, change: Partial<Kinds[K]>): Kinds[K] {
  const old = find(sandbox, kind, id);
  if (!old) throw new Error(`No ${kind} ${id} to update`);
  const body = { ...old, ...change };
  sandbox.store.run("UPDATE object SET body = ? WHERE id = ?", JSON.stringify(body), id);
  return body;
}

export function remove(sandbox: Sandbox, id: string) {
  sandbox.store.run("DELETE FROM object WHERE id = ?", id);
}

/** All objects of a kind whose field equals the value, oldest first. */
export function where<K extends Kind>(sandbox: Sandbox, kind: K, field: FieldName, value: string): Kinds[K][] {
  return sandbox.store
    .all<Stored>(`SELECT * FROM object WHERE type = ? AND body ->> '$.${field}' = ? ORDER BY seq`, kind, value)
    .map((row) => JSON.parse(row.body));
}
type FieldName = "account" | "customer" | "payment_intent" | "charge" | "source" | "source_transaction" | "transfer" | "status";
