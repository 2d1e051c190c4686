import { createHash, randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import { env } from "#app/env.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";

/**
 * Public pages for people who are not signed in: rendered at most once a second, however many ask. Rendering is what limits the site, and
 * a crowd watching one task asks for the same page. Whoever has another cookie than these two below gets a page of their own.
 */
const FRESH_MS = 1000;
const MOST_PAGES = 300;
const MOST_BYTES = 512 * 1024;
const shared =
  /^\/(tasks(\/[0-9a-f-]{36}(\/replay)?)?|campaigns(\/[0-9a-f-]{36}(\/(updates|comments|changes))?)?|providers(\/[0-9a-f-]{36})?|terms|privacy)?$/;

/** The nonce of the rendering is replaced for each visitor: it must not be known before a page is asked for. */
type Kept = { status: number; headers: [string, string][]; body: string; nonce: string; etag: string };
type Flight = { page: Promise<Kept | null>; until: number };
type Render = (request: Request) => Promise<Response>;

const NONCE = /'nonce-([^']+)'/;

async function keep(response: Response): Promise<Kept | null> {
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  const nonce = NONCE.exec(policy)?.[1];
  const body = await response.text();
  if (response.headers.has("Set-Cookie") || /no-store|private/.test(response.headers.get("Cache-Control") ?? "")) return null;
  if (response.status !== 200 || !nonce || body.length > MOST_BYTES) return null;
  const etag = `"${createHash("sha256").update(body.replaceAll(nonce, "")).digest("base64url").slice(0, 27)}"`;
  return { status: response.status, headers: [...response.headers], body, nonce, etag };
}

/** The language is part of the key; the link that someone came through (via) changes no page. */
const onlyLanguage = (cookie: string | undefined) =>
  (cookie ?? "").split(";").every((one) => /^\s*(lang=(zh|en)|via=[^;]*)?\s*$/.test(one));

export function pageCache(render: Render, now = () => performance.now()): RequestHandler {
  const flights = new Map<string, Flight>();

  function ask(key: string, request: Request) {
    const flying = flights.get(key);
    if (flying && flying.until > now()) return flying.page;
    const flight: Flight = { page: Promise.resolve(null), until: Number.POSITIVE_INFINITY };
    flight.page = render(request)
      .then(keep)
      .catch(() => null) // whoever asked renders on their own, and meets the error there
      .finally(() => {
        flight.until = now() + FRESH_MS;
      });
    flights.delete(key);
    flights.set(key, flight);
    const oldest = flights.keys().next().value;
    if (flights.size > MOST_PAGES && oldest !== undefined) flights.delete(oldest);
    return flight.page;
  }

  return async (request, response, next) => {
    if (request.method !== "GET" || !shared.test(request.path) || !onlyLanguage(request.get("cookie"))) return next();
    const url = new URL(request.originalUrl, env.APP_URL);
    const asked = new Request(url, {
      headers: { cookie: request.get("cookie") ?? "", "accept-language": request.get("accept-language") ?? "" },
    });
    const language = languageOf(asked);
    const plain = new Request(url, { headers: { "accept-language": language, accept: "text/html" } });
    const page = await ask(`${language} ${url.pathname}${url.search}`, plain);
    if (!page) return next();
    response.set({ ETag: page.etag, "Cache-Control": "private, no-cache", Vary: "Cookie, Accept-Language" });
    // Without the policy: the browser keeps the one that belongs to its copy.
    if (request.get("if-none-match")?.includes(page.etag)) return void response.status(304).end();
    const nonce = randomBytes(16).toString("base64");
    for (const [name, value] of page.headers) if (name !== "content-length") response.set(name, value.replaceAll(page.nonce, nonce));
    response.status(page.status).send(Buffer.from(page.body.replaceAll(page.nonce, nonce)));
  };
}
