import { endOpenChanges } from "#app/contracts/changes/expire-change.server.ts";
import { lockContract } from "#app/contracts/lock.server.ts";
import { cancelUnfunded } from "#app/contracts/milestones/cancel-unfunded.server.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Ends a contract whose signatures or first funding did not come in time, inside the caller's transaction (which holds the task's lock).
 * A payment still under way for it is given back when it arrives.
 */
export async function terminateUnstarted(tx: Tx, contractId: string, reason: "unsigned" | "unfunded", now: Date) {
  const { contract } = await lockContract(tx, contractId);
  const due = contract.state === "SENT" ? contract.signBy : contract.fundBy;
  if (!due || due > now) throw new Refusal("wrongState");
  await moveContract(
    tx,
    contract,
    { verb: "terminateUnstarted", to: "TERMINATED", actor: byClock, reason, data: { endedAt: now, endReason: reason } },
    now,
  );
  await cancelUnfunded(tx, contractId, byClock, now);
  await endOpenChanges(tx, contract, byClock, now);
  const notice = { kind: `contracts.notice.${reason}`, params: { title: contract.title }, href: `/contracts/${contractId}` } as const;
  await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  tellContract(tx, contract);
}
