import { endManual, guardOwn, lockManual, tellProposer } from "#app/people/desk/manual/lock-manual.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Another operator does not agree, and says why. */
export async function refuseManual(viewer: Viewer, actId: string, decision: string): Promise<void> {
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { act, now } = await lockManual(tx, actId);
    if (act.state !== "PROPOSED") throw new Refusal("wrongState");
    if (act.proposedById === viewer.userId) throw new Refusal("anotherOperator");
    guardOwn(viewer, act.orgId);
    await endManual(tx, act, { verb: "refuseManual", viewer, decision }, now);
    await tellProposer(tx, act, "reconcile.notice.manualRefused", now);
  });
}
