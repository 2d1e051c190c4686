// The few things every door of the sandbox needs from HTTP.
import type { IncomingMessage, ServerResponse } from "node:http";

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json | undefined };
const MAX_BODY = 1024 * 1024;

export async function readBody(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new Error("The request is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** A form or a JSON body as one flat record. */
export async function readFields(req: IncomingMessage): Promise<{ json: boolean; fields: Record<string, unknown> }> {
  const body = await readBody(req);
  const form = String(req.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return { json: !form, fields: form ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body || "{}") };
}

export function sendJson(res: ServerResponse, status: number, body: Json | object, headers: Record<string, string> = {}) {
  const text = JSON.stringify(body, null, 2);
  res.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers });
  res.end(text);
}

export function sendPage(res: ServerResponse, page: string, status = 200) {
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(page),
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data: http: https:; frame-src 'self'; base-uri 'none'",
  });
  res.end(page);
}

export function redirect(res: ServerResponse, location: string) {
  res.writeHead(303, { location, "cache-control": "no-store" });
  res.end();
}
