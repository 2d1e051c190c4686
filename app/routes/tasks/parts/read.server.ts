import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { nextMove } from "#app/tasks/next-move.ts";
import { offersOf, ownBid, readTask } from "#app/tasks/queries.server.ts";
import { appNow } from "#app/transact.server.ts";

/** The id in the address; anything else is a page that does not exist. */
export const taskIdOf = (params: { taskId?: string }): string => orNotFound(z.uuid().safeParse(params.taskId).data);

/** What every page of a task begins with: the task as this viewer sees it, their own bid, and whose turn it is. */
export async function readPage(request: Request, params: { taskId?: string }) {
  const viewer = await viewerOf(request.headers);
  return { viewer, ...(await readFor(viewer, taskIdOf(params))) };
}

async function readFor(viewer: Viewer | null, taskId: string) {
  const [found, bid, now] = await Promise.all([readTask(viewer, taskId), ownBid(viewer, taskId), appNow()]);
  const task = orNotFound(found);
  const role = task.mine ? ("employer" as const) : bid ? ("bidder" as const) : ("other" as const);
  // Which number was chosen, and why, is for those who take part.
  const offers = role === "other" && !viewer?.operator ? [] : await offersOf(taskId);
  const offer = offers.find((o) => o.state === "OFFERED") ?? null;
  const move = nextMove({ ...task, role, bid: bid && { ...bid, award: bid.award?.voidedAt ? null : bid.award }, offer, now });
  return { task, bid, role, offers, move, now };
}
