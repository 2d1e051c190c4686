// The control surface: the same acts for people (forms) and for tests (JSON).
import type { IncomingMessage, ServerResponse } from "node:http";
import { addFault, clearFaults, FAULT_KINDS, FAULT_UNITS, type FaultKind, faults } from "#sandbox/control/faults.ts";
import { holds, release } from "#sandbox/control/holds.ts";
import { exportAll, reset } from "#sandbox/control/memory.ts";
import { moneyActs } from "#sandbox/control/money-acts.ts";
import { controlPage, mailPage } from "#sandbox/control/page.ts";
import { requests, totals } from "#sandbox/control/requests.ts";
import { type Acts, choice, isOn, number, type Visit, Wrong } from "#sandbox/control/visit.ts";
import { clearMails, mail, mails } from "#sandbox/mail.ts";
import { languageOf } from "#sandbox/pages/html.ts";
import { readFields, redirect, sendJson, sendPage } from "#sandbox/pages/http.ts";
import { parseDuration } from "#sandbox/state/clock.ts";
import { settle } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";
import { dueWork } from "#sandbox/stripe/routes.ts";
import { type Courier, type Mischief, NO_MISCHIEF } from "#sandbox/stripe/webhooks.ts";

async function clockState({ sandbox }: Visit) {
  const { clock } = sandbox;
  return { now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs(), productOffsetMs: await clock.productOffsetMs() };
}

const ACTS: Acts = {
  "GET /_sandbox/clock": clockState,
  async "POST /_sandbox/clock"(visit) {
    const { sandbox, courier, fields } = visit;
    const by = fields.advance === undefined || fields.advance === "" ? null : parseDuration(fields.advance);
    const to = fields.offsetMs === undefined ? null : Number(fields.offsetMs);
    if (by === null && (to === null || !Number.isFinite(to))) throw new Wrong(`Say how far, as in {"advance":"7d"}: ${fields.advance}`);
    await sandbox.clock.move(to ?? sandbox.clock.offsetMs() + (by as number));
    settle(sandbox, dueWork);
    courier.kick();
    return clockState(visit);
  },
  "GET /_sandbox/mails": ({ sandbox, query }) => ({
    mails: mails(sandbox, query.get("to") ?? undefined, number(query.get("limit") ?? "", 200)),
  }),
  "DELETE /_sandbox/mails": ({ sandbox }) => ({ deleted: clearMails(sandbox).changes }),
  "GET /_sandbox/faults": ({ sandbox }) => ({ faults: faults(sandbox) }),
  "POST /_sandbox/faults"({ sandbox, fields }) {
    const kind = String(fields.kind ?? "") as FaultKind;
    if (!FAULT_KINDS.includes(kind)) throw new Wrong(`kind is one of ${FAULT_KINDS.join(", ")}`);
    const [method = "", path = ""] = String(fields.endpoint ?? "* *")
      .trim()
      .split(/\s+/);
    return addFault(sandbox, {
      method: path ? method.toUpperCase() : "*",
      path: path || method || "*",
      kind,
      nth: Math.max(1, number(fields.nth, 1)),
      times: Math.max(1, number(fields.times, 1)),
      latency: number(fields.latencyMs, 1000),
      each: choice(fields.each, FAULT_UNITS, "request"),
    });
  },
  "GET /_sandbox/holds": async ({ query }) => ({
    holds: await holds(number(query.get("atLeast") ?? "", 0), number(query.get("waitMs") ?? "", 0)),
  }),
  "POST /_sandbox/holds/release": ({ fields }) => {
    const id = fields.id === undefined || fields.id === "" ? undefined : number(fields.id, 0);
    return { released: release(id, choice(fields.how, ["send", "drop"] as const, "send")) };
  },
  "GET /_sandbox/requests": ({ sandbox, query }) => ({
    requests: requests(sandbox, {
      intent: query.get("intent") ?? undefined,
      key: query.get("key") ?? undefined,
      by: query.get("by") ?? undefined,
      limit: number(query.get("limit") ?? "", 1000),
    }),
  }),
  "GET /_sandbox/totals": ({ sandbox }) => totals(sandbox),
  "DELETE /_sandbox/faults": ({ sandbox }) => ({ deleted: clearFaults(sandbox).changes }),
  "GET /_sandbox/webhooks": ({ sandbox }) => ({ ...NO_MISCHIEF, ...sandbox.store.setting<Partial<Mischief>>("mischief", {}) }),
  "POST /_sandbox/webhooks"({ sandbox, fields }) {
    const mischief: Mischief = {
      duplicate: number(fields.duplicate, 0),
      shuffle: isOn(fields.shuffle),
      delayMs: number(fields.delayMs, 0),
      dropNext: number(fields.dropNext, 0),
      dropPercent: number(fields.dropPercent, 0),
      badSignature: number(fields.badSignature, 0),
      oldTimestamp: number(fields.oldTimestamp, 0),
    };
    sandbox.store.set("mischief", mischief);
    return mischief;
  },
  "DELETE /_sandbox/webhooks"({ sandbox }) {
    sandbox.store.set("mischief", NO_MISCHIEF);
    return NO_MISCHIEF;
  },
  "GET /_sandbox/deliveries": ({ sandbox }) => ({
    deliveries: sandbox.store.all("SELECT seq, endpoint, event, state, attempts, next, answer FROM delivery ORDER BY seq DESC LIMIT 200"),
    counts: Object.fromEntries(
      sandbox.store
        .all<{ state: string; n: number }>("SELECT state, count(*) AS n FROM delivery GROUP BY 1")
        .map(({ state, n }) => [state, n]),
    ),
  }),
  async "GET /_sandbox/quiet"({ courier }) {
    await courier.quiet();
    return { quiet: true };
  },
  "GET /_sandbox/counters": ({ sandbox }) => ({ counters: sandbox.store.all("SELECT kind, name, n FROM counter ORDER BY kind, n DESC") }),
  "GET /_sandbox/rate-limit": ({ sandbox }) => ({ perSecond: sandbox.store.setting("rateLimit", 0) }),
  "POST /_sandbox/rate-limit"({ sandbox, fields }) {
    const perSecond = number(fields.perSecond, 0);
    sandbox.store.set("rateLimit", perSecond);
    return { perSecond };
  },
  ...moneyActs,
  async "POST /_sandbox/reset"({ sandbox }) {
    release(undefined, "drop");
    await reset(sandbox);
    return { reset: true };
  },
  "GET /_sandbox/export": ({ sandbox }) => exportAll(sandbox),
};

export async function answerControl(
  sandbox: Sandbox,
  courier: Courier,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<void> {
  const url = new URL(req.url ?? "/", "http://sandbox");
  const method = req.method ?? "GET";
  if (path === "/") return redirect(res, "/_sandbox");
  const site = req.headers["sec-fetch-site"];
  if (method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none")
    return sendJson(res, 403, { error: "cross-site" });
  const language = languageOf(req);
  if (method === "GET" && path === "/_sandbox") return sendPage(res, await controlPage(sandbox, language, url.searchParams));
  const one = /^\/_sandbox\/mails\/(\d+)(\.json)?$/.exec(path);
  if (method === "GET" && one) {
    const found = mail(sandbox, Number(one[1]));
    if (!found) return sendJson(res, 404, { error: "no such mail" });
    return one[2] ? sendJson(res, 200, found) : sendPage(res, mailPage(language, found));
  }
  const { json, fields } = method === "GET" ? { json: true, fields: {} } : await readFields(req);
  // A form can only post: its `_method` says what it means.
  const act = ACTS[`${typeof fields._method === "string" ? fields._method : method} ${path}`];
  if (!act) return sendJson(res, 404, { error: "not found" });
  const form = method === "POST" && !json;
  try {
    const result = await act({ sandbox, courier, query: url.searchParams, fields });
    if (form) return redirect(res, `/_sandbox?locale=${language}`);
    sendJson(res, 200, result);
  } catch (error) {
    if (!(error instanceof Wrong || error instanceof ApiError)) throw error;
    if (form) return redirect(res, `/_sandbox?locale=${language}&wrong=${encodeURIComponent(error.message)}`);
    sendJson(res, 400, { error: error.message });
  }
}
