import { beforeEach, expect, test } from "vitest";
import type { ContractBody } from "#app/contracts/contract.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { answersOf, deliver, fund, payable, settleAll, uploaded } from "#app/contracts/fixtures.ts";
import { handoverOf } from "#app/contracts/handover.server.ts";
import { hashOf } from "#app/contracts/hash.server.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { seesDelivery } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { person } from "#app/people/fixtures.ts";
import { Refusal } from "#app/refusal.ts";
import { acceptAward } from "#app/tasks/award/accept-award.server.ts";
import { awardBid } from "#app/tasks/award/award-bid.server.ts";
import { declineAward } from "#app/tasks/award/decline-award.server.ts";
import { dropBid } from "#app/tasks/award/drop-bid.server.ts";
import { endSelection } from "#app/tasks/award/end-selection.server.ts";
import { endStandby } from "#app/tasks/award/end-standby.server.ts";
import { lapseAward } from "#app/tasks/award/lapse-award.server.ts";
import { lapseContracting } from "#app/tasks/award/lapse-contracting.server.ts";
import { offerRest } from "#app/tasks/award/offer-rest.server.ts";
import { restOf } from "#app/tasks/award/rest.server.ts";
import { scoreBids } from "#app/tasks/award/score-bids.server.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { withdrawBid } from "#app/tasks/bidding/withdraw-bid.server.ts";
import { bidOn, bidStateOf, openTask, stateOf } from "#app/tasks/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const HOUR = 3_600_000;
beforeEach(() => setOffset(0));
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const clock = async (verb: (now: Date) => Promise<number>) => verb(await appNow());
const code = (e: unknown) => (e instanceof Refusal ? e.code : e);

/** A sealed task with bids at these prices, closed. */
async function selection(prices: number[], points?: number[]) {
  const { taskId, employer, closeAt } = await openTask();
  const bids: Awaited<ReturnType<typeof bidOn>>[] = [];
  for (const yuan of prices) bids.push(await bidOn(taskId, yuan));
  await setNow(closeAt);
  await clock(closeBidding);
  if (points) {
    const scores = bids.map((b, i) => ({ id: b.bidId, points: [points[i]!, points[i]!] }));
    await scoreBids(employer.viewer, taskId, scores);
  }
  return { taskId, employer, bids };
}
const offerOf = (taskId: string) => db.award.findFirstOrThrow({ where: { taskId, state: "OFFERED" }, include: { bid: true } });

test("invoices before the next stage, where the brief says so, are part of what both sign", async () => {
  for (const wanted of [true, false]) {
    const { taskId, employer, closeAt } = await openTask(wanted ? { invoiceFirst: "on" } : {});
    const bid = await bidOn(taskId, 6000);
    await setNow(closeAt);
    await clock(closeBidding);
    await awardBid(employer.viewer, taskId, { bidId: bid.bidId, reason: "" });
    const { contractId } = await acceptAward(bid.provider.viewer, (await offerOf(taskId)).id);
    const { body, versionHash, invoiceFirst } = await db.contract.findUniqueOrThrow({ where: { id: contractId } });
    expect([invoiceFirst, (body as { invoiceFirst?: boolean }).invoiceFirst]).toEqual([wanted, wanted || undefined]);
    expect(versionHash).toBe(hashOf(body as ContractBody));
    await setOffset(0);
  }
});

test("from the close to a contract: scores, choice, acceptance, every other bidder told", async () => {
  const { taskId, employer, bids } = await selection([8000, 6000, 7000, 7500], [90, 60, 80, 40]);
  const rows = await db.bid.findMany({ where: { taskId }, orderBy: { rank: "asc" } });
  // 8000: 40*75 + 10*100 + 35*90 + 15*40 = 30+10+31.5+6 = 77.5; 6000: 40+10+21+6 = 77; 7000: 34.285+10+28+6 = 78.2857
  expect(rows.map((b) => Number(b.priceFen) / 100)).toEqual([7000, 8000, 6000, 7500]);
  expect(rows.map((b) => b.scoreMilli)).toEqual([78_285, 77_500, 77_000, 62_000]);
  await awardBid(employer.viewer, taskId, { bidId: bids[2]!.bidId, reason: "" });
  expect(await stateOf(taskId)).toBe("AWARD_PENDING");
  expect(await bidStateOf(bids[0]!.bidId)).toBe("STANDBY");
  expect(await bidStateOf(bids[1]!.bidId)).toBe("STANDBY");
  expect(await bidStateOf(bids[3]!.bidId)).toBe("SUBMITTED");
  const offer = await offerOf(taskId);
  expect(offer.acceptBy.getTime() - offer.offeredAt.getTime()).toBe(36 * HOUR);
  const { contractId } = await acceptAward(bids[2]!.provider.viewer, offer.id);
  const contract = await db.contract.findUniqueOrThrow({
    where: { id: contractId },
    include: { milestones: { orderBy: { ord: "asc" }, include: { items: true } } },
  });
  expect(contract.priceFen).toBe(7000_00n);
  expect(contract.milestones.map((m) => [m.title, m.amountFen, m.items.length])).toEqual([
    ["创意提案", 3500_00n, 2],
    ["定稿交付", 3500_00n, 2],
  ]);
  expect(await stateOf(taskId)).toBe("CONTRACTING");
  expect(await bidStateOf(bids[3]!.bidId)).toBe("NOT_SELECTED");
  const told = await db.notice.findMany({
    where: { userId: { in: bids.map((b) => b.provider.userId) }, kind: { in: ["tasks.notice.notSelected", "tasks.notice.standby"] } },
  });
  expect(told).toHaveLength(3);
  expect(told.find((n) => n.userId === bids[3]!.provider.userId)!.params).toMatchObject({ rank: 4, score: "62.00" });
});

test("200 accept the same award at once: one contract, 199 clean refusals", async () => {
  const { taskId, employer, bids } = await selection([7000]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  const offer = await offerOf(taskId);
  const answers = await Promise.allSettled(Array.from({ length: 200 }, () => acceptAward(bids[0]!.provider.viewer, offer.id)));
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
  const refusals = answers.filter((a) => a.status === "rejected").map((a) => code(a.reason));
  expect(new Set(refusals)).toEqual(new Set(["awardGone"]));
  expect(await db.contract.count({ where: { taskId } })).toBe(1);
}, 60_000);

test("accept and decline at once: one of them", async () => {
  const { taskId, employer, bids } = await selection([7000]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  const offer = await offerOf(taskId);
  const viewer = bids[0]!.provider.viewer;
  const [yes, no] = await Promise.allSettled([acceptAward(viewer, offer.id), declineAward(viewer, offer.id, "")]);
  expect([yes.status, no.status].sort()).toEqual(["fulfilled", "rejected"]);
  expect(await stateOf(taskId)).toBe(yes.status === "fulfilled" ? "CONTRACTING" : "FAILED");
});

test("withdraw and award at once: never an award of a bid that is gone", async () => {
  const { taskId, employer, bids } = await selection([7000, 6000], [90, 80]);
  const first = await db.bid.findFirstOrThrow({ where: { taskId, rank: 1 } });
  const owner = bids.find((b) => b.bidId === first.id)!.provider;
  const [withdrawn, awarded] = await Promise.allSettled([
    withdrawBid(owner.viewer, first.id),
    awardBid(employer.viewer, taskId, { bidId: first.id, reason: "" }),
  ]);
  expect([withdrawn.status, awarded.status].sort()).toEqual(["fulfilled", "rejected"]);
  expect(await bidStateOf(first.id)).toBe(awarded.status === "fulfilled" ? "AWARDED" : "WITHDRAWN");
});

test("another than the best needs a reason; unscored bids cannot be awarded", async () => {
  const { taskId, employer, bids } = await selection([7000, 6000]);
  await expect(awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" })).rejects.toMatchObject({ code: "scoreFirst" });
  await scoreBids(
    employer.viewer,
    taskId,
    bids.map((b) => ({ id: b.bidId, points: [70, 70] })),
  );
  await expect(awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" })).rejects.toMatchObject({
    code: "reasonForRank",
    field: "reason",
  });
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "有同类项目经验" });
  expect((await offerOf(taskId)).reason).toBe("有同类项目经验");
});

test("two standbys are asked for 24 hours each, then the employer chooses again", async () => {
  const { taskId, employer, bids } = await selection([7000, 7100, 7200, 7300], [90, 90, 90, 90]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  await later(36 * HOUR - 60_000);
  await clock(lapseAward);
  expect(await bidStateOf(bids[0]!.bidId)).toBe("AWARDED");
  await later(60_001);
  await clock(lapseAward);
  expect(await bidStateOf(bids[0]!.bidId)).toBe("LAPSED");
  const second = await offerOf(taskId);
  expect(second).toMatchObject({ bidId: bids[1]!.bidId, place: 1 });
  expect(second.acceptBy.getTime() - second.offeredAt.getTime()).toBe(24 * HOUR);
  await declineAward(bids[1]!.provider.viewer, second.id, "排期已满");
  const third = await offerOf(taskId);
  expect(third).toMatchObject({ bidId: bids[2]!.bidId, place: 2 });
  await expect(acceptAward(bids[1]!.provider.viewer, second.id)).rejects.toMatchObject({ code: "awardGone" });
  await expect(acceptAward(bids[3]!.provider.viewer, third.id)).rejects.toMatchObject({ code: "notFound" });
  await later(24 * HOUR + 1);
  await clock(lapseAward);
  expect(await stateOf(taskId)).toBe("SELECTION");
  expect(await db.bid.findMany({ where: { taskId, rank: { not: null } } })).toHaveLength(1);
});

test("an unsigned contract gives the task back; who did not sign is out, others count again", async () => {
  const { taskId, employer, bids } = await selection([7000, 7100], [90, 90]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  await acceptAward(bids[0]!.provider.viewer, (await offerOf(taskId)).id);
  const contract = await db.contract.findFirstOrThrow({ where: { taskId } });
  await setNow(contract.signBy);
  await Promise.all([clock(lapseContracting), clock(lapseContracting)]);
  expect(await stateOf(taskId)).toBe("SELECTION");
  expect(await bidStateOf(bids[0]!.bidId)).toBe("LAPSED");
  expect(await bidStateOf(bids[1]!.bidId)).toBe("SUBMITTED");
  await awardBid(employer.viewer, taskId, { bidId: bids[1]!.bidId, reason: "" });
  await acceptAward(bids[1]!.provider.viewer, (await offerOf(taskId)).id);
  expect(await db.contract.count({ where: { taskId } })).toBe(2);
});

test("standbys are free 15 days after the acceptance", async () => {
  const { taskId, employer, bids } = await selection([7000, 7100], [90, 90]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  await acceptAward(bids[0]!.provider.viewer, (await offerOf(taskId)).id);
  await clock(endStandby);
  expect(await bidStateOf(bids[1]!.bidId)).toBe("STANDBY");
  await later(15 * 24 * HOUR);
  await clock(endStandby);
  expect(await bidStateOf(bids[1]!.bidId)).toBe("NOT_SELECTED");
});

/** A signed contract of the cheapest bid, with standbys behind it. */
async function underContract(prices = [7000, 7400, 8000]) {
  const { taskId, employer, bids } = await selection(prices, [90, 80, 70]);
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  const { contractId } = await acceptAward(bids[0]!.provider.viewer, (await offerOf(taskId)).id);
  const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id: contractId } });
  for (const who of [employer, bids[0]!.provider]) await signContract(who.viewer, { contractId, versionHash });
  const stages = await db.milestone.findMany({ where: { contractId }, orderBy: { ord: "asc" }, select: { id: true } });
  const deal = { contractId, employer, provider: bids[0]!.provider, stages: stages.map(({ id }) => id) };
  await payable(deal.provider.orgId);
  return { taskId, employer, bids, deal };
}
type Under = Awaited<ReturnType<typeof underContract>>["deal"];

async function acceptStage(deal: Under, stage: number) {
  await fund(deal, stage);
  await startWork(deal.provider.viewer, deal.stages[stage]!);
  await deliver(deal, stage);
  await acceptDelivery(deal.employer.viewer, deal.stages[stage]!);
}

async function payStage(deal: Under, stage: number) {
  await later(6 * 24 * HOUR);
  await releaseMilestone(deal.stages[stage]!);
  await contractsDue.sendRemittance(await appNow());
  await settleAll(deal);
}

/** A contract under way: its first of two stages accepted, then the employer ended it. */
async function leftOff(prices?: number[]) {
  const under = await underContract(prices);
  const { deal } = under;
  await acceptStage(deal, 0);
  await clock(endStandby);
  await endContract(deal.employer.viewer, { contractId: deal.contractId, reason: "服务商无法继续" });
  await payStage(deal, 0);
  return under;
}

test("standbys are free when everything is accepted and paid", async () => {
  const { bids, deal } = await underContract([7000, 7100]);
  for (const stage of [0, 1]) {
    await acceptStage(deal, stage);
    await payStage(deal, stage);
    await clock(endStandby);
    expect(await bidStateOf(bids[1]!.bidId)).toBe(stage === 0 ? "STANDBY" : "NOT_SELECTED");
  }
});

test("a contract that ended on the way: the best standby takes over the rest at its own prices, once", async () => {
  const { taskId, employer, bids } = await leftOff();
  expect(["COMPLETED", "TERMINATED"]).toContain((await db.contract.findFirstOrThrow({ where: { taskId } })).state);
  await expect(offerRest((await person()).viewer, taskId)).rejects.toMatchObject({ code: "notFound" });
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => offerRest(employer.viewer, taskId)));
  expect(asked.map((one) => (one.status === "fulfilled" ? "done" : (one.reason.code ?? String(one.reason)))).sort()).toEqual([
    "done",
    ...Array(7).fill("wrongState"),
  ]);
  expect([await stateOf(taskId), await bidStateOf(bids[0]!.bidId), await bidStateOf(bids[1]!.bidId)]).toEqual([
    "AWARD_PENDING",
    "LAPSED",
    "AWARDED",
  ]);
  const offer = await offerOf(taskId);
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => acceptAward(bids[1]!.provider.viewer, offer.id)));
  expect(taken.map((one) => (one.status === "fulfilled" ? "done" : (one.reason.code ?? String(one.reason)))).sort()).toEqual([
    ...Array(7).fill("awardGone"),
    "done",
  ]);
  const contracts = await db.contract.findMany({ where: { taskId }, orderBy: { createdAt: "asc" }, include: { milestones: true } });
  expect(contracts.map(({ priceFen, milestones }) => [priceFen, milestones.length])).toEqual([
    [7000_00n, 2],
    [3700_00n, 1],
  ]);
  expect(contracts[1]).toMatchObject({ providerId: bids[1]!.provider.orgId, milestones: [{ title: "定稿交付", amountFen: 3700_00n }] });
  expect(await restOf(db, taskId)).toEqual([2]);
  await expect(offerRest(employer.viewer, taskId)).rejects.toMatchObject({ code: "wrongState" });
});

test("whoever is asked to take over sees what was accepted, with its files, and nobody else does", async () => {
  const { taskId, employer, bids, deal } = await underContract();
  const [first, second, third] = bids.map(({ provider }) => provider);
  await fund(deal, 0);
  await startWork(first!.viewer, deal.stages[0]!);
  const milestoneId = deal.stages[0]!;
  const files = [await uploaded(first!, "标志源文件.txt")];
  const note = "初稿与源文件";
  await submitDelivery(first!.viewer, { milestoneId, note, answers: await answersOf(milestoneId), files });
  const { id: deliveryId } = await db.delivery.findFirstOrThrow({ where: { milestoneId } });
  await acceptDelivery(employer.viewer, milestoneId);
  await endContract(employer.viewer, { contractId: deal.contractId, reason: "服务商无法继续" });
  await payStage(deal, 0);
  const see = async () => Promise.all([second!, third!].map(({ viewer }) => seesDelivery(viewer, deliveryId)));
  expect(await see()).toEqual([false, false]);
  await offerRest(employer.viewer, taskId);
  expect(await see()).toEqual([true, false]);
  await declineAward(second!.viewer, (await offerOf(taskId)).id, "");
  expect(await see()).toEqual([false, true]);
  const { contractId } = await acceptAward(third!.viewer, (await offerOf(taskId)).id);
  expect(await see()).toEqual([false, true]);
  const next = await db.contract.findUniqueOrThrow({ where: { id: contractId } });
  expect(await handoverOf(taskId, next.createdAt)).toMatchObject([
    { id: milestoneId, title: "创意提案", deliveries: [{ note, files: [{ name: "标志源文件.txt" }] }] },
  ]);
  const { createdAt } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
  expect(await handoverOf(taskId, createdAt)).toEqual([]);

  // The other way round nothing is handed over: what the second made is not the first's to see.
  const { versionHash } = next;
  for (const who of [employer, third!]) await signContract(who.viewer, { contractId, versionHash });
  const rest = await db.milestone.findFirstOrThrow({ where: { contractId }, select: { id: true } });
  const later = { contractId, employer, provider: third!, stages: [rest.id] };
  await payable(third!.orgId);
  await acceptStage(later, 0);
  await payStage(later, 0);
  expect(await db.contract.findUniqueOrThrow({ where: { id: contractId } })).toMatchObject({ state: "COMPLETED" });
  const { id } = await db.delivery.findFirstOrThrow({ where: { milestoneId: rest.id } });
  expect([await seesDelivery(third!.viewer, id), await seesDelivery(first!.viewer, id)]).toEqual([true, false]);
});

test("nobody takes over: after two standbys the task stays with the contract that ended", async () => {
  const { taskId, employer, bids } = await leftOff();
  await offerRest(employer.viewer, taskId);
  await declineAward(bids[1]!.provider.viewer, (await offerOf(taskId)).id, "");
  expect((await offerOf(taskId)).bidId).toBe(bids[2]!.bidId);
  await later(25 * HOUR);
  await clock(lapseAward);
  expect(await stateOf(taskId)).toBe("CONTRACTING");
  expect(await db.notice.count({ where: { userId: employer.userId, kind: "tasks.notice.restNotTaken" } })).toBe(1);
  await expect(offerRest(employer.viewer, taskId)).rejects.toMatchObject({ code: "noStandby" });
});

test("no choice in seven days and three of grace: failed", async () => {
  const { taskId, bids } = await selection([7000]);
  await later(10 * 24 * HOUR - 5000);
  await clock(endSelection);
  expect(await stateOf(taskId)).toBe("SELECTION");
  await later(5000);
  await clock(endSelection);
  expect(await stateOf(taskId)).toBe("FAILED");
  expect(await bidStateOf(bids[0]!.bidId)).toBe("NOT_SELECTED");
});

test("all bids ruled out with reasons: failed", async () => {
  const { taskId, employer, bids } = await selection([7000, 6500]);
  await dropBid(employer.viewer, { bidId: bids[0]!.bidId, reason: "方案未覆盖全部交付物" });
  expect(await stateOf(taskId)).toBe("SELECTION");
  await dropBid(employer.viewer, { bidId: bids[1]!.bidId, reason: "与要求不符" });
  expect(await stateOf(taskId)).toBe("FAILED");
});

test("strangers and bidders cannot choose", async () => {
  const { taskId, bids } = await selection([7000]);
  const stranger = await person();
  for (const viewer of [stranger.viewer, bids[0]!.provider.viewer])
    await expect(awardBid(viewer, taskId, { bidId: bids[0]!.bidId, reason: "" })).rejects.toMatchObject({ code: "notFound" });
});
