import { notifyOrg } from "#app/people/notify.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** After an acceptance: standbys stay ready for a while, the others are not selected; each is told with their own score and rank. */
export async function tellOthers(tx: Tx, task: { id: string; title: string }, now: Date) {
  const others = await tx.bid.findMany({
    where: { taskId: task.id, state: { in: ["SUBMITTED", "QUALIFIED", "STANDBY"] } },
    select: { id: true, state: true, providerId: true, taskId: true, rank: true, scoreMilli: true },
  });
  for (const bid of others) {
    const standby = bid.state === "STANDBY";
    if (!standby) await moveBid(tx, bid, { verb: "passOver", to: "NOT_SELECTED", actor: byClock }, now);
    const params = { title: task.title, rank: bid.rank ?? 0, score: ((bid.scoreMilli ?? 0) / 1000).toFixed(2) };
    const kind = standby ? "tasks.notice.standby" : "tasks.notice.notSelected";
    await notifyOrg(tx, bid.providerId, "bid:place", { kind, params, href: `/tasks/${task.id}#score` }, now);
  }
}
