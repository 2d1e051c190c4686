import "#app/payments/world.fixtures.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { approvedCampaign, creator, liveCampaign, payable, rewardsOf as tiersOf } from "#app/campaigns/fixtures.ts";
import { countCampaign, flushCounts } from "#app/campaigns/insight/count.server.ts";
import {
  citiesOf,
  codesOf,
  daysOf,
  endingsOf,
  followersOf,
  funnelOf,
  referrersOf,
  rewardsOf,
} from "#app/campaigns/insight/figures.server.ts";
import { followLink, makeLink } from "#app/campaigns/insight/links.server.ts";
import { publishReport } from "#app/campaigns/insight/publish-report.server.ts";
import { reportOf } from "#app/campaigns/insight/report.server.ts";
import { salesOf } from "#app/campaigns/insight/sales.server.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, pledge, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { tick } from "#app/campaigns/settling/fixtures.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";
import "#app/i18n/i18n.server.ts";

const DAY = 86_400_000;
beforeEach(() => setOffset(0));
const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

describe("counts", () => {
  test("gathered by many and written by several at once, nothing is lost or doubled", async () => {
    const campaignId = await liveCampaign((await creator()).viewer);
    const kinds = ["VIEW", "VISIT", "REWARD"] as const;
    const writes: Promise<void>[] = [];
    for (let i = 0; i < 600; i++) {
      countCampaign(campaignId, kinds[i % 3]!, i % 2 ? "link" : "");
      if (i % 50 === 0) writes.push(flushCounts());
    }
    writes.push(flushCounts());
    await Promise.all(writes);
    const rows = await db.campaignCount.findMany({ where: { campaignId }, orderBy: [{ kind: "asc" }, { referrer: "asc" }] });
    expect(rows.map(({ kind, referrer, count }) => [kind, referrer, count])).toEqual([
      ["REWARD", "", 100],
      ["REWARD", "link", 100],
      ["VIEW", "", 100],
      ["VIEW", "link", 100],
      ["VISIT", "", 100],
      ["VISIT", "link", 100],
    ]);
    expect(new Set(rows.map(({ day }) => day))).toEqual(new Set([dayOf(await appNow())]));
  });
});

test("the figures of a small campaign are what one works out by hand", async () => {
  const maker = await creator();
  await payable(maker.orgId);
  const id = await approvedCampaign(maker.viewer);
  await publishPreview(maker.viewer, id);
  const [early, lost, fan] = await Promise.all([backer(), backer(), backer()]);
  await followCampaign(early.viewer, id);
  await followCampaign(lost.viewer, id);
  await launchCampaign(maker.viewer, id);
  await followCampaign(fan.viewer, id);
  const link = await makeLink(maker.viewer, id, { name: "展会海报" });
  for (let i = 0; i < 3; i++) expect(await followLink(link.code)).toEqual({ id: link.id, campaignId: id });
  expect(await followLink("nobody-made-it")).toBeNull();
  for (const [kind, n, via] of [
    ["VIEW", 9, ""],
    ["VISIT", 4, ""],
    ["VISIT", 2, link.id],
    ["REWARD", 5, ""],
  ] as const)
    for (let i = 0; i < n; i++) countCampaign(id, kind, via);
  const first = await appNow();

  // 199 + 8 to send within Gansu, through the link.
  await pledge(early.viewer, id, { rewards: { 0: 1 }, referrerId: link.id });
  // Two at 249 and 10 on top, 12 + 4 to Beijing.
  await pledge((await backer()).viewer, id, { rewards: { 1: 2 }, bonusFen: 10_00n, provinceCode: "110000" });
  await advance("1d");
  // 199 and two at 39, 8 + 2 + 2, paid at once.
  await pledge((await backer()).viewer, id, { rewards: { 0: 1, 2: 2 }, lane: "WALLET" });
  const gone = await backer();
  await cancelPledge(gone.viewer, await pledge(gone.viewer, id, { rewards: { 1: 1 }, referrerId: link.id }), "买重复了");
  const slow = await backer();
  await claimPledge(slow.viewer, id, await wishFor(id, { rewards: { 1: 1 } }));
  await flushCounts();

  expect(await daysOf(id)).toEqual([
    { day: dayOf(first), pledges: 2, fen: 20_700n + 52_400n },
    { day: dayOf(new Date(first.getTime() + DAY)), pledges: 2, fen: 28_900n + 25_700n },
  ]);
  expect(await funnelOf(id)).toEqual({ views: 9, visits: 6, rewards: 5, claims: 5, paid: 4, kept: 3 });
  const none = { clicks: 0, dropped: 0 };
  expect(await referrersOf(id)).toEqual([
    { ...none, id: null, name: null, code: null, visits: 4, pledges: 2, fen: 81_300n },
    { ...none, id: link.id, name: "展会海报", code: link.code, clicks: 3, visits: 2, pledges: 1, fen: 20_700n },
  ]);
  expect((await citiesOf(id)).map(({ backers, fen }) => [backers, fen])).toEqual([
    [2, 49_600n],
    [1, 52_400n],
  ]);
  const [bird, plain, battery] = await tiersOf(id);
  expect((await rewardsOf(id)).map(({ id, units, fen, backers }) => [id, units, fen, backers])).toEqual([
    [bird!.id, 2, 39_800n, 2],
    [plain!.id, 2, 49_800n, 1],
    [battery!.id, 2, 7_800n, 1],
  ]);
  expect(await followersOf(id)).toEqual({ before: 2, beforePledged: 1, after: 1, afterPledged: 0 });
  expect(await endingsOf(id)).toEqual([{ state: "CANCELLED", code: "BACKER_CANCELLED", said: "买重复了", count: 1 }]);
  expect(await salesOf(id, zoneOf)).toEqual({
    units: 6,
    paidFen: 28_900n,
    zones: expect.arrayContaining([
      { zone: "LOCAL", parcels: 2, chargedFen: 2_000n },
      { zone: "MAINLAND", parcels: 1, chargedFen: 1_600n },
    ]),
  });
});

test("backers' own words are summed up for everybody else", () => {
  const ending = (said: string | null, count: number) => ({ state: "CANCELLED", code: "BACKER_CANCELLED", said, count });
  const unpaid = { state: "EXPIRED", code: null, said: null, count: 4 };
  expect(codesOf([unpaid, ending("太贵", 3), ending(null, 2)])).toEqual([ending(null, 5), unpaid]);
});

test("the report is for the team and operators until it is published; only the creator publishes it, once it has ended", async () => {
  const maker = await creator();
  const id = await liveCampaign(maker.viewer);
  const [clerk, stranger] = await Promise.all([operator(), person()]);
  const t = translatorOf("zh");
  const sees = async () =>
    (await Promise.all([null, stranger.viewer, clerk.viewer, maker.viewer].map((viewer) => reportOf(viewer, id, t)))).map(
      (r) => r !== null,
    );
  expect(await sees()).toEqual([false, false, true, true]);
  await expect(publishReport(maker.viewer, id, true)).rejects.toMatchObject({ code: "wrongState" });
  const { deadlineAt } = await db.campaign.findUniqueOrThrow({ where: { id } });
  await setNow(new Date(deadlineAt!.getTime() + 6 * 60_000));
  await tick("expireClaims", "beginSettling", "settleCampaign");
  await expect(publishReport(clerk.viewer, id, true)).rejects.toMatchObject({ code: "notFound" });
  await publishReport(maker.viewer, id, true);
  expect(await sees()).toEqual([true, true, true, true]);
  expect((await reportOf(null, id, t))!).toMatchObject({ mayPublish: false, campaign: { lifecycle: "FAILED" } });
  expect((await reportOf(maker.viewer, id, t))!.mayPublish).toBe(true);
  await moderateCampaign(clerk.viewer, id, "flag", "核实报告数据");
  await moderateCampaign(clerk.viewer, id, "purge", "数据是伪造的");
  expect(await sees()).toEqual([false, false, true, true]);
  await moderateCampaign(clerk.viewer, id, "clear", "已经更正");
  await publishReport(maker.viewer, id, false);
  expect(await sees()).toEqual([false, false, true, true]);
});
