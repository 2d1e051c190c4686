import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { askPayee } from "#app/campaigns/refunding/send-back.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** An operator lets a stuck refund be tried again, or, when the way it came is closed for good, asks the backer where else to pay it. */
export async function retryRefund(viewer: Viewer, refundId: string, how: "again" | "byHand"): Promise<void> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { row, pledge } = await lockRefund(tx, refundId);
    if (row.state !== "STUCK") throw new Refusal("wrongState");
    const now = await appNow(tx);
    if (how === "again") await tx.pledgeRefund.update({ where: { id: row.id }, data: { state: "READY", retryAt: now } });
    else await askPayee(tx, row, pledge.userId, now);
    await operatorAct(tx, viewer, { act: "retryPledgeRefund", subject: { type: "pledgeRefund", id: row.id }, details: { how } }, now);
  });
}
