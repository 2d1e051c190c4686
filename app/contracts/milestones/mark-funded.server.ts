import type { LockedContract, LockedMilestone } from "#app/contracts/lock.server.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Of = { contract: LockedContract; milestone: LockedMilestone };

/** A stage's money stands in its escrow, whoever brought it: work may begin. The caller posted it and holds the locks. */
export async function markFunded(tx: Tx, { contract, milestone }: Of, payMethod: string | null, actor: Actor, now: Date) {
  const data = { fundedAt: now, payMethod, fundBy: null };
  await moveMilestone(tx, milestone, { verb: "fundMilestone", to: "FUNDED", actor, data }, now);
  if (contract.state === "SIGNED")
    await moveContract(tx, contract, { verb: "activate", to: "ACTIVE", actor, data: { activeAt: now, fundBy: null } }, now);
  if (contract.state === "PAUSED") await moveContract(tx, contract, { verb: "resume", to: "ACTIVE", actor }, now);
  const params = { title: contract.title, stage: milestone.title, amountFen: String(milestone.amountFen) };
  const notice = { kind: "contracts.notice.funded", params, href: `/contracts/${contract.id}` } as const;
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  await notifyOrg(tx, contract.employerId, "pay:approve", notice, now);
  tellContract(tx, contract);
}
