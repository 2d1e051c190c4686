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

export type Rule = { method: string; path: string; kind: string; hit: number; times: number };
export const fault = (place: Place, endpoint: string, kind: string, more: object = {}) =>
  control<Rule>(place, "POST", "faults", { endpoint, kind, ...more });
export const noFaults = (place: Place) => control(place, "DELETE", "faults");
export const rules = async (place: Place) => (await control<{ faults: Rule[] }>(place, "GET", "faults")).faults;
export const mischief = (place: Place, what: object) => control(place, "POST", "webhooks", what);

export type Kept = { id: string; amount: number; status?: string; metadata?: Record<string, string> | null; [more: string]: unknown };

async function api(place: Place, at: string) {
  const answer = await fetch(`${place.world.url}${at}`, { headers: { authorization: "Bearer sk_test_sandbox_local" } });
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
/** What the channel holds for the platform, pending and available. */
export async function heldFen(place: Place): Promise<bigint> {
  const { pending, available } = (await api(place, "/v1/balance")) as { pending: Sum[]; available: Sum[] };
  return [...pending, ...available].reduce((sum, { amount, currency }) => sum + (currency === "cny" ? BigInt(amount) : 0n), 0n);
}

/** How often a key was asked for, and how often that had an effect. */
export type Asked = { key: string; requests: number; done: number };
export const askedUnder = async (place: Place, intentId: string) =>
  (await control<{ requests: Asked[] }>(place, "GET", `requests?intent=${intentId}`)).requests;
