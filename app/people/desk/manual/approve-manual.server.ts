import { db } from "#app/db.server.ts";
import {
  type Adjustment,
  adjustedByHand,
  isOfOrg,
  refundPaidByHand,
  type SuspenseReason,
  suspenseAssigned,
} from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { closeOther, closeParked, readParked, retryParked } from "#app/payments/close-parked.server.ts";
import { markRepaid } from "#app/payments/debts.server.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { endManual, guardOwn, lockManual, tellProposer } from "#app/people/desk/manual/lock-manual.server.ts";
import { inSuspense } from "#app/people/desk/manual/propose-manual.server.ts";
import type { Settler } from "#app/people/desk/manual/settler.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { ManualAct } from "../../../../generated/prisma/client.ts";

type Doors = { settler: Settler; purposes: Purposes };

/**
 * Another operator agrees, and it is done at once: the movement, the state and the log in one transaction. What an act about an order
 * says of the channel is read there first, outside the transaction; the order stands still meanwhile, or the act is refused.
 */
export async function approveManual(viewer: Viewer, { actId, decision }: { actId: string; decision: string }, doors: Doors): Promise<void> {
  await readChannel(viewer, actId);
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { act, now } = await lockManual(tx, actId);
    if (act.state !== "PROPOSED") throw new Refusal("wrongState");
    if (act.proposedById === viewer.userId) throw new Refusal("anotherOperator");
    guardOwn(viewer, act.orgId);
    if (act.expiresAt <= now) throw new Refusal("proposalOver");
    await execute(tx, act, doors, now);
    await endManual(tx, act, { verb: "approveManual", viewer, decision }, now);
    await tellProposer(tx, act, "reconcile.notice.manualApproved", now);
  }).catch((error) => {
    // The books' own guard: an account that we spend from does not go below zero.
    if (/no_overdraft/.test(String(error?.message))) throw new Refusal("accountTooLow");
    throw error;
  });
}

async function readChannel(viewer: Viewer, actId: string) {
  const act = await db.manualAct.findUnique({ where: { id: actId }, select: { kind: true, act: true, refId: true, state: true } });
  if (!viewer.operator || act?.kind !== "INTENT" || act.state !== "PROPOSED") return;
  const found = await readParked(act.refId!);
  const fits = { retry: ["absent"], close: ["absent", "failed"], closeOther: ["other"] }[act.act];
  if (!fits?.includes(found)) throw new Refusal(act.act === "closeOther" ? "channelHasNoOther" : "channelHasIt");
}

async function execute(tx: Tx, act: ManualAct, { settler, purposes }: Doors, now: Date): Promise<void> {
  if (act.kind === "INTENT") {
    if (act.act === "retry") return retryParked(tx, act.refId!);
    const close = act.act === "closeOther" ? closeOther : closeParked;
    return close(tx, act.refId!, `closed by hand: ${act.reason}`, purposes);
  }
  if (act.kind === "ADJUSTMENT") {
    const { id: actId, act: name, orgId, amountFen } = act;
    const movement = adjustedByHand({ actId, name: name as Adjustment, orgId, amountFen });
    await post(tx, movement, now);
    // A debt that was paid to the bank, or that nobody will pay, is no debt any more.
    if (orgId && isOfOrg(name as Adjustment))
      await markRepaid(tx, { orgId, amountFen, key: movement.key, source: name === "writeOff" ? "writtenOff" : "bank", ref: orgId }, now);
    return;
  }
  const settled = act.refId ? await settler.settle(tx, act.refId, now) : null;
  if (settled && (settled.orgId !== act.orgId || settled.amountFen !== (act.kind === "SUSPENSE" ? -act.amountFen : act.amountFen)))
    throw new Refusal("changedMeanwhile");
  if (act.kind === "REFUND") {
    const { ref, orgId, amountFen } = settled!;
    return post(tx, refundPaidByHand({ key: `manual:${act.id}`, ref, orgId, amountFen }), now);
  }
  const transactionId = act.subject.slice("suspense:".length);
  const netFen = await inSuspense(tx, transactionId);
  if (netFen !== act.amountFen) throw new Refusal("wrongState");
  const source = await sourceOf(tx, transactionId);
  await post(tx, suspenseAssigned({ transactionId, source, netFen, reason: act.act as SuspenseReason, orgId: act.orgId }), now);
}

const sourceOf = async (tx: Tx, transactionId: string) =>
  (await tx.ledgerTx.findUniqueOrThrow({ where: { idemKey: `unknown:${transactionId}` }, select: { ref: true } })).ref;
