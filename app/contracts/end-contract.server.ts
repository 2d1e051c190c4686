import { endOpenChanges } from "#app/contracts/changes/expire-change.server.ts";
import { completeContract } from "#app/contracts/complete-contract.server.ts";
import { type LockedContract, lockContract, partyOf } from "#app/contracts/lock.server.ts";
import { cancelUnfunded } from "#app/contracts/milestones/cancel-unfunded.server.ts";
import { runningStates } from "#app/contracts/milestones/milestone.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/**
 * One side ends the contract between two stages: what was accepted stays, what was not begun is cancelled. The employer may at any such
 * moment, the provider after the next stage was left unfunded for ten days.
 */
export async function endContract(viewer: Viewer, input: { contractId: string; reason: string }) {
  return transact(async (tx) => {
    const { contract, now } = await lockContract(tx, input.contractId);
    const party = partyOf(viewer, contract);
    await guardBetweenStages(tx, contract, party.side === "PROVIDER", now);
    const data = { endReason: input.reason };
    await moveContract(tx, contract, { verb: "endContract", to: contract.state, actor: party.actor, reason: input.reason, data }, now);
    await cancelUnfunded(tx, contract.id, party.actor, now);
    await endOpenChanges(tx, contract, party.actor, now);
    await completeContract(tx, contract, now);
    const notice = { kind: "contracts.notice.ended", params: { title: contract.title }, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

async function guardBetweenStages(tx: Tx, contract: LockedContract, byProvider: boolean, now: Date) {
  const stages = await tx.milestone.findMany({ where: { contractId: contract.id }, select: { state: true, fundBy: true } });
  if (stages.some((s) => runningStates.includes(s.state))) throw new Refusal("stagesRunning");
  const waiting = stages.find((s) => s.state === "AWAITING_FUNDING");
  if (!waiting) throw new Refusal("wrongState");
  const opened = (waiting.fundBy?.getTime() ?? now.getTime()) - policy.nextFundMs;
  if (byProvider && now.getTime() < opened + policy.providerMayLeaveMs) throw new Refusal("mayNotLeaveYet");
}
