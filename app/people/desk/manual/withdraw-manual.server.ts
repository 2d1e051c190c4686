import { endManual, lockManual } from "#app/people/desk/manual/lock-manual.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Who proposed it takes it back, for as long as nobody decided. */
export async function withdrawManual(viewer: Viewer, actId: string): Promise<void> {
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { act, now } = await lockManual(tx, actId);
    if (act.state !== "PROPOSED") throw new Refusal("wrongState");
    if (act.proposedById !== viewer.userId) throw new Refusal("notAllowed");
    await endManual(tx, act, { verb: "withdrawManual", viewer }, now);
  });
}
