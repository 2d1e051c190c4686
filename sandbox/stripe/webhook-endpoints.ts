// Addresses that want to hear of events. Two may come from the environment at start; the API makes others.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { API_VERSION } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, hide, insert, newId, remove, update } from "#sandbox/stripe/protocol/objects.ts";
import { flag, httpUrl, list, mergeMetadata, metadata, page, required, shape, text, word } from "#sandbox/stripe/protocol/params.ts";

function draft(sandbox: Sandbox, id: string, url: string, events: string[], version: string | null): Stripe.WebhookEndpoint {
  return {
    id,
    object: "webhook_endpoint",
    api_version: version,
    application: null,
    created: sandbox.clock.seconds(),
    description: null,
    enabled_events: events,
    livemode: false,
    metadata: {},
    status: "enabled",
    url,
  };
}

/** The endpoint named in the environment, made or brought up to date. */
export function standingEndpoint(sandbox: Sandbox, id: string, url: string, secret: string, thin: boolean) {
  if (find(sandbox, "webhook_endpoint", id)) update(sandbox, "webhook_endpoint", id, { url });
  else insert(sandbox, "webhook_endpoint", draft(sandbox, id, url, ["*"], API_VERSION));
  hide(sandbox, id, { secret, thin, hears: "both" });
}

export const webhookEndpointEndpoints = [
  endpoint(
    "POST /v1/webhook_endpoints",
    shape({ url: required(httpUrl), enabled_events: required(list(word)), api_version: word, connect: flag, description: text, metadata }),
    ({ sandbox }, params) => {
      if (params.api_version && params.api_version !== API_VERSION)
        throw invalid(`api_version '${params.api_version}' is not implemented by the local sandbox.`, { param: "api_version" });
      const secret = newId("whsec_", 32);
      const made = {
        ...draft(sandbox, newId("we_"), params.url, params.enabled_events, params.api_version ?? null),
        description: params.description || null,
        metadata: mergeMetadata({}, params.metadata),
      };
      insert(sandbox, "webhook_endpoint", made, { secret, hears: params.connect ? "accounts" : "platform" });
      // The secret is shown this once.
      return { ...made, secret };
    },
  ),
  endpoint("GET /v1/webhook_endpoints/:id", none, ({ sandbox, path }) => get(sandbox, "webhook_endpoint", path.id as string)),
  endpoint(
    "POST /v1/webhook_endpoints/:id",
    shape({ url: httpUrl, enabled_events: list(word), disabled: flag, description: text, metadata }),
    ({ sandbox, path }, params) => {
      const old = get(sandbox, "webhook_endpoint", path.id as string);
      return update(sandbox, "webhook_endpoint", old.id, {
        url: params.url ?? old.url,
        enabled_events: params.enabled_events ?? old.enabled_events,
        status: params.disabled === undefined ? old.status : params.disabled ? "disabled" : "enabled",
        description: params.description ?? old.description,
        metadata: mergeMetadata(old.metadata, params.metadata),
      });
    },
  ),
  endpoint("DELETE /v1/webhook_endpoints/:id", none, ({ sandbox, path }) => {
    const { id } = get(sandbox, "webhook_endpoint", path.id as string);
    remove(sandbox, id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
  endpoint("GET /v1/webhook_endpoints", shape(page), ({ sandbox }, params) =>
    listOf(sandbox, "webhook_endpoint", "/v1/webhook_endpoints", params, {}),
  ),
];
