import { lockMilestone } from "#app/contracts/lock.server.ts";
import { dispatch, makeReady } from "#app/contracts/settlement/remit.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/** Moves a waiting sum on: pending pay whose charge became available is made ready, and what is ready is sent. Returns whether it moved. */
export async function sendRemittance(remittanceId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { row, contract, now } = await lockRemittance(tx, remittanceId);
    let ready = row;
    if (row.state === "PENDING") {
      const lot = await tx.fundingLot.findUnique({ where: { chargeId: row.chargeId }, select: { availableAt: true } });
      if (!lot?.availableAt) return false;
      ready = await makeReady(tx, row, now);
    } else if (row.state !== "READY" || (row.retryAt && row.retryAt > now)) return false;
    const moved = await dispatch(tx, ready, contract.id, now);
    await settleMilestone(tx, contract, row.milestoneId, now);
    tellContract(tx, contract);
    return moved || row.state === "PENDING";
  });
}

/** Locks a sum on its way after its contract and milestone, and reads them. */
export async function lockRemittance(tx: Tx, remittanceId: string) {
  const { milestoneId } = await tx.remittance.findUniqueOrThrow({ where: { id: remittanceId }, select: { milestoneId: true } });
  const locked = await lockMilestone(tx, milestoneId);
  await tx.$queryRaw`SELECT id FROM "Remittance" WHERE id = ${remittanceId}::uuid FOR UPDATE`;
  const row = await tx.remittance.findUniqueOrThrow({ where: { id: remittanceId } });
  return { ...locked, row };
}
