import { mustBeShown } from "#app/campaigns/refunding/account-box.server.ts";
import type { PaidForm } from "#app/campaigns/refunding/by-hand.ts";
import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { finishRefund } from "#app/campaigns/refunding/refund-outcome.server.ts";
import { refundPaidByHand } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The second operator paid it from the platform's bank and writes down the bank's reference. */
export async function payByHand(viewer: Viewer, refundId: string, { reference, shown }: PaidForm): Promise<void> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const locked = await lockRefund(tx, refundId);
    const { row, pledge } = locked;
    if (row.state !== "TO_PAY" || !row.approvedById) throw new Refusal("wrongState");
    if (row.approvedById === viewer.userId) throw new Refusal("secondOperator");
    if (pledge.userId === viewer.userId) throw new Refusal("selfDealing");
    mustBeShown(row, shown);
    // The backer's bank may be giving it back already.
    if (await isFrozenCharge(tx, row.chargeId)) throw new Refusal("cardDisputeOpen");
    const now = await appNow(tx);
    const sum = { ref: row.campaignId, orgId: pledge.orgId, amountFen: row.amountFen - row.keptFen };
    await post(tx, refundPaidByHand({ key: `by-hand:${row.id}`, ...sum }), now);
    await finishRefund(tx, locked, { paidById: viewer.userId, reference }, now);
    await operatorAct(tx, viewer, { act: "payRefundByHand", subject: { type: "pledgeRefund", id: row.id }, details: { reference } }, now);
  });
}
