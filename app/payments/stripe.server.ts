import Stripe from "stripe";
import { env } from "#app/env.server.ts";
import { gentle } from "#app/payments/gentle-client.server.ts";
import { lineOf } from "#app/payments/line.server.ts";
import { FREE } from "#app/payments/pace.ts";
import { singleton } from "#app/singleton.server.ts";

/** The only place that knows the payment channel's own package: its client, its errors, its signatures. */
export type { Stripe };

const base = env.STRIPE_API_BASE ? new URL(env.STRIPE_API_BASE) : null;
/** A key of real money. Everything that arrives must be of the same mode. */
export const LIVE_KEY = /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY);
/** Requests a second at first and at most: the channel takes 100, and 25 with a test key. Elsewhere, and when it takes less, it says so. */
const perSecond = base ? FREE : LIVE_KEY ? 80 : 20;

export const stripe = singleton(
  "stripe",
  () =>
    new Stripe(env.STRIPE_SECRET_KEY, {
      apiVersion: "2026-10-28.endive",
      timeout: 20_000,
      maxNetworkRetries: 1,
      telemetry: false,
      httpClient: gentle(Stripe.createNodeHttpClient(), lineOf(perSecond)),
      ...(base
        ? {
            host: base.hostname,
            port: base.port || (base.protocol === "https:" ? "443" : "80"),
            protocol: base.protocol === "https:" ? ("https" as const) : ("http" as const),
          }
        : {}),
    }),
);

/**
 * What an error says about the effect. unknown: it may or may not have happened; later: it did not, and the same request may be sent
 * again (rate limit, a key of ours that is not accepted); refused: it did not and will not; crooked: we broke a rule of ours (one key,
 * two requests), nobody may guess.
 */
export type Verdict = "unknown" | "later" | "refused" | "crooked";
export type ChannelError = { verdict: Verdict; code: string; declineCode: string | null; message: string };

export function channelError(error: unknown): ChannelError | null {
  if (!(error instanceof Stripe.errors.StripeError)) return null;
  const status = error.statusCode;
  const of = (verdict: Verdict): ChannelError => ({
    verdict,
    code: error.code ?? error.rawType ?? String(status ?? "no answer"),
    declineCode: error.decline_code ?? null,
    message: error.message,
  });
  if (error.rawType === "idempotency_error") return of("crooked");
  if (status === undefined || status >= 500 || status === 409) return of("unknown");
  if (status === 429 || error.code === "rate_limit" || status === 401 || status === 403) return of("later");
  return of("refused");
}
/** As kept beside an intent, shown to operators and told to purposes (declineOf). */
export const sentenceOf = ({ code, declineCode, message }: Omit<ChannelError, "verdict">) =>
  `${declineCode ? `${code}/${declineCode}` : code}: ${message}`.slice(0, 500);

/** The payment that a refused request left behind at the channel: it must be ended there, or it could still succeed. */
export const refusedPayment = (error: unknown): string | null =>
  error instanceof Stripe.errors.StripeError && channelError(error)?.verdict === "refused" ? (error.payment_intent?.id ?? null) : null;

/** The events of the two endpoints; throws when the signature, its age (by `nowMs`) or the form is not right. */
export const readSnapshot = (raw: string, signature: string, nowMs: number) =>
  stripe.webhooks.constructEvent(raw, signature, env.STRIPE_WEBHOOK_SECRET, undefined, undefined, nowMs);
export const readThin = (raw: string, signature: string, nowMs: number) =>
  stripe.parseEventNotification(raw, signature, env.STRIPE_ACCOUNTS_WEBHOOK_SECRET, undefined, undefined, nowMs);
