import { terminateUnstarted } from "#app/contracts/terminate-unstarted.server.ts";
import { db } from "#app/db.server.ts";
import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { shareBond } from "#app/deposits/bonds/share-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { beginSelection } from "#app/tasks/award/begin-selection.server.ts";
import { stay } from "#app/tasks/award/offer-next.server.ts";
import { hasBegun } from "#app/tasks/award/rest.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import { type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask, signalParties } from "#app/tasks/move.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 30;

/** T16, the clock: a contract that was not signed in 72 hours, or not funded in 48 after that, gives the task back to the choice. Where the employer
 * failed, its bond is the provider's. */
export async function lapseContracting(now: Date): Promise<number> {
  const due = await db.contract.findMany({
    where: {
      task: { state: "CONTRACTING" },
      OR: [
        { state: "SENT", signBy: { lte: now } },
        { state: "SIGNED", fundBy: { lte: now } },
      ],
    },
    select: { id: true, taskId: true },
    take: BATCH,
  });
  let done = 0;
  for (const { id, taskId } of due) if (await lapseOne(taskId, id)) done++;
  return done;
}

function lapseOne(taskId: string, contractId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "CONTRACTING") return false;
    const contract = await tx.contract.findUniqueOrThrow({ where: { id: contractId }, include: { signatures: true } });
    if (contract.state !== "SENT" && contract.state !== "SIGNED") return false;
    await terminateUnstarted(tx, contractId, contract.state === "SENT" ? "unsigned" : "unfunded", now);
    await tx.award.updateMany({ where: { taskId, state: "ACCEPTED", voidedAt: null }, data: { voidedAt: now } });
    const providerFailed = contract.state === "SENT" && !contract.signatures.some((s) => s.side === "PROVIDER");
    const why = contract.state === "SENT" ? "notSigned" : "notFunded";
    if (!providerFailed) await shareBond(tx, taskId, { why, actor: byClock, orgIds: [contract.providerId] }, now);
    // Work had begun before, and this contract was to take over its rest: the next standby may be asked.
    if (await hasBegun(tx, taskId)) {
      const bid = await tx.bid.findUniqueOrThrow({ where: { id: contract.bidId } });
      if (bid.state === "AWARDED") await moveBid(tx, bid, { verb: "lapseContracting", to: "LAPSED", actor: byClock }, now);
      await stay(tx, task, { verb: "lapseContracting", actor: byClock }, now);
      return true;
    }
    await giveBack(tx, task, providerFailed ? contract.bidId : null, now);
    return true;
  }).catch((e) => {
    if (e instanceof Refusal) return false;
    throw e;
  });
}

/** Every bid can be chosen again, except that of a provider who did not sign. */
async function giveBack(tx: Tx, task: LockedTask, failedBidId: string | null, now: Date) {
  const bids = await tx.bid.findMany({
    where: { taskId: task.id, state: { in: ["STANDBY", "NOT_SELECTED", "AWARDED"] } },
    select: { id: true, state: true, providerId: true, taskId: true },
  });
  const back = task.kind === "TENDER_LIVE" ? "QUALIFIED" : "SUBMITTED";
  for (const bid of bids) {
    const to = bid.id === failedBidId ? "LAPSED" : back;
    await moveBid(tx, bid, { verb: "lapseContracting", to, actor: byClock }, now);
    const notice = { kind: "tasks.notice.backToSelection", params: { title: task.title }, href: `/tasks/${task.id}` } as const;
    if (to !== "LAPSED") await notifyOrg(tx, bid.providerId, "bid:place", notice, now);
  }
  const left = await tx.bid.count({ where: { taskId: task.id, state: { in: [...validStates] } } });
  if (left > 0) await beginSelection(tx, task, { verb: "lapseContracting", actor: byClock }, now);
  else {
    const data = { endReason: "allDeclined" };
    await moveTask(tx, task, { verb: "lapseContracting", to: "FAILED", actor: byClock, reason: "allDeclined", data }, now);
    await returnBond(tx, task.id, { why: "noBids", actor: byClock }, now);
  }
  await signalParties(tx, task.id);
}
