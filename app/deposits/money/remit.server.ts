import { groupOf } from "#app/deposits/money/ask-payment.server.ts";
import { chargeAvailable, depositRerouted, withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { refundWindowMs } from "#app/payments/intent.ts";
import type { LotPart } from "#app/payments/lots.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { isPayable, mayReceive } from "#app/payments/payees.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { DepositRemittance } from "../../../generated/prisma/client.ts";

type Out = Pick<DepositRemittance, "depositId" | "cause" | "kind" | "orgId">;

/**
 * Part of a sum that left a deposit in the books starts on its way to whom it belongs, one row a payment that it draws on. A refund goes
 * at once; a transfer waits until that payment's money can be used and its receiver has an account.
 */
export async function remit(tx: Tx, out: Out, part: LotPart, now: Date): Promise<void> {
  const state = out.kind === "TRANSFER" && !part.available ? "PENDING" : "READY";
  const row = await tx.depositRemittance.create({
    data: { ...out, chargeId: part.chargeId, amountFen: part.amountFen, state, createdAt: now },
  });
  if (state === "READY") await dispatch(tx, row, now);
  if (row.kind === "TRANSFER" && !(await isPayable(row.orgId, tx))) await askForAccount(tx, row.id, now);
}

/** What of it is sent: less what its payer's bank took of it meanwhile, and what repaid its receiver's debts. */
export const toSendFen = ({ amountFen, keptFen, repaidFen }: Pick<DepositRemittance, "amountFen" | "keptFen" | "repaidFen">) =>
  amountFen - keptFen - repaidFen;

/** The payment behind a waiting transfer can be used now. The caller holds the deposit's lock. */
export async function makeReady(tx: Tx, row: DepositRemittance, now: Date): Promise<DepositRemittance> {
  const { id, depositId: ref, orgId: providerId, amountFen } = row;
  await post(tx, chargeAvailable({ key: `available:${id}`, ref, providerId, amountFen }), now);
  return tx.depositRemittance.update({ where: { id }, data: { state: "READY" } });
}

/**
 * Opens the intent of a ready row. A transfer repays first what its receiver owes, and stays where it is while its receiver has no usable
 * account. Says whether it moved.
 */
export async function dispatch(tx: Tx, ready: DepositRemittance, now: Date): Promise<boolean> {
  // While a bank decides about the card that paid it, nothing of it leaves.
  if (await isFrozenCharge(tx, ready.chargeId)) return false;
  if (ready.kind === "REFUND" && (await windowIsOver(tx, ready, now))) {
    const turned = await reroute(tx, ready, now);
    return turned.state === "READY" ? dispatch(tx, turned, now) : true;
  }
  const transfer = ready.kind === "TRANSFER";
  const row = transfer ? await repay(tx, ready, now) : ready;
  if (row.state === "DONE") return true;
  if (transfer) {
    if (!(await mayReceive(tx, row.orgId, now))) return row.repaidFen > ready.repaidFen;
    const hold = { key: `withdraw:${row.id}:${row.attempts}`, ref: row.depositId, providerId: row.orgId, amountFen: toSendFen(row) };
    await post(tx, withdrawRequested(hold), now);
  }
  await openIntent(
    tx,
    {
      kind: row.kind,
      purpose: transfer ? "send-deposit" : "refund-deposit",
      refType: "depositRemittance",
      refId: row.id,
      orgId: row.orgId,
      amountFen: toSendFen(row),
      params: {
        chargeId: row.chargeId,
        transferGroup: groupOf({ id: row.depositId }),
        ...(transfer ? { destinationOrgId: row.orgId, ofBalance: await wasTaken(tx, row.chargeId) } : {}),
      },
    },
    now,
  );
  await tx.depositRemittance.update({ where: { id: row.id }, data: { state: "SENDING", retryAt: null } });
  return true;
}

/** Debts are paid out of what stands ready before any of it leaves; a sum that they take whole is over. */
async function repay(tx: Tx, row: DepositRemittance, now: Date): Promise<DepositRemittance> {
  const { id, orgId, depositId: ref, attempts } = row;
  const pay = { orgId, amountFen: toSendFen(row), key: `repaid:${id}:${attempts}:${row.repaidFen}`, source: "deposit" as const, ref };
  const repaidFen = await repayFromPay(tx, pay, now);
  if (repaidFen === 0n) return row;
  const over = repaidFen === pay.amountFen ? ({ state: "DONE", doneAt: now, retryAt: null } as const) : {};
  return tx.depositRemittance.update({ where: { id }, data: { repaidFen: { increment: repaidFen }, ...over } });
}

/** A bank took the charge back: what was granted out of it before is sent all the same, out of the platform's balance. */
const wasTaken = async (tx: Tx, chargeId: string) => (await tx.cardDispute.count({ where: { chargeId, state: "LOST" } })) > 0;

async function windowIsOver(tx: Tx, row: DepositRemittance, now: Date): Promise<boolean> {
  const lot = await tx.fundingLot.findUniqueOrThrow({ where: { chargeId: row.chargeId }, select: { method: true, createdAt: true } });
  const windowMs = refundWindowMs(lot.method);
  return windowMs !== null && lot.createdAt.getTime() + windowMs <= now.getTime();
}

/** The way it came takes nothing back (any more): the sum becomes a transfer to its owner's account. */
export async function reroute(tx: Tx, row: DepositRemittance, now: Date): Promise<DepositRemittance> {
  const [lot] = await tx.$queryRaw<{ availableAt: Date | null }[]>`
    UPDATE "FundingLot" SET "refundedFen" = "refundedFen" - ${toSendFen(row)}, "transferredFen" = "transferredFen" + ${toSendFen(row)}
     WHERE "chargeId" = ${row.chargeId} RETURNING "availableAt"`;
  const usable = lot!.availableAt !== null;
  const { id, depositId, orgId } = row;
  const amountFen = toSendFen(row);
  await post(tx, depositRerouted({ key: `deposit-rerouted:${id}`, depositId, orgId, amountFen, usable }), now);
  const turned = await tx.depositRemittance.update({
    where: { id },
    data: { kind: "TRANSFER", state: usable ? "READY" : "PENDING", attempts: 0, waits: 0, retryAt: null },
  });
  if (!(await isPayable(orgId, tx))) await askForAccount(tx, id, now);
  return turned;
}

/** Money waits for an organisation that has told nobody where it is to go. */
async function askForAccount(tx: Tx, id: string, now: Date) {
  const { orgId, ...row } = await tx.depositRemittance.findUniqueOrThrow({ where: { id } });
  const params = { amountFen: String(toSendFen(row)) };
  const notice = { kind: "deposits.notice.needPayee", params, href: `/payee?org=${orgId}` } as const;
  if (toSendFen(row) > 0n) await notifyOrg(tx, orgId, "org:manage", notice, now);
}
