import { randomBytes } from "node:crypto";
import { createReadableStreamFromReadable, type EntryContext, type HandleErrorFunction } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { env } from "#app/env.server.ts";
import { i18nFor, languageOf } from "#app/i18n/i18n.server.ts";
import { NonceContext } from "#app/nonce.ts";
import { currentRequest } from "#app/request.server.ts";
import { ReferenceContext } from "#app/ui/reference.ts";
import { wholeText } from "#app/whole-text.server.ts";

/** Loaders have this long; then what is still missing is an error on the page. */
export const streamTimeout = 10_000;

/** Where the posts of our own forms may be redirected to: the hosted pages of the payment provider. */
const hosted = [
  "https://checkout.stripe.com",
  "https://connect.stripe.com",
  ...(env.STRIPE_API_BASE ? [new URL(env.STRIPE_API_BASE).origin] : []),
];
const sockets = env.APP_URL.replace(/^http/, "ws");

const policy = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ${import.meta.env.DEV ? "ws:" : sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${hosted.join(" ")}`,
  ].join("; ");

export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext) {
  const nonce = randomBytes(16).toString("base64");
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Security-Policy", policy(nonce));
  // Robots get the whole page at once; people get its frame as soon as it is there.
  const ready = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";
  return new Promise<Response>((resolve, reject) => {
    let started = false;
    let code = status;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <ReferenceContext.Provider value={currentRequest()?.requestId}>
          <I18nextProvider i18n={i18nFor(languageOf(request))}>
            <RemixServer context={context} url={request.url} nonce={nonce} />
            {/* The browser has a second child here (entry.client.tsx): ids made by useId count places, so they agree. */}
            {null}
          </I18nextProvider>
        </ReferenceContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        [ready]() {
          started = true;
          const body = wholeText();
          resolve(new Response(createReadableStreamFromReadable(body), { status: code, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          code = 500;
          // An error before the first byte rejects above and is told there.
          if (started) console.error(error);
        },
      },
    );
    setTimeout(abort, streamTimeout + 1000).unref();
  });
}

/** A bug: the visitor sees an apology with this reference, the log has the stack. */
export const handleError: HandleErrorFunction = (error, { request }) => {
  if (request.signal.aborted) return;
  // A refusal that a page threw is an answer.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  console.error(currentRequest()?.requestId ?? "-", request.method, new URL(request.url).pathname, error);
};
