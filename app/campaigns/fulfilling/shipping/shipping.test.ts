import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { readFilter } from "#app/campaigns/fulfilling/backers/filter.ts";
import { deliveredShare } from "#app/campaigns/fulfilling/delivered-share.server.ts";
import { type Funded, fundedCampaign, parcelOf, shipped } from "#app/campaigns/fulfilling/fixtures.ts";
import { backersPage, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { autoConfirm, confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { finishDelivery } from "#app/campaigns/fulfilling/shipping/finish-delivery.server.ts";
import { delayShipment, markManySigned, markSigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { moveBatch, planBatches, removeBatch } from "#app/campaigns/fulfilling/shipping/plan-batches.server.ts";
import { prepareBatch } from "#app/campaigns/fulfilling/shipping/prepare-batch.server.ts";
import { importShipments, shipPledge } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import {
  readImport,
  type ShipmentState,
  shipmentFlow,
  shipmentStates,
  trackingNosOf,
} from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { campaignOf, pledgesOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { allows } from "#app/flow.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const DAY = 86_400_000;
const inDays = async (n: number) => new Date((await appNow()).getTime() + n * DAY);
const bring = (of: Funded, text: string) => importShipments(of.creator.viewer, of.campaignId, readImport(text));

describe("the flow of a parcel", () => {
  test("allows exactly these verbs in each state", () => {
    const verbs = (state: ShipmentState) =>
      Object.keys(shipmentFlow)
        .filter((verb) => allows(shipmentFlow, verb, state))
        .join(" ");
    expect(Object.fromEntries(shipmentStates.map((state) => [state, verbs(state)]))).toEqual({
      NOT_STARTED: "prepareBatch shipPledge",
      IN_PROGRESS: "shipPledge",
      SHIPPED: "delayShipment markSigned confirmReceipt",
      DELAYED: "markSigned confirmReceipt",
      DELIVERED: "",
    });
  });

  test("a list is read as people paste it, and its wrong lines are named", () => {
    const read = readImport(
      "\uFEFF排队号,快递公司,单号\r\n1,顺丰,sf1234567\n2\t中通\t78901234 78905678\n\n3 自提\n4,邮差,12345678\n5,顺丰,\n",
    );
    expect(read.rows.map(({ queueNo, carrier, trackingNos }) => [queueNo, carrier, trackingNos])).toEqual([
      [1, "SF", ["SF1234567"]],
      [2, "ZTO", ["78901234", "78905678"]],
      [3, "PICKUP", []],
    ]);
    expect(read.wrong).toEqual([6, 7]);
    expect(trackingNosOf("=1+1")).toBeNull();
  });
});

describe("batches", () => {
  test("are planned by the queue, told when they move, and dissolved while nothing was sent", async () => {
    const of = await fundedCampaign([{}, {}, {}]);
    const { viewer } = of.creator;
    expect(await planBatches(viewer, of.campaignId, { size: 2, everyDays: 7, firstAt: await inDays(5) })).toBe(2);
    await expect(planBatches(viewer, of.campaignId, { size: 2, everyDays: 7, firstAt: await inDays(5) })).rejects.toMatchObject({
      code: "nobodyToPlan",
    });
    const [one, two] = await db.batch.findMany({ where: { campaignId: of.campaignId }, orderBy: { ord: "asc" } });
    expect(two!.plannedAt.getTime() - one!.plannedAt.getTime()).toBe(7 * DAY);
    expect((await pledgesOf(of.campaignId)).map((p) => [p.queueNo, p.batchId])).toEqual([
      [1, one!.id],
      [2, one!.id],
      [3, two!.id],
    ]);
    await expect(prepareBatch(viewer, of.campaignId, one!.id)).rejects.toMatchObject({ code: "productionFirst" });
    await beginProduction(viewer, of.campaignId);
    const packed = await Promise.all(Array.from({ length: 4 }, () => prepareBatch(viewer, of.campaignId, one!.id)));
    expect(packed.sort()).toEqual([0, 0, 0, 2]);
    const seen = await backersPage((await managed(viewer, of.campaignId))!, readFilter(new Map()), null);
    expect(seen.rows.map((row) => row.parcels.map((parcel) => parcel.state))).toEqual([["IN_PROGRESS"], ["IN_PROGRESS"], []]);
    await moveBatch(viewer, of.campaignId, { batchId: two!.id, title: "2", note: "模具返修", plannedAt: await inDays(30) });
    const told = await db.notice.findMany({ where: { kind: "campaigns.notice.batchMoved" }, select: { userId: true } });
    expect(told.map((n) => n.userId)).toEqual([of.backers[2]!.who.userId]);
    await removeBatch(viewer, of.campaignId, two!.id);
    await shipped(of);
    expect(await db.shipment.count({ where: { campaignId: of.campaignId } })).toBe(3);
    expect(await parcelOf(of.backers[0]!.pledgeId)).toMatchObject({ state: "SHIPPED", carrier: "SF", trackingNos: ["SF0000000001"] });
    await expect(removeBatch(viewer, of.campaignId, one!.id)).rejects.toMatchObject({ code: "batchSent" });
  });
});

describe("parcels", () => {
  test("a list is taken whole or not at all, and the same list twice adds nothing", async () => {
    const of = await fundedCampaign([{}, {}]);
    await expect(bring(of, "1, 顺丰, SF000001\n9, 顺丰, SF000009")).rejects.toMatchObject({
      code: "shipmentUnknown",
      params: { lines: "2" },
    });
    await expect(bring(of, "1, 顺丰, SF000001\n2, 骆驼, SF000009")).rejects.toMatchObject({
      code: "shipmentLines",
      params: { lines: "2" },
    });
    expect(await db.shipment.count({ where: { campaignId: of.campaignId } })).toBe(0);
    expect(await bring(of, "1, 顺丰, SF000001 SF000011\n2, 顺丰, SF000002")).toBe(2);
    expect(await bring(of, "1, 顺丰, SF000001 SF000011\n2, 顺丰, SF000002")).toBe(0);
    expect(await db.shipment.count({ where: { campaignId: of.campaignId } })).toBe(2);
    expect(await campaignOf(of.campaignId)).toMatchObject({ fulfilment: "SHIPPING" });
    const strangers = fundedCampaign();
    const { viewer } = (await strangers).creator;
    await expect(importShipments(viewer, of.campaignId, readImport("1, 顺丰, SF000003"))).rejects.toMatchObject({ code: "notFound" });
  });

  test("two lists at once register a parcel once", async () => {
    const of = await fundedCampaign();
    await Promise.all(Array.from({ length: 6 }, () => bring(of, "1, 顺丰, SF777777")));
    expect(await db.shipment.count({ where: { campaignId: of.campaignId } })).toBe(1);
  });

  test("late, handed over, and received once, however often the backer says so", async () => {
    const of = await fundedCampaign();
    const { who, pledgeId } = of.backers[0]!;
    const numbers = { pledgeId, carrier: "SF" as const, trackingNos: ["SF888888"], note: "" };
    await shipPledge(of.creator.viewer, of.campaignId, numbers);
    const { id } = await parcelOf(pledgeId);
    await delayShipment(of.creator.viewer, { shipmentId: id, note: "大雪封路" });
    expect(await markManySigned(of.creator.viewer, of.campaignId, "SF888888\nSF999999")).toBe(1);
    await expect(markSigned(of.creator.viewer, id)).rejects.toMatchObject({ code: "wrongState" });
    await expect(confirmReceipt(of.creator.viewer, id)).rejects.toMatchObject({ code: "notFound" });
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => confirmReceipt(who.viewer, id)));
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db.transition.count({ where: { entityId: id, verb: "confirmReceipt" } })).toBe(1);
    expect(await deliveredShare(of.campaignId)).toEqual({ shippable: 1, sent: 1, delivered: 1 });
    await tick("finishDelivery");
    expect(await campaignOf(of.campaignId)).toMatchObject({ fulfilment: "DELIVERED" });
  });

  test("confirm themselves 15 days after the hand-over and two reminders, also when the clock stood still", async () => {
    const of = await shipped(await fundedCampaign([{}, {}]));
    const [one, two] = of.backers;
    const [first, second] = [await parcelOf(one!.pledgeId), await parcelOf(two!.pledgeId)];
    await markSigned(of.creator.viewer, first.id);
    const reminders = async () => (await parcelOf(one!.pledgeId)).reminders;
    await tick("remindReceipt", "autoConfirm");
    expect(await reminders()).toBe(0);
    await advance("16d");
    await tick("remindReceipt", "remindReceipt", "autoConfirm");
    expect([await reminders(), (await parcelOf(one!.pledgeId)).state]).toEqual([1, "SHIPPED"]);
    await advance("25h");
    await tick("remindReceipt", "remindReceipt", "autoConfirm");
    expect([await reminders(), (await parcelOf(one!.pledgeId)).state]).toEqual([2, "SHIPPED"]);
    await advance("25h");
    await tick("autoConfirm");
    expect(await parcelOf(one!.pledgeId)).toMatchObject({ state: "DELIVERED", byRule: true });
    await expect(autoConfirm(second.id)).rejects.toMatchObject({ code: "wrongState" });
    await expect(finishDelivery(of.creator.viewer, of.campaignId)).rejects.toMatchObject({ code: "notAllDelivered", params: { left: 1 } });
  });
});
