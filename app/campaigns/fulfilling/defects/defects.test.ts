import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { picture, theReviewer } from "#app/campaigns/fixtures.ts";
import { acceptRemedy, closeDefect } from "#app/campaigns/fulfilling/defects/accept-remedy.server.ts";
import { answerDefect } from "#app/campaigns/fulfilling/defects/answer-defect.server.ts";
import { decideDefect } from "#app/campaigns/fulfilling/defects/decide-defect.server.ts";
import { AnswerDefect, type DefectState, defectFlow, defectStates } from "#app/campaigns/fulfilling/defects/defect.ts";
import { escalateDefect } from "#app/campaigns/fulfilling/defects/escalate-defect.server.ts";
import { seesDefect } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { reportDefect } from "#app/campaigns/fulfilling/defects/report-defect.server.ts";
import { type Funded, fundedCampaign, parcelOf, shipped } from "#app/campaigns/fulfilling/fixtures.ts";
import { autoConfirm } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { markSigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { policy } from "#app/campaigns/policy.ts";
import { campaignOf, settleDown, tick } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { allows } from "#app/flow.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

async function handedOver(): Promise<Funded> {
  const of = await shipped(await fundedCampaign());
  await markSigned(of.creator.viewer, (await parcelOf(of.backers[0]!.pledgeId)).id);
  return of;
}
async function report(of: Funded) {
  const { who, pledgeId } = of.backers[0]!;
  const files = [await picture(who.viewer)];
  return reportDefect(who.viewer, { pledgeId, kind: "DAMAGED", text: "灯罩在运输中裂了一条缝。", files });
}
const defectOf = (id: string) => db.defectReport.findUniqueOrThrow({ where: { id } });
const outcome = (of: PromiseSettledResult<unknown>) => (of.status === "rejected" ? of.reason.code : "done");

test("the flow of a report allows exactly these verbs in each state", () => {
  const verbs = (state: DefectState) =>
    Object.keys(defectFlow)
      .filter((verb) => allows(defectFlow, verb, state))
      .join(" ");
  expect(Object.fromEntries(defectStates.map((state) => [state, verbs(state)]))).toEqual({
    REPORTED: "answerDefect escalateDefect closeDefect",
    ANSWERED: "acceptRemedy escalateDefect closeDefect",
    ACCEPTED: "escalateDefect closeDefect",
    ESCALATED: "decideDefect closeDefect",
    DECIDED: "closeDefect",
    CLOSED: "",
  });
  const refund = { defectId: crypto.randomUUID(), remedy: "REFUND", amount: "", answer: "好" };
  expect(AnswerDefect.safeParse(refund).error?.issues[0]?.path).toEqual(["amount"]);
});

describe("a defect", () => {
  test("is reported once with photos within 15 days of the hand-over; only its people see the photos", async () => {
    const early = await shipped(await fundedCampaign());
    await expect(report(early)).rejects.toMatchObject({ code: "notReceivedYet" });
    const of = await handedOver();
    const id = await report(of);
    await expect(report(of)).rejects.toMatchObject({ code: "defectOpen" });
    expect(await seesDefect(of.backers[0]!.who.viewer, id)).toBe(true);
    expect(await seesDefect(of.creator.viewer, id)).toBe(true);
    expect(await seesDefect(early.backers[0]!.who.viewer, id)).toBe(false);
    expect(await seesDefect(null, id)).toBe(false);
    await closeDefect(of.backers[0]!.who.viewer, id);
    await advance("15d");
    await expect(report(of)).rejects.toMatchObject({ code: "defectTooLate" });
  });

  test("a refund that the backer accepts is sent once, out of what the campaign holds", async () => {
    const of = await handedOver();
    const id = await report(of);
    const { who, pledgeId } = of.backers[0]!;
    const before = await pledgeOf(pledgeId);
    const offer = { defectId: id, remedy: "REFUND" as const, amount: before.collectedFen + 1n, answer: "抱歉，退一部分" };
    await expect(answerDefect(of.creator.viewer, offer)).rejects.toMatchObject({ code: "overPledge" });
    await expect(escalateDefect(who.viewer, id)).rejects.toMatchObject({ code: "answerPending" });
    await answerDefect(of.creator.viewer, { ...offer, amount: 100_00n });
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => acceptRemedy(who.viewer, id)));
    expect(all.map(outcome).filter((one) => one === "done")).toHaveLength(1);
    await settleDown();
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "COLLECTED", refundedFen: 100_00n });
    expect(await db.pledgeRefund.findMany({ where: { pledgeId }, select: { reason: true, amountFen: true } })).toEqual([
      { reason: "DEFECT", amountFen: 100_00n },
    ]);
    expect((await defectOf(id)).state).toBe("CLOSED");
    const campaign = await campaignOf(of.campaignId);
    expect(await balanceOf(`escrow:campaign:${of.campaignId}`)).toBe(campaign.receivedFen - campaign.refundedFen - campaign.releasedFen);
  });

  test("a silent creator's case goes to the platform, which may give everything back", async () => {
    const of = await handedOver();
    const id = await report(of);
    await advance("7d");
    await tick("escalateDefect");
    expect(await defectOf(id)).toMatchObject({ state: "ESCALATED" });
    const { pledgeId, who } = of.backers[0]!;
    const { collectedFen } = await pledgeOf(pledgeId);
    const decision = { defectId: id, remedy: "REFUND" as const, amount: collectedFen, decision: "发起人未答复，照片显示破损。" };
    await expect(decideDefect(who.viewer, decision)).rejects.toMatchObject({ code: "notFound" });
    await decideDefect((await theReviewer()).viewer, decision);
    await settleDown();
    await advance("1h");
    await settleDown();
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDED", refundedFen: collectedFen });
    expect(await db.operatorAct.count({ where: { act: "decideDefect", subjectId: id } })).toBe(1);
  });

  test("a silent backer takes the offer", async () => {
    const of = await handedOver();
    const id = await report(of);
    await answerDefect(of.creator.viewer, { defectId: id, remedy: "REPLACE", amount: null, answer: "明天补发" });
    await tick("acceptRemedy");
    expect((await defectOf(id)).state).toBe("ANSWERED");
    await advance("15d");
    await tick("acceptRemedy");
    expect((await defectOf(id)).state).toBe("ACCEPTED");
  });

  test("while one is open the parcel does not confirm itself, however close they come", async () => {
    const of = await shipped(await fundedCampaign([{}, {}, {}]));
    for (const [round, { who, pledgeId }] of of.backers.entries()) {
      const { id } = await parcelOf(pledgeId);
      await markSigned(of.creator.viewer, id);
      const files = [await picture(who.viewer)];
      // As if the carrier had handed it over 15 days ago in a moment, with both reminders sent in time.
      const signedAt = new Date((await appNow()).getTime() - policy.autoConfirmMs + 60 + round * 40);
      await db.shipment.update({ where: { id }, data: { reminders: 2, signedAt } });
      let complained = false;
      const confirms = async (): Promise<void> => {
        while (!complained && (await parcelOf(pledgeId)).state === "SHIPPED") await autoConfirm(id).catch(() => undefined);
      };
      const reports = async () => {
        await reportDefect(who.viewer, { pledgeId, kind: "DAMAGED", text: "灯罩在运输中裂了一条缝。", files });
        complained = true;
      };
      const [, reported] = await Promise.allSettled([confirms(), reports(), confirms()]);
      const { state } = await parcelOf(pledgeId);
      expect([state, outcome(reported)]).toEqual(outcome(reported) === "done" ? ["SHIPPED", "done"] : ["DELIVERED", "defectTooLate"]);
    }
  });
});
