// Snapshot events of the first API generation and thin events of the second, each with its deliveries.
import type Stripe from "stripe";
import { recordAnswer } from "#sandbox/conformance/record.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { missing } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, insert, newId, type ThinEvent } from "#sandbox/stripe/protocol/objects.ts";
import { list, page, range, shape, word } from "#sandbox/stripe/protocol/params.ts";
import { enqueue, subscribers } from "#sandbox/stripe/webhooks.ts";

export const API_VERSION = "2026-10-28.endive";

let request: { id: string; idempotency_key: string | null } | null = null;
/** Events raised by the work name the API call that caused them. */
export function during<T>(cause: NonNullable<typeof request>, work: () => T): T {
  request = cause;
  try {
    return work();
  } finally {
    request = null;
  }
}

/** `account` is the payee on whose account it happened; empty for the platform. */
export function emit(sandbox: Sandbox, type: Stripe.Event.Type, object: object, previous?: Record<string, unknown>, account = "") {
  const endpoints = subscribers(sandbox, type, false, account !== "");
  const event = {
    id: newId("evt_"),
    object: "event",
    ...(account ? { account } : {}),
    api_version: API_VERSION,
    created: sandbox.clock.seconds(),
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: endpoints.length,
    request,
    type,
  } as unknown as Stripe.Event;
  insert(sandbox, "event", event, {}, account);
  recordAnswer(sandbox, `EVENT ${type}`, 200, event);
  for (const id of endpoints) enqueue(sandbox, id, event.id, JSON.stringify(event, null, 2));
}

export function emitThin(sandbox: Sandbox, type: string, accountId: string, data?: Record<string, unknown>) {
  const event: ThinEvent = {
    id: newId("evt_test_"),
    object: "v2.core.event",
    type,
    created: new Date(sandbox.clock.now()).toISOString(),
    livemode: false,
    related_object: { id: accountId, type: "v2.core.account", url: `/v2/core/accounts/${accountId}` },
  };
  if (request?.idempotency_key) event.reason = { type: "request", request: { id: request.id, idempotency_key: request.idempotency_key } };
  insert(sandbox, "v2.core.event", data ? { ...event, data } : event);
  for (const id of subscribers(sandbox, type, true)) enqueue(sandbox, id, event.id, JSON.stringify(event));
}

export const eventEndpoints = [
  endpoint("GET /v1/events/:id", none, ({ sandbox, path, account }) => get(sandbox, "event", path.id as string, undefined, account)),
  endpoint(
    "GET /v1/events",
    shape({ ...page, created: range, type: word, types: list(word) }),
    ({ sandbox, account }, { type, types, ...rest }) => listOf(sandbox, "event", "/v1/events", rest, { type: types ?? type }, account),
  ),
  endpoint("GET /v2/core/events/:id", none, ({ sandbox, path }) => {
    const event = find(sandbox, "v2.core.event", path.id as string);
    if (!event) throw missing("event", path.id as string);
    return event;
  }),
];
