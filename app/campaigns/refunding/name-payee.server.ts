import { backerOf } from "#app/campaigns/lock.server.ts";
import { sealAccount } from "#app/campaigns/refunding/account-box.server.ts";
import type { PayeeForm } from "#app/campaigns/refunding/by-hand.ts";
import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The original route is closed: the backer says where the money is to be paid. Until an operator agreed, it may be corrected. */
export async function namePayee(viewer: Viewer, refundId: string, { name, account }: PayeeForm): Promise<void> {
  return transact(async (tx) => {
    const { row, pledge } = await lockRefund(tx, refundId);
    backerOf(viewer, pledge);
    if (row.state !== "ASKING" && !(row.state === "TO_PAY" && row.approvedById === null)) throw new Refusal("wrongState");
    const data = { state: "TO_PAY" as const, payeeName: name, payeeAccount: sealAccount(account, row.id) };
    await tx.pledgeRefund.update({ where: { id: row.id }, data });
    const notice = { kind: "campaigns.notice.payeeGiven", params: { amountFen: String(row.amountFen) } } as const;
    if (row.state === "ASKING") await notifyOperators(tx, { ...notice, href: "/desk/campaigns/refunds" }, await appNow(tx));
  });
}
