import { groupOf } from "#app/deposits/money/ask-payment.server.ts";
import { chargeAvailable, depositRerouted, withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
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
  if (row.kind === "TRANSFER" && !(await isPayable(row.orgId, tx))) await askForAccount(tx, row, now);
  if (state === "READY") await dispatch(tx, row, now);
}

/** What of it is sent: less what its payer's bank took of it meanwhile. */
export const toSendFen = ({ amountFen, keptFen }: Pick<DepositRemittance, "amountFen" | "keptFen">) => amountFen - keptFen;

/** The payment behind a waiting transfer can be used now. The caller holds the deposit's lock. */
export async function makeReady(tx: Tx, row: DepositRemittance, now: Date): Promise<DepositRemittance> {
  const { id, depositId: ref, orgId: providerId, amountFen } = row;
  await post(tx, chargeAvailable({ key: `available:${id}`, ref, providerId, amountFen }), now);
  return tx.depositRemittance.update({ where: { id }, data: { state: "READY" } });
}

/** Opens the intent of a ready row; a transfer stays where it is while its receiver has no usable account. Says whether it went. */
export async function dispatch(tx: Tx, row: DepositRemittance, now: Date): Promise<boolean> {
  // While a bank decides about the card that paid it, nothing of it leaves.
  if (await isFrozenCharge(tx, row.chargeId)) return false;
  if (row.kind === "REFUND" && (await windowIsOver(tx, row, now))) {
    const turned = await reroute(tx, row, now);
    return turned.state === "READY" ? dispatch(tx, turned, now) : true;
  }
  const transfer = row.kind === "TRANSFER";
  if (transfer) {
    if (!(await mayReceive(tx, row.orgId, now))) return false;
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
  if (!(await isPayable(orgId, tx))) await askForAccount(tx, turned, now);
  return turned;
}

/** Money waits for an organisation that has told nobody where it is to go. */
const askForAccount = (tx: Tx, { orgId, amountFen }: DepositRemittance, now: Date) =>
  notifyOrg(
    tx,
    orgId,
    "org:manage",
    { kind: "deposits.notice.needPayee", params: { amountFen: String(amountFen) }, href: `/payee?org=${orgId}` },
    now,
  );
