import type { Tx } from "#app/transact.server.ts";

/**
 * The stages of a task that no contract of it has brought to an acceptance, by their number: all of them as long as no work began. A
 * contract that took over the rest numbers its own stages afresh, so what each stage was in the task is counted along its contracts.
 */
export async function restOf(on: Pick<Tx, "taskStage" | "contract">, taskId: string): Promise<number[]> {
  const stages = await on.taskStage.findMany({ where: { taskId }, orderBy: { ord: "asc" }, select: { ord: true } });
  const contracts = await on.contract.findMany({
    where: { taskId, activeAt: { not: null } },
    orderBy: { createdAt: "asc" },
    select: { milestones: { orderBy: { ord: "asc" }, select: { acceptedAt: true } } },
  });
  let rest = stages.map(({ ord }) => ord);
  // What changes added later stands behind the task's own stages.
  for (const { milestones } of contracts) rest = rest.filter((_, i) => !milestones[i]?.acceptedAt);
  return rest;
}

/** Did work for this task begin once? Then it is not offered as a whole again, and does not fail. */
export const hasBegun = async (on: Pick<Tx, "contract">, taskId: string) =>
  (await on.contract.count({ where: { taskId, activeAt: { not: null } } })) > 0;
