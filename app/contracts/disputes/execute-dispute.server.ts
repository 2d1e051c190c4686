import { executeSplit } from "#app/contracts/disputes/execute-split.server.ts";
import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** What stands can no longer be objected to, and no court is waited for: it is executed. */
export async function executeDispute(disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    const { dispute, now } = locked;
    const { toProviderFen, toEmployerFen, ground, dueAt } = dispute;
    if (toProviderFen === null || toEmployerFen === null || !ground || !dueAt || dueAt > now) throw new Refusal("wrongState");
    const split = { toProviderFen, toEmployerFen };
    await executeSplit(tx, locked, { verb: "executeDispute", to: "EXECUTED", split, ground, actor: byClock });
  });
}
