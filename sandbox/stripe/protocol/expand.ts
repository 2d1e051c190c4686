// `expand[]`: ids replaced by the objects they name, along dotted paths.
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { invalid } from "#sandbox/stripe/protocol/error.ts";

type Body = Record<string, unknown>;
/** Fields that are absent until asked for, by type of object. */
export type Includable = Record<string, Record<string, (sandbox: Sandbox, object: Body) => unknown>>;

const MAX_DEPTH = 4;

export function expand(sandbox: Sandbox, includable: Includable, body: object, paths: string[]): object {
  const copy = structuredClone(body) as Body;
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > MAX_DEPTH + (steps[0] === "data" ? 1 : 0))
      throw invalid(`You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`, { param: "expand" });
    walk(sandbox, includable, copy, steps, path);
  }
  return copy;
}

function walk(sandbox: Sandbox, includable: Includable, node: unknown, steps: string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) walk(sandbox, includable, item, steps, path);
    return;
  }
  const object = node as Body;
  const include = includable[String(object.object)]?.[step];
  if (object[step] === undefined && include) object[step] = include(sandbox, object);
  const value = object[step];
  if (value === undefined) {
    // An optional link that this object does not have is nothing to expand.
    if (OPTIONAL.has(step)) return;
    throw invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
  }
  if (typeof value === "string") {
    const row = sandbox.store.one<{ body: string }>("SELECT body FROM object WHERE id = ?", value);
    if (!row) throw invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
    object[step] = JSON.parse(row.body);
  }
  if (typeof object[step] !== "object") throw invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
  walk(sandbox, includable, object[step], rest, path);
}
const OPTIONAL = new Set(["failure_balance_transaction", "destination_payment", "transfer", "line_items", "refunds"]);
