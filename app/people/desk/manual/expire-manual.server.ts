import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { endManual, lockManual, tellProposer } from "#app/people/desk/manual/lock-manual.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A proposal that nobody decided about in time is over; it can be proposed afresh. */
export async function expireManual(actId: string): Promise<void> {
  await transact(async (tx) => {
    const { act, now } = await lockManual(tx, actId);
    if (act.state !== "PROPOSED" || act.expiresAt > now) throw new Refusal("wrongState");
    await endManual(tx, act, { verb: "expireManual", viewer: null }, now);
    await tellProposer(tx, act, "reconcile.notice.manualExpired", now);
  });
}

export const expireManuals = async (now: Date) =>
  eachDue(
    await db.manualAct.findMany({
      where: { state: "PROPOSED", expiresAt: { lte: now } },
      orderBy: { expiresAt: "asc" },
      take: 50,
      select: { id: true },
    }),
    expireManual,
  );
