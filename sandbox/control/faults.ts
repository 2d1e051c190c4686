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

export interface FaultRule {
  seq: number;
  method: string;
  path: string;
  kind: FaultKind;
  nth: number;
  times: number;
  latency: number;
  seen: number;
  hit: number;
}

export function addFault(
  sandbox: Sandbox,
  rule: { method: string; path: string; kind: FaultKind; nth: number; times: number; latency: number },
) {
  const { seq } = sandbox.store.run(
    "INSERT INTO fault (method, path, kind, nth, times, latency) VALUES (?, ?, ?, ?, ?, ?)",
    rule.method,
    rule.path,
    rule.kind,
    rule.nth,
    rule.times,
    rule.latency,
  );
  return sandbox.store.one<FaultRule>("SELECT * FROM fault WHERE seq = ?", seq) as FaultRule;
}
export const faults = (sandbox: Sandbox) => sandbox.store.all<FaultRule>("SELECT * FROM fault ORDER BY seq");
export const clearFaults = (sandbox: Sandbox) => sandbox.store.run("DELETE FROM fault");

/** The first rule that strikes this request; each matching rule counts it. */
export function strike(sandbox: Sandbox, method: string, path: string): FaultRule | undefined {
  let struck: FaultRule | undefined;
  for (const rule of faults(sandbox)) {
    if (rule.method !== "*" && rule.method !== method) continue;
    if (rule.path !== "*" && !matchPath(rule.path, path)) continue;
    const seen = rule.seen + 1;
    const hits = !struck && seen >= rule.nth && rule.hit < rule.times;
    sandbox.store.run("UPDATE fault SET seen = ?, hit = hit + ? WHERE seq = ?", seen, hits ? 1 : 0, rule.seq);
    if (hits) struck = rule;
  }
  return struck;
}
