import { dispatch, makeReady } from "#app/deposits/money/remit.server.ts";
import { lockDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/** Locks a sum on its way after its deposit, and reads both. */
export async function lockRemittance(tx: Tx, remittanceId: string) {
  const { depositId } = await tx.depositRemittance.findUniqueOrThrow({ where: { id: remittanceId }, select: { depositId: true } });
  const locked = await lockDeposit(tx, depositId);
  return { ...locked, row: await tx.depositRemittance.findUniqueOrThrow({ where: { id: remittanceId } }) };
}

/** The clock: moves a waiting sum on once the payment behind it can be used, its receiver has an account, or its next try is due. */
export async function sendDepositMoney(remittanceId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { row, deposit, now } = await lockRemittance(tx, remittanceId);
    let ready = row;
    if (row.state === "PENDING") {
      const lot = await tx.fundingLot.findUnique({ where: { chargeId: row.chargeId }, select: { availableAt: true } });
      if (!lot?.availableAt) return false;
      ready = await makeReady(tx, row, now);
    } else if (row.state !== "READY" || (row.retryAt && row.retryAt > now)) return false;
    const went = await dispatch(tx, ready, now);
    tellDeposit(tx, deposit, row.orgId);
    return went || ready !== row;
  });
}

/** An operator lets a stuck sum be tried again, after what hindered it is mended. */
export async function retryDepositMoney(viewer: Viewer, remittanceId: string): Promise<void> {
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const found = await tx.depositRemittance.findUnique({ where: { id: remittanceId }, select: { id: true } });
    if (!found) throw new Refusal("notFound");
    const { row, deposit, now } = await lockRemittance(tx, remittanceId);
    if (row.state !== "STUCK") throw new Refusal("wrongState");
    await operatorAct(tx, viewer, { act: "retryDepositMoney", subject: { type: "depositRemittance", id: row.id } }, now);
    // A key of its own for each try, as for the tries that came before.
    await tx.depositRemittance.update({ where: { id: row.id }, data: { state: "READY", retryAt: null } });
    tellDeposit(tx, deposit, row.orgId);
  });
}
