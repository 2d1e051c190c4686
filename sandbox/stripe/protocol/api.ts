// The API's door: who asks, may they, was it asked before, do it, remember it, answer.
import type { IncomingMessage, ServerResponse } from "node:http";
import { recordAnswer } from "#sandbox/conformance/record.ts";
import { type FaultRule, strike } from "#sandbox/control/faults.ts";
import { hold } from "#sandbox/control/holds.ts";
import { see } from "#sandbox/control/requests.ts";
import { type Json, readBody, sendJson } from "#sandbox/pages/http.ts";
import { settle } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { during } from "#sandbox/stripe/events.ts";
import { authenticate, limit, tooMany } from "#sandbox/stripe/protocol/admission.ts";
import type { Call, Endpoint } from "#sandbox/stripe/protocol/endpoint.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";
import { expand } from "#sandbox/stripe/protocol/expand.ts";
import { type Answer, inUse, type KeyUse, keep, keyUse, recall } from "#sandbox/stripe/protocol/idempotency.ts";
import { find, newId } from "#sandbox/stripe/protocol/objects.ts";
import { decode, type RawTree } from "#sandbox/stripe/protocol/params.ts";
import { dueWork, includable, onAccount, route } from "#sandbox/stripe/routes.ts";

interface Asked {
  method: string;
  path: string;
  params: RawTree;
  account: string;
  key: string | null;
  requestId: string;
}
const inFlight = new Set<string>();

export async function answerApi(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const requestId = newId("req_", 14);
  const headers: Record<string, string> = {
    "request-id": requestId,
    "stripe-version": String(req.headers["stripe-version"] ?? "2026-10-28.endive"),
  };
  if (req.headers["idempotency-key"]) headers["idempotency-key"] = String(req.headers["idempotency-key"]);
  if (req.headers["stripe-account"]) headers["stripe-account"] = String(req.headers["stripe-account"]);
  let held: string | undefined;
  /** Asked for and not yet counted. */
  let arrived: Asked | undefined;
  try {
    const asked = await understand(req, requestId);
    arrived = asked;
    limit(sandbox);
    const fault = sandbox.store.write(() => strike(sandbox, asked.method, asked.path, asked.key));
    await before(fault, req);
    if (asked.key) {
      const holding = `${asked.account} ${asked.key}`;
      if (inFlight.has(holding)) throw inUse(asked.key);
      inFlight.add(holding);
      held = holding;
    }
    if (fault?.kind === "latency") await new Promise((resolve) => setTimeout(resolve, fault.latency));
    if (fault?.kind === "hold_before") await holdUp(asked, "before", req);
    settle(sandbox, dueWork);
    const { answer, replayed } = perform(sandbox, asked, fault?.kind === "commit_then_500_stored");
    arrived = undefined;
    if (fault?.kind === "hold_after") {
      // The work is done and its key free: only the answer is late.
      if (held) inFlight.delete(held);
      held = undefined;
      await holdUp(asked, "after", req);
    }
    if (fault?.kind === "commit_then_timeout") return void (await new Promise((resolve) => req.socket.once("close", resolve)));
    if (fault?.kind === "reset_after_commit") return void req.socket.resetAndDestroy();
    if (fault?.kind === "commit_then_500") throw broken();
    if (replayed) headers["idempotent-replayed"] = "true";
    sendText(res, answer, headers);
  } catch (error) {
    if (error === HUNG_UP) return;
    const known = error instanceof ApiError ? error : bug(sandbox, error);
    if (arrived) see(sandbox, seenAs(arrived), "refused", known.status);
    if (known.status === 429) headers["stripe-rate-limited-reason"] = "global-rate";
    sendJson(res, known.status, known.body(requestId) as Json, headers);
  } finally {
    if (held) inFlight.delete(held);
  }
}

const seenAs = (asked: Asked) => ({
  account: asked.account,
  key: asked.key,
  endpoint: `${asked.method} ${route(asked.method, asked.path)?.endpoint.pattern ?? asked.path}`,
});

/** Waits until the control surface lets it go, or cuts the line. */
async function holdUp(asked: Asked, stage: "before" | "after", req: IncomingMessage) {
  const { key, endpoint } = seenAs(asked);
  if ((await hold({ endpoint, key, requestId: asked.requestId, stage }, req.socket)) === "send") return;
  if (!req.socket.destroyed) req.socket.resetAndDestroy();
  throw HUNG_UP;
}

const HUNG_UP = Symbol("hung up");
const broken = () => new ApiError(500, "Something went wrong on our side (a fault set on the control page).", { type: "api_error" });

async function before(fault: FaultRule | undefined, req: IncomingMessage) {
  if (fault?.kind === "fail_before") throw broken();
  if (fault?.kind === "429") throw tooMany();
  if (fault?.kind === "reset_before") {
    req.socket.resetAndDestroy();
    throw HUNG_UP;
  }
}

function bug(sandbox: Sandbox, error: unknown) {
  console.error(error);
  sandbox.store.count("bug", String(error).slice(0, 200));
  return new ApiError(500, "The local sandbox has a bug; its terminal shows where.", { type: "api_error" });
}

async function understand(req: IncomingMessage, requestId: string): Promise<Asked> {
  const url = new URL(req.url ?? "/", "http://sandbox");
  authenticate(req);
  const method = req.method ?? "GET";
  const body = await readBody(req);
  const json = String(req.headers["content-type"] ?? "").startsWith("application/json");
  let params: RawTree;
  try {
    params = method === "POST" ? (json ? JSON.parse(body || "{}") : decode(body)) : decode(url.search.slice(1));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(400, "Invalid request: the body could not be parsed.", {}, { stored: false });
  }
  return {
    method,
    path: url.pathname,
    params,
    account: String(req.headers["stripe-account"] ?? ""),
    // Keys mean nothing on reads, nor on deletes of the first generation.
    key:
      method === "POST" || (method === "DELETE" && url.pathname.startsWith("/v2/"))
        ? ((req.headers["idempotency-key"] as string) ?? null)
        : null,
    requestId,
  };
}

/** The effect, the answer and the key's record: one transaction, or nothing. */
function perform(sandbox: Sandbox, asked: Asked, store500: boolean): { answer: Answer; replayed: boolean } {
  const use = asked.key ? keyUse(asked.account, asked.key, asked.method, asked.path, asked.params) : undefined;
  const kept = use && recall(sandbox, use);
  if (kept) {
    see(sandbox, seenAs(asked), "replayed", kept.status);
    return { answer: kept, replayed: true };
  }
  let unstored: ApiError | undefined;
  const answer = sandbox.store.write(() => {
    try {
      const done = execute(sandbox, asked);
      const sent = store500 ? asAnswer(broken(), asked) : done;
      if (use) keep(sandbox, use, sent);
      see(sandbox, seenAs(asked), "done", sent.status);
      return sent;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!error.stored) unstored = error;
      else {
        see(sandbox, seenAs(asked), error.commits ? "done" : "refused", error.status);
        return keepRefusal(sandbox, use, asAnswer(error, asked));
      }
    }
  });
  if (unstored || !answer) throw unstored;
  return { answer, replayed: false };
}

function keepRefusal(sandbox: Sandbox, use: KeyUse | undefined, refusal: Answer) {
  if (use && !(use.generation === "v2" && refusal.status >= 400)) keep(sandbox, use, refusal);
  return refusal;
}
function asAnswer(error: ApiError, asked: Asked): Answer {
  return { status: error.status, body: JSON.stringify(error.body(asked.requestId), null, 2) };
}

/** Runs the endpoint in a savepoint: a refusal undoes its effects, unless it is a decline, whose effects stay. */
function execute(sandbox: Sandbox, asked: Asked): Answer {
  const found = route(asked.method, asked.path);
  if (!found) {
    const name = `${asked.method} ${asked.path.replace(/\/(?=[^/]*[A-Z0-9])[a-z]+_[^/]+/g, "/:id")}`;
    sandbox.store.count("endpoint", name);
    throw new ApiError(400, `${name} is not implemented by the local sandbox.`, {}, { stored: false });
  }
  if (asked.account) checkAccount(sandbox, asked.account, found.endpoint);
  const { expand: expansions, ...params } = asked.params;
  const paths = Object.values((expansions ?? {}) as RawTree).map(String);
  const call: Call = { sandbox, account: asked.account, path: found.path, requestId: asked.requestId, idempotencyKey: asked.key };
  let declined: ApiError | undefined;
  try {
    const shown = sandbox.store.write(() => {
      try {
        const body = during({ id: asked.requestId, idempotency_key: asked.key }, () => found.endpoint.run(call, params));
        return expand(sandbox, includable, body, paths);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.commits) throw error;
        declined = error;
        return {};
      }
    });
    if (declined) throw declined;
    recordAnswer(sandbox, `${asked.method} ${found.endpoint.pattern}`, 200, shown);
    return { status: 200, body: JSON.stringify(shown, null, 2) };
  } catch (error) {
    if (error instanceof ApiError) {
      if (error.detail.code === "parameter_unknown")
        sandbox.store.count("parameter", `${asked.method} ${found.endpoint.pattern} ${error.detail.param}`);
      recordAnswer(sandbox, `${asked.method} ${found.endpoint.pattern}`, error.status, error.body(asked.requestId));
    }
    throw error;
  }
}

function checkAccount(sandbox: Sandbox, account: string, endpoint: Endpoint) {
  if (!find(sandbox, "v2.core.account", account))
    throw new ApiError(
      403,
      `The provided key does not have access to account '${account}' (or that account does not exist).`,
      { code: "account_invalid" },
      { stored: false },
    );
  if (onAccount(endpoint)) return;
  const name = `${endpoint.method} ${endpoint.pattern} with Stripe-Account`;
  sandbox.store.count("endpoint", name);
  throw new ApiError(400, `${name} is not implemented by the local sandbox.`, {}, { stored: false });
}

function sendText(res: ServerResponse, answer: Answer, headers: Record<string, string>) {
  res.writeHead(answer.status, { "content-type": "application/json", "content-length": Buffer.byteLength(answer.body), ...headers });
  res.end(answer.body);
}
