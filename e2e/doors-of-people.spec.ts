import { expect, type Known, test } from "./fixtures.ts";

// Who gets which page: what is not yours does not exist, and a visitor is asked to sign in. Browser-free: only the answers count.

const desk = ["", "/verifications", "/reports", "/people", "/organisations", "/words", "/log", "/books", "/tasks", "/disputes"].map(
  (p) => `/desk${p}`,
);
const own = ["/profile", "/sessions", "/account/data", "/account/export.json", "/organisations", "/organisations/new", "/notices"];
const open = ["/sign-in", "/sign-up", "/forgot", "/reset", "/confirm", "/check-mail", "/terms", "/privacy", "/providers"];
const nowhere = "00000000-0000-4000-8000-000000000000";

type Ask = (path: string, init?: RequestInit) => Promise<Response>;
const asker =
  (baseURL: string, cookie?: string): Ask =>
  (path, init) =>
    fetch(baseURL + path, { redirect: "manual", ...init, headers: { ...(cookie && { cookie }), origin: baseURL, ...init?.headers } });

test("each page answers each kind of person as it should", async ({ product, baseURL }) => {
  const [company, person, operator] = [await product.company(), await product.person(), await product.operator()];
  const as = async (who: Known) => asker(baseURL as string, await product.sessionCookie(who));
  const [visitor, stranger, owner, clerk] = [asker(baseURL as string), await as(person), await as(company), await as(operator)];
  const theirs = [
    `/organisations/${company.orgId}`,
    `/organisations/${company.orgId}/members`,
    `/organisations/${company.orgId}/verification`,
  ];
  const got = async (ask: Ask, paths: readonly string[]) => {
    const seen: string[] = [];
    for (const path of paths) seen.push(`${path} ${(await ask(path)).status}`);
    return seen;
  };
  const all = (paths: readonly string[], status: number) => paths.map((path) => `${path} ${status}`);

  expect(await got(visitor, desk)).toEqual(all(desk, 404));
  expect(await got(owner, desk)).toEqual(all(desk, 404));
  expect(await got(clerk, desk)).toEqual(all(desk, 200));
  expect(await got(visitor, [...own, ...theirs])).toEqual(all([...own, ...theirs], 302));
  expect(await got(stranger, own)).toEqual(all(own, 200));
  expect(await got(stranger, theirs)).toEqual(all(theirs, 404));
  expect(await got(clerk, theirs)).toEqual(all(theirs, 404));
  expect(await got(owner, theirs)).toEqual(all(theirs, 200));
  expect(await got(visitor, open)).toEqual(all(open, 200));
  const missing = [
    `/providers/${nowhere}`,
    "/providers/x'--",
    `/organisations/${nowhere}`,
    "/organisations/x",
    `/report/organisation/${nowhere}`,
    "/report/user/1",
  ];
  expect(await got(stranger, missing)).toEqual(all(missing, 404));
  expect(await got(stranger, ["/invitations/none"])).toEqual(["/invitations/none 404"]);
});

test("posts that a page would not offer are refused as well", async ({ product, baseURL }) => {
  const [company, person] = [await product.company(), await product.person()];
  const stranger = asker(baseURL as string, await product.sessionCookie(person));
  const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
    stranger(path, { method: "POST", body: new URLSearchParams(body), headers });
  expect((await post("/desk/organisations", { intent: `suspend:${company.orgId}`, reason: "一个理由" })).status).toBe(404);
  expect((await post("/desk/words", { intent: "forbid", word: "随便" })).status).toBe(404);
  expect((await post(`/organisations/${company.orgId}`, { intent: "profile", name: "别人的" })).status).toBe(404);
  expect((await post(`/organisations/${company.orgId}/members`, { intent: "invite", email: person.email, role: "OWNER" })).status).toBe(
    404,
  );
  expect((await post("/organisations/switch", { orgId: company.orgId })).status).toBe(404);
  expect((await post("/profile", { name: "王小兰", locale: "zh", operator: "true" })).status).toBe(400);
  expect((await post("/sign-in", { email: person.email, password: product.PASSWORD, to: "//evil.example" })).headers.get("location")).toBe(
    "/",
  );
  const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  for (const path of ["/profile", "/sign-out", "/organisations/switch"]) expect((await post(path, {}, elsewhere)).status).toBe(403);
});
