// Keeps one example of every distinct answer, so that a check can hold them against the official package's types.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Sandbox } from "#sandbox/state/sandbox.ts";

export interface Recorded {
  endpoint: string;
  status: number;
  body: object;
}
const seen = new Set<string>();

export function recordAnswer(sandbox: Sandbox, endpoint: string, status: number, body: object) {
  if (!sandbox.recordDir) return;
  const name = createHash("sha256")
    .update(JSON.stringify([endpoint, status, outline(body)]))
    .digest("hex")
    .slice(0, 24);
  if (seen.has(name)) return;
  seen.add(name);
  mkdirSync(sandbox.recordDir, { recursive: true });
  const recorded: Recorded = { endpoint, status, body };
  writeFileSync(path.join(sandbox.recordDir, `${name}.json`), JSON.stringify(recorded, null, 1));
}

/** What makes an answer distinct: its fields, their kinds, and words that look like enum values. */
function outline(value: unknown, key = ""): unknown {
  if (key === "metadata") return "metadata";
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(outline(item))))];
  if (typeof value === "number") return "number";
  if (typeof value === "string") return /^[a-z][a-z_]{1,40}$/.test(value) && !FREE.has(key) ? value : "text";
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([name, inner]) => [name, outline(inner, name)]);
}
const FREE = new Set(["name", "description", "message", "client_reference_id", "transfer_group", "idempotency_key"]);
