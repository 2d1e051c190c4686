// Payees: accounts of the second API generation with the recipient configuration, and their onboarding links.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { type Bank, replaceBank } from "#sandbox/stripe/bank-accounts.ts";
import { emitThin } from "#sandbox/stripe/events.ts";
import { type Call, endpoint } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid, missing } from "#sandbox/stripe/protocol/error.ts";
import { find, hide, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import {
  flag,
  httpUrl,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  type Parsed,
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

type Account = Stripe.V2.Core.Account;
type Part = "configuration.recipient" | "defaults" | "identity" | "requirements" | "future_requirements";

const LINK_LIFE_MS = 60 * 60_000;
const STRIPE_TRANSFERS = "stripe_balance.stripe_transfers";
const RECIPIENT_CHANGED = "v2.core.account[configuration.recipient].capability_status_updated";

const include = list(
  oneOf(
    "configuration.recipient",
    "configuration.merchant",
    "configuration.customer",
    "defaults",
    "identity",
    "requirements",
    "future_requirements",
  ),
);
const requested = shape({ requested: required(flag) });
const fields = {
  contact_email: word,
  contact_phone: word,
  display_name: text,
  dashboard: oneOf("express", "full", "none"),
  configuration: shape({ recipient: shape({ capabilities: shape({ stripe_balance: shape({ stripe_transfers: requested }) }) }) }),
  defaults: shape({
    currency: word,
    locales: list(word),
    responsibilities: shape({ fees_collector: oneOf("application", "stripe"), losses_collector: oneOf("application", "stripe") }),
  }),
  identity: shape({
    country: word,
    entity_type: oneOf("individual", "company", "non_profit", "government_entity"),
    business_details: shape({ registered_name: text, phone: text }),
    individual: shape({ given_name: text, surname: text, email: word, phone: text }),
  }),
  metadata,
  include,
};
type Fields = Parsed<typeof fields>;

const transfersOf = (account: Account) => account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers;
export const isPayable = (account: Account) => transfersOf(account)?.status === "active";

function capability(active: boolean): NonNullable<ReturnType<typeof transfersOf>> {
  return active
    ? { status: "active", status_details: [] }
    : { status: "restricted", status_details: [{ code: "requirements_past_due", resolution: "provide_info" }] };
}

function dueDetails(): NonNullable<Account["requirements"]> {
  const entry = (description: string): NonNullable<NonNullable<Account["requirements"]>["entries"]>[number] => ({
    awaiting_action_from: "user",
    description,
    errors: [],
    impact: {
      restricts_capabilities: [{ capability: STRIPE_TRANSFERS, configuration: "recipient", deadline: { status: "past_due" } }],
    },
    minimum_deadline: { status: "past_due" },
    requested_reasons: [{ code: "routine_onboarding" }],
  });
  return {
    entries: [entry("identity.individual.given_name"), entry("identity.individual.surname"), entry("defaults.payout_methods")],
    summary: { minimum_deadline: { status: "past_due" } },
  };
}

function createAccount(sandbox: Sandbox, params: Fields): Account {
  const wanted = params.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested === true;
  const account: Account = {
    id: newId("acct_", 16),
    object: "v2.core.account",
    applied_configurations: params.configuration?.recipient ? ["recipient"] : [],
    closed: false,
    configuration: params.configuration?.recipient
      ? { recipient: { applied: true, capabilities: wanted ? { stripe_balance: { stripe_transfers: capability(false) } } : {} } }
      : {},
    ...(params.contact_email ? { contact_email: params.contact_email } : {}),
    ...(params.contact_phone ? { contact_phone: params.contact_phone } : {}),
    created: new Date(sandbox.clock.now()).toISOString(),
    dashboard: params.dashboard ?? "express",
    defaults: {
      currency: params.defaults?.currency ?? "cny",
      responsibilities: {
        fees_collector: params.defaults?.responsibilities?.fees_collector ?? "application",
        losses_collector: params.defaults?.responsibilities?.losses_collector ?? "application",
        requirements_collector: "stripe",
      },
    },
    ...(params.display_name ? { display_name: params.display_name } : {}),
    future_requirements: { entries: [] },
    identity: identityOf(params),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    requirements: wanted ? dueDetails() : { entries: [] },
  };
  insert(sandbox, "v2.core.account", account);
  emitThin(sandbox, "v2.core.account.created", account.id);
  return account;
}

function identityOf(params: Fields): NonNullable<Account["identity"]> {
  const { country, entity_type, business_details } = params.identity ?? {};
  return {
    ...(country ? { country } : {}),
    ...(entity_type ? { entity_type } : {}),
    ...(business_details ? { business_details: { registered_name: business_details.registered_name, phone: business_details.phone } } : {}),
  };
}

/** The payee filled in the form: transfers may arrive from now on. */
export function completeOnboarding(sandbox: Sandbox, id: string, given: Bank) {
  const account = find(sandbox, "v2.core.account", id);
  if (!account) throw missing("account", id);
  const wasActive = isPayable(account);
  const transfers = { capabilities: { stripe_balance: { stripe_transfers: capability(true) } } };
  update(sandbox, "v2.core.account", id, {
    configuration: { recipient: { applied: true, ...transfers } },
    display_name: account.display_name ?? given.name,
    requirements: { entries: [] },
  });
  replaceBank(sandbox, id, account.defaults?.currency ?? "cny", given);
  emitThin(sandbox, "v2.core.account[requirements].updated", id);
  if (!wasActive) emitThin(sandbox, RECIPIENT_CHANGED, id, { updated_capability: STRIPE_TRANSFERS });
}

/** The service asks this payee for more papers: transfers stop until the form is filled in again. */
export function restrictAccount(sandbox: Sandbox, id: string) {
  const account = find(sandbox, "v2.core.account", id);
  if (!account) throw missing("account", id);
  const transfers = { capabilities: { stripe_balance: { stripe_transfers: capability(false) } } };
  update(sandbox, "v2.core.account", id, { configuration: { recipient: { applied: true, ...transfers } }, requirements: dueDetails() });
  emitThin(sandbox, RECIPIENT_CHANGED, id, { updated_capability: STRIPE_TRANSFERS });
}

/** Only the parts asked for are shown. */
function shown(account: Account, wanted: string[] = []): object {
  const parts: Part[] = ["configuration.recipient", "defaults", "identity", "requirements", "future_requirements"];
  const copy: Record<string, unknown> = { ...account };
  for (const part of parts) if (!wanted.includes(part)) delete copy[part === "configuration.recipient" ? "configuration" : part];
  return copy;
}
function own({ sandbox, path }: Call): Account {
  const account = find(sandbox, "v2.core.account", path.id as string);
  if (!account) throw missing("account", path.id as string);
  return account;
}

const linkCase = shape({
  configurations: list(oneOf("recipient")),
  refresh_url: required(httpUrl),
  return_url: httpUrl,
  collection_options: shape({ fields: oneOf("currently_due", "eventually_due"), future_requirements: oneOf("include", "omit") }),
});

export const accountEndpoints = [
  endpoint("POST /v2/core/accounts", shape(fields), ({ sandbox }, params) => shown(createAccount(sandbox, params), params.include)),
  endpoint("GET /v2/core/accounts/:id", shape({ include }), (call, params) => shown(own(call), params.include)),
  endpoint(
    "POST /v2/core/accounts/:id",
    shape({ contact_email: word, contact_phone: word, display_name: text, metadata, include }),
    (call, { include: wanted, ...change }) => {
      const old = own(call);
      const account = update(call.sandbox, "v2.core.account", old.id, {
        ...change,
        metadata: mergeMetadata(old.metadata ?? {}, change.metadata),
      });
      emitThin(call.sandbox, "v2.core.account.updated", account.id);
      return shown(account, wanted);
    },
  ),
  endpoint(
    "POST /v2/core/account_links",
    shape({
      account: required(word),
      use_case: required(
        shape({
          type: required(oneOf("account_onboarding", "account_update")),
          account_onboarding: linkCase,
          account_update: linkCase,
        }),
      ),
    }),
    ({ sandbox }, { account, use_case: useCase }) => {
      if (!find(sandbox, "v2.core.account", account)) throw missing("account", account, "account");
      const urls = useCase[useCase.type];
      if (!urls) throw invalid(`Missing required param: use_case.${useCase.type}.`, { code: "parameter_missing", param: "use_case" });
      const token = newId("alink_", 32);
      const expires = sandbox.clock.now() + LINK_LIFE_MS;
      hide(sandbox, account, { link: { token, expires, ...urls } });
      return {
        object: "v2.core.account_link",
        account,
        created: new Date(sandbox.clock.now()).toISOString(),
        expires_at: new Date(expires).toISOString(),
        livemode: false,
        url: `${sandbox.url}/setup/${account}/${token}`,
        use_case: { type: useCase.type, [useCase.type]: { refresh_url: urls.refresh_url, return_url: urls.return_url } },
      };
    },
  ),
];
