// The courier: signed deliveries, retried until they are taken, with mischief on request.
import { createHmac, randomInt } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { hiddenOf } from "#sandbox/stripe/protocol/objects.ts";

/** What goes wrong on the way, as the control page sets it. */
export interface Mischief {
  duplicate: number;
  shuffle: boolean;
  delayMs: number;
  dropNext: number;
  dropPercent: number;
  badSignature: number;
  oldTimestamp: number;
}
export const NO_MISCHIEF: Mischief = {
  duplicate: 0,
  shuffle: false,
  delayMs: 0,
  dropNext: 0,
  dropPercent: 0,
  badSignature: 0,
  oldTimestamp: 0,
};
const BACKOFF_S = [1, 5, 30, 60, 300, 1800, 3600];
const GIVE_UP_S = 3 * 86_400;
const SHUFFLE_MS = 400;
const AT_ONCE = 8;
const ANSWER_WITHIN_MS = 20_000;
const TOO_OLD_MS = 15 * 60_000;

/** How long an event has been tried for after so many attempts; the last wait repeats. */
export function waitedS(attempts: number): number {
  const waits = BACKOFF_S.slice(0, attempts).reduce((sum, s) => sum + s, 0);
  return waits + Math.max(0, attempts - BACKOFF_S.length) * (BACKOFF_S.at(-1) as number);
}

interface Delivery {
  seq: number;
  endpoint: string;
  event: string;
  payload: string;
  next: number;
  attempts: number;
  signing: "good" | "bad" | "old";
}
interface EndpointBody {
  id: string;
  url: string;
  status: string;
  enabled_events: string[];
}

/** Of whom an endpoint hears: of the platform, of its connected accounts, or, as those of the environment do, of both. */
export type Hears = "platform" | "accounts" | "both";
const hears = (whom: Hears = "both", connected: boolean) => whom === "both" || (whom === "accounts") === connected;

/** Endpoints that asked for this type; thin endpoints hear only of second-generation objects. */
export function subscribers(sandbox: Sandbox, type: string, thin = false, connected = false): string[] {
  return sandbox.store
    .all<{ body: string; hidden: string }>("SELECT body, hidden FROM object WHERE type = 'webhook_endpoint' ORDER BY seq")
    .map((row) => ({ body: JSON.parse(row.body) as EndpointBody, ...(JSON.parse(row.hidden) as { thin?: boolean; hears?: Hears }) }))
    .filter((row) => (row.thin === true) === thin && hears(row.hears, connected) && row.body.status === "enabled")
    .filter((row) => row.body.enabled_events.some((wanted) => wanted === "*" || wanted === type))
    .map((row) => row.body.id);
}

export function enqueue(sandbox: Sandbox, endpoint: string, event: string, payload: string) {
  const { store, clock } = sandbox;
  const mischief = { ...NO_MISCHIEF, ...store.setting<Partial<Mischief>>("mischief", {}) };
  const spend = (name: "dropNext" | "badSignature" | "oldTimestamp") => {
    if (mischief[name] <= 0) return false;
    store.set("mischief", { ...mischief, [name]: --mischief[name] });
    return true;
  };
  const lost = spend("dropNext") || randomInt(100) < mischief.dropPercent;
  const signing = lost ? "good" : spend("badSignature") ? "bad" : spend("oldTimestamp") ? "old" : "good";
  for (let copy = 0; copy <= mischief.duplicate; copy++) {
    const next = clock.now() + mischief.delayMs + (mischief.shuffle ? randomInt(SHUFFLE_MS) : 0);
    store.run(
      "INSERT INTO delivery (endpoint, event, payload, next, state, signing) VALUES (?, ?, ?, ?, ?, ?)",
      endpoint,
      event,
      payload,
      next,
      lost ? "dropped" : "pending",
      signing,
    );
  }
  store.afterCommit(sandbox.kick);
}

/** `t=…,v1=…` over the raw body, as the official package verifies it. */
export function signature(payload: string, secret: string, seconds: number) {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex")}`;
}

export interface Courier {
  kick(): void;
  /** Resolves once every delivery was tried and none is on its way. */
  quiet(): Promise<void>;
  stop(): void;
}

export function startCourier(sandbox: Sandbox): Courier {
  const { store, clock } = sandbox;
  const flying = new Set<number>();
  let idle: (() => void)[] = [];
  let stopped = false;

  async function deliver(row: Delivery) {
    flying.add(row.seq);
    const outcome = await send(sandbox, row);
    flying.delete(row.seq);
    if (stopped) return;
    const taken = outcome.startsWith("2");
    const wait = BACKOFF_S[Math.min(row.attempts, BACKOFF_S.length - 1)] as number;
    const state = taken ? "delivered" : outcome === "gone" || waitedS(row.attempts) > GIVE_UP_S ? "failed" : "pending";
    store.run(
      "UPDATE delivery SET state = ?, attempts = attempts + 1, next = ?, answer = ? WHERE seq = ?",
      state,
      clock.now() + wait * 1000,
      outcome,
      row.seq,
    );
    pump();
  }
  function pump() {
    if (stopped) return;
    const due = store.all<Delivery>(
      "SELECT * FROM delivery WHERE state = 'pending' AND next <= ? ORDER BY next, seq LIMIT 64",
      clock.now(),
    );
    for (const row of due) if (flying.size < AT_ONCE && !flying.has(row.seq)) void deliver(row);
    if (idle.length > 0 && flying.size === 0 && !untried()) for (const tell of idle.splice(0)) tell();
  }
  const untried = () => store.one("SELECT seq FROM delivery WHERE state = 'pending' AND attempts = 0 LIMIT 1") !== undefined;
  const timer = setInterval(pump, 250);
  return {
    kick: () => void setImmediate(pump),
    quiet: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        setImmediate(pump);
      }),
    stop() {
      stopped = true;
      clearInterval(timer);
      for (const tell of idle.splice(0)) tell();
      idle = [];
    },
  };
}

function send(sandbox: Sandbox, row: Delivery): Promise<string> {
  const found = sandbox.store.one<{ body: string }>("SELECT body FROM object WHERE id = ?", row.endpoint);
  if (!found) return Promise.resolve("gone");
  const { url } = JSON.parse(found.body) as EndpointBody;
  const secret = String(hiddenOf(sandbox, row.endpoint).secret);
  // Signed by the later of the two clocks: a receiver that checks against either finds it fresh.
  const now = row.signing === "old" ? Math.min(Date.now(), sandbox.clock.now()) - TOO_OLD_MS : Math.max(Date.now(), sandbox.clock.now());
  const seconds = Math.floor(now / 1000);
  const header = signature(row.payload, row.signing === "bad" ? `${secret}x` : secret, seconds);
  return new Promise((resolve) => {
    const outgoing = httpRequest(
      url,
      {
        method: "POST",
        timeout: ANSWER_WITHIN_MS,
        headers: {
          "content-type": "application/json; charset=utf-8",
          "content-length": Buffer.byteLength(row.payload),
          "stripe-signature": header,
          "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
      },
      (answer) => {
        answer.resume();
        answer.once("close", () => resolve(String(answer.statusCode)));
      },
    );
    outgoing.once("timeout", () => outgoing.destroy(new Error("timeout")));
    outgoing.once("error", (error) => resolve(error.message || "unreachable"));
    outgoing.end(row.payload);
  });
}
