import { askBond } from "#app/deposits/bonds/ask-bond.server.ts";
import { bondFen } from "#app/deposits/deposit.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { parseDraft } from "#app/tasks/posting/submit-task.server.ts";
import type { DraftValues } from "#app/tasks/task.ts";
import { transact } from "#app/transact.server.ts";

/** The employer pays the bond of a complete draft before it is posted. The page at the till is asked for afterwards. */
export async function payBond(viewer: Viewer, taskId: string): Promise<{ intentId: string; title: string }> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    asEmployer(viewer, task, "pay:approve");
    if (task.state !== "DRAFT" && task.state !== "REJECTED") throw new Refusal("wrongState");
    const { draft } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { draft: true } });
    const parsed = parseDraft((draft ?? {}) as DraftValues);
    if ("errors" in parsed) throw new Refusal("briefIncomplete");
    if (!parsed.value.bond) throw new Refusal("wrongState");
    const wanted = { orgId: task.employerId, taskId, amountFen: bondFen(parsed.value.budget) };
    return { ...(await askBond(tx, wanted, now)), title: parsed.value.title };
  });
}
