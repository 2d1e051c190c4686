import { lockChange, moveChange } from "#app/contracts/changes/lock-change.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Whose turn it is says no, or who made the offer that stands takes it back. The contract stays as it is. */
export async function answerChange(viewer: Viewer, orderId: string, answer: "REJECTED" | "WITHDRAWN") {
  return transact(async (tx) => {
    const { contract, order, now } = await lockChange(tx, orderId);
    const party = partyOf(viewer, contract);
    const rejects = answer === "REJECTED";
    if ((order.turn === party.side) !== rejects) throw new Refusal("wrongState");
    await moveChange(tx, order, { verb: rejects ? "rejectChange" : "withdrawChange", to: answer, actor: party.actor }, now);
    const kind = rejects ? "contracts.notice.changeRejected" : "contracts.notice.changeWithdrawn";
    const notice = { kind, params: { title: contract.title }, href: `/contracts/${contract.id}#change` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}
