import { lockRemittance } from "#app/contracts/settlement/send-remittance.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An operator lets a stuck sum be tried again, after what hindered it is mended. */
export async function retryRemittance(viewer: Viewer, remittanceId: string) {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const found = await tx.remittance.findUnique({ where: { id: remittanceId }, select: { id: true } });
    if (!found) throw new Refusal("notFound");
    const { row, now } = await lockRemittance(tx, remittanceId);
    if (row.state !== "STUCK") throw new Refusal("wrongState");
    await tx.remittance.update({ where: { id: row.id }, data: { state: "READY", retryAt: now } });
    await operatorAct(tx, viewer, { act: "retryRemittance", subject: { type: "remittance", id: row.id } }, now);
  });
}
