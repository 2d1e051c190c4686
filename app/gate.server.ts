import { createHash, randomBytes, randomUUID } from "node:crypto";
import express, { type Request, type RequestHandler, type Response } from "express";
import helmet from "helmet";
import { env } from "#app/env.server.ts";
import { log } from "#app/log.server.ts";
import { requestContext } from "#app/request.server.ts";

/** What every request passes before any page sees it. */

const own = new URL(env.APP_URL);
const MB = 1024 * 1024;
/** A plain form or a webhook; and a form with files, whose single files are limited again where they are read. */
const PLAIN_BYTES = MB;
const FILES_BYTES = 120 * MB;

/** A number that the visitor can tell us, in the log and in the answer; and the address as far as the proxies in front may be believed. */
export const identify: RequestHandler = (request, response, next) => {
  const given = env.TRUST_PROXY_HOPS > 0 ? request.get("x-request-id") : undefined;
  const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  // Remix believes this header; only a trusted proxy that names our own host may set it.
  if (env.TRUST_PROXY_HOPS === 0 || request.get("x-forwarded-host") !== own.host) delete request.headers["x-forwarded-host"];
  response.locals.requestId = requestId;
  response.set("X-Request-Id", requestId);
  const device = deviceOf(request, response);
  const context = { requestId, address: request.ip ?? "unknown", reads: isRead(request.method), ...(device ? { device } : {}) };
  requestContext.run(context, next);
};

const https = own.protocol === "https:";
const DEVICE_COOKIE = https ? "__Host-device" : "device";
const DEVICE_DAYS = 400;

/** A number of its own for each browser, given at its first form; what is kept of it is a hash, so that nobody can pretend to be another's browser. */
function deviceOf(request: Request, response: Response): string | null {
  const known = new RegExp(`(?:^|; )${DEVICE_COOKIE}=([\\w-]{22})(?:;|$)`).exec(request.get("cookie") ?? "")?.[1];
  if (!known && (isRead(request.method) || isWebhook(request.path))) return null;
  const number = known ?? randomBytes(16).toString("base64url");
  if (!known)
    response.append(
      "Set-Cookie",
      `${DEVICE_COOKIE}=${number}; Path=/; Max-Age=${DEVICE_DAYS * 86_400}; HttpOnly; SameSite=Lax${https ? "; Secure" : ""}`,
    );
  return createHash("sha256").update(number).digest("base64url");
}

export const accessLog: RequestHandler = (request, response, next) => {
  if (request.path.startsWith("/assets/")) return next();
  const began = performance.now();
  response.once("close", () => {
    const ms = Math.round(performance.now() - began);
    const { requestId } = response.locals;
    log.info({ requestId, method: request.method, path: request.path, status: response.statusCode, ms, address: request.ip }, "request");
  });
  next();
};

const holding = (framed: boolean) =>
  helmet({
    contentSecurityPolicy: false,
    // "no-referrer" would make browsers send "Origin: null" with a form, which looks like a foreign site.
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    strictTransportSecurity: own.protocol === "https:" ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: framed ? false : { action: "deny" },
  });
const held = { own: holding(false), framed: holding(true) };

/** The one address that may stand inside others' pages: it has no script, no form and no visitor (routes/campaigns/card.tsx). */
const mayBeFramed = (path: string) => /^\/campaigns\/[0-9a-f-]{36}\/card$/.test(path);

/** The content security policy belongs to each document (entry.server.tsx); this is what holds for every answer. */
export const headers: RequestHandler = (request, response, next) =>
  (mayBeFramed(request.path) ? held.framed : held.own)(request, response, next);

const isRead = (method: string) => method === "GET" || method === "HEAD" || method === "OPTIONS";
const isWebhook = (path: string) => path.startsWith("/webhooks/");

/** A browser says where a form was sent from; whoever does not say so, or says another site, changes nothing here. Webhooks are signed instead. */
export const sameSiteOnly: RequestHandler = (request, response, next) => {
  if (isRead(request.method) || isWebhook(request.path)) return next();
  const site = request.get("sec-fetch-site");
  if (site ? site === "same-origin" || site === "none" : request.get("origin") === own.origin) return next();
  refuse(response, 403, "这个请求来自别的网站，已被拒绝。", "This request came from another site and was refused.");
};

/** Counts what arrives, whatever Content-Length claims, and ends the connection beyond the cap. */
export const bodyCap: RequestHandler = (request, response, next) => {
  if (isRead(request.method)) return next();
  const files = request.get("content-type")?.startsWith("multipart/form-data") && !isWebhook(request.path);
  const cap = files ? FILES_BYTES : PLAIN_BYTES;
  const tooLarge = () => {
    response.once("finish", () => request.destroy());
    response.set("Connection", "close");
    refuse(response, 413, `发送的内容太大，上限为 ${cap / MB} MB。`, `What was sent is too large: at most ${cap / MB} MB.`);
  };
  if (Number(request.get("content-length") ?? 0) > cap) return tooLarge();
  let bytes = 0;
  const push = request.push.bind(request);
  // The parser pushes each chunk into the request; a listener for "data" would start the stream before Remix reads it.
  request.push = (chunk, encoding) => {
    bytes += chunk?.length ?? 0;
    if (bytes <= cap) return push(chunk, encoding);
    if (!response.headersSent) tooLarge();
    return false;
  };
  next();
};

/** The whole gate, in its order. */
export function gate() {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", env.TRUST_PROXY_HOPS);
  return app.use(identify, accessLog, headers, sameSiteOnly, bodyCap);
}

/** An answer from the gate itself, before any page: both languages, no script, no style. */
export function refuse(response: Response, status: number, zh: string, en: string) {
  const reference = String(response.locals.requestId ?? "");
  response
    .status(status)
    .type("html")
    .set("Content-Security-Policy", "default-src 'none'")
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><h1>${status}</h1><p>${zh}</p><p lang="en">${en}</p><p><a href="/">金城 Jincheng</a></p><p><small>${reference}</small></p></html>`,
    );
}
