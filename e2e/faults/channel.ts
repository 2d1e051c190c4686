import type { Place } from "./place.ts";

/** The channel as the driver sees it: its control surface, and its own API read without the product. */
export async function control<T = Record<string, unknown>>(place: Place, method: string, at: string, body?: object): Promise<T> {
  const answer = await fetch(`${place.world.url}/_sandbox/${at}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${at}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The channel's time and the product's, together. */
export const advance = (place: Place, by: string) => control(place, "POST", "clock", { advance: by });

/** `keys`: under which a rule of `each: "intent"` met the first request of each. */
export type Rule = { method: string; path: string; kind: string; hit: number; times: number; keys: string[] };
export const fault = (place: Place, endpoint: string, kind: string, more: object = {}) =>
  control<Rule>(place, "POST", "faults", { endpoint, kind, ...more });
export const noFaults = (place: Place) => control(place, "DELETE", "faults");
export const rules = async (place: Place) => (await control<{ faults: Rule[] }>(place, "GET", "faults")).faults;
/** How many notices of the channel are in each state: pending, delivered, dropped, failed. */
export const notices = async (place: Place) => (await control<{ counts: Record<string, number> }>(place, "GET", "deliveries")).counts;
type Hold = { id: number; key: string | null; stage: "before" | "after" };
/** Answers that the channel holds back by a rule of `hold_before` or `hold_after`. */
export const holds = async (place: Place) => (await control<{ holds: Hold[] }>(place, "GET", "holds")).holds;
export const letGo = (place: Place, how: "send" | "drop" = "send") => control(place, "POST", "holds/release", { how });
export const mischief = (place: Place, what: object) => control(place, "POST", "webhooks", what);

export type Kept = { id: string; amount: number; status?: string; metadata?: Record<string, string> | null; [more: string]: unknown };

async function api(place: Place, at: string, account?: string) {
  const headers = { authorization: "Bearer sk_test_sandbox_local", ...(account ? { "stripe-account": account } : {}) };
  const answer = await fetch(`${place.world.url}${at}`, { headers });
  if (!answer.ok) throw new Error(`GET ${at}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Everything of one kind: charges, transfers, refunds, payment_intents. */
export async function listed(place: Place, what: string): Promise<Kept[]> {
  const all: Kept[] = [];
  for (let after = ""; ; ) {
    const page = (await api(place, `/v1/${what}?limit=100${after}`)) as { data: Kept[]; has_more: boolean };
    all.push(...page.data);
    if (!page.has_more || page.data.length === 0) return all;
    after = `&starting_after=${page.data.at(-1)!.id}`;
  }
}

type Sum = { amount: number; currency: string };
/** What the channel holds for the platform, or for a payee, pending and available. */
export async function heldFen(place: Place, account?: string): Promise<bigint> {
  const { pending, available } = (await api(place, "/v1/balance", account)) as { pending: Sum[]; available: Sum[] };
  return [...pending, ...available].reduce((sum, { amount, currency }) => sum + (currency === "cny" ? BigInt(amount) : 0n), 0n);
}

/** How often a key was asked for, and how often that had an effect. */
export type Asked = { key: string; endpoint: string; requests: number; done: number; replayed: number; refused: number; statuses: string };
export const askedUnder = async (place: Place, of: { intent: string } | { key: string }) =>
  (await control<{ requests: Asked[] }>(place, "GET", `requests?${new URLSearchParams(of)}`)).requests;
