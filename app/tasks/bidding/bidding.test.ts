import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { parseForm } from "#app/form.ts";
import { company, person, viewerAgain } from "#app/people/fixtures.ts";
import { BidForm } from "#app/tasks/bid.ts";
import { closeBidding, closeOne } from "#app/tasks/bidding/close-bidding.server.ts";
import { reconfirmBid } from "#app/tasks/bidding/reconfirm-bid.server.ts";
import { submitBid } from "#app/tasks/bidding/submit-bid.server.ts";
import { withdrawBid } from "#app/tasks/bidding/withdraw-bid.server.ts";
import { bidForm, bidOn, bidStateOf, openTask, stateOf } from "#app/tasks/fixtures.ts";
import { amendTask } from "#app/tasks/posting/amend-task.server.ts";
import { bidderProfiles, maySeeBidFiles, ownBid, readTask } from "#app/tasks/queries.server.ts";
import { remind } from "#app/tasks/remind.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const HOUR = 3_600_000;
beforeEach(() => setOffset(0));
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const amendment = (changes: object = {}) => ({
  title: "为新茶饮品牌设计标志",
  scope: "我们在兰州开一家以三炮台为特色的新茶饮店，需要一套有黄河意象的标志，另加一套杯贴。",
  deliverables: "AI 源文件、PNG 与 SVG 各一套，使用规范一份",
  budget: 9000_00n,
  budgetIsGuide: false,
  workDays: 20,
  stages: [
    { title: "创意提案", acceptance: ["三个不同方向的草案"] },
    { title: "定稿交付", acceptance: ["矢量源文件完整"] },
  ],
  reason: "增加杯贴设计",
  ...changes,
});

test("a receipt is the hash of what was sent, each version is kept, the last one counts", async () => {
  const { taskId } = await openTask();
  const first = await bidOn(taskId, 7000);
  await expect(bidOn(taskId, 6900, { by: first.provider })).rejects.toMatchObject({ code: "editTooSoon" });
  await later(30_000);
  const second = await bidOn(taskId, 6900, { by: first.provider });
  expect(second).toMatchObject({ bidId: first.bidId, version: 2 });
  const versions = await db.bidVersion.findMany({ where: { bidId: first.bidId }, orderBy: { version: "asc" } });
  expect(versions.map((v) => v.sha256)).toEqual([first.sha256, second.sha256]);
  const content = versions[0]!.content as Record<string, unknown>;
  const ordered = Object.fromEntries(
    ["bidId", "version", "priceFen", "taxIncluded", "days", "stages", "proposal", "files"].map((key) => [key, content[key]]),
  );
  const stages = (ordered.stages as { amountFen: string; days: number }[]).map(({ amountFen, days }) => ({ amountFen, days }));
  expect(
    createHash("sha256")
      .update(JSON.stringify({ ...ordered, stages }))
      .digest("hex"),
  ).toBe(first.sha256);
  const own = (await ownBid(first.provider.viewer, taskId))!;
  expect(own.priceFen).toBe(6900_00n);
  expect(own.stages.reduce((sum, s) => sum + s.amountFen, 0n)).toBe(6900_00n);
  await expect(db.$executeRaw`UPDATE "BidVersion" SET sha256 = '' WHERE "bidId" = ${first.bidId}::uuid`).rejects.toThrow();
});

test("a plan that does not sum is refused by the form and by the database", async () => {
  const parsed = parseForm(BidForm(2), {
    price: "100",
    days: "10",
    stages: [
      { amount: "50", days: "5" },
      { amount: "49.99", days: "4" },
    ],
    proposal: "x".repeat(30),
    taskVersion: "1",
  });
  expect(parsed).toMatchObject({
    errors: { price: [{ code: "planSum", params: { sumFen: "9999", priceFen: "10000" } }], days: [{ code: "planDays" }] },
  });
  const { taskId } = await openTask();
  const { bidId } = await bidOn(taskId, 7000);
  await expect(
    db.$executeRaw`UPDATE "BidStage" SET "amountFen" = "amountFen" - 1 WHERE "bidId" = ${bidId}::uuid AND ord = 1`,
  ).rejects.toThrow(/plan of bid/);
});

test("ten bids of one provider at once: one bid; numbers without gaps for many", async () => {
  const { taskId } = await openTask();
  const one = await person();
  await Promise.allSettled(Array.from({ length: 10 }, () => submitBid(one.viewer, taskId, bidForm(7000))));
  const others = await Promise.all(Array.from({ length: 6 }, () => person()));
  await Promise.all(others.map((who) => submitBid(who.viewer, taskId, bidForm(6500))));
  const bids = await db.bid.findMany({ where: { taskId }, orderBy: { label: "asc" } });
  expect(bids.map((b) => b.label)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).bidCount).toBe(7);
});

test("the close is exact: a bid one millisecond before counts, at the close and after it does not", async () => {
  const { taskId, closeAt } = await openTask();
  const [early, late] = [await person(), await person()];
  await setNow(new Date(closeAt.getTime() - 2000));
  await bidOn(taskId, 7000, { by: early });
  // The clock goes on while a statement runs; holding it exactly needs the column, not the wall.
  const now = await appNow();
  await db.task.update({ where: { id: taskId }, data: { closeAt: new Date(now.getTime() - 1) } });
  await expect(bidOn(taskId, 6000, { by: late })).rejects.toMatchObject({ code: "biddingClosed" });
  expect(await closeOne(taskId)).toBe(true);
  expect(await stateOf(taskId)).toBe("SELECTION");
});

test("close and bid at once: the bid is either in or refused, never lost", async () => {
  for (let i = 0; i < 5; i++) {
    const { taskId } = await openTask();
    await bidOn(taskId, 7000);
    const who = await person();
    await db.task.update({ where: { id: taskId }, data: { closeAt: new Date((await appNow()).getTime() + 15) } });
    const [bid] = await Promise.allSettled([
      submitBid(who.viewer, taskId, bidForm(6000)),
      (async () => {
        while (!(await closeOne(taskId)));
      })(),
    ]);
    const found = await db.bid.findMany({ where: { taskId, rank: { not: null } } });
    expect(found).toHaveLength(bid.status === "fulfilled" ? 2 : 1);
    if (bid.status === "rejected") expect(bid.reason).toMatchObject({ code: "biddingClosed" });
  }
});

test("an amendment asks every bid for a new confirmation and leaves 48 hours", async () => {
  const { taskId, employer, closeAt } = await openTask();
  const [stands, edits, sleeps] = [await bidOn(taskId, 7000), await bidOn(taskId, 7100), await bidOn(taskId, 7200)];
  await setNow(new Date(closeAt.getTime() - 10 * HOUR));
  await amendTask(employer.viewer, taskId, amendment());
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId } });
  expect(Math.abs(task.closeAt!.getTime() - (await appNow()).getTime() - 48 * HOUR)).toBeLessThan(5000);
  expect(await Promise.all([stands, edits, sleeps].map((b) => bidStateOf(b.bidId)))).toEqual([
    "NEEDS_RECONFIRM",
    "NEEDS_RECONFIRM",
    "NEEDS_RECONFIRM",
  ]);
  await expect(reconfirmBid(stands.provider.viewer, stands.bidId, 1)).rejects.toMatchObject({ code: "taskAmended" });
  await expect(bidOn(taskId, 8000, { by: edits.provider })).rejects.toMatchObject({ code: "taskAmended" });
  await reconfirmBid(stands.provider.viewer, stands.bidId, 2);
  await bidOn(taskId, 8800, { by: edits.provider, taskVersion: 2 });
  await setNow(new Date(task.closeAt!.getTime() - HOUR));
  await remind(await appNow());
  await remind(await appNow());
  expect(await db.notice.count({ where: { kind: "tasks.notice.remindReconfirm", userId: sleeps.provider.userId } })).toBe(1);
  expect(await db.notice.count({ where: { kind: "tasks.notice.remindReconfirm", userId: stands.provider.userId } })).toBe(0);
  await setNow(task.closeAt!);
  await closeBidding(await appNow());
  expect(await Promise.all([stands, edits, sleeps].map((b) => bidStateOf(b.bidId)))).toEqual(["SUBMITTED", "SUBMITTED", "LAPSED"]);
});

test("amendment and bid at once: no bid stands for a version it has not seen", async () => {
  const { taskId, employer } = await openTask();
  const who = await person();
  await Promise.allSettled([amendTask(employer.viewer, taskId, amendment()), submitBid(who.viewer, taskId, bidForm(7000))]);
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId }, include: { bids: true } });
  for (const bid of task.bids) expect(bid.state === "SUBMITTED" ? bid.taskVersion : task.version).toBe(task.version);
});

test("a bid that no longer fits the amended task cannot just be confirmed", async () => {
  const { taskId, employer } = await openTask();
  const { bidId, provider } = await bidOn(taskId, 7000);
  await amendTask(employer.viewer, taskId, amendment({ stages: [{ title: "一次交付", acceptance: ["全部完成"] }] }));
  await expect(reconfirmBid(provider.viewer, bidId, 2)).rejects.toMatchObject({ code: "bidNoLongerFits" });
});

test("without a valid bid the tender fails; a withdrawn one may be sent anew", async () => {
  const { taskId, closeAt } = await openTask();
  const { bidId, provider } = await bidOn(taskId, 7000);
  await withdrawBid(provider.viewer, bidId);
  const again = await bidOn(taskId, 6800, { by: provider });
  expect(again.bidId).not.toBe(bidId);
  await withdrawBid(provider.viewer, again.bidId);
  await setNow(closeAt);
  await closeBidding(await appNow());
  expect(await stateOf(taskId)).toBe("FAILED");
});

test("nobody else sees a bid before the close; its employer learns who, not what", async () => {
  const { taskId, employer, closeAt } = await openTask();
  const { bidId, provider } = await bidOn(taskId, 6543.21);
  const rival = await person();
  expect(await ownBid(rival.viewer, taskId)).toBeNull();
  expect(await ownBid(employer.viewer, taskId)).toBeNull();
  const shown = JSON.stringify(
    [await readTask(employer.viewer, taskId), await bidderProfiles(taskId), await readTask(rival.viewer, taskId)],
    (_, v) => (typeof v === "bigint" ? String(v) : v),
  );
  expect(shown).toContain(provider.orgId);
  expect(shown).not.toContain("654321");
  expect(shown).not.toContain(bidId);
  expect(await maySeeBidFiles(employer.viewer, bidId)).toBe(false);
  await setNow(closeAt);
  await closeBidding(await appNow());
  expect(await maySeeBidFiles(employer.viewer, bidId)).toBe(true);
  expect(await maySeeBidFiles(rival.viewer, bidId)).toBe(false);
});

test("an employer, or a company with a member in common, cannot bid; prices above a strict budget are refused", async () => {
  const owner = await person();
  const employer = await company({ owner });
  const { taskId } = await openTask({ employer });
  await expect(submitBid(employer.viewer, taskId, bidForm(7000))).rejects.toMatchObject({ code: "selfDealing" });
  await expect(submitBid(await viewerAgain(owner.userId), taskId, bidForm(7000))).rejects.toMatchObject({ code: "selfDealing" });
  await expect(bidOn(taskId, 8000.01)).rejects.toMatchObject({ code: "overBudget", field: "price" });
  const guide = await openTask({ budgetIsGuide: "on" });
  await bidOn(guide.taskId, 9000);
});

test("a provider's places: five at once without verification", async () => {
  const who = await person();
  for (let i = 0; i < 5; i++) await bidOn((await openTask()).taskId, 7000, { by: who });
  const { taskId } = await openTask();
  await expect(bidOn(taskId, 7000, { by: who })).rejects.toMatchObject({ code: "bidQuota", params: { quota: 5 } });
});
