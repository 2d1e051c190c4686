// Who may ask, and how often: looked at before anything else, keys included.
import type { IncomingMessage } from "node:http";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";

export function authenticate(req: IncomingMessage) {
  const [scheme, credential = ""] = String(req.headers.authorization ?? "").split(" ");
  const key = scheme === "Basic" ? Buffer.from(credential, "base64").toString().replace(/:$/, "") : credential;
  if (!key)
    throw new ApiError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header.",
      {},
      { stored: false },
    );
  if (!key.startsWith("sk_test_")) throw new ApiError(401, `Invalid API Key provided: ${key.slice(0, 8)}****`, {}, { stored: false });
}

export const tooMany = () =>
  new ApiError(
    429,
    "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
    { type: "invalid_request_error", code: "rate_limit" },
    { stored: false },
  );
let windowStart = 0;
let inWindow = 0;
/** Requests per second of real time, when the control page sets a limit. */
export function limit(sandbox: Sandbox) {
  const perSecond = sandbox.store.setting("rateLimit", 0);
  if (perSecond <= 0) return;
  const now = performance.now();
  if (now - windowStart >= 1000) {
    windowStart = now;
    inWindow = 0;
  }
  if (++inWindow > perSecond) throw tooMany();
}
