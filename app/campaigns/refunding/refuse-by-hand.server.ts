import { mustBeShown } from "#app/campaigns/refunding/account-box.server.ts";
import type { RefusedForm } from "#app/campaigns/refunding/by-hand.ts";
import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * The account cannot be paid, or is not the backer's own: it is forgotten together with the first operator's approval, and the backer is
 * told why and asked again. Until the payment is recorded this is possible; afterwards the money is gone.
 */
export async function refuseByHand(viewer: Viewer, refundId: string, { reason, shown }: RefusedForm): Promise<void> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { row, pledge } = await lockRefund(tx, refundId);
    if (pledge.userId === viewer.userId) throw new Refusal("selfDealing");
    const now = await appNow(tx);
    const { count } = await tx.pledgeRefund.updateMany({
      where: { id: row.id, state: "TO_PAY" },
      data: { state: "ASKING", approvedById: null, payeeName: null, payeeAccount: null },
    });
    if (count === 0) throw new Refusal("wrongState");
    mustBeShown(row, shown);
    const { title } = await tx.campaign.findUniqueOrThrow({ where: { id: row.campaignId }, select: { title: true } });
    const params = { title, amountFen: String(row.amountFen - row.keptFen), reason };
    await notifyUsers(tx, [pledge.userId], { kind: "campaigns.notice.payeeRefused", params, href: `/pledges/${pledge.id}#refund` }, now);
    const details = { approvedBy: row.approvedById };
    await operatorAct(tx, viewer, { act: "refuseRefundByHand", subject: { type: "pledgeRefund", id: row.id }, reason, details }, now);
  });
}
