import { endOpenChanges } from "#app/contracts/changes/expire-change.server.ts";
import { completeContract } from "#app/contracts/complete-contract.server.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import { cancelUnfunded } from "#app/contracts/milestones/cancel-unfunded.server.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** A locked contract begins nothing more: what was not paid for is cancelled, and with its last stage it is over. */
export async function finishContract(tx: Tx, contract: LockedContract, { reason, actor }: { reason: string; actor: Actor }, now: Date) {
  await moveContract(tx, contract, { verb: "endContract", to: contract.state, actor, reason, data: { endReason: reason } }, now);
  await cancelUnfunded(tx, contract.id, actor, now);
  await endOpenChanges(tx, contract, actor, now);
  await completeContract(tx, contract, now);
}
