import { beforeEach, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { withdrawBid } from "#app/tasks/bidding/withdraw-bid.server.ts";
import { bidOn, bidStateOf, openTask, stateOf } from "#app/tasks/fixtures.ts";
import { cancelTask } from "#app/tasks/posting/cancel-task.server.ts";
import { resumeTask } from "#app/tasks/posting/resume-task.server.ts";
import { suspendTask } from "#app/tasks/posting/suspend-task.server.ts";
import { askFix } from "#app/tasks/qualifying/ask-fix.server.ts";
import { endQualifying, lapseQualifying } from "#app/tasks/qualifying/end-qualifying.server.ts";
import { enterLive } from "#app/tasks/qualifying/enter-live.server.ts";
import { fixBid } from "#app/tasks/qualifying/fix-bid.server.ts";
import { fixRanking } from "#app/tasks/qualifying/fix-ranking.server.ts";
import { judgeBid } from "#app/tasks/qualifying/judge-bid.server.ts";
import { lapseFix } from "#app/tasks/qualifying/lapse-fix.server.ts";
import { suggestedStart } from "#app/tasks/qualifying/room-time.ts";
import { scheduleRoom } from "#app/tasks/qualifying/schedule-room.server.ts";
import { maySeeBidFiles, namelessBids } from "#app/tasks/queries.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const HOUR = 3_600_000;
beforeEach(() => setOffset(0));
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const plan = async () => ({ startAt: new Date((await appNow()).getTime() + 5 * HOUR), minutes: 30, show: "BEST_SCORE" as const });

/** A live task with bids at these prices, its bidding over. */
async function qualifying(prices: number[]) {
  const { taskId, employer, closeAt } = await openTask({ kind: "TENDER_LIVE", budget: "10000" });
  const bids: Awaited<ReturnType<typeof bidOn>>[] = [];
  for (const yuan of prices) bids.push(await bidOn(taskId, yuan));
  await setNow(closeAt);
  await closeBidding(await appNow());
  const pass = (i: number, points = 80) =>
    judgeBid(employer.viewer, { bidId: bids[i]!.bidId, verdict: "pass", points: [points, points], reason: "" });
  const fail = (i: number) => judgeBid(employer.viewer, { bidId: bids[i]!.bidId, verdict: "fail", points: [], reason: "缺少同类经验" });
  return { taskId, employer, bids, pass, fail };
}

test("one valid bid of a live task goes straight to the choice", async () => {
  const { taskId } = await qualifying([9000]);
  expect(await stateOf(taskId)).toBe("SELECTION");
});

test("judged without names or prices; the room needs every judgement, two passed and four hours", async () => {
  const { taskId, employer, bids, pass, fail } = await qualifying([9000, 8500, 8000]);
  const seen = JSON.stringify(await namelessBids(taskId));
  for (const bid of bids) expect(seen).not.toContain(bid.provider.orgId);
  expect(seen).not.toContain("priceFen");
  expect(await maySeeBidFiles(employer.viewer, bids[0]!.bidId)).toBe("nameless");
  await pass(0);
  await expect(scheduleRoom(employer.viewer, taskId, await plan())).rejects.toMatchObject({ code: "judgeAll", params: { count: 2 } });
  await fail(1);
  await expect(pass(1)).rejects.toMatchObject({ code: "wrongState" });
  await expect(judgeBid(employer.viewer, { bidId: bids[2]!.bidId, verdict: "pass", points: [80], reason: "" })).rejects.toMatchObject({
    code: "scoreAll",
  });
  await pass(2, 60);
  await expect(endQualifying(employer.viewer, taskId)).rejects.toMatchObject({ code: "roomIsPossible" });
  const soon = { ...(await plan()), startAt: new Date((await appNow()).getTime() + 3 * HOUR) };
  await expect(scheduleRoom(employer.viewer, taskId, soon)).rejects.toMatchObject({ code: "roomTooSoon", field: "startAt" });
  const planned = await plan();
  const twice = await Promise.allSettled([1, 2].map(() => scheduleRoom(employer.viewer, taskId, planned)));
  expect(twice.map((x) => x.status).sort()).toEqual(["fulfilled", "rejected"]);
  const room = await db.auction.findUniqueOrThrow({ where: { taskId }, include: { bidders: true } });
  expect(room.bidders).toHaveLength(2);
  // time 10 % of 100, quality 35 % of 80, record 15 % of 40
  expect(room.bidders.find((b) => b.bidId === bids[0]!.bidId)!.fixedMilli).toBe(10_000 + 28_000 + 6_000);
  await expect(pass(0, 90)).rejects.toMatchObject({ code: "wrongState" });
  await expect(withdrawBid(bids[0]!.provider.viewer, bids[0]!.bidId)).rejects.toMatchObject({ code: "wrongState" });
});

test("after the room: last prices, plans split anew, ranks fixed", async () => {
  const { taskId, employer, bids, pass } = await qualifying([9000, 8500]);
  await pass(0);
  await pass(1);
  const planned = await plan();
  await scheduleRoom(employer.viewer, taskId, planned);
  await expect(transact(async (tx) => enterLive(tx, taskId, await appNow(tx)))).rejects.toMatchObject({ code: "wrongState" });
  await setNow(planned.startAt);
  await transact(async (tx) => enterLive(tx, taskId, await appNow(tx)));
  expect(await stateOf(taskId)).toBe("LIVE");
  await expect(cancelTask(employer.viewer, taskId, "不想做了")).rejects.toMatchObject({ code: "wrongState" });
  await db.auctionBidder.update({ where: { taskId_bidId: { taskId, bidId: bids[0]!.bidId } }, data: { priceFen: 7001_01n, rank: 1 } });
  await db.auctionBidder.update({ where: { taskId_bidId: { taskId, bidId: bids[1]!.bidId } }, data: { rank: 2 } });
  await db.auction.update({ where: { taskId }, data: { state: "CLOSED" } });
  await transact(async (tx) => fixRanking(tx, taskId, await appNow(tx)));
  const first = await db.bid.findUniqueOrThrow({
    where: { id: bids[0]!.bidId },
    include: { stages: { orderBy: { ord: "asc" } }, versions: true },
  });
  expect(first).toMatchObject({ rank: 1, priceFen: 7001_01n, version: 2 });
  expect(first.stages.map((s) => s.amountFen)).toEqual([3500_51n, 3500_50n]);
  expect(first.versions).toHaveLength(2);
  // price: floor(40000 * (10000 - 7001.01) / 5000) = 23991
  expect(first.scoreMilli).toBe(23_991 + 10_000 + 28_000 + 6_000);
  expect(await stateOf(taskId)).toBe("SELECTION");
});

test("a stage of the smallest price stays payable when the room halves the bid", async () => {
  const { taskId, employer, bids, pass } = await qualifying([9000, 8500]);
  const bidId = bids[0]!.bidId;
  await transact(async (tx) => {
    for (const [ord, amountFen] of [4_00n, 8996_00n].entries())
      await tx.bidStage.update({ where: { bidId_ord: { bidId, ord: ord + 1 } }, data: { amountFen } });
  });
  await pass(0);
  await pass(1);
  const planned = await plan();
  await scheduleRoom(employer.viewer, taskId, planned);
  await setNow(planned.startAt);
  await transact(async (tx) => enterLive(tx, taskId, await appNow(tx)));
  await db.auctionBidder.update({ where: { taskId_bidId: { taskId, bidId } }, data: { priceFen: 5000_00n, rank: 1 } });
  await db.auctionBidder.update({ where: { taskId_bidId: { taskId, bidId: bids[1]!.bidId } }, data: { rank: 2 } });
  await db.auction.update({ where: { taskId }, data: { state: "CLOSED" } });
  await transact(async (tx) => fixRanking(tx, taskId, await appNow(tx)));
  const split = await db.bidStage.findMany({ where: { bidId }, orderBy: { ord: "asc" } });
  expect(split.map((s) => s.amountFen)).toEqual([4_00n, 4996_00n]);
});

test("补正: once, 24 hours, proposal only; silence is the end of the bid", async () => {
  const { taskId, employer, bids } = await qualifying([9000, 8500, 8000]);
  const [answers, sleeps] = bids;
  await askFix(employer.viewer, { bidId: answers!.bidId, reason: "请补充团队成员" });
  await expect(askFix(employer.viewer, { bidId: answers!.bidId, reason: "再补充一点" })).rejects.toMatchObject({ code: "fixedOnce" });
  await askFix(employer.viewer, { bidId: sleeps!.bidId, reason: "请补充进度表" });
  const stranger = await person();
  const fix = { proposal: "补充：团队三人，均有五年以上品牌设计经验。", files: [] };
  await expect(fixBid(stranger.viewer, answers!.bidId, fix)).rejects.toMatchObject({ code: "notFound" });
  await fixBid(answers!.provider.viewer, answers!.bidId, fix);
  await expect(fixBid(answers!.provider.viewer, answers!.bidId, fix)).rejects.toMatchObject({ code: "wrongState" });
  await later(24 * HOUR);
  const late = await appNow();
  await Promise.all([lapseFix(late), lapseFix(late)]);
  expect(await bidStateOf(answers!.bidId)).toBe("SUBMITTED");
  expect(await bidStateOf(sleeps!.bidId)).toBe("DISQUALIFIED");
  expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).bidCount).toBe(2);
});

test("72 hours of silence: judged bids get their room, unjudged ones a sealed choice", async () => {
  const judged = await qualifying([9000, 8500]);
  await judged.pass(0);
  await judged.pass(1);
  const silent = await qualifying([9000, 8500]);
  await later(72 * HOUR);
  const late = await appNow();
  await Promise.all([lapseQualifying(late), lapseQualifying(late)]);
  const task = await db.task.findUniqueOrThrow({ where: { id: judged.taskId } });
  expect(task.state).toBe("QUALIFYING");
  expect(task.liveAt).toEqual(suggestedStart(await appNow()));
  expect(await db.auction.count({ where: { taskId: judged.taskId } })).toBe(1);
  expect(await stateOf(silent.taskId)).toBe("SELECTION");
});

test("fewer than two passed: the employer chooses as in a sealed tender; none passed: failed", async () => {
  const one = await qualifying([9000, 8500]);
  await one.pass(0);
  await one.fail(1);
  await endQualifying(one.employer.viewer, one.taskId);
  expect(await stateOf(one.taskId)).toBe("SELECTION");
  const none = await qualifying([9000, 8500]);
  await none.fail(0);
  await none.fail(1);
  await endQualifying(none.employer.viewer, none.taskId);
  expect(await stateOf(none.taskId)).toBe("FAILED");
});

test("a suspended task loses its announced room and may announce it anew", async () => {
  const { taskId, employer, pass } = await qualifying([9000, 8500]);
  const who = await operator();
  await pass(0);
  await pass(1);
  await scheduleRoom(employer.viewer, taskId, await plan());
  await suspendTask(who.viewer, taskId, "核实中");
  expect(await db.auction.count({ where: { taskId } })).toBe(0);
  await resumeTask(who.viewer, taskId, "核实无误");
  await scheduleRoom(employer.viewer, taskId, await plan());
  expect(await db.auctionBidder.count({ where: { taskId } })).toBe(2);
});

test("suggested: ten to four on a working day, four hours ahead at least", () => {
  const at = (iso: string) => suggestedStart(new Date(iso)).toISOString();
  expect(at("2026-11-23T01:30:00Z")).toBe("2026-11-23T06:00:00.000Z"); // Monday 9:30 -> 14:00
  expect(at("2026-11-23T04:30:00Z")).toBe("2026-11-24T02:00:00.000Z"); // Monday 12:30 -> Tuesday 10:00
  expect(at("2026-11-27T10:00:00Z")).toBe("2026-11-30T02:00:00.000Z"); // Friday evening -> Monday 10:00
});
