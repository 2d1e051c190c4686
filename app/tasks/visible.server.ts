import { db } from "#app/db.server.ts";
import { belongs, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { shownStates, type TaskState } from "#app/tasks/task.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

type Seen = { id: string; employerId: string; state: TaskState; visibility: "PUBLIC" | "INVITED"; publishedAt: Date | null };

/**
 * Who may know that a task exists. Its employer and operators always; others once it was published, and when it is by invitation only
 * those invited; a suspended one also those who bid on it.
 */
export async function maySeeTask(viewer: Viewer | null, task: Seen, on: Pick<Tx, "taskInvite" | "bid"> = db): Promise<boolean> {
  if (belongs(viewer, task.employerId) || viewer?.operator) return true;
  if (!task.publishedAt) return false;
  const orgs = orgIdsOf(viewer);
  if (task.state === "SUSPENDED")
    return orgs.length > 0 && (await on.bid.count({ where: { taskId: task.id, providerId: { in: orgs } } })) > 0;
  if (!shownStates.includes(task.state)) return false;
  if (task.visibility === "PUBLIC") return true;
  return orgs.length > 0 && (await on.taskInvite.count({ where: { taskId: task.id, orgId: { in: orgs } } })) > 0;
}

/** The same for lists of the market: what the viewer may see there. */
export const seenInMarket = (viewer: Viewer | null): Prisma.TaskWhereInput => {
  const orgs = orgIdsOf(viewer);
  if (orgs.length === 0) return { publishedAt: { not: null }, visibility: "PUBLIC" };
  return {
    publishedAt: { not: null },
    OR: [{ visibility: "PUBLIC" }, { employerId: { in: orgs } }, { invites: { some: { orgId: { in: orgs } } } }],
  };
};
