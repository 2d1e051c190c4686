import { beforeEach, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { company, operator, person } from "#app/people/fixtures.ts";
import { bidOn, draftTask, openTask, stateOf } from "#app/tasks/fixtures.ts";
import { marketPage } from "#app/tasks/market.server.ts";
import { marketQuery } from "#app/tasks/market.ts";
import { approveTask } from "#app/tasks/posting/approve-task.server.ts";
import { cancelTask } from "#app/tasks/posting/cancel-task.server.ts";
import { escalateReview } from "#app/tasks/posting/escalate-review.server.ts";
import { rejectTask } from "#app/tasks/posting/reject-task.server.ts";
import { resumeTask } from "#app/tasks/posting/resume-task.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { suspendTask } from "#app/tasks/posting/suspend-task.server.ts";
import { readTask } from "#app/tasks/queries.server.ts";
import { readDraft } from "#app/tasks/wizard.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const HOUR = 3_600_000;
beforeEach(() => setOffset(0));
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const find = async (text: string, viewer: Parameters<typeof marketPage>[0] = null) =>
  marketPage(viewer, marketQuery(new URLSearchParams(text)), await appNow());

test("a draft keeps whatever was typed, step by step, and says what is still wrong where", async () => {
  const by = await company();
  const taskId = await saveDraft(by.viewer, null, "basics", {
    kind: "TENDER_SEALED",
    title: "短",
    nonsense: "x",
    scope: "belongs elsewhere",
  });
  await saveDraft(by.viewer, taskId, "budget", { budget: "一千", workDays: "0", bidDays: "" });
  const draft = (await readDraft(by.viewer, taskId))!;
  expect(draft.values).toEqual({ kind: "TENDER_SEALED", title: "短", budget: "一千", workDays: "0", bidDays: "" });
  expect(draft.errors.title).toEqual([{ code: "tooShort", params: { min: 4 } }]);
  expect(draft.errors.budget).toEqual([{ code: "money" }]);
  expect(draft.errors.workDays![0]!.code).toBe("between");
  expect(draft.marks).toMatchObject({ basics: "wrong", budget: "wrong", scope: "untouched" });
  await expect(submitTask(by.viewer, taskId)).rejects.toMatchObject({ code: "briefIncomplete" });
  expect(await readDraft((await person()).viewer, taskId)).toBeNull();
});

test.each([
  [{ weightPrice: "50" }, "weightPrice"],
  [{ weightPrice: "75", weightQuality: "0" }, "weightPrice"],
  [{ visibility: "INVITED" }, "invites"],
  [{ "stages[0].acceptance": "" }, "stages[0].acceptance"],
  [{ category: "design" }, "category"],
  [{ category: "marketing.fakeorders" }, "category"],
  [{ budget: "99.99" }, "budget"],
  [{ bidDays: "31" }, "bidDays"],
])("the strict brief refuses %j", async (changes, field) => {
  const by = await company();
  const taskId = await draftTask(by, changes as never);
  expect(Object.keys((await readDraft(by.viewer, taskId))!.errors)).toContain(field);
});

test("blocked kinds of work are named as such", async () => {
  const by = await company();
  const draft = (await readDraft(by.viewer, await draftTask(by, { category: "finance.lending" })))!;
  expect(draft.errors.category).toEqual([{ code: "categoryBlocked" }]);
});

test("empty places of stages and criteria are left out", async () => {
  const { taskId } = await openTask({
    "stages[2].title": "",
    "stages[2].acceptance": "",
    "criteria[2].name": "",
    "criteria[2].weight": "",
  });
  expect(await db.taskStage.count({ where: { taskId } })).toBe(2);
  expect(await db.taskCriterion.count({ where: { taskId } })).toBe(2);
});

test("a verified employer's task opens at once, another's waits for an operator; twice published is once", async () => {
  const verified = await company({ verified: true });
  expect(await submitTask(verified.viewer, await draftTask(verified))).toBe("OPEN");
  const other = await company();
  const taskId = await draftTask(other);
  expect(await submitTask(other.viewer, taskId)).toBe("IN_REVIEW");
  expect(await readTask(null, taskId)).toBeNull();
  const [a, b] = [await operator(), await operator()];
  await expect(approveTask(other.viewer, taskId)).rejects.toMatchObject({ code: "notFound" });
  const answers = await Promise.allSettled([a, b, a, b].map((who) => approveTask(who.viewer, taskId)));
  expect(answers.filter((x) => x.status === "fulfilled")).toHaveLength(1);
  expect(answers.filter((x) => x.status === "rejected").every((x) => x.reason.code === "wrongState")).toBe(true);
  expect(await db.transition.count({ where: { entityId: taskId, to: "OPEN" } })).toBe(1);
  expect(await db.operatorAct.count({ where: { subjectId: taskId, act: "approveTask" } })).toBe(1);
});

test("double submit: one of two; turned down three times is the end", async () => {
  const by = await company();
  const who = await operator();
  const taskId = await draftTask(by);
  const twice = await Promise.allSettled([submitTask(by.viewer, taskId), submitTask(by.viewer, taskId)]);
  expect(twice.map((x) => x.status).sort()).toEqual(["fulfilled", "rejected"]);
  await rejectTask(who.viewer, taskId, "验收标准不清楚");
  for (let i = 0; i < 2; i++) {
    await submitTask(by.viewer, taskId);
    await rejectTask(who.viewer, taskId, "仍然不清楚");
  }
  await expect(submitTask(by.viewer, taskId)).rejects.toMatchObject({ code: "rejectedTooOften" });
});

test("forbidden words are named", async () => {
  const by = await company();
  const taskId = await draftTask(by, { scope: "需要大量刷 单提高店铺销量，越多越好，长期合作。另外要求保密。" });
  await expect(submitTask(by.viewer, taskId)).rejects.toMatchObject({ code: "forbiddenWords" });
});

test("a review that waits four hours is put before the operators again, once", async () => {
  const by = await company();
  const who = await operator();
  const taskId = await draftTask(by);
  await submitTask(by.viewer, taskId);
  await later(4 * HOUR);
  await escalateReview(await appNow());
  await escalateReview(await appNow());
  expect(await db.notice.count({ where: { userId: who.userId, kind: "tasks.notice.reviewLate", href: `/desk/tasks/${taskId}` } })).toBe(1);
});

test("suspended: every clock stands still and moves on by as much", async () => {
  const { taskId, closeAt } = await openTask();
  const who = await operator();
  const { provider } = await bidOn(taskId, 7000);
  await suspendTask(who.viewer, taskId, "收到举报，核实中");
  expect(await readTask(null, taskId)).toBeNull();
  expect((await readTask(provider.viewer, taskId))?.state).toBe("SUSPENDED");
  await expect(bidOn(taskId, 6000)).rejects.toMatchObject({ code: "notFound" });
  await later(30 * HOUR);
  await resumeTask(who.viewer, taskId, "核实无误");
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId } });
  expect(task.state).toBe("OPEN");
  expect(Math.abs(task.closeAt!.getTime() - closeAt.getTime() - 30 * HOUR)).toBeLessThan(5000);
});

test("cancelled: every bidder hears why, and nothing more can happen", async () => {
  const { taskId, employer } = await openTask();
  const { provider } = await bidOn(taskId, 7000);
  await cancelTask(employer.viewer, taskId, "项目推迟到明年");
  expect(await stateOf(taskId)).toBe("CANCELLED");
  const told = await db.notice.findFirstOrThrow({ where: { userId: provider.userId, kind: "tasks.notice.cancelled" } });
  expect(told.params).toMatchObject({ reason: "项目推迟到明年" });
  await expect(cancelTask(employer.viewer, taskId, "再取消一次")).rejects.toMatchObject({ code: "wrongState" });
});

test("by invitation: seen by the employer, operators and those invited, for others it does not exist", async () => {
  const [invited, stranger, who] = [await person(), await person(), await operator()];
  const { taskId, employer } = await openTask({ visibility: "INVITED", "invites[]": [invited.orgId], title: "只邀请一家的保密任务" });
  for (const viewer of [invited.viewer, employer.viewer, who.viewer]) expect(await readTask(viewer, taskId)).not.toBeNull();
  for (const viewer of [stranger.viewer, null]) expect(await readTask(viewer, taskId)).toBeNull();
  expect((await find("q=保密任务", invited.viewer)).tasks.map((t) => t.id)).toEqual([taskId]);
  expect((await find("q=保密任务", stranger.viewer)).tasks).toEqual([]);
  expect((await find("q=保密任务")).total).toBe(0);
  await expect(bidOn(taskId, 7000, { by: stranger })).rejects.toMatchObject({ code: "notFound" });
  await bidOn(taskId, 7000, { by: invited });
});

test("the market: words, conditions, orders and pages", async () => {
  const by = await company({ verified: true });
  await Promise.all(
    Array.from({ length: 25 }, (_, i) =>
      openTask({
        employer: by,
        title: `注塑外壳打样第 ${i} 批`,
        category: "making.prototype",
        budget: String(1000 + i * 10),
        bidDays: String(1 + (i % 5)),
      }),
    ),
  );
  const newest = await db.task.findMany({
    where: { category: "making.prototype" },
    orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  const english = await openTask({ employer: by, title: "Landing page in English", category: "software.web", budget: "20000" });
  const first = await find("q=外壳");
  expect(first.tasks).toHaveLength(20);
  expect(first.total).toBe(25);
  const second = await find(`q=外壳&after=${first.next}`);
  expect([...first.tasks, ...second.tasks].map((t) => t.id)).toEqual(newest.map((t) => t.id));
  expect(second.next).toBeNull();
  expect((await find("q=landing eng")).tasks.map((t) => t.id)).toEqual([english.taskId]);
  expect((await find("q=网站开发")).tasks.map((t) => t.id)).toEqual([english.taskId]);
  expect((await find("category=making")).total).toBe(25);
  expect((await find("category=making.mould")).total).toBe(0);
  expect((await find("min=1240&q=打样")).total).toBe(1);
  expect((await find("category=making&max=1010")).total).toBe(2);
  expect((await find("category=making&days=1")).total).toBe(5);
  expect((await find("category=making&kind=TENDER_LIVE")).total).toBe(0);
  const rich = await find("sort=budget&category=making");
  expect(rich.tasks[0]!.budgetFen).toBe(1240_00n);
  const poorer = await find(`sort=budget&category=making&after=${rich.next}`);
  expect(poorer.tasks.map((t) => t.budgetFen)).toEqual([1040_00n, 1030_00n, 1020_00n, 1010_00n, 1000_00n]);
  const closing = (await find("sort=closing&category=making")).tasks.map((t) => t.closeAt!.getTime());
  expect(closing).toEqual([...closing].sort((a, b) => a - b));
  expect(first.counts).toMatchObject({ making: 25 });
  expect((await find("q=%26 %7C ' !")).tasks).toEqual([]);
  expect((await find("after=nonsense&min=-1&sort=x&stage=y&q=外壳")).tasks).toHaveLength(20);
}, 60_000);
