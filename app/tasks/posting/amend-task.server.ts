import { checkWords } from "#app/people/desk/check-words.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { asEmployer, type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { indexTask } from "#app/tasks/posting/index-task.server.ts";
import { type AmendForm, textsOf } from "#app/tasks/task.ts";
import { type Tx, transact } from "#app/transact.server.ts";

type Changes = Record<string, { from: string; to: string }>;

/**
 * T4: the employer changes what is asked while bids come in. Every bid must be confirmed anew by its maker; bidders have at least 48 h
 * for that: the close moves when less is left.
 */
export async function amendTask(viewer: Viewer, taskId: string, form: AmendForm): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "OPEN" || task.closeAt! <= now) throw new Refusal("wrongState");
    const words = await checkWords(textsOf(form), tx);
    if (words.length > 0) throw new Refusal("forbiddenWords", { words: words.join("、") });
    const changes = await changesOf(tx, task, form);
    if (Object.keys(changes).length === 0) throw new Refusal("nothingChanged");
    const earliest = new Date(now.getTime() + policy.amendLeavesMs);
    const closeAt = task.closeAt! < earliest ? earliest : task.closeAt!;
    const version = task.version + 1;
    const { title, scope, deliverables, budgetIsGuide, workDays } = form;
    const data = { title, scope, deliverables, budgetIsGuide, workDays, budgetFen: form.budget, version, closeAt };
    await tx.taskStage.deleteMany({ where: { taskId } });
    await tx.taskStage.createMany({ data: form.stages.map((s, i) => ({ taskId, ord: i + 1, title: s.title, acceptance: s.acceptance })) });
    await tx.taskAmendment.create({ data: { taskId, version, changes, reason: form.reason, byUserId: viewer.userId, at: now } });
    await moveTask(tx, task, { verb: "amendTask", to: "OPEN", actor, reason: form.reason, data }, now);
    await indexTask(tx, { ...task, ...data });
    const bids = await tx.bid.findMany({
      where: { taskId, state: { in: ["SUBMITTED", "NEEDS_RECONFIRM"] } },
      select: { id: true, state: true, providerId: true, taskId: true },
    });
    const params = { title, reason: form.reason, closeAt: closeAt.toISOString() };
    for (const bid of bids) {
      if (bid.state === "SUBMITTED") await moveBid(tx, bid, { verb: "amendTask", to: "NEEDS_RECONFIRM", actor }, now);
      await notifyOrg(tx, bid.providerId, "bid:place", { kind: "tasks.notice.amended", params, href: `/tasks/${taskId}/bid` }, now);
    }
  });
}

const stageText = (stages: readonly { title: string; acceptance: string[] }[]) =>
  stages.map((s, i) => `${i + 1}. ${s.title}\n${s.acceptance.map((a) => `   - ${a}`).join("\n")}`).join("\n");

async function changesOf(tx: Tx, task: LockedTask, form: AmendForm): Promise<Changes> {
  const stages = await tx.taskStage.findMany({ where: { taskId: task.id }, orderBy: { ord: "asc" } });
  const pairs: Record<string, [string, string]> = {
    title: [task.title, form.title],
    scope: [task.scope, form.scope],
    deliverables: [task.deliverables, form.deliverables],
    budgetFen: [String(task.budgetFen), String(form.budget)],
    budgetIsGuide: [String(task.budgetIsGuide), String(form.budgetIsGuide)],
    workDays: [String(task.workDays), String(form.workDays)],
    stages: [stageText(stages), stageText(form.stages)],
  };
  return Object.fromEntries(
    Object.entries(pairs)
      .filter(([, [from, to]]) => from !== to)
      .map(([key, [from, to]]) => [key, { from, to }]),
  );
}
