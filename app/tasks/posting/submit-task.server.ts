import { setFiles } from "#app/files/link-files.server.ts";
import { type FormReply, formObject, parseForm } from "#app/form.ts";
import { checkWords } from "#app/people/desk/check-words.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { guardBond } from "#app/tasks/bond/guard-bond.server.ts";
import { asEmployer, type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { publish } from "#app/tasks/posting/publish.server.ts";
import { type DraftValues, TaskBrief, textsOf } from "#app/tasks/task.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** The draft's inputs as one form, parsed strictly: the brief, or what is wrong by the names of the inputs. */
export function parseDraft(draft: DraftValues): { value: TaskBrief } | { errors: FormReply["errors"] } {
  const form = new FormData();
  for (const [name, value] of Object.entries(draft)) for (const v of Array.isArray(value) ? value : [value]) form.append(name, v);
  return parseForm(TaskBrief, formObject(form));
}

/**
 * T1: the brief is complete and goes to review; a verified employer's passes at once (T2). A rejected task may come back three times.
 * What the draft lacks is refused as briefIncomplete; the wizard's last page has listed it already.
 */
export async function submitTask(viewer: Viewer, taskId: string): Promise<"IN_REVIEW" | "OPEN"> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "DRAFT" && task.state !== "REJECTED") throw new Refusal("wrongState");
    if (task.rejections >= policy.rejections) throw new Refusal("rejectedTooOften");
    const { draft } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { draft: true } });
    const parsed = parseDraft((draft ?? {}) as DraftValues);
    if ("errors" in parsed) throw new Refusal("briefIncomplete");
    const brief = parsed.value;
    const words = await checkWords(textsOf(brief), tx);
    if (words.length > 0) throw new Refusal("forbiddenWords", { words: words.join("、") });
    await guardBond(tx, taskId, brief, actor, now);
    await keep(tx, viewer, task, brief, now);
    await moveTask(tx, task, { verb: "submitTask", to: "IN_REVIEW", actor, data: { submittedAt: now, reviewReason: null } }, now);
    const org = await tx.organisation.findUniqueOrThrow({ where: { id: task.employerId }, select: { verifiedAt: true } });
    if (org.verifiedAt) {
      await publish(tx, taskId, { userId: null, role: "clock" }, now);
      return "OPEN";
    }
    await notifyOperators(tx, { kind: "tasks.notice.reviewWaiting", params: { title: brief.title }, href: `/desk/tasks/${taskId}` }, now);
    return "IN_REVIEW";
  });
}

/** Writes the brief into the task's columns and rows. */
async function keep(tx: Tx, viewer: Viewer, task: LockedTask, brief: TaskBrief, now: Date) {
  const taskId = task.id;
  const data: Prisma.TaskUncheckedUpdateInput = {
    kind: brief.kind,
    title: brief.title,
    category: brief.category,
    scope: brief.scope,
    deliverables: brief.deliverables,
    ipClause: brief.ipClause,
    invoiceFirst: brief.invoiceFirst,
    budgetFen: brief.budget,
    budgetIsGuide: brief.budgetIsGuide,
    workDays: brief.workDays,
    bidDays: brief.bidDays,
    weightPrice: brief.weightPrice,
    weightTime: brief.weightTime,
    weightQuality: brief.weightQuality,
    weightRecord: brief.weightRecord,
    visibility: brief.visibility,
  };
  await tx.taskStage.deleteMany({ where: { taskId } });
  await tx.taskCriterion.deleteMany({ where: { taskId } });
  await tx.taskInvite.deleteMany({ where: { taskId } });
  await tx.taskStage.createMany({ data: brief.stages.map((s, i) => ({ taskId, ord: i + 1, title: s.title, acceptance: s.acceptance })) });
  await tx.taskCriterion.createMany({ data: brief.criteria.map((c, i) => ({ taskId, ord: i + 1, name: c.name, weight: c.weight })) });
  if (brief.visibility === "INVITED") {
    const known = await tx.organisation.findMany({
      where: { id: { in: brief.invites, not: task.employerId }, suspendedAt: null, closedAt: null },
      select: { id: true },
    });
    if (known.length === 0) throw new Refusal("briefIncomplete");
    await tx.taskInvite.createMany({ data: known.map(({ id }) => ({ taskId, orgId: id, at: now })) });
  }
  await setFiles(tx, viewer, brief.files, "task", taskId);
  const picture = await tx.file.findFirst({
    where: { links: { some: { subjectType: "task", subjectId: taskId } }, mime: { startsWith: "image/" } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  await tx.task.update({ where: { id: taskId }, data: { ...data, coverFileId: picture?.id ?? null } });
}
