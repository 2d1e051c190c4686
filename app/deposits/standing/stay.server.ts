import { frozenFen } from "#app/deposits/card-disputes/frozen.server.ts";
import { heldFen } from "#app/deposits/deposit.ts";
import { moveDeposit } from "#app/deposits/move.server.ts";
import { asPayer, lockStanding } from "#app/deposits/standing/lock-standing.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The provider stays after all: the badge is there again when the deposit still covers its tier. */
export async function stay(viewer: Viewer, orgId: string): Promise<void> {
  await transact(async (tx) => {
    const actor = asPayer(viewer, orgId);
    const { deposit, now } = await lockStanding(tx, orgId);
    if (!deposit) throw new Refusal("wrongState");
    const to = heldFen(deposit) - (await frozenFen(tx, deposit)) >= deposit.tierFen ? "HELD" : "LAPSED";
    await moveDeposit(tx, deposit, { verb: "stay", to, actor, data: { exitAskedAt: null } }, now);
  });
}
