import { openEndings } from "#app/contracts/ending/ending.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import { runningStates } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** When nothing else waits for money or is being worked on, the next planned stage of a locked contract waits for its funding. */
export async function openNextStage(tx: Tx, contract: LockedContract, fundBy: Date | null, now: Date) {
  const stages = await tx.milestone.findMany({
    where: { contractId: contract.id },
    orderBy: { ord: "asc" },
    select: { id: true, state: true, title: true, amountFen: true },
  });
  if (stages.some((s) => s.state === "AWAITING_FUNDING" || runningStates.includes(s.state))) return;
  // A contract that is being ended begins nothing new.
  if ((await tx.ending.count({ where: { contractId: contract.id, state: { in: openEndings } } })) > 0) return;
  const next = stages.find((s) => s.state === "PLANNED");
  if (!next) return;
  const until = fundBy ?? new Date(now.getTime() + policy.nextFundMs);
  await moveMilestone(tx, next, { verb: "openFunding", to: "AWAITING_FUNDING", actor: byClock, data: { fundBy: until } }, now);
  const params = { title: contract.title, stage: next.title, amountFen: String(next.amountFen), fundByAt: until.toISOString() };
  await notifyOrg(
    tx,
    contract.employerId,
    "pay:approve",
    { kind: "contracts.notice.toFund", params, href: `/contracts/${contract.id}` },
    now,
  );
}
