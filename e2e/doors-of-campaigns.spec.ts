import { expect, type Known, test } from "./fixtures.ts";

// Who gets which page of a campaign, and what a post from elsewhere does. Browser-free: only the answers count.
const nowhere = "00000000-0000-4000-8000-000000000000";
const manage = [
  "",
  "/launch",
  "/changes",
  "/updates/new",
  "/money",
  "/survey",
  "/backers",
  "/batches",
  "/shipments",
  "/defects",
  "/messages",
]
  .concat(["/late", "/insight", "/dry-run", "/links"])
  .map((page) => `/manage${page}`);
const desk = ["", "/reviews", "/corrections", "/outage", "/cases", "/money", "/refunds", "/evidence", "/defects"].map(
  (p) => `/desk/campaigns${p}`,
);
const own = ["/my/campaigns", "/my/pledges", "/addresses", "/campaigns/new"];
const open = ["", "/updates", "/comments", "/changes", "/changes.json", "/card", "/qr.svg", "/share.png"];

type Ask = (path: string, init?: RequestInit) => Promise<Response>;
const asker =
  (baseURL: string, cookie?: string): Ask =>
  (path, init) =>
    fetch(baseURL + path, { redirect: "manual", ...init, headers: { ...(cookie && { cookie }), origin: baseURL, ...init?.headers } });
const all = (paths: readonly string[], status: number) => paths.map((path) => `${path} ${status}`);
async function got(ask: Ask, paths: readonly string[]) {
  const seen: string[] = [];
  for (const path of paths) seen.push(`${path} ${(await ask(path)).status}`);
  return seen;
}

async function scene(product: typeof import("#app/people/fixtures.ts"), baseURL: string) {
  const { draftCampaign, liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const { wishFor } = await import("#app/campaigns/pledging/fixtures.ts");
  const { claimPledge } = await import("#app/campaigns/pledging/claim-pledges.server.ts");
  const [creator, backer, person] = [await product.company({ verified: true }), await product.person(), await product.person()];
  const [draft, live] = [await draftCampaign(creator.viewer), await liveCampaign(creator.viewer)];
  const { pledgeId } = await claimPledge(backer.viewer, live, await wishFor(live));
  const as = async (who: Known) => asker(baseURL, await product.sessionCookie(who));
  return {
    draft: `/campaigns/${draft}`,
    live: `/campaigns/${live}`,
    mine: ["", "/survey", "/delivery"].map((page) => `/pledges/${pledgeId}${page}`),
    visitor: asker(baseURL),
    owner: await as(creator),
    backer: await as(backer),
    stranger: await as(person),
    clerk: await as(await product.operator()),
  };
}

test("each page of a campaign answers each kind of person as it should", async ({ product, baseURL }) => {
  const { draft, live, mine, visitor, owner, backer, stranger, clerk } = await scene(product, baseURL as string);
  const pages = manage.map((page) => live + page);
  expect(await got(visitor, pages)).toEqual(all(pages, 302));
  for (const other of [stranger, backer]) expect(await got(other, pages)).toEqual(all(pages, 404));
  expect(await got(owner, pages)).toEqual(all(pages, 200));

  expect(await got(visitor, mine)).toEqual(all(mine, 302));
  for (const other of [stranger, owner]) expect(await got(other, mine)).toEqual(all(mine, 404));
  expect(await got(backer, mine)).toEqual(all(mine, 200));

  for (const other of [visitor, owner]) expect(await got(other, desk)).toEqual(all(desk, 404));
  expect(await got(clerk, desk)).toEqual(all(desk, 200));
  expect(await got(visitor, own)).toEqual(all(own, 302));
  expect(await got(stranger, own)).toEqual(all(own, 200));

  const shown = open.map((page) => live + page);
  expect(await got(visitor, shown)).toEqual(all(shown, 200));
  const hidden = open.map((page) => draft + page);
  for (const other of [visitor, stranger]) expect(await got(other, hidden)).toEqual(all(hidden, 404));
  expect(await got(stranger, [`${draft}/edit`])).toEqual([`${draft}/edit 404`]);

  const ids = [nowhere, "1", "x'--"];
  const missing = ids.flatMap((id) => [`/campaigns/${id}`, `/campaigns/${id}/pledge`, `/campaigns/${id}/manage`, `/pledges/${id}`]);
  expect(await got(stranger, missing)).toEqual(all(missing, 404));
  const noDesk = ids.flatMap((id) => [`/desk/campaigns/${id}`, `/desk/campaigns/reviews/${id}`, `/desk/campaigns/cases/${id}`]);
  expect(await got(clerk, noDesk)).toEqual(all(noDesk, 404));
});

test("posts on other people's campaigns and pledges are refused", async ({ product, baseURL }) => {
  const { live, mine, visitor, stranger, backer, owner } = await scene(product, baseURL as string);
  const post = async (ask: Ask, path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
    (await ask(path, { method: "POST", body: new URLSearchParams(body), headers })).status;
  for (const ask of [stranger, backer]) {
    expect(await post(ask, `${live}/manage/launch`, { intent: "cancel", reason: "模具报价超出预算，不再继续了" })).toBe(404);
    expect(
      await post(ask, `${live}/manage/survey`, { intent: "send", lockAt: "2040-01-01T00:00", "rewardIds[]": crypto.randomUUID() }),
    ).toBe(404);
  }
  for (const ask of [stranger, owner])
    for (const act of ["cancel", "giveUp", "pay"]) expect(await post(ask, mine[0]!, { intent: act })).toBe(404);
  expect(await post(visitor, mine[0]!, { intent: "cancel" })).toBe(302);
  const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect(await post(backer, mine[0]!, { intent: "cancel" }, elsewhere)).toBe(403);
  const { db } = await import("#app/db.server.ts");
  const id = mine[0]!.split("/").at(-1)!;
  expect((await db.pledge.findUniqueOrThrow({ where: { id } })).state).toBe("RESERVED");
});
