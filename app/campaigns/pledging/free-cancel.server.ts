import { backerOf, type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { endPledge, takePledge } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { freeWay } from "#app/campaigns/pledging/free-way.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { enqueueAll } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Leaving = { campaign: LockedCampaign; pledge: LockedPledge; actor: Actor };

/**
 * What was promised was corrected: for 14 days its backers may leave for nothing, also after the deadline. What came in goes back; a card
 * that was not charged yet, or could not be, is let go. While a charge is under way its end is waited for.
 */
export async function freeCancel(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (!pledge.freeCancelUntilAt || pledge.freeCancelUntilAt <= now) throw new Refusal("freeCancelOver");
    const way = freeWay({ ...campaign, state: pledge.state }, now);
    if (way === "wait") throw new Refusal("paymentOpen");
    if (way !== "leave") throw new Refusal("wrongState");
    await (pledge.state === "COLLECTED" ? leavePaid : leaveUnpaid)(tx, { campaign, pledge, actor }, now);
  });
}

async function leavePaid(tx: Tx, { campaign, pledge, actor }: Leaving, now: Date) {
  const amountFen = pledge.collectedFen - pledge.refundedFen - pledge.chargedBackFen;
  const data = { endedAt: now, endReason: "CORRECTION" };
  await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor, reason: "CORRECTION", data }, now);
  await giveBack(tx, { campaign, pledge }, { amountFen, reason: "CORRECTION", key: `correction:${pledge.id}` }, now);
  const current = await currentOf(tx, pledge);
  if (current) await returnUnits(tx, current.id, now);
}

/** Until the result is frozen the total follows; afterwards it stays what it was. An open page at the till ends, and what is paid there all the same goes back. */
async function leaveUnpaid(tx: Tx, { campaign, pledge, actor }: Leaving, now: Date) {
  const isDecided = campaign.lifecycle === "SUCCESSFUL";
  if (!isDecided && !(await takePledge(tx, pledge, now, true))) throw new Refusal("wrongState");
  const current = await currentOf(tx, pledge);
  const open = await tx.pspIntent.findMany({
    where: { purpose: "collect-pledge", refType: "pledgeVersion", refId: { in: current ? [current.id] : [] }, state: { not: "FAILED" } },
    select: { id: true, kind: true },
  });
  if (open.some(({ kind }) => kind !== "CHECKOUT")) throw new Refusal("paymentOpen");
  await enqueueAll(
    tx,
    "end-checkout",
    open.map(({ id }) => ({ intentId: id })),
  );
  await endPledge(tx, campaign, pledge, { actor, reason: "", back: "CORRECTION" }, now);
}

const currentOf = (tx: Tx, { id }: LockedPledge) =>
  tx.pledgeVersion.findFirst({ where: { pledgeId: id, state: "CURRENT" }, select: { id: true } });
