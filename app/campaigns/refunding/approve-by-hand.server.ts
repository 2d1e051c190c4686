import { mustBeShown } from "#app/campaigns/refunding/account-box.server.ts";
import type { ShownPayee } from "#app/campaigns/refunding/by-hand.ts";
import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The first of two operators checked the payee's details. */
export async function approveByHand(viewer: Viewer, refundId: string, { shown }: ShownPayee): Promise<void> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { row, pledge } = await lockRefund(tx, refundId);
    if (row.state !== "TO_PAY" || row.approvedById) throw new Refusal("wrongState");
    if (pledge.userId === viewer.userId) throw new Refusal("selfDealing");
    mustBeShown(row, shown);
    await tx.pledgeRefund.update({ where: { id: row.id }, data: { approvedById: viewer.userId } });
    await operatorAct(tx, viewer, { act: "approveRefundByHand", subject: { type: "pledgeRefund", id: row.id } }, await appNow(tx));
  });
}
