import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { rewardsOf } from "#app/campaigns/fixtures.ts";
import { exportBackers } from "#app/campaigns/fulfilling/backers/export-backers.server.ts";
import { readFilter } from "#app/campaigns/fulfilling/backers/filter.ts";
import { address, fundedCampaign, shipped } from "#app/campaigns/fulfilling/fixtures.ts";
import { messageBackers } from "#app/campaigns/fulfilling/message-backers.server.ts";
import { backerChoices, backersPage, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { sheetOf } from "#app/routes/campaigns/export-sheet.ts";

const { t } = i18nFor("zh");
const filter = (of: Record<string, string> = {}) => readFilter(new Map(Object.entries(of)));
type Table = string[][];
/** A column of a file, by its head. */
const column = (table: Table, head: string) => table.slice(1).map((row) => row[table[0]!.indexOf(head)]);

describe("exports", () => {
  test("a row a pledge or an item, at one moment, with its number; cells are no formulas", async () => {
    const of = await fundedCampaign([{ rewards: { 0: 5 } }, { rewards: { 1: 1, 2: 2 } }]);
    const { viewer } = of.creator;
    await saveSurvey(viewer, of.campaignId, {
      intro: "",
      questions: [{ id: "note", kind: "TEXT", label: "刻字", options: [], required: false, rewardIds: [] }],
    });
    await sendSurvey(viewer, of.campaignId);
    const [one] = of.backers;
    await answerSurvey(one!.who.viewer, one!.pledgeId, {
      addressId: await address(one!.who, { street: "=HYPERLINK(1)" }),
      answers: { note: "+1+1" },
    });
    await beginProduction(viewer, of.campaignId);
    await shipped(of);
    const pledges = await exportBackers(viewer, of.campaignId, "pledges", filter());
    const table = sheetOf(pledges, "pledges", t);
    expect(table).toHaveLength(3);
    expect(new Set(column(table, "导出编号"))).toEqual(new Set([pledges.exportId]));
    expect(column(table, "排队号")).toEqual(["1", "2"]);
    expect(column(table, "街道、门牌")[0]).toBe("'=HYPERLINK(1)");
    expect(column(table, "刻字")[0]).toBe("'+1+1");
    expect(column(table, "快递单号")).toEqual(["SF0000000001", "SF0000000002"]);
    expect(table.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    const items = sheetOf(await exportBackers(viewer, of.campaignId, "items", filter()), "items", t);
    expect(
      items.slice(1).map((row) => [row[items[0]!.indexOf("物品")], row[items[0]!.indexOf("规格")], row[items[0]!.indexOf("数量")]]),
    ).toEqual([
      ["露营灯", "", "5"],
      ["露营灯", "颜色: 沙色", "1"],
      ["露营灯", "", "2"],
    ]);
    expect(
      await db.campaignExport.findMany({
        where: { campaignId: of.campaignId },
        orderBy: { id: "asc" },
        select: { kind: true, rows: true },
      }),
    ).toEqual([
      { kind: "pledges", rows: 2 },
      { kind: "items", rows: 2 },
    ]);
    await expect(exportBackers(one!.who.viewer, of.campaignId, "pledges", filter())).rejects.toMatchObject({ code: "notFound" });
  });

  test("say whose address changed since the export before, and mask addresses until production", async () => {
    const of = await fundedCampaign([{}, {}]);
    const { viewer } = of.creator;
    const take = async () => sheetOf(await exportBackers(viewer, of.campaignId, "pledges", filter()), "pledges", t);
    for (const { who, pledgeId } of of.backers) await answerSurvey(who.viewer, pledgeId, { addressId: await address(who), answers: {} });
    const first = await take();
    expect(column(first, "上次导出后地址有改动")).toEqual(["首次导出", "首次导出"]);
    expect([column(first, "收货人")[0], column(first, "手机")[0], column(first, "街道、门牌")[0]]).toEqual([
      "马**",
      "139****1234",
      "********",
    ]);
    await advance("1h");
    const { who, pledgeId } = of.backers[1]!;
    await answerSurvey(who.viewer, pledgeId, { addressId: await address(who, { street: "皋兰路 9 号" }), answers: {} });
    expect(column(await take(), "上次导出后地址有改动")).toEqual(["否", "是"]);
    await beginProduction(viewer, of.campaignId);
    const whole = await take();
    expect(column(whole, "街道、门牌")).toEqual(["滨河东路 1 号", "皋兰路 9 号"]);
    expect(column(whole, "上次导出后地址有改动")).toEqual(["否", "否"]);
  });

  test("show one moment although addresses change while they are read (H26)", async () => {
    const of = await fundedCampaign([{}, {}, {}]);
    await beginProduction(of.creator.viewer, of.campaignId);
    const books = new Map<string, string[]>();
    for (const { who, pledgeId } of of.backers) {
      books.set(pledgeId, [await address(who, { street: "甲路 1 号" }), await address(who, { street: "乙路 2 号" })]);
      await answerSurvey(who.viewer, pledgeId, { addressId: books.get(pledgeId)![0]!, answers: {} });
    }
    // Everybody moves in one transaction after the other; a file shows a beginning of that row of moves, never its middle without it.
    const moves = (async () => {
      for (const { who, pledgeId } of of.backers)
        await answerSurvey(who.viewer, pledgeId, { addressId: books.get(pledgeId)![1]!, answers: {} });
    })();
    const files = await Promise.all(Array.from({ length: 5 }, () => exportBackers(of.creator.viewer, of.campaignId, "pledges", filter())));
    await moves;
    for (const file of files) {
      const moved = file.rows.map((row) => row.to?.street === "乙路 2 号");
      expect(moved).toEqual([...moved].sort((a, b) => Number(b) - Number(a)));
    }
  });
});

test("the list of backers is filtered, and a stranger has no campaign to manage", async () => {
  const of = await fundedCampaign([{ rewards: { 0: 5 } }, { rewards: { 1: 1, 2: 2 } }]);
  const campaign = (await managed(of.creator.viewer, of.campaignId))!;
  expect(await managed(of.backers[0]!.who.viewer, of.campaignId)).toBeNull();
  const [first, second] = await rewardsOf(of.campaignId);
  const numbers = async (query: Record<string, string>) =>
    (await backersPage(campaign, filter(query), null)).rows.map((row) => row.queueNo);
  expect(await numbers({})).toEqual([1, 2]);
  expect(await numbers({ reward: first!.id })).toEqual([1]);
  expect(await numbers({ reward: second!.id, group: "collected", province: "620000" })).toEqual([2]);
  expect(await numbers({ province: "110000" })).toEqual([]);
  expect(await numbers({ parcel: "unsent", item: "露营灯" })).toEqual([1, 2]);
  expect(await numbers({ paidTo: "2020-01-01" })).toEqual([]);
  expect(await numbers({ group: "refunded" })).toEqual([]);
  await shipped(of);
  expect(await numbers({ parcel: "sent" })).toEqual([1, 2]);
  expect((await backersPage(campaign, filter(), `1~${of.backers[0]!.pledgeId}`)).rows.map((row) => row.queueNo)).toEqual([2]);
});

test("the list is filtered by the variant that was chosen, and so is what is taken out", async () => {
  const of = await fundedCampaign([{ rewards: { 1: 1 } }, { rewards: { 1: 1 } }, {}], async ({ campaignId, backers }) => {
    const [, second] = await rewardsOf(campaignId);
    const green = { 露营灯: { 颜色: "松绿" } };
    const line = { rewardId: second!.id, qty: 1, rewardV: second!.rewardV, options: green };
    const { who, pledgeId } = backers[1]!;
    await changePledge(who.viewer, pledgeId, { ...(await wishFor(campaignId, { lane: "WALLET" })), lines: [line] });
  });
  const campaign = (await managed(of.creator.viewer, of.campaignId))!;
  const { skus } = await backerChoices(of.campaignId);
  expect(skus.map(({ label }) => label).sort()).toEqual(["露营灯 · 颜色: 松绿", "露营灯 · 颜色: 沙色"].sort());
  const green = filter({ sku: skus.find(({ label }) => label.includes("松绿"))!.value });
  expect((await backersPage(campaign, green, null)).rows.map((row) => row.queueNo)).toEqual([2]);
  expect((await exportBackers(of.creator.viewer, of.campaignId, "items", green)).rows.map((row) => row.queueNo)).toEqual([2]);
  expect(filter({ sku: "{" }).sku).toBeNull();
});

test("a message reaches those of one reward, and a few a day are enough", async () => {
  const of = await fundedCampaign([{ rewards: { 0: 5 } }, { rewards: { 1: 1 } }]);
  const [, second] = await rewardsOf(of.campaignId);
  const { viewer } = of.creator;
  const words = { subject: "颜色确认", text: "松绿色会晚一周。" };
  expect(await messageBackers(viewer, of.campaignId, { rewardId: second!.id, ...words })).toBe(1);
  const told = await db.notice.findMany({ where: { kind: "campaigns.notice.creatorWrote" }, select: { userId: true, href: true } });
  expect(told).toEqual([{ userId: of.backers[1]!.who.userId, href: `/pledges/${of.backers[1]!.pledgeId}` }]);
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => messageBackers(viewer, of.campaignId, { rewardId: null, ...words })),
  );
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(2);
  await advance("25h");
  expect(await messageBackers(viewer, of.campaignId, { rewardId: null, ...words })).toBe(2);
  expect(await pledgeOf(of.backers[0]!.pledgeId)).toMatchObject({ state: "COLLECTED" });
});
