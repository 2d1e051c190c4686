import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { approvedCampaign, creator, liveCampaign, payable } from "#app/campaigns/fixtures.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { campaignsNow, marketPage } from "#app/campaigns/showing/market.server.ts";
import { marketQuery, PAGE } from "#app/campaigns/showing/market.ts";
import { db } from "#app/db.server.ts";
import type { Known } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { countStatements } from "./statements.fixtures.ts";

const ask = async (address: string) => marketPage(marketQuery(new URLSearchParams(address)), await appNow());
const found = async (address: string) => (await ask(address)).campaigns.map((campaign) => campaign.title);
afterEach(() => vi.restoreAllMocks());
/** Numbers that a test made up are not what the books are asked about at the end. */
afterAll(() => db.campaign.updateMany({ data: { backers: 0, pledgedFen: 0n } }));

let who: Known;
const ids: Record<string, string> = {};
const HOUR = 3_600_000;
/** Whole seconds, as a deadline is. */
const inHours = async (hours: number) => new Date(Math.floor((await appNow()).getTime() / 1000) * 1000 + hours * HOUR);

beforeAll(async () => {
  who = await creator();
  ids.lamp = await liveCampaign(who.viewer, { title: "河石露营灯" });
  ids.cup = await liveCampaign(who.viewer, { title: "敦煌色陶杯", category: "culture" });
  ids.lily = await liveCampaign(who.viewer, { title: "高山鲜百合", category: "food" });
  ids.desk = await approvedCampaign(who.viewer, { title: "积木小书桌", category: "education" });
  await payable(who.orgId);
  await publishPreview(who.viewer, ids.desk!);
  await liveCampaign(who.viewer, { title: "下架的东西" }).then((id) =>
    db.campaign.update({ where: { id }, data: { moderation: "PURGED" } }),
  );
  await approvedCampaign(who.viewer, { title: "还没公开" });
  const set = (id: string, data: Parameters<typeof db.campaign.update>[0]["data"]) => db.campaign.update({ where: { id }, data });
  await set(ids.lamp!, { backers: 5, pledgedFen: 12_000_00n });
  await set(ids.cup!, { backers: 9, pledgedFen: 19_000_00n, deadlineAt: await inHours(40) });
  await set(ids.lily!, { backers: 2, pledgedFen: 21_000_00n, deadlineAt: await inHours(10) });
});

test("each state shows its own, the newest first; what was taken down or isn't public is in none", async () => {
  expect(await found("")).toEqual(["高山鲜百合", "敦煌色陶杯", "河石露营灯"]);
  expect(await found("show=ending")).toEqual(["高山鲜百合", "敦煌色陶杯"]);
  expect(await found("show=preview")).toEqual(["积木小书桌"]);
  expect(await found("show=funded")).toEqual([]);
  expect(await found("show=all")).toEqual(["积木小书桌", "高山鲜百合", "敦煌色陶杯", "河石露营灯"].toSorted((a, b) => order(a) - order(b)));
});
/** The order of becoming public: the preview was published after the three were launched. */
const order = (title: string) => ["积木小书桌", "高山鲜百合", "敦煌色陶杯", "河石露营灯"].indexOf(title);

test("orders: ending first, most backers, nearest to its goal without what has reached it", async () => {
  expect(await found("sort=ending")).toEqual(["高山鲜百合", "敦煌色陶杯", "河石露营灯"]);
  expect(await found("sort=backed")).toEqual(["敦煌色陶杯", "河石露营灯", "高山鲜百合"]);
  expect(await found("sort=near")).toEqual(["敦煌色陶杯", "河石露营灯"]);
});

test("words are found in titles, stories and the creator's name; categories narrow and are counted", async () => {
  expect(await found("q=陶杯")).toEqual(["敦煌色陶杯"]);
  expect(await found("q=零下二十度")).toHaveLength(3);
  expect(await found("q=🙂")).toEqual([]);
  const page = await ask("category=food");
  expect(page.campaigns.map((campaign) => campaign.title)).toEqual(["高山鲜百合"]);
  expect(page).toMatchObject({ total: 1, counts: { food: 1, culture: 1, outdoors: 1 } });
});

test("an address that makes no sense asks for the plain list", async () => {
  expect(marketQuery(new URLSearchParams("show=nothing&sort=near&category=x&after=oops"))).toEqual({
    q: "",
    category: "",
    show: "live",
    sort: "near",
    after: null,
  });
  expect(marketQuery(new URLSearchParams("show=preview&sort=near")).sort).toBe("newest");
  expect(await found("after=1_00000000-0000-4000-8000-000000000000")).toEqual([]);
});

test("the first page shows what runs before what will", async () => {
  expect((await campaignsNow(await appNow(), 4)).map((campaign) => campaign.title)).toEqual([
    "敦煌色陶杯",
    "河石露营灯",
    "高山鲜百合",
    "积木小书桌",
  ]);
  expect(await campaignsNow(await appNow(), 2)).toHaveLength(2);
});

test("pages join without a gap or a double in every order, also while new campaigns appear; statements don't grow with rows", async () => {
  const { id: _, search: __, ...model } = (await db.campaign.findUniqueOrThrow({ where: { id: ids.lamp! } })) as Record<string, unknown>;
  const base = (await inHours(-24)).getTime();
  const rows = Array.from({ length: PAGE * 2 + 5 }, (_, i) => ({
    ...model,
    draft: undefined,
    title: `众多 ${i}`,
    backers: i % 3,
    pledgedFen: BigInt(i % 4) * 1_000_00n,
    category: "wellness",
    // Several launched in the same moment: the id decides among them.
    launchedAt: new Date(base + Math.floor(i / 4) * 1000),
  }));
  await db.campaign.createMany({ data: rows as never });
  for (const sort of ["newest", "ending", "backed", "near"]) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const asked = countStatements();
      const page: Awaited<ReturnType<typeof ask>> = await ask(`category=wellness&sort=${sort}${after ? `&after=${after}` : ""}`);
      expect(asked()).toBeLessThanOrEqual(8);
      vi.restoreAllMocks();
      seen.push(...page.campaigns.map((campaign) => campaign.id));
      after = page.next;
      const fresh = { ...model, draft: undefined, category: "wellness", title: "新来的", launchedAt: new Date(), backers: 99 };
      if (after && sort === "newest") await db.campaign.create({ data: fresh as never });
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(rows.length);
  }
});
