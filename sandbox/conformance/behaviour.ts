// Runs the table of cases against one service, the local sandbox or the real one, and says where it behaves otherwise.
import type { Case, Step, Wish } from "#sandbox/conformance/cases.ts";
import { differences, encode, fill } from "#sandbox/conformance/match.ts";
import { confirmStep, payByCard, payByWallet } from "#sandbox/driver.ts";

export interface Target {
  name: "sandbox" | "test mode";
  base: string;
  key: string;
  /** The sandbox's own surface; the real service has none. */
  control?(method: string, path: string, body?: object): Promise<Wish>;
}
export interface Result {
  name: string;
  verdict: "pass" | "mismatch" | "unsupported";
  differences: string[];
  /** Unknown parameters and endpoints that the case met. */
  counted: string[];
}
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Wish;
}
interface Run {
  target: Target;
  known: Record<string, unknown>;
  made: Set<string>;
  since: number;
}

const VERSION = "2026-10-28.endive";
const APART_MS = 1000 / 20;
const PATIENCE = { sandbox: 6, "test mode": 45 };
let nextCall = 0;

export async function runCases(target: Target, cases: Case[], tell: (result: Result) => void = () => {}): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of cases) {
    const result = await runCase(target, one);
    results.push(result);
    tell(result);
  }
  return results;
}

async function runCase(target: Target, one: Case): Promise<Result> {
  const result: Result = { name: one.name, verdict: "pass", differences: [], counted: [] };
  if (one.needs && !target.control) return { ...result, verdict: "unsupported" };
  await target.control?.("POST", "reset");
  const word = `c${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const run: Run = { target, known: { case: word }, made: new Set(), since: Math.floor(Date.now() / 1000) - 1 };
  try {
    for (const [i, step] of one.steps.entries()) {
      const found = await take(run, step);
      result.differences.push(...found.map((text) => `step ${i + 1}, ${step.call}: ${text}`));
      if (found.length > 0) break;
    }
    if (one.events && result.differences.length === 0) result.differences.push(...(await compareEvents(run, one.events)));
  } catch (error) {
    result.differences.push(String(error));
  }
  if (result.differences.length > 0) result.verdict = "mismatch";
  const counters = ((await target.control?.("GET", "counters"))?.counters ?? []) as { kind: string; name: string }[];
  result.counted = counters.map(({ kind, name }) => `${kind} ${name}`);
  if (!target.control) await cleanUp(run);
  return result;
}

/** Makes one step and says where its answer differs. */
async function take(run: Run, step: Step): Promise<string[]> {
  const wish = fill(step.with ?? {}, run.known) as Wish;
  const call = fill(step.call, run.known) as string;
  const wanted = fill({ shows: step.shows, says: step.says, becomes: step.becomes, headers: step.headers }, run.known) as Partial<Step>;
  let answer = await make(run, call, wish, step);
  for (let tries = 0; wanted.becomes && differences(wanted.becomes, answer.body).length > 0; tries++) {
    if (tries >= PATIENCE[run.target.name]) return differences(wanted.becomes, answer.body);
    if (run.target.control) await run.target.control("POST", "clock", { advance: "30s" });
    else await pause(2000);
    answer = await make(run, call, wish, step);
  }
  const error = answer.body.error as Wish | undefined;
  if (step.as) run.known[step.as] = error ?? answer.body;
  note(run, answer.body);
  const { status, ...rest } = wanted.says ?? { status: call.startsWith("PAGE") ? answer.status : 200 };
  const found = status === answer.status ? [] : [`status ${answer.status}, expected ${status}${error ? `: ${error.message}` : ""}`];
  if (wanted.says) found.push(...differences(rest, error ?? {}, "error"));
  if (wanted.shows) found.push(...differences(wanted.shows, answer.body));
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    found.push(...differences(value, answer.headers[name], `header ${name}`));
  return found;
}

async function make(run: Run, call: string, wish: Wish, step: Step): Promise<Answer> {
  const [method = "", path = "", more] = call.split(" ");
  if (method === "PAGE") return visit(path, wish as Record<string, string>);
  if (method === "CONTROL") {
    const body = await (more ? run.target.control?.(path, more) : run.target.control?.("POST", path, wish));
    return { status: 200, headers: {}, body: body ?? {} };
  }
  return ask(run.target, method, path, wish, {
    ...step,
    key: step.key && (fill(step.key, run.known) as string),
    account: step.account && (fill(step.account, run.known) as string),
  });
}

async function visit(what: string, { url = "", number = "", method = "", answer = "" }: Record<string, string>): Promise<Answer> {
  const step =
    what === "card"
      ? await payByCard(url, number)
      : what === "wallet"
        ? await payByWallet(url, method as "alipay" | "wechat_pay")
        : await confirmStep(url, answer as "complete" | "fail");
  return { status: step.status, headers: {}, body: { status: step.status, location: step.location } };
}

/** One call, never more than so many in a second. */
async function ask(target: Target, method: string, path: string, wish: Wish, how: Partial<Step> = {}): Promise<Answer> {
  if (!target.control) {
    const wait = nextCall - Date.now();
    nextCall = Math.max(Date.now(), nextCall) + APART_MS;
    if (wait > 0) await pause(wait);
  }
  const json = path.startsWith("/v2/");
  const form = new URLSearchParams(encode(wish)).toString();
  const query = method !== "POST" && form ? `?${form}` : "";
  const key = how.auth === undefined ? target.key : how.auth;
  const answer = await fetch(`${target.base}${path}${query}`, {
    method,
    headers: {
      "stripe-version": VERSION,
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(how.key ? { "idempotency-key": how.key } : {}),
      ...(how.account ? { "stripe-account": how.account } : {}),
      ...(method === "POST" ? { "content-type": json ? "application/json" : "application/x-www-form-urlencoded" } : {}),
    },
    ...(method === "POST" ? { body: json ? JSON.stringify(wish) : form } : {}),
  });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: (await answer.json()) as Wish };
}

/** Remembers what the case has made, so that its events can be told from others' and it can be tidied away. */
function note(run: Run, value: unknown) {
  if (typeof value !== "object" || value === null) return;
  const { id, object } = value as { id?: unknown; object?: unknown };
  if (typeof id === "string" && typeof object === "string" && object !== "event") run.made.add(id);
  for (const [key, inner] of Object.entries(value)) {
    if (["latest_charge", "payment_intent", "setup_intent"].includes(key) && typeof inner === "string") run.made.add(inner);
    note(run, inner);
  }
}

async function compareEvents(run: Run, expected: string[]): Promise<string[]> {
  let types: string[] = [];
  for (let tries = 0; ; tries++) {
    types = await eventTypes(run);
    if (run.target.control) break;
    // The real service promises no order and tells more, later; what is expected must be among it.
    const left = [...types];
    const absent = expected.filter((type) => !left.includes(type) || left.splice(left.indexOf(type), 1).length === 0);
    if (absent.length === 0) return [];
    if (tries >= PATIENCE[run.target.name]) return [`events ${absent.join(", ")} did not come`];
    await pause(2000);
  }
  return types.join() === expected.join() ? [] : [`events ${types.join(", ") || "none"}, expected ${expected.join(", ") || "none"}`];
}

async function eventTypes(run: Run): Promise<string[]> {
  const window = run.target.control ? {} : { created: { gte: run.since } };
  const { body } = await ask(run.target, "GET", "/v1/events", { limit: 100, ...window });
  const events = (body.data ?? []) as { type: string; data: { object: Record<string, unknown> } }[];
  const about = ({ data: { object } }: (typeof events)[number]) =>
    [object.id, object.payment_intent, object.charge].some((id) => run.made.has(String(id)));
  const passing = (type: string) => type === "balance.available" || type.startsWith("account.");
  return events
    .filter((event) => !passing(event.type) && (run.target.control !== undefined || about(event)))
    .map((event) => event.type)
    .reverse();
}

/** Nothing of a case stays at the real service that could still act. */
async function cleanUp(run: Run) {
  const ways: [string, string, string][] = [
    ["cus_", "DELETE", "/v1/customers/:id"],
    ["we_", "DELETE", "/v1/webhook_endpoints/:id"],
    ["cs_", "POST", "/v1/checkout/sessions/:id/expire"],
    ["pi_", "POST", "/v1/payment_intents/:id/cancel"],
    ["seti_", "POST", "/v1/setup_intents/:id/cancel"],
  ];
  for (const id of run.made)
    for (const [prefix, method, path] of ways)
      if (id.startsWith(prefix)) await ask(run.target, method, path.replace(":id", id), {}).catch(() => null);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
