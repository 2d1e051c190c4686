import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { deliveryOf } from "#app/campaigns/fulfilling/delivery.server.ts";
import { address, type Funded, fundedCampaign, parcelOf, shipped, surveyed } from "#app/campaigns/fulfilling/fixtures.ts";
import { cancelLate } from "#app/campaigns/fulfilling/late/cancel-late.server.ts";
import { endLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { backerPage, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { readShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { shipPledge } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { correctAddress } from "#app/campaigns/fulfilling/survey/correct-address.server.ts";
import { lockSurvey } from "#app/campaigns/fulfilling/survey/lock-survey.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { readAnswers, SaveSurvey } from "#app/campaigns/fulfilling/survey/survey.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { backer, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { campaignOf, settleDown, tick } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const DAY = 86_400_000;
const asked = { kind: "CHOICE" as const, options: ["沙色", "松绿"], required: true, rewardIds: [] };
const color = { ...asked, id: "color", label: "什么颜色？" };
const answer = (of: Funded, addressId: string | null, answers: Record<string, string> = {}, i = 0) =>
  answerSurvey(of.backers[i]!.who.viewer, of.backers[i]!.pledgeId, { addressId, answers });

describe("late pledging", () => {
  test("is decided before the end, never cheaper than the campaign, and ends for good after a month without a pledge", async () => {
    const by = await creator();
    const campaignId = await liveCampaign(by.viewer, { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" });
    const [first] = await rewardsOf(campaignId);
    const price = (fen: bigint | null) => ({ prices: [{ rewardId: first!.id, price: fen }] });
    await expect(scheduleLate(by.viewer, campaignId, price(198_99n))).rejects.toMatchObject({
      code: "latePriceLow",
      field: "prices[0].price",
    });
    await expect(scheduleLate(by.viewer, campaignId, price(null))).rejects.toMatchObject({ code: "lateNothing" });
    await scheduleLate(by.viewer, campaignId, price(229_00n));
    expect((await rewardsOf(campaignId)).map((r) => r.latePriceFen)).toEqual([229_00n, null, null]);
    await cancelLate(by.viewer, campaignId);
    expect((await rewardsOf(campaignId))[0]!.latePriceFen).toBeNull();
  });

  test("opens with the success, counts its idle month, and cannot be opened again", async () => {
    const of = await fundedCampaign([{}], async ({ campaignId, creator: by }) => {
      const [first] = await rewardsOf(campaignId);
      await scheduleLate(by.viewer, campaignId, { prices: [{ rewardId: first!.id, price: 229_00n }] });
    });
    expect((await campaignOf(of.campaignId)).latePledge).toBe("OPEN");
    expect(await tick("endLate")).toBe(0);
    await shipped(of);
    const { who, pledgeId } = of.backers[0]!;
    await confirmReceipt(who.viewer, (await parcelOf(pledgeId)).id);
    await tick("finishDelivery");
    expect((await campaignOf(of.campaignId)).fulfilment).toBe("SHIPPING");
    await advance("30d");
    expect(await tick("endLate")).toBe(1);
    await tick("finishDelivery");
    expect((await campaignOf(of.campaignId)).fulfilment).toBe("DELIVERED");
    expect((await campaignOf(of.campaignId)).latePledge).toBe("ENDED");
    await expect(endLate(of.creator.viewer, of.campaignId)).rejects.toMatchObject({ code: "wrongState" });
  });
});

describe("reward by reward", () => {
  test("each ends its late pledges and locks by itself; whoever chose nothing is asked with the last", async () => {
    const of = await fundedCampaign([{}, { rewards: { 1: 1 } }, { rewards: {}, bonusFen: 50_00n }], async ({ campaignId, creator: by }) => {
      const [first, second] = await rewardsOf(campaignId);
      const prices = [first!, second!].map(({ id, priceFen }) => ({ rewardId: id, price: priceFen }));
      await scheduleLate(by.viewer, campaignId, { prices });
    });
    const { campaignId, creator: by } = of;
    const [first, second] = await rewardsOf(campaignId);
    const lockAt = (days: number) => appNow().then((now) => new Date(now.getTime() + days * DAY));
    const asked = () =>
      Promise.all(of.backers.map(({ who }) => db.notice.count({ where: { userId: who.userId, kind: "campaigns.notice.surveySent" } })));
    const late = async (rewardId: string) =>
      claimPledge((await backer()).viewer, campaignId, await wishFor(campaignId, { rewards: { [rewardId]: 1 } }));
    await sendSurvey(by.viewer, campaignId, { lockAt: await lockAt(20), rewardIds: [first!.id] });
    expect(await asked()).toEqual([1, 0, 0]);
    await expect(late(first!.id)).rejects.toMatchObject({ code: "rewardClosed" });
    await endClaim((await late(second!.id)).pledgeId, null).catch(() => undefined);
    expect(await campaignOf(campaignId)).toMatchObject({ latePledge: "OPEN", fulfilment: "SURVEY" });
    await expect(sendSurvey(by.viewer, campaignId, { lockAt: await lockAt(20), rewardIds: [first!.id] })).rejects.toMatchObject({
      code: "surveySent",
    });
    await expect(saveSurvey(by.viewer, campaignId, { intro: "", questions: [] })).rejects.toMatchObject({ code: "surveySent" });
    const second2 = await deliveryOf(of.backers[1]!.who.viewer, of.backers[1]!.pledgeId);
    expect([(await deliveryOf(of.backers[0]!.who.viewer, of.backers[0]!.pledgeId))!.survey !== null, second2!.survey]).toEqual([
      true,
      null,
    ]);
    // Two clerks of the creator send the rest at once: one does.
    const wanted = { lockAt: await lockAt(40), rewardIds: [first!.id, second!.id] };
    const both = await Promise.allSettled([sendSurvey(by.viewer, campaignId, wanted), sendSurvey(by.viewer, campaignId, wanted)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await asked()).toEqual([1, 1, 1]);
    expect((await campaignOf(campaignId)).latePledge).toBe("ENDED");
    await answer(of, await address(of.backers[0]!.who));
    await answer(of, await address(of.backers[1]!.who), {}, 1);
    await advance("21d");
    await tick("remindSurvey", "lockSurvey");
    await expect(answer(of, null)).rejects.toMatchObject({ code: "addressLocked" });
    await answer(of, null, {}, 1);
    expect((await db.survey.findUniqueOrThrow({ where: { campaignId } })).lockedAt).toBeNull();
    await advance("20d");
    await tick("lockSurvey");
    await expect(answer(of, null, {}, 1)).rejects.toMatchObject({ code: "addressLocked" });
    expect((await db.survey.findUniqueOrThrow({ where: { campaignId } })).lockedAt).not.toBeNull();
  });

  test("what the creator forgot goes out by itself a month after the collection", async () => {
    const of = await fundedCampaign([{}, { rewards: { 1: 1 } }]);
    const [first, second] = await rewardsOf(of.campaignId);
    await sendSurvey(of.creator.viewer, of.campaignId, {
      lockAt: new Date((await appNow()).getTime() + 20 * DAY),
      rewardIds: [second!.id],
    });
    expect(await tick("sendSurvey")).toBe(0);
    await advance("31d");
    expect(await tick("sendSurvey")).toBe(1);
    expect(await db.surveyRound.findMany({ where: { campaignId: of.campaignId, rewardId: first!.id } })).toHaveLength(1);
    expect(await tick("sendSurvey")).toBe(0);
  });
});

describe("a survey", () => {
  test("reads its builder's rows and judges answers", () => {
    const typed = { intro: "", questions: [{ label: "颜色", kind: "CHOICE", options: "沙色\n松绿\n沙色", required: "on" }, { label: "" }] };
    expect(SaveSurvey.parse(typed).questions).toEqual([{ ...asked, id: "", label: "颜色" }]);
    expect(SaveSurvey.safeParse({ intro: "", questions: [{ label: "颜色", kind: "CHOICE", options: "沙色" }] }).success).toBe(false);
    expect(readAnswers([color], { color: " 沙色 ", other: "x" })).toEqual({ answers: { color: "沙色" } });
    expect(readAnswers([color], {})).toEqual({ wrong: color });
    expect(readAnswers([color], { color: "红" })).toEqual({ wrong: color });
  });

  test("is sent once, announces its lock two weeks ahead, and everybody hears of it", async () => {
    const of = await fundedCampaign();
    await saveSurvey(of.creator.viewer, of.campaignId, { intro: "请选择颜色", questions: [color] });
    const soon = new Date((await appNow()).getTime() + 13 * DAY);
    await expect(sendSurvey(of.creator.viewer, of.campaignId, { lockAt: soon })).rejects.toMatchObject({ code: "lockTooSoon" });
    await surveyed(of);
    expect(await campaignOf(of.campaignId)).toMatchObject({ fulfilment: "SURVEY" });
    await expect(saveSurvey(of.creator.viewer, of.campaignId, { intro: "", questions: [] })).rejects.toMatchObject({ code: "surveySent" });
    await expect(sendSurvey(of.creator.viewer, of.campaignId)).rejects.toMatchObject({ code: "surveySent" });
    const told = await db.notice.findMany({ where: { userId: of.backers[0]!.who.userId, kind: "campaigns.notice.surveySent" } });
    expect(told.map((n) => n.href)).toEqual([`/pledges/${of.backers[0]!.pledgeId}`]);
    await expect(answer(of, null, { color: "沙色" })).rejects.toMatchObject({ code: "addressNeeded" });
    await expect(answer(of, await address(of.backers[0]!.who), {})).rejects.toMatchObject({ code: "answerNeeded", field: "answers.color" });
    await answer(of, await address(of.backers[0]!.who), { color: "沙色" });
    expect(await db.surveyAnswer.findUnique({ where: { pledgeId: of.backers[0]!.pledgeId } })).toMatchObject({
      answers: { color: "沙色" },
    });
  });

  test("goes out by itself a month after the collection, reminds three days before the lock, locks on time", async () => {
    const of = await fundedCampaign([{}, {}]);
    await answer(of, await address(of.backers[0]!.who));
    await advance("31d");
    await tick("sendSurvey", "sendSurvey");
    const { lockAt } = await db.survey.findUniqueOrThrow({ where: { campaignId: of.campaignId } });
    expect(lockAt!.getTime() - (await appNow()).getTime()).toBeGreaterThan(14 * DAY - 60_000);
    await answer(of, null);
    const both = of.backers.map(({ who }) => who.userId);
    const ofBoth = { kind: "campaigns.notice.surveyReminder", userId: { in: both } };
    await tick("remindSurvey", "lockSurvey");
    expect(await db.notice.count({ where: ofBoth })).toBe(0);
    await advance("13d");
    await tick("remindSurvey", "remindSurvey", "lockSurvey");
    const reminded = await db.notice.findMany({ where: ofBoth, select: { userId: true } });
    expect(reminded.map((n) => n.userId)).toEqual([of.backers[1]!.who.userId]);
    await advance("3d");
    await tick("lockSurvey", "lockSurvey");
    expect((await db.survey.findUniqueOrThrow({ where: { campaignId: of.campaignId } })).lockedAt).not.toBeNull();
    await expect(lockSurvey((await rewardsOf(of.campaignId))[0]!.id)).rejects.toMatchObject({ code: "wrongState" });
    await expect(answer(of, await address(of.backers[0]!.who))).rejects.toMatchObject({ code: "addressLocked" });
  });

  test("takes an address of the shipping zone that was paid for, and only the backer's own", async () => {
    const of = await fundedCampaign([{}, {}]);
    const [one, two] = of.backers;
    const far = await address(one!.who, {
      provinceCode: "540000",
      cityCode: "540100",
      districtCode: "540102",
      region: "西藏自治区 拉萨市 城关区",
    });
    await expect(answer(of, far)).rejects.toMatchObject({ code: "otherZone" });
    await expect(answer(of, await address(two!.who))).rejects.toMatchObject({ code: "notFound" });
    await expect(answerSurvey(two!.who.viewer, one!.pledgeId, { addressId: null, answers: {} })).rejects.toMatchObject({
      code: "notFound",
    });
  });

  test("an address is never changed after the lock, however close they come (H22)", async () => {
    const of = await surveyed(await fundedCampaign());
    const [first, other] = [await address(of.backers[0]!.who), await address(of.backers[0]!.who, { street: "皋兰路 9 号" })];
    await answer(of, first);
    const { id } = (await rewardsOf(of.campaignId))[0]!;
    await db.surveyRound.update({ where: { rewardId: id }, data: { lockAt: new Date((await appNow()).getTime() + 200) } });
    const keepsChanging = async () => {
      for (let i = 0; i < 200; i++) {
        const refused = await answer(of, i % 2 ? first : other).then(
          () => null,
          (e) => e.code,
        );
        if (refused) return refused;
      }
    };
    const locks = async (): Promise<void> => {
      while (
        (await lockSurvey(id).then(
          () => "done",
          (e) => e.code,
        )) === "wrongState"
      );
    };
    const [, ...ends] = await Promise.all([locks(), ...Array.from({ length: 6 }, keepsChanging)]);
    const { lockAt, lockedAt } = await db.surveyRound.findUniqueOrThrow({ where: { rewardId: id } });
    const { addressChangedAt } = await pledgeOf(of.backers[0]!.pledgeId);
    expect(new Set(ends)).toEqual(new Set(["addressLocked"]));
    expect(addressChangedAt!.getTime()).toBeLessThan(lockAt!.getTime());
    expect(lockedAt!.getTime()).toBeGreaterThanOrEqual(lockAt!.getTime());
  });

  test("who gave no address by the lock gives one afterwards, once, until the parcel leaves", async () => {
    const of = await surveyed(await fundedCampaign([{}, {}, {}]));
    const [first, second, third] = of.backers;
    await answer(of, await address(first!.who));
    const takes = async (i: number) => (await deliveryOf(of.backers[i]!.who.viewer, of.backers[i]!.pledgeId))!.takes;
    expect([await takes(0), await takes(1)]).toEqual(["all", "all"]);
    await advance("16d");
    await tick("remindSurvey", "lockSurvey");
    expect([await takes(0), await takes(1)]).toEqual(["nothing", "address"]);
    await expect(answer(of, null, {}, 1)).rejects.toMatchObject({ code: "addressNeeded" });
    const lhasa = { provinceCode: "540000", cityCode: "540100", districtCode: "540102", region: "西藏自治区 拉萨市 城关区" };
    await expect(answer(of, await address(second!.who, lhasa), {}, 1)).rejects.toMatchObject({ code: "otherZone" });
    const streets = await Promise.all(Array.from({ length: 6 }, (_, i) => address(second!.who, { street: `皋兰路 ${i + 1} 号` })));
    const all = await Promise.allSettled(streets.map((id) => answer(of, id, {}, 1)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []))).toEqual(Array(5).fill("addressLocked"));
    const given = await pledgeOf(second!.pledgeId);
    expect(given.addressId).toBe(streets[all.findIndex(({ status }) => status === "fulfilled")]);
    expect(given.addressLateAt).toEqual(given.addressChangedAt);
    expect(await takes(1)).toBe("nothing");
    const href = `/campaigns/${of.campaignId}/manage/backers/${second!.pledgeId}`;
    expect(await db.notice.count({ where: { kind: "campaigns.notice.addressLate", href } })).toBe(1);
    // Picked up without an address: there is nothing left to send to one.
    const pickedUp = { pledgeId: third!.pledgeId, carrier: "PICKUP" as const, trackingNos: [], note: "" };
    expect(await takes(2)).toBe("address");
    await shipPledge(of.creator.viewer, of.campaignId, pickedUp);
    expect(await takes(2)).toBe("nothing");
    await expect(answer(of, await address(third!.who), {}, 2)).rejects.toMatchObject({ code: "addressLocked" });
  });

  test("the creator enters one for who gave none, in the province that sending was paid for", async () => {
    const of = await surveyed(await fundedCampaign());
    const { pledgeId, who } = of.backers[0]!;
    const entered = { pledgeId, name: "马小河", phone: "13900005678", districtCode: "620103", street: "西津西路 8 号" };
    await beginProduction(of.creator.viewer, of.campaignId);
    const view = async () => (await backerPage((await managed(of.creator.viewer, of.campaignId))!, pledgeId))!;
    expect((await view()).mayCorrect).toBe(false);
    await advance("16d");
    await tick("remindSurvey", "lockSurvey");
    expect(await view()).toMatchObject({ mayCorrect: true, to: null });
    expect((await view()).districts.length).toBeGreaterThan(0);
    await expect(correctAddress(of.creator.viewer, { ...entered, districtCode: "110101" })).rejects.toMatchObject({
      code: "otherProvince",
    });
    // The backer does the same at that moment: whoever is later corrects, or finds it given.
    const own = await address(who);
    await Promise.allSettled([correctAddress(of.creator.viewer, entered), answer(of, own)]);
    expect(readShipTo((await pledgeOf(pledgeId)).shipTo)).toMatchObject({ street: "西津西路 8 号" });
    expect((await pledgeOf(pledgeId)).addressLateAt).not.toBeNull();
  });

  test("after the lock the creator corrects it within the province, and the backer is told", async () => {
    const of = await surveyed(await fundedCampaign());
    await answer(of, await address(of.backers[0]!.who));
    const { pledgeId, who } = of.backers[0]!;
    const right = { pledgeId, name: "马小河", phone: "13900005678", districtCode: "620103", street: "西津西路 8 号" };
    await beginProduction(of.creator.viewer, of.campaignId);
    await expect(correctAddress(of.creator.viewer, right)).rejects.toMatchObject({ code: "notLockedYet" });
    await advance("16d");
    await tick("remindSurvey", "lockSurvey");
    await expect(correctAddress(of.creator.viewer, { ...right, districtCode: "110101" })).rejects.toMatchObject({ code: "otherProvince" });
    await expect(correctAddress(who.viewer, right)).rejects.toMatchObject({ code: "notFound" });
    await correctAddress(of.creator.viewer, right);
    expect(readShipTo((await pledgeOf(pledgeId)).shipTo)).toMatchObject({ region: "甘肃省 兰州市 七里河区", street: "西津西路 8 号" });
    expect(await db.notice.count({ where: { userId: who.userId, kind: "campaigns.notice.addressCorrected" } })).toBe(1);
    await settleDown();
  });
});
