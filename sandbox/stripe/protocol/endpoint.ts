// An endpoint: its route, the parameters it honours, and what it does.
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { list, type Parser, type RawTree, shape, word } from "#sandbox/stripe/protocol/params.ts";

export interface Call {
  sandbox: Sandbox;
  /** The connected account on whose behalf the call is made; empty for the platform. */
  account: string;
  path: Record<string, string>;
  requestId: string;
  idempotencyKey: string | null;
}
export interface Endpoint {
  method: string;
  pattern: string;
  run(call: Call, params: RawTree): object;
}

export function endpoint<T>(route: string, params: Parser<T>, run: (call: Call, params: T) => object): Endpoint {
  const [method, pattern] = route.split(" ") as [string, string];
  return { method, pattern, run: (call, raw) => run(call, params(raw, "")) };
}
export const none = shape({});
export const expandable = list(word);

/** `/v1/charges/:id` against a path. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const out: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(":")) out[part.slice(1)] = decodeURIComponent(given[i] as string);
    else if (part !== given[i]) return null;
  }
  return out;
}
