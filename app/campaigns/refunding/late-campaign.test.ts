import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { promiseDate } from "#app/campaigns/changing/promise-date.server.ts";
import { remindNewDate } from "#app/campaigns/changing/remind-new-date.server.ts";
import { rewardsOf } from "#app/campaigns/fixtures.ts";
import { address, type Funded, fundedCampaign, parcelOf, shipped, surveyed } from "#app/campaigns/fulfilling/fixtures.ts";
import { nextSteps } from "#app/campaigns/fulfilling/next-steps.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { finishDelivery } from "#app/campaigns/fulfilling/shipping/finish-delivery.server.ts";
import { markSigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { manyPledges, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { pledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { climbLadder } from "#app/campaigns/refunding/climb-ladder.server.ts";
import { pledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { campaignOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { db } from "#app/db.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const DAY = 86_400_000;
const no = (code: string) => expect.objectContaining({ code });
/** The second reward is a file, everything else goes by parcel. */
const file = { "rewards[1].ships": "" };
const onlyFiles = { "rewards[0].ships": "", "rewards[1].ships": "", "addOns[0].ships": "" };
const right = async (of: Funded, i = 0) => (await pledgeMoney(of.backers[i]!.who.viewer, of.backers[i]!.pledgeId))!.right;
const noticed = (of: Funded, i: number, kind: string) =>
  db.notice.count({ where: { userId: of.backers[i]!.who.userId, kind: `campaigns.notice.${kind}` } });
/** So many days after the promised day (150 after the launch), counted from the end of the collection. */
const late = (days: number) => advance(`${120 + days}d`);
const standing = async (of: Funded) => {
  await tick("climbLadder", "refundDelayed");
  const { delayLevel, fulfilment } = await campaignOf(of.campaignId);
  return [delayLevel, fulfilment];
};

describe("a campaign is late with what it could have sent", () => {
  test("not with a file beside its parcels; the file's own rights end when everything is delivered", async () => {
    const of = await fundedCampaign([{}, { rewards: { 1: 1 }, provinceCode: null }], undefined, { values: file });
    const { viewer } = of.creator;
    await importShipments(viewer, of.campaignId, readImport("1, 顺丰, SF0000000001"));
    await late(95);
    expect(await standing(of)).toEqual([0, "SHIPPING"]);
    await expect(climbLadder(of.campaignId)).rejects.toEqual(no("wrongState"));
    expect(await right(of, 1)).toMatchObject({ reason: "DELAY_FULL" });
    const money = (await pledgeMoney(of.backers[1]!.who.viewer, of.backers[1]!.pledgeId))!;
    expect(money).toMatchObject({ ships: false, goesBackItself: false });
    await confirmReceipt(of.backers[0]!.who.viewer, (await parcelOf(of.backers[0]!.pledgeId)).id);
    await tick("finishDelivery");
    expect(await campaignOf(of.campaignId)).toMatchObject({ fulfilment: "DELIVERED", delayLevel: 0 });
    expect(await right(of, 1)).toBeNull();
    expect([await noticed(of, 0, "deliveredWithoutParcel"), await noticed(of, 1, "deliveredWithoutParcel")]).toEqual([0, 1]);
    await expect(takeBack(of.backers[1]!.who.viewer, of.backers[1]!.pledgeId, 1n)).rejects.toEqual(no("nothingToGiveBack"));
  });

  test("nothing goes by parcel: its creator says when it is delivered, and until then it is as late as any", async () => {
    const of = await fundedCampaign([{ bonusFen: 20_00n, provinceCode: null }], undefined, {
      values: onlyFiles,
      refundPolicy: "SALE_LIKE",
    });
    const { who, pledgeId } = of.backers[0]!;
    expect(await right(of)).toMatchObject({ reason: "ON_REQUEST" });
    await late(2);
    expect(await standing(of)).toEqual([1, "OVERDUE"]);
    await finishDelivery(of.creator.viewer, of.campaignId);
    expect(await campaignOf(of.campaignId)).toMatchObject({ fulfilment: "DELIVERED", newDateBy: null });
    const returned = (await right(of))!;
    expect(returned).toMatchObject({ reason: "RETURNED" });
    expect(returned.untilAt!.getTime() - (await campaignOf(of.campaignId)).deliveredAt!.getTime()).toBe(7 * DAY);
    await advance("7d");
    expect(await right(of)).toBeNull();
    await expect(takeBack(who.viewer, pledgeId, returned.amountFen)).rejects.toEqual(no("nothingToGiveBack"));
    await advance("120d");
    expect(await standing(of)).toEqual([1, "DELIVERED"]);
  });

  test("not with a backer who never gave an address; who gives one late is waited for from then on", async () => {
    const of = await surveyed(await fundedCampaign([{}, {}, {}]));
    const [one, two, never] = of.backers;
    await answerSurvey(one!.who.viewer, one!.pledgeId, { addressId: await address(one!.who), answers: {} });
    await advance("15d");
    await tick("lockSurvey");
    await importShipments(of.creator.viewer, of.campaignId, readImport("1, 顺丰, SF0000000001"));
    await late(13);
    expect(await standing(of)).toEqual([0, "SHIPPING"]);
    await answerSurvey(two!.who.viewer, two!.pledgeId, { addressId: await address(two!.who), answers: {} });
    expect(await standing(of)).toEqual([0, "SHIPPING"]);
    await advance("1d");
    expect(await standing(of)).toEqual([1, "SHIPPING"]);
    // Their own rights are counted from the promise all the same.
    await advance("28d");
    expect(await standing(of)).toEqual([1, "SHIPPING"]);
    expect(await right(of, 2)).toMatchObject({ reason: "DELAY_UNRELEASED" });
    await advance("60d");
    expect(await standing(of)).toEqual([2, "SHIPPING"]);
    await advance("1d");
    expect(await standing(of)).toEqual([3, "DEFAULTED"]);
    await advance("3d");
    await standing(of);
    expect(await pledgeOf(never!.pledgeId)).toMatchObject({ state: "REFUNDING", endReason: "DELAY_DEFAULT" });
  });

  test("one parcel of twenty was forgotten: its backer has every right, the campaign kept its word", async () => {
    const of = await fundedCampaign([], (made) => manyPledges(made.campaignId, 20, { rewards: { 0: 1 } }));
    const sent = Array.from({ length: 19 }, (_, i) => `${i + 1}, 顺丰, SF${String(i + 1).padStart(10, "0")}`).join("\n");
    await importShipments(of.creator.viewer, of.campaignId, readImport(sent));
    await late(95);
    expect(await standing(of)).toEqual([3, "SHIPPING"]);
    const pledges = await db.pledge.findMany({ where: { campaignId: of.campaignId }, select: { id: true, queueNo: true } });
    const told = { kind: "campaigns.notice.mayTakeAll", href: { in: pledges.map(({ id }) => `/pledges/${id}`) } };
    const forgotten = pledges.find(({ queueNo }) => queueNo === 20)!;
    expect((await db.notice.findMany({ where: told })).map(({ href }) => href)).toEqual([`/pledges/${forgotten.id}`]);
    expect(await db.campaignCase.count({ where: { campaignId: of.campaignId } })).toBe(0);
    // A few more whose parcel turns out never to have left are too many, whatever the level.
    await db.shipment.updateMany({ where: { campaignId: of.campaignId, pledge: { queueNo: { gt: 17 } } }, data: { shippedAt: null } });
    await advance("11m");
    expect(await standing(of)).toEqual([3, "DEFAULTED"]);
  });
});

describe("a week for a new date", () => {
  const seen = async (of: Funded) => (await campaignPage(null, of.campaignId, await appNow()))!.campaign;
  const askedBy = async (of: Funded) => (await nextSteps(await campaignOf(of.campaignId))).newDateBy;
  const name = async (of: Funded, days: number) => {
    const [first] = await rewardsOf(of.campaignId);
    const promised = new Date((await appNow()).getTime() + days * DAY);
    await promiseDate(of.creator.viewer, { rewardId: first!.id, promised, note: "模具返修，推迟一个月发货" });
    return promised;
  };

  test("is the creator's next step; past it the page says so, until the date is named and stands beside the promised one", async () => {
    const of = await fundedCampaign();
    await late(2);
    expect(await standing(of)).toEqual([1, "OVERDUE"]);
    const by = await askedBy(of);
    expect(by!.getTime()).toBeGreaterThan((await appNow()).getTime() + 6 * DAY);
    await expect(remindNewDate(of.campaignId)).rejects.toEqual(no("wrongState"));
    expect(await seen(of)).toMatchObject({ newDateMissed: false });
    await advance("7d");
    await tick("remindNewDate");
    await expect(remindNewDate(of.campaignId)).rejects.toEqual(no("wrongState"));
    expect(await db.notice.count({ where: { userId: of.creator.userId, kind: "campaigns.notice.newDateMissed" } })).toBe(1);
    expect(await seen(of)).toMatchObject({ newDateMissed: true });
    await name(of, 20);
    const promised = await name(of, 30);
    expect(await askedBy(of)).toBeNull();
    const page = await seen(of);
    expect(page.newDateMissed).toBe(false);
    expect(page.rewards.map(({ newDate }) => newDate)).toEqual([promised, null]);
    const { who, pledgeId } = of.backers[0]!;
    const { lines } = (await pledgePage(who.viewer, pledgeId, await appNow()))!;
    expect(lines[0]).toMatchObject({ newDate: promised, promisedAt: page.rewards[0]!.promisedAt });
  });

  test("is not asked of who named one in time, nor when nothing late is left", async () => {
    const of = await fundedCampaign();
    await name(of, 200);
    await late(2);
    expect(await standing(of)).toEqual([1, "OVERDUE"]);
    expect(await askedBy(of)).toBeNull();
    const other = await fundedCampaign();
    await late(2);
    await standing(other);
    expect(await askedBy(other)).not.toBeNull();
    await shipped(other);
    expect(await askedBy(other)).toBeNull();
  });
});

test("the seven days begin when the backer has it, not when the creator says that it was handed over", async () => {
  const of = await shipped(await fundedCampaign([{}], undefined, { refundPolicy: "SALE_LIKE" }));
  const { who, pledgeId } = of.backers[0]!;
  const { id } = await parcelOf(pledgeId);
  await markSigned(of.creator.viewer, id);
  expect(await right(of)).toMatchObject({ reason: "RETURNED" });
  await advance("8d");
  expect(await right(of)).toBeNull();
  await confirmReceipt(who.viewer, id);
  const { confirmedAt } = await parcelOf(pledgeId);
  expect((await right(of))!.untilAt!.getTime()).toBe(confirmedAt!.getTime() + 7 * DAY);
});
