import { heldFen } from "#app/deposits/deposit.ts";
import { makeReady, toSendFen } from "#app/deposits/money/remit.server.ts";
import type { LockedDeposit } from "#app/deposits/move.server.ts";
import type { Borne } from "#app/ledger/card-movements.ts";
import { shareUndone } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { nothingBorne, owed } from "#app/payments/card-dispute.ts";
import { leftFen } from "#app/payments/lots.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { CardDispute, DepositRemittance, FundingLot } from "../../../generated/prisma/client.ts";

const least = (...sums: bigint[]) => sums.reduce((a, b) => (b < a ? b : a));
type Lost = { dispute: CardDispute; lot: FundingLot; lostFen: bigint };

/**
 * Who bears a lost dispute over a deposit, in this order: what was on its way back to its payer and not sent, what is still in the deposit
 * of this payment (shares of a bond that were not sent fall back into it first), then the payer as a debt.
 */
export async function bear(
  tx: Tx,
  deposit: LockedDeposit,
  { dispute, lot, lostFen }: Lost,
  now: Date,
): Promise<{ borne: Borne; undoneFen: bigint }> {
  const rows = await tx.$queryRaw<DepositRemittance[]>`
    SELECT * FROM "DepositRemittance" WHERE "depositId" = ${deposit.id}::uuid AND "chargeId" = ${dispute.chargeId}
       AND state IN ('PENDING', 'READY', 'STUCK') ORDER BY id FOR UPDATE`;
  const back = rows.filter((row) => row.cause === "RETURN");
  const refundFen = await keep(
    tx,
    back.filter((row) => row.kind === "REFUND"),
    lostFen,
    now,
  );
  const earningsFen = await keep(
    tx,
    back.filter((row) => row.kind === "TRANSFER"),
    lostFen - refundFen,
    now,
  );
  const undoneFen = deposit.kind === "INTENT" ? await undoShares(tx, deposit, rows, lostFen - refundFen - earningsFen, now) : 0n;
  const escrowFen = least(lostFen - refundFen - earningsFen, heldFen(deposit) + undoneFen, leftFen(lot) + undoneFen);
  const rest = lostFen - refundFen - earningsFen - escrowFen;
  return { borne: { ...nothingBorne, refundFen, escrowFen, earningsFen, ...owed(rest) }, undoneFen };
}

/** Sums that wait to be sent give up to this much; one that gave all is over. */
async function keep(tx: Tx, rows: DepositRemittance[], wantedFen: bigint, now: Date): Promise<bigint> {
  let rest = wantedFen;
  for (const row of rows) {
    const part = least(toSendFen(row), rest);
    if (part <= 0n) continue;
    if (row.state === "PENDING") await makeReady(tx, row, now);
    await take(tx, row, part, now);
    rest -= part;
  }
  return wantedFen - rest;
}

const take = (tx: Tx, row: DepositRemittance, part: bigint, now: Date) =>
  tx.depositRemittance.update({
    where: { id: row.id },
    data: {
      keptFen: { increment: part },
      ...(part === toSendFen(row) ? { state: "DONE" as const, doneAt: now, retryAt: null } : {}),
    },
  });

/** A share of a bond that was not sent yet falls away with the bond: it is in the bond again, and the bank takes it there. The caller marks both at once. */
async function undoShares(tx: Tx, deposit: LockedDeposit, rows: DepositRemittance[], wantedFen: bigint, now: Date): Promise<bigint> {
  let rest = wantedFen;
  for (const row of rows.filter(({ cause }) => cause === "FORFEIT")) {
    const part = least(toSendFen(row), rest);
    if (part <= 0n) continue;
    if (row.state === "PENDING") await makeReady(tx, row, now);
    await take(tx, row, part, now);
    await post(tx, shareUndone({ remittanceId: row.id, depositId: deposit.id, orgId: row.orgId, amountFen: part }), now);
    await tx.fundingLot.update({ where: { chargeId: row.chargeId }, data: { transferredFen: { decrement: part } } });
    const params = { amountFen: String(part) };
    const href = `/tasks/${deposit.taskId}`;
    await notifyOrg(tx, row.orgId, "bid:place", { kind: "cards.notice.shareUndone", params, href }, now);
    rest -= part;
  }
  return wantedFen - rest;
}
