// Things that go wrong between the platform and the payment service, on request.
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { matchPath } from "#sandbox/stripe/protocol/endpoint.ts";

export const FAULT_KINDS = [
  "fail_before",
  "commit_then_500",
  "commit_then_500_stored",
  "commit_then_timeout",
  "reset_before",
  "reset_after_commit",
  "429",
  "latency",
  "hold_before",
  "hold_after",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
/** What a rule counts: every request that matches it, or only the first one of each intent (a key without its last part, the attempt). */
export const FAULT_UNITS = ["request", "intent"] as const;
export type FaultUnit = (typeof FAULT_UNITS)[number];

export interface FaultRule {
  seq: number;
  method: string;
  path: string;
  kind: FaultKind;
  nth: number;
  times: number;
  latency: number;
  each: FaultUnit;
  seen: number;
  hit: number;
}

export function addFault(sandbox: Sandbox, rule: Omit<FaultRule, "seq" | "seen" | "hit">) {
  const { seq } = sandbox.store.run(
    "INSERT INTO fault (method, path, kind, nth, times, latency, each) VALUES (?, ?, ?, ?, ?, ?, ?)",
    rule.method,
    rule.path,
    rule.kind,
    rule.nth,
    rule.times,
    rule.latency,
    rule.each,
  );
  return sandbox.store.one<FaultRule>("SELECT * FROM fault WHERE seq = ?", seq) as FaultRule;
}
/** The rules; one that counts intents says under which key it met the first request of each. */
export const faults = (sandbox: Sandbox) =>
  rules(sandbox).map((rule) => ({
    ...rule,
    keys: sandbox.store.all<{ key: string }>("SELECT key FROM fault_key WHERE fault = ? ORDER BY rowid", rule.seq).map(({ key }) => key),
  }));
const rules = (sandbox: Sandbox) => sandbox.store.all<FaultRule>("SELECT * FROM fault ORDER BY seq");

export function clearFaults(sandbox: Sandbox) {
  sandbox.store.run("DELETE FROM fault_key");
  return sandbox.store.run("DELETE FROM fault");
}

/** The first rule that strikes this request; each matching rule counts it. */
export function strike(sandbox: Sandbox, method: string, path: string, key: string | null): FaultRule | undefined {
  let struck: FaultRule | undefined;
  for (const rule of rules(sandbox)) {
    if (rule.method !== "*" && rule.method !== method) continue;
    if (rule.path !== "*" && !matchPath(rule.path, path)) continue;
    if (rule.each === "intent" && !isFirst(sandbox, rule, key)) continue;
    const seen = rule.seen + 1;
    const hits = !struck && seen >= rule.nth && rule.hit < rule.times;
    sandbox.store.run("UPDATE fault SET seen = ?, hit = hit + ? WHERE seq = ?", seen, hits ? 1 : 0, rule.seq);
    if (hits) struck = rule;
  }
  return struck;
}

function isFirst(sandbox: Sandbox, { seq }: FaultRule, key: string | null) {
  if (key === null) return false;
  const intent = key.replace(/:[^:]*$/, "");
  return sandbox.store.run("INSERT INTO fault_key VALUES (?, ?, ?) ON CONFLICT DO NOTHING", seq, intent, key).changes === 1;
}
