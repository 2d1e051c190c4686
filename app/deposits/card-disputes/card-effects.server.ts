import { bear } from "#app/deposits/card-disputes/bear.server.ts";
import { frozenFen } from "#app/deposits/card-disputes/frozen.server.ts";
import { heldFen, purseOf } from "#app/deposits/deposit.ts";
import { voidPayments } from "#app/deposits/money/ask-payment.server.ts";
import { type LockedDeposit, lockDeposit, moveDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { deposit as purse } from "#app/ledger/movement.ts";
import { cardDisputeLost } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type CardDisputeEffects, heldFen as heldByBank } from "#app/payments/card-dispute.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { leftFen } from "#app/payments/lots.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { tellDebtor } from "#app/people/tell-debtor.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";
import type { CardDispute, FundingLot } from "../../../generated/prisma/client.ts";

const least = (...sums: bigint[]) => sums.reduce((a, b) => (b < a ? b : a));
const most = (fen: bigint) => (fen > 0n ? fen : 0n);

/**
 * What a card dispute does to the deposit that the card paid. Who paid it bears it: while the bank decides there is no badge and nothing
 * of the payment leaves; lost, the deposit shrinks by what is here of it, and what had left it already is the depositor's debt.
 */
export const depositEffects: CardDisputeEffects = {
  async inquired(tx, dispute, now) {
    const { deposit } = await lockDeposit(tx, dispute.refId);
    await tell(tx, deposit, dispute, "Inquiry", {}, now);
  },

  async opened(tx, dispute, now) {
    const { deposit } = await lockDeposit(tx, dispute.refId);
    const lot = await lockLot(tx, dispute.chargeId);
    const free = heldFen(deposit) - (await frozenFen(tx, deposit));
    const frozen = most(least(dispute.amountFen, free, leftFen(lot)));
    await voidPayments(tx, deposit);
    if (frozen > 0n && deposit.kind === "PROVIDER" && deposit.state === "HELD")
      await moveDeposit(tx, deposit, { verb: "freeze", to: "LAPSED", actor: byStripe, data: { fillBy: null } }, now);
    await tell(tx, deposit, dispute, "Opened", { frozenFen: String(frozen) }, now);
    return frozen;
  },

  async closed(tx, dispute, now) {
    const { deposit } = await lockDeposit(tx, dispute.refId);
    const frozen = (await frozenFen(tx, deposit)) - dispute.frozenFen;
    if (deposit.kind === "PROVIDER" && deposit.state === "LAPSED" && heldFen(deposit) - frozen >= deposit.tierFen)
      await moveDeposit(tx, deposit, { verb: "thaw", to: "HELD", actor: byStripe }, now);
    await tell(tx, deposit, dispute, dispute.pspStatus === "won" ? "Won" : "Closed", {}, now);
  },

  async lost(tx, dispute, now) {
    const locked = await lockDeposit(tx, dispute.refId);
    const lot = await lockLot(tx, dispute.chargeId);
    const { deposit } = locked;
    const { borne, undoneFen } = await bear(tx, deposit, { dispute, lot, lostFen: heldByBank(dispute) }, now);
    const { id, kind, orgId } = deposit;
    const sides = { payerId: orgId, payeeId: orgId, escrow: purse(purseOf(kind), id) };
    await post(tx, cardDisputeLost({ disputeId: dispute.id, ref: id, ...sides, ...borne }), now);
    const title = await titleOf(tx, deposit);
    const debt = { orgId, reason: "cardDispute" as const, refType: kind === "PROVIDER" ? "deposit" : "task", title };
    const refId = deposit.taskId ?? orgId;
    await addDebt(tx, { ...debt, refId, key: `card-dispute:${dispute.id}`, amountFen: borne.debtFen }, now);
    await tx.fundingLot.update({ where: { id: lot.id }, data: { chargedBackFen: { increment: borne.escrowFen } } });
    if (borne.escrowFen > 0n) await shrink(tx, deposit, { goneFen: borne.escrowFen, undoneFen }, now);
    await tell(tx, deposit, dispute, "Lost", { leftFen: String(heldFen(deposit) + undoneFen - borne.escrowFen) }, now);
    await tellDebtor(tx, debt, borne.debtFen, now);
    return borne;
  },
};

async function lockLot(tx: Tx, chargeId: string): Promise<FundingLot> {
  const [lot] = await tx.$queryRaw<FundingLot[]>`SELECT * FROM "FundingLot" WHERE "chargeId" = ${chargeId} FOR UPDATE`;
  return lot!;
}

/** The bank's part is gone: the badge ends until the deposit is filled up; a bond of which nothing is left is over. */
async function shrink(tx: Tx, deposit: LockedDeposit, { goneFen, undoneFen }: { goneFen: bigint; undoneFen: bigint }, now: Date) {
  await voidPayments(tx, deposit);
  const { kind, state } = deposit;
  const data = { chargedBackFen: { increment: goneFen }, forfeitedFen: { decrement: undoneFen }, fillBy: null };
  const empty = heldFen(deposit) + undoneFen === goneFen;
  const open = state === "HELD" || state === "LAPSED";
  if (open && kind === "INTENT" && empty) {
    const move = { verb: "chargeBack", to: "CLOSED", actor: byStripe, data: { ...data, endReason: "cardDispute" } } as const;
    await moveDeposit(tx, deposit, move, now);
  } else if (open && kind === "PROVIDER") {
    await moveDeposit(tx, deposit, { verb: "chargeBack", to: "LAPSED", actor: byStripe, data }, now);
  } else await tx.deposit.update({ where: { id: deposit.id }, data });
}

async function titleOf(tx: Tx, { taskId }: LockedDeposit): Promise<string> {
  return taskId ? (await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } })).title : "";
}

type Kind = "Inquiry" | "Opened" | "Won" | "Closed" | "Lost";
/** Who paid it hears of it, and once money is concerned whoever has claimed on it and not been answered. */
async function tell(tx: Tx, deposit: LockedDeposit, dispute: CardDispute, kind: Kind, more: Record<string, string>, now: Date) {
  const { id, kind: of, orgId, taskId } = deposit;
  const params = { amountFen: String(dispute.amountFen), ...more };
  const href = taskId ? `/tasks/${taskId}` : `/deposit?org=${orgId}`;
  const name = of === "PROVIDER" ? ("deposit" as const) : ("bond" as const);
  await notifyOrg(tx, orgId, "pay:approve", { kind: `cards.notice.${name}${kind}`, params, href }, now);
  tellDeposit(tx, deposit);
  if (of !== "PROVIDER" || kind === "Inquiry") return;
  const claims = await tx.depositClaim.findMany({ where: { depositId: id, state: { in: ["OPEN", "HEARD"] } } });
  for (const claim of claims) {
    await notifyOrg(
      tx,
      claim.employerId,
      "contract:act",
      { kind: `cards.notice.claimed${kind}`, params, href: `/claims/${claim.id}` },
      now,
    );
    tellDeposit(tx, deposit, claim.employerId);
  }
}
