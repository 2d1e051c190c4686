import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { lockAward } from "#app/tasks/award/lock-award.server.ts";
import { offerNext } from "#app/tasks/award/offer-next.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 50;

/** The clock: an offer without an answer is over; the next standby is asked. */
export async function lapseAward(now: Date): Promise<number> {
  const due = await db.award.findMany({
    where: { state: "OFFERED", voidedAt: null, acceptBy: { lte: now }, task: { state: "AWARD_PENDING" } },
    orderBy: { acceptBy: "asc" },
    select: { id: true },
    take: BATCH,
  });
  let done = 0;
  for (const { id } of due) if (await lapseOne(id)) done++;
  return done;
}

function lapseOne(awardId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, award, bid, now, open } = await lockAward(tx, awardId);
    if (!open || award.acceptBy > now) return false;
    await tx.award.update({ where: { id: awardId }, data: { state: "LAPSED", answeredAt: now } });
    await moveBid(tx, bid, { verb: "lapseAward", to: "LAPSED", actor: byClock }, now);
    const params = { title: task.title, label: bid.label };
    const href = `/tasks/${task.id}`;
    await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.awardLapsed", params, href }, now);
    await notifyOrg(tx, bid.providerId, "bid:place", { kind: "tasks.notice.offerLapsed", params: { title: task.title }, href }, now);
    await offerNext(tx, task, award.place, "lapseAward", byClock, now);
    return true;
  });
}
