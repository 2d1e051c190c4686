import { endOpenChanges } from "#app/contracts/changes/expire-change.server.ts";
import { frozenStates } from "#app/contracts/disputes/dispute.ts";
import { settleEndings } from "#app/contracts/ending/lock-ending.server.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import { endedStates } from "#app/contracts/milestones/milestone.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** A locked contract ends with its last stage: completed when anything was released, else terminated. */
export async function completeContract(tx: Tx, locked: LockedContract, now: Date) {
  const contract = await tx.contract.findUniqueOrThrow({ where: { id: locked.id }, select: { id: true, state: true, endReason: true } });
  if (contract.state !== "ACTIVE" && contract.state !== "PAUSED") return;
  const stages = await tx.milestone.findMany({ where: { contractId: locked.id }, select: { state: true, releasedFen: true } });
  if (stages.some((s) => !endedStates.includes(s.state))) return;
  if ((await tx.dispute.count({ where: { milestone: { contractId: locked.id }, state: { in: frozenStates } } })) > 0) return;
  const to = stages.some((s) => s.releasedFen > 0n) ? "COMPLETED" : "TERMINATED";
  await moveContract(tx, contract, { verb: "complete", to, actor: byClock, data: { endedAt: now } }, now);
  await endOpenChanges(tx, locked, byClock, now);
  await settleEndings(tx, locked.id, byClock, now);
  const notice = { kind: "contracts.notice.completed", params: { title: locked.title }, href: `/contracts/${locked.id}` } as const;
  await notifyOrg(tx, locked.employerId, "contract:act", notice, now);
  await notifyOrg(tx, locked.providerId, "contract:act", notice, now);
  tellContract(tx, locked);
}
