import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, expect, test } from "vitest";
import { pageCache } from "#app/page-cache.server.ts";

let close: (() => void) | undefined;
afterEach(() => close?.());

/** A site whose page says how often it was rendered; what was rendered for one person alone says "own". */
async function site(answer: (request: Request, n: number) => Response | Promise<Response> = (_, n) => page(`page ${n}`)) {
  let rendered = 0;
  let ms = 0;
  const app = express();
  app.use(
    pageCache(
      async (request) => {
        rendered += 1;
        return answer(request, rendered);
      },
      () => ms,
    ),
  );
  app.use((_request, response) => response.send("own"));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  close = () => server.close();
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    get: (path: string, headers: Record<string, string> = {}) => fetch(at + path, { headers }),
    count: () => rendered,
    pass(more: number) {
      ms += more;
    },
  };
}
const page = (text: string, headers: Record<string, string> = {}) =>
  new Response(`<script nonce="first">${text}</script>`, {
    headers: { "Content-Type": "text/html", "Content-Security-Policy": "script-src 'nonce-first'", ...headers },
  });

const campaign = "01a2074a-2f80-76ef-a4cc-90ed5d3db861";

test("a crowd causes one rendering, and each gets a nonce of their own", async () => {
  const { get, count } = await site();
  const answers = await Promise.all(Array.from({ length: 50 }, () => get("/tasks")));
  expect(count()).toBe(1);
  const nonces = await Promise.all(
    answers.map(async (answer) => {
      const [, nonce] = /nonce="([^"]+)">page 1</.exec(await answer.text()) as RegExpExecArray;
      expect(answer.headers.get("Content-Security-Policy")).toBe(`script-src 'nonce-${nonce}'`);
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(50);
  expect(nonces).not.toContain("first");
});

test("a page is a second old at most", async () => {
  const { get, count, pass } = await site();
  await get("/");
  pass(999);
  expect(await (await get("/")).text()).toContain("page 1");
  pass(1);
  expect(await (await get("/")).text()).toContain("page 2");
  expect(count()).toBe(2);
});

test("one language, address and query never answers for another", async () => {
  const { get, count } = await site((request) => page(`${request.headers.get("accept-language")} ${new URL(request.url).search}`));
  expect(await (await get("/tasks")).text()).toContain("zh ");
  expect(await (await get("/tasks", { "accept-language": "en-GB,en" })).text()).toContain("en ");
  expect(await (await get("/tasks", { cookie: "lang=en" })).text()).toContain("en ");
  expect(await (await get("/tasks?q=logo")).text()).toContain("zh ?q=logo");
  expect(count()).toBe(3);
});

test("the link that somebody came through changes no page: they share the crowd's", async () => {
  const { get, count } = await site();
  for (const path of ["/campaigns", `/campaigns/${campaign}`, `/campaigns/${campaign}/updates`, `/campaigns/${campaign}/comments`]) {
    await get(path);
    expect(await (await get(path, { cookie: "via=WyJhIl0=; lang=zh" })).text()).not.toBe("own");
  }
  expect(count()).toBe(4);
});

test.each([
  ["a signed-in person", "/tasks", { cookie: "lang=en; jincheng=secret" }],
  ["any other cookie", "/tasks", { cookie: "x=1" }],
  ["a backer on a campaign's page", `/campaigns/${campaign}`, { cookie: "via=abc; jincheng=secret" }],
  ["a pledge in the making", `/campaigns/${campaign}/pledge`, {}],
  ["a creator's own page", `/campaigns/${campaign}/manage`, {}],
  ["a private page", "/contracts", {}],
  ["data for a page already open", "/tasks.data", {}],
])("%s gets a page of their own", async (_who, path, headers) => {
  const { get, count } = await site();
  expect(await (await get(path, headers as Record<string, string>)).text()).toBe("own");
  expect(count()).toBe(0);
});

test("what was not changed is not sent again", async () => {
  const { get } = await site(() => page("same"));
  const etag = (await get("/")).headers.get("ETag") as string;
  const again = await get("/", { "if-none-match": etag });
  expect(again.status).toBe(304);
  expect(again.headers.get("Content-Security-Policy")).toBeNull();
  expect((await get("/", { "if-none-match": '"other"' })).status).toBe(200);
});

test.each<[string, () => Response]>([
  ["a page with a cookie for one person", () => page("x", { "Set-Cookie": "jincheng=1" })],
  ["an error", () => new Response("no", { status: 404 })],
  ["a page without a policy", () => new Response("x")],
  [
    "a rendering that throws",
    () => {
      throw new Error("broken");
    },
  ],
])("%s is not shared", async (_what, answer) => {
  const { get } = await site(answer);
  expect(await (await get("/tasks")).text()).toBe("own");
});
