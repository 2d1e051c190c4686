import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { lockBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 50;

/** The clock: a bidder asked for 补正 who did not answer in time is out. */
export async function lapseFix(now: Date): Promise<number> {
  const due = await db.bid.findMany({ where: { fixUntilAt: { lte: now }, state: "SUBMITTED" }, select: { id: true }, take: BATCH });
  let done = 0;
  for (const { id } of due) if (await lapseOne(id)) done++;
  return done;
}

function lapseOne(bidId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, bid, now } = await lockBid(tx, bidId);
    if (task.state !== "QUALIFYING" || bid.state !== "SUBMITTED" || !bid.fixUntilAt || bid.fixUntilAt > now) return false;
    const data = { fixUntilAt: null, disqualifyReason: "fixLapsed" };
    await moveBid(tx, bid, { verb: "lapseFix", to: "DISQUALIFIED", actor: byClock, reason: "fixLapsed", data }, now);
    await tx.task.update({ where: { id: task.id }, data: { bidCount: { decrement: 1 } } });
    await notifyOrg(
      tx,
      bid.providerId,
      "bid:place",
      { kind: "tasks.notice.fixLapsed", params: { title: task.title }, href: `/tasks/${task.id}` },
      now,
    );
    return true;
  });
}
