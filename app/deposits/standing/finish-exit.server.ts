import { heldFen } from "#app/deposits/deposit.ts";
import { returnMoney } from "#app/deposits/money/leave.server.ts";
import { lockDeposit, moveDeposit } from "#app/deposits/move.server.ts";
import { exitBars, mayLeave } from "#app/deposits/standing/exit-time.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The clock: nothing holds the deposit any more, and it goes back the way it came. */
export async function finishExit(depositId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { deposit, now } = await lockDeposit(tx, depositId);
    if (deposit.state !== "LEAVING" || !mayLeave(await exitBars(tx, depositId), now)) return false;
    const amountFen = heldFen(deposit);
    await returnMoney(tx, deposit, amountFen, now);
    await moveDeposit(tx, deposit, { verb: "finishExit", to: "CLOSED", actor: byClock, data: { endReason: "exit" } }, now);
    const notice = {
      kind: "deposits.notice.left",
      params: { amountFen: String(amountFen) },
      href: `/deposit?org=${deposit.orgId}`,
    } as const;
    await notifyOrg(tx, deposit.orgId, "pay:approve", notice, now);
    return true;
  });
}
