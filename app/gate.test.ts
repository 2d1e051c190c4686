import http from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gate } from "#app/gate.server.ts";
import { currentRequest } from "#app/request.server.ts";

let server: http.Server;
let port = 0;

beforeAll(async () => {
  const app = express();
  app.use(gate());
  app.all("*", (request, response) => {
    let bytes = 0;
    request.on("data", (chunk) => {
      bytes += chunk.length;
    });
    request.on("end", () =>
      response.json({ bytes, forwarded: request.get("x-forwarded-host") ?? null, context: currentRequest() ?? null }),
    );
  });
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string };
/** node:http, because fetch sets Sec-Fetch-Site and Origin by itself. */
const send = (method: string, path: string, headers: http.OutgoingHttpHeaders = {}, body?: Buffer[]) =>
  new Promise<Answer>((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode as number, headers: response.headers, text }));
    });
    request.on("error", reject);
    for (const chunk of body ?? []) request.write(chunk);
    request.end();
  });

const posts: [who: string, path: string, headers: http.OutgoingHttpHeaders, status: number][] = [
  ["a form of our own page", "/tasks", { "sec-fetch-site": "same-origin" }, 200],
  ["a person who reloads an answer", "/tasks", { "sec-fetch-site": "none" }, 200],
  ["another site", "/tasks", { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" }, 403],
  ["a neighbour under the same domain", "/tasks", { "sec-fetch-site": "same-site" }, 403],
  ["an old browser on our page", "/tasks", { origin: "http://localhost:3000" }, 200],
  ["an old browser elsewhere", "/tasks", { origin: "http://localhost.evil:3000" }, 403],
  ["a hidden origin", "/tasks", { origin: "null" }, 403],
  ["a program that says nothing", "/tasks", {}, 403],
  ["a webhook, which is signed instead", "/webhooks/stripe", {}, 200],
  ["a path that only looks like a webhook", "/webhooksy", {}, 403],
];
test.each(posts)("a post by %s", async (_who, path, headers, status) => {
  expect((await send("POST", path, headers)).status).toBe(status);
});

test("reading is never refused, and each answer has its headers and its number", async () => {
  const { status, headers, text } = await send("GET", "/", {
    "sec-fetch-site": "cross-site",
    "x-forwarded-host": "evil.example",
    "x-request-id": "mine-mine-mine",
  });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
  });
  expect(headers["x-powered-by"]).toBeUndefined();
  expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  const context = { requestId: headers["x-request-id"], address: "127.0.0.1", reads: true };
  expect(JSON.parse(text)).toEqual({ bytes: 0, forwarded: null, context });
});

const half = Buffer.alloc(512 * 1024, "x");
const own = { "sec-fetch-site": "same-origin" };
test("a body within the cap arrives whole", async () => {
  const { text } = await send("POST", "/", own, [half, half]);
  expect(JSON.parse(text)).toMatchObject({ bytes: 1024 * 1024 });
});
test("a body beyond the cap is refused in both languages by its announced length", async () => {
  const { status, text } = await send("POST", "/", { ...own, "content-length": 1024 * 1024 + 1 });
  expect(status).toBe(413);
  expect(text).toContain("上限为 1 MB");
  expect(text).toContain("at most 1 MB");
});
test("a body beyond the cap that announced nothing is refused while it arrives", async () => {
  const outcome = await send("POST", "/", { ...own, "transfer-encoding": "chunked" }, [half, half, half]).catch(
    (error: NodeJS.ErrnoException) => error.code,
  );
  expect(typeof outcome === "object" ? outcome.status : outcome).toSatisfy(
    (answer) => answer === 413 || answer === "ECONNRESET" || answer === "EPIPE",
  );
});
test("a form with files may be larger than a plain one", async () => {
  const { status } = await send("POST", "/", { ...own, "content-type": "multipart/form-data; boundary=x" }, [half, half, half]);
  expect(status).toBe(200);
});

test("only a campaign's card may stand in others' pages", async () => {
  const id = "01a2074a-2f80-76ef-a4cc-90ed5d3db861";
  expect((await send("GET", `/campaigns/${id}/card`)).headers["x-frame-options"]).toBeUndefined();
  for (const path of ["/", `/campaigns/${id}`, `/campaigns/${id}/card/x`, "/campaigns/card", `/campaigns/${id}/pledge`])
    expect((await send("GET", path)).headers["x-frame-options"]).toBe("DENY");
});
