import { voidPayments } from "#app/deposits/money/ask-payment.server.ts";
import { moveDeposit } from "#app/deposits/move.server.ts";
import { asPayer, lockStanding } from "#app/deposits/standing/lock-standing.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The provider wants its deposit back. The badge goes at once; what was promised before holds until nobody can claim any more. */
export async function askExit(viewer: Viewer, orgId: string): Promise<void> {
  await transact(async (tx) => {
    const actor = asPayer(viewer, orgId);
    const { deposit, now } = await lockStanding(tx, orgId);
    if (!deposit) throw new Refusal("wrongState");
    await moveDeposit(tx, deposit, { verb: "askExit", to: "LEAVING", actor, data: { exitAskedAt: now, fillBy: null } }, now);
    await voidPayments(tx, deposit);
  });
}
