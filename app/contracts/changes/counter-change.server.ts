import type { z } from "zod";
import type { CounterChange } from "#app/contracts/changes/change-order.ts";
import { lockChange, moveChange } from "#app/contracts/changes/lock-change.server.ts";
import { offerOf } from "#app/contracts/changes/propose-change.server.ts";
import { otherSide } from "#app/contracts/contract.ts";
import { guardMayBegin, guardNotSuspended, partyOf } from "#app/contracts/lock.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Whose turn it is answers the offer that stands with another one. What was offered before stays in the order's history. */
export async function counterChange(viewer: Viewer, { orderId, offerHash, ...wanted }: z.output<typeof CounterChange>) {
  return transact(async (tx) => {
    const { contract, order, offer, now } = await lockChange(tx, orderId);
    const party = partyOf(viewer, contract);
    guardMayBegin(viewer, party);
    if (order.turn !== party.side || order.answerBy <= now) throw new Refusal("wrongState");
    if (offer.hash !== offerHash || order.baseHash !== contract.versionHash) throw new Refusal("changedMeanwhile");
    await guardNotSuspended(tx, contract);
    const { body, hash, raise } = await offerOf(tx, contract, wanted, now);
    if (hash === offer.hash) throw new Refusal("nothingChanged");
    const answerBy = addWorkingTime(now, policy.changeAnswerMs);
    const data = { turn: otherSide(party.side), answerBy, ...raise };
    await moveChange(tx, order, { verb: "counterChange", to: "COUNTERED", actor: party.actor, data, reason: wanted.note }, now);
    await tx.changeOffer.create({
      data: { orderId, n: offer.n + 1, side: party.side, byUserId: viewer.userId, note: wanted.note, body, hash, at: now },
    });
    const params = { title: contract.title, answerByAt: answerBy.toISOString() };
    const notice = { kind: "contracts.notice.changeCountered", params, href: `/contracts/${contract.id}#change` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}
