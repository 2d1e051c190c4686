import "#app/payments/world.fixtures.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { creator, liveCampaign, payable } from "#app/campaigns/fixtures.ts";
import { allocate } from "#app/campaigns/paying-out/allocate.server.ts";
import { decideEvidence } from "#app/campaigns/paying-out/decide-evidence.server.ts";
import { holdStage } from "#app/campaigns/paying-out/hold-stage.server.ts";
import { feeUpTo, releaseFen, stageShares } from "#app/campaigns/paying-out/payout.ts";
import { whereMoneyWent } from "#app/campaigns/paying-out/queries.server.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { transferStage } from "#app/campaigns/paying-out/transfer-stage.server.ts";
import { backer, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { campaignOf, sendAll, settleDown, settleLots, tick } from "#app/campaigns/settling/fixtures.ts";
import { signedContract } from "#app/contracts/fixtures.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { advance, onboard } from "#app/payments/world.fixtures.ts";
import { type Known, operator } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
const no = (code: string) => expect.objectContaining({ code });
let desk: Known;
beforeAll(async () => {
  desk = await operator();
});

/** A creator who can really be paid at the channel. */
async function payee() {
  const known = await creator();
  await onboardingUrl(known.viewer, known.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: known.orgId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  return known;
}

/** Collected and closed, two weeks later: the first stage can leave. */
async function collected(policy: "RD_RISK" | "SALE_LIKE" = "RD_RISK", inStock = false) {
  const known = await payee();
  const campaignId = await liveCampaign(known.viewer, small, policy);
  await db.campaign.update({ where: { id: campaignId }, data: { inStock } });
  const backers = await Promise.all(Array.from({ length: 2 }, () => backer()));
  const pledges: string[] = [];
  for (const [i, who] of backers.entries())
    pledges.push(await pledge(who.viewer, campaignId, { rewards: { 0: 3 }, lane: i % 2 ? "WALLET" : "CARD" }));
  await advance("31d");
  await settleDown();
  await advance("15d");
  await settleLots();
  return { known, campaignId, backers, pledges };
}
const stageOf = (campaignId: string, stage: number) => db.payout.findUniqueOrThrow({ where: { campaignId_stage: { campaignId, stage } } });

describe("a stage", () => {
  test("splits the money to the fen, whatever went back before", () => {
    expect(stageShares({ startShareBps: 4000, inStock: false })).toEqual([
      { stage: 1, shareBps: 4000 },
      { stage: 2, shareBps: 3000 },
      { stage: 3, shareBps: 3000 },
    ]);
    expect(stageShares({ startShareBps: 4000, inStock: true })).toEqual([
      { stage: 1, shareBps: 7000 },
      { stage: 3, shareBps: 3000 },
    ]);
    const of = { receivedFen: 100_01n, refundedFen: 0n, releasedFen: 0n };
    const first = releaseFen(of, 4000, 0n)!;
    const second = releaseFen({ ...of, releasedFen: first, refundedFen: 10_00n }, 7000, 0n)!;
    const third = releaseFen({ ...of, releasedFen: first + second, refundedFen: 10_00n }, 10_000, 0n)!;
    expect([first, second, third, first + second + third]).toEqual([40_00n, 23_00n, 27_01n, 90_01n]);
    expect(releaseFen({ ...of, releasedFen: first }, 7000, 60_00n)).toBeNull();
    expect(feeUpTo({ grossFen: 1001n, feeFen: 50n }, 1001n)).toBe(50n);
  });

  test("leaves once after fourteen days, and is sent after a week", async () => {
    const { campaignId, known } = await collected();
    const { id } = await stageOf(campaignId, 1);
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => releaseStage(null, id)));
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const campaign = await campaignOf(campaignId);
    const stage = await stageOf(campaignId, 1);
    expect(stage).toMatchObject({ state: "RELEASABLE", grossFen: (campaign.receivedFen * 4n) / 10n });
    expect(campaign.releasedFen).toBe(stage.grossFen);
    expect(await balanceOf(`provider:available:${known.orgId}`)).toBe(stage.grossFen - stage.feeFen);
    expect(await tick("transferStage")).toBe(0);
    await advance("8d");
    expect(await tick("transferStage")).toBe(1);
    await sendAll();
    expect(await stageOf(campaignId, 1)).toMatchObject({ state: "RELEASED", transferredFen: stage.grossFen - stage.feeFen });
    expect(await balanceOf(`provider:available:${known.orgId}`)).toBe(0n);
  });

  test("waits for time, evidence, an update and moderation; an operator decides with a reason", async () => {
    const { campaignId, known } = await collected();
    const [first, second, third] = await Promise.all([1, 2, 3].map((n) => stageOf(campaignId, n)));
    await db.campaign.update({ where: { id: campaignId }, data: { moderation: "FROZEN" } });
    expect(await tick("releaseStage")).toBe(0);
    await expect(releaseStage(null, first!.id)).rejects.toEqual(no("stageNotReady"));
    await expect(releaseStage(desk.viewer, first!.id, "急用")).rejects.toEqual(no("stageNotReady"));
    await db.campaign.update({ where: { id: campaignId }, data: { moderation: "CLEAR" } });
    await expect(releaseStage(null, second!.id)).rejects.toEqual(no("stageNotReady"));
    expect(await tick("releaseStage")).toBe(1);
    const evidence = await db.stageEvidence.create({
      data: { payoutId: second!.id, kind: "INVOICE", byUserId: known.userId, at: await appNow() },
    });
    await decideEvidence(desk.viewer, evidence.id, true, "发票与合同一致");
    await expect(decideEvidence(desk.viewer, evidence.id, false, "再看一次")).rejects.toEqual(no("wrongState"));
    expect(await tick("releaseStage")).toBe(0);
    await db.campaign.update({ where: { id: campaignId }, data: { lastUpdateAt: await appNow() } });
    expect(await tick("releaseStage")).toBe(1);
    await holdStage(desk.viewer, third!.id, true, "等待检测报告");
    expect(await stageOf(campaignId, 3)).toMatchObject({ state: "HELD", holdReason: "等待检测报告" });
    await releaseStage(desk.viewer, third!.id, "检测报告已补");
    const campaign = await campaignOf(campaignId);
    expect(campaign.releasedFen).toBe(campaign.receivedFen);
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
  });
});

test("goods in stock are paid in two stages: seven tenths at the start, the rest on delivery", async () => {
  const { campaignId } = await collected("SALE_LIKE", true);
  expect(await db.payout.findMany({ where: { campaignId }, orderBy: { stage: "asc" }, select: { stage: true, shareBps: true } })).toEqual([
    { stage: 1, shareBps: 7000 },
    { stage: 3, shareBps: 3000 },
  ]);
  expect(await tick("releaseStage")).toBe(1);
  const { receivedFen, releasedFen } = await campaignOf(campaignId);
  expect(releasedFen).toBe((receivedFen * 7n) / 10n);
  await expect(releaseStage(null, (await stageOf(campaignId, 3)).id)).rejects.toEqual(no("stageNotReady"));
  await releaseStage(desk.viewer, (await stageOf(campaignId, 3)).id, "全部签收");
  expect((await campaignOf(campaignId)).releasedFen).toBe(receivedFen);
});

describe("a refund after a release", () => {
  test("takes the unreleased money first, then the creator's, with its share of the fee, and the rest is the creator's debt", async () => {
    const { campaignId, known, backers, pledges } = await collected("SALE_LIKE");
    const [first, second] = await Promise.all(pledges.map(pledgeOf));
    for (const n of [1, 2]) await releaseStage(desk.viewer, (await stageOf(campaignId, n)).id, "测试");
    await transferStage(known.viewer, (await stageOf(campaignId, 1)).id);
    await sendAll();
    // Held: 30 % of both. One pledge is half of everything: 20 % is missing, of which stage 2 covers 30 %.
    await takeBack(backers[0]!.viewer, pledges[0]!, first!.collectedFen);
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
    expect(await balanceOf(`provider:receivable:${known.orgId}`)).toBe(0n);
    await takeBack(backers[1]!.viewer, pledges[1]!, second!.collectedFen);
    await expect(takeBack(backers[1]!.viewer, pledges[1]!, second!.collectedFen)).rejects.toEqual(no("nothingToGiveBack"));
    await settleDown();
    await advance("1h");
    await settleDown();
    expect((await Promise.all(pledges.map(pledgeOf))).map((p) => p.state)).toEqual(["REFUNDED", "REFUNDED"]);
    const campaign = await campaignOf(campaignId);
    expect([campaign.refundedFen, campaign.releasedFen]).toEqual([campaign.receivedFen, 0n]);
    const sent = (await stageOf(campaignId, 1)).transferredFen;
    expect(await balanceOf(`provider:receivable:${known.orgId}`)).toBe(sent);
    expect(await balanceOf(`provider:available:${known.orgId}`)).toBe(0n);
  });

  test("larger than what a stage would release leaves it nothing, and the last one still closes", async () => {
    const { campaignId, backers, pledges } = await collected("SALE_LIKE");
    const paid = await pledgeOf(pledges[0]!);
    await releaseStage(null, (await stageOf(campaignId, 1)).id);
    await takeBack(backers[0]!.viewer, pledges[0]!, paid.collectedFen);
    const [second, third] = await Promise.all([2, 3].map((n) => stageOf(campaignId, n)));
    await expect(releaseStage(desk.viewer, second!.id, "测试")).rejects.toEqual(no("stageNotReady"));
    await releaseStage(desk.viewer, third!.id, "测试");
    expect((await stageOf(campaignId, 3)).grossFen).toBe(paid.collectedFen - (await stageOf(campaignId, 1)).grossFen);
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
  });

  test("at the same moment as the release leaves every fen in one place", async () => {
    const { campaignId, backers, pledges } = await collected("SALE_LIKE");
    const paid = await pledgeOf(pledges[0]!);
    const stage = await stageOf(campaignId, 1);
    await Promise.allSettled([
      ...Array.from({ length: 8 }, () => releaseStage(null, stage.id)),
      ...Array.from({ length: 8 }, () => takeBack(backers[0]!.viewer, pledges[0]!, paid.collectedFen)),
    ]);
    expect(await pledgeOf(pledges[0]!)).toMatchObject({ state: "REFUNDING", refundedFen: paid.collectedFen });
    expect((await stageOf(campaignId, 1)).state).toBe("RELEASABLE");
    expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  });
});

describe("a stage's money in tasks", () => {
  test("funds a milestone of a budget line's task without a card, and comes back to the stage", async () => {
    const { campaignId, known } = await collected();
    await releaseStage(null, (await stageOf(campaignId, 1)).id);
    const stage = await stageOf(campaignId, 1);
    const deal = await signedContract({ employer: known, amounts: [100_00n, 50_00n] });
    const { taskId } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
    await expect(allocate(known.viewer, stage.id, deal.stages[0]!)).rejects.toEqual(no("notFound"));
    const line = await db.budgetLine.findFirstOrThrow({ where: { campaignId } });
    await db.budgetTask.create({ data: { taskId, lineId: line.id, byUserId: known.userId, createdAt: await appNow() } });
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => allocate(known.viewer, stage.id, deal.stages[0]!)));
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db.milestone.findUniqueOrThrow({ where: { id: deal.stages[0]! } })).toMatchObject({
      state: "FUNDED",
      payMethod: "allocation",
    });
    expect((await stageOf(campaignId, 1)).allocatedFen).toBe(100_00n);
    const putIn = async () => (await whereMoneyWent(campaignId)).flatMap(({ tasks }) => tasks.map(({ allocatedFen }) => allocatedFen));
    expect(await putIn()).toEqual([100_00n]);
    await cancelFunded(known.viewer, deal.stages[0]!);
    expect(await putIn()).toEqual([0n]);
    expect(await tick("returnAllocation")).toBe(1);
    expect(await putIn()).toEqual([0n]);
    expect((await stageOf(campaignId, 1)).allocatedFen).toBe(0n);
    expect(await tick("returnAllocation")).toBe(0);
    await payable(known.orgId);
    await transferStage(known.viewer, stage.id);
    await sendAll();
    expect(await stageOf(campaignId, 1)).toMatchObject({ state: "RELEASED", transferredFen: stage.grossFen - stage.feeFen });
  });
});

test("the books agree", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
