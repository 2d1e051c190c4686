import type { Viewer } from "#app/people/viewer.ts";
import { can } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { type DraftValues, type StepKey, steps } from "#app/tasks/task.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

const MAX_CHARS = 20_000;
const MAX_FIELDS = 60;

/** Of what was posted, the inputs of this step, bounded; the rest of the draft stays as it was. */
function ofStep(step: StepKey, values: DraftValues): DraftValues {
  const fields = steps.find((s) => s.key === step)!.fields as readonly string[];
  const mine = Object.entries(values).filter(([name]) => fields.includes(name.split(/[.[]/)[0]!));
  const cut = (text: string) => text.replace(/\r\n?/g, "\n").slice(0, MAX_CHARS);
  return Object.fromEntries(mine.slice(0, MAX_FIELDS).map(([name, v]) => [name, Array.isArray(v) ? v.slice(0, 50).map(cut) : cut(v)]));
}

/**
 * Keeps what was typed in one step, valid or not, so that nobody loses work; makes the draft at the first step. Returns the task's id.
 * Acts for the organisation that the viewer acts for.
 */
export async function saveDraft(viewer: Viewer, taskId: string | null, step: StepKey, values: DraftValues): Promise<string> {
  return transact(async (tx) => {
    const typed = ofStep(step, values);
    const title = typeof typed.title === "string" ? { title: typed.title.trim().slice(0, 60) } : {};
    if (taskId === null) {
      if (!can(viewer, viewer.orgId, "task:manage")) throw new Refusal("notAllowed");
      const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
      const task = await tx.task.create({
        data: { employerId: viewer.orgId, createdById: viewer.userId, createdAt: row!.now, draft: typed, ...title },
        select: { id: true },
      });
      const actor = { userId: viewer.userId, role: "employer" } as const;
      await recordTransition(tx, { entity: "task", entityId: task.id, from: null, to: "DRAFT", verb: "saveDraft", actor }, row!.now);
      return task.id;
    }
    const { task } = await lockTask(tx, taskId);
    asEmployer(viewer, task);
    if (task.state !== "DRAFT" && task.state !== "REJECTED") throw new Refusal("wrongState");
    const { draft } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { draft: true } });
    const fields = steps.find((s) => s.key === step)!.fields as readonly string[];
    const kept = Object.entries((draft ?? {}) as DraftValues).filter(([name]) => !fields.includes(name.split(/[.[]/)[0]!));
    await tx.task.update({ where: { id: taskId }, data: { draft: { ...Object.fromEntries(kept), ...typed }, ...title } });
    return taskId;
  });
}
