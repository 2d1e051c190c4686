import { endOpenChanges } from "#app/contracts/changes/expire-change.server.ts";
import { openEndings } from "#app/contracts/ending/ending.ts";
import { finishContract } from "#app/contracts/ending/finish-contract.server.ts";
import { guardInvoiced, handedIn } from "#app/contracts/invoices/invoiced.server.ts";
import { guardNotSuspended, type LockedContract, lockContract, type Party, partyOf } from "#app/contracts/lock.server.ts";
import { restFen, runningStates } from "#app/contracts/milestones/milestone.ts";
import { refundWhole } from "#app/contracts/milestones/refund-whole.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";
import type { Milestone } from "../../../generated/prisma/client.ts";

type Input = { contractId: string; reason: string };

/**
 * One side ends the contract; what was accepted stays. Between two stages that is all: the employer may at any such moment, the provider
 * after the next stage was left unfunded for ten days. The employer may also while a stage is under way: one that was not begun goes back
 * whole, of one that was begun the provider is asked how much is done.
 */
export async function endContract(viewer: Viewer, input: Input) {
  return transact(async (tx) => {
    const { contract, now } = await lockContract(tx, input.contractId);
    const party = partyOf(viewer, contract);
    if (contract.state !== "ACTIVE" && contract.state !== "PAUSED") throw new Refusal("wrongState");
    const stages = await tx.milestone.findMany({ where: { contractId: contract.id } });
    const running = stages.find((s) => runningStates.includes(s.state));
    if (running && party.side === "PROVIDER") throw new Refusal("stagesRunning");
    if (running && running.state !== "FUNDED") return askHowMuch(tx, { contract, party, running, reason: input.reason, viewer }, now);
    if (running) {
      await tx.contract.update({ where: { id: contract.id }, data: { endReason: input.reason } });
      await refundWhole(tx, { contract, milestone: running, verb: "cancelFunded", actor: party.actor, reason: input.reason }, now);
    } else {
      if (party.side === "PROVIDER") await guardInvoiced(tx, contract, handedIn);
      guardBetweenStages(stages, party.side === "PROVIDER", now);
      await finishContract(tx, contract, { reason: input.reason, actor: party.actor }, now);
    }
    const notice = { kind: "contracts.notice.ended", params: { title: contract.title }, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

function guardBetweenStages(stages: readonly Milestone[], byProvider: boolean, now: Date) {
  const waiting = stages.find((s) => s.state === "AWAITING_FUNDING");
  if (!waiting) throw new Refusal("wrongState");
  const opened = (waiting.fundBy?.getTime() ?? now.getTime()) - policy.nextFundMs;
  if (byProvider && now.getTime() < opened + policy.providerMayLeaveMs) throw new Refusal("mayNotLeaveYet");
}

type Asked = { contract: LockedContract; party: Party; running: Milestone; viewer: Viewer; reason: string };

/** The stage under way goes on until it is divided; nothing new begins meanwhile. */
async function askHowMuch(tx: Tx, { contract, party, running, viewer, reason }: Asked, now: Date) {
  await guardNotSuspended(tx, contract);
  if (restFen(running) <= 0n) throw new Refusal("stagesRunning");
  await guardNoEnding(tx, contract.id);
  const answerBy = shiftDeadline(new Date(now.getTime() + policy.endingAnswerMs));
  const { id } = await tx.ending.create({
    data: { contractId: contract.id, milestoneId: running.id, reason, askedById: viewer.userId, answerBy, createdAt: now },
    select: { id: true },
  });
  const about = { entity: "ending", entityId: id, from: null, to: "ASKED", verb: "endContract", actor: party.actor, reason };
  await recordTransition(tx, about, now);
  await endOpenChanges(tx, contract, party.actor, now);
  const params = { title: contract.title, stage: running.title, answerByAt: answerBy.toISOString() };
  const notice = { kind: "contracts.notice.endingAsked", params, href: `/contracts/${contract.id}#ending` } as const;
  await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
  tellContract(tx, contract);
}

/** While a contract is being ended nothing new is agreed on or paid for. */
export async function guardNoEnding(tx: Tx, contractId: string) {
  if ((await tx.ending.count({ where: { contractId, state: { in: openEndings } } })) > 0) throw new Refusal("endingOpen");
}
