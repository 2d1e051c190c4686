import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { startWorld } from "#sandbox/start-world.ts";

/*
 * A payment channel of this test file alone, whose clock moves together with this file's database. Import it before anything of the
 * product: the environment is read once.
 */

export type Letter = { path: string; raw: string; signature: string; type: string };
/** Every event that the channel sent, in the order of arrival. Answered 200 and otherwise left to the test. */
export const letters: Letter[] = [];
const postbox = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const raw = Buffer.concat(parts).toString();
    letters.push({ path: request.url ?? "", raw, signature: String(request.headers["stripe-signature"]), type: JSON.parse(raw).type });
    response.end();
  });
});
await new Promise<void>((resolve) => postbox.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${(postbox.address() as AddressInfo).port}`;

const dir = mkdtempSync(path.join(tmpdir(), "jincheng-world-"));
const world = await startWorld({
  dir,
  databaseUrl: process.env.OWNER_DATABASE_URL,
  appUrl: process.env.APP_URL,
  webhook: { url: `${address}/snapshot`, secret: String(process.env.STRIPE_WEBHOOK_SECRET) },
  thinWebhook: { url: `${address}/thin`, secret: String(process.env.STRIPE_ACCOUNTS_WEBHOOK_SECRET) },
});
process.env.STRIPE_API_BASE = world.url;
afterAll(async () => {
  await world.stop();
  postbox.close();
  postbox.closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});

export async function control(method: string, at: string, body?: object) {
  const answer = await fetch(`${world.url}/_sandbox/${at}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${at}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, never>;
}

export const advance = (by: string) => control("POST", "clock", { advance: by });
/** Does something as if this much time had passed, and comes back. */
export async function later<T>(by: string, act: () => Promise<T>): Promise<T> {
  const { offsetMs } = await control("GET", "clock");
  await advance(by);
  const result = await act();
  await control("POST", "clock", { offsetMs });
  return result;
}
export const fault = (endpoint: string, kind: string, more: object = {}) => control("POST", "faults", { endpoint, kind, ...more });
export const noFaults = () => control("DELETE", "faults");
/** Wallet money that comes so long after its page was done, or never. */
export const lateWallets = (how: { delayMs: number; fails: boolean }) => control("POST", "wallets", how);
export const mischief = (what: object) => control("POST", "webhooks", what);
/** Waits until every event was delivered. */
export const quiet = () => control("GET", "quiet");
export const onboard = (account: string) => control("POST", "accounts/onboard", { account });
export const failRefund = (refund: string) => control("POST", "refunds/fail", { refund });
/** Everything that the channel keeps, by kind of object. */
export const kept = async (type: string) => {
  const all = (await control("GET", "export")) as unknown as { objects: { type: string; body: Record<string, unknown> }[] };
  return all.objects.filter((object) => object.type === type).map((object) => object.body);
};

/** What a payer does on the hosted page. Returns where the browser is sent, or null when the page shows a decline. */
export async function pay(url: string, how: { number?: string; method?: string } = {}): Promise<string | null> {
  const form = new URLSearchParams({
    method: how.method ?? "card",
    email: "payer@example.com",
    number: how.number ?? "4242424242424242",
    expiry: "12/40",
    cvc: "123",
    name: "测试",
  });
  const answer = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  const to = answer.headers.get("location");
  if (!to?.includes("/confirm")) return to;
  const agreed = await fetch(new URL(to, url), { method: "POST", body: new URLSearchParams({ answer: "complete" }), redirect: "manual" });
  return agreed.headers.get("location");
}
