import { heldFen } from "#app/deposits/deposit.ts";
import { lockDeposit, moveDeposit } from "#app/deposits/move.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The clock: a deposit that stayed under its tier for too long loses its badge. */
export async function lapseDeposit(depositId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { deposit, now } = await lockDeposit(tx, depositId);
    if (deposit.state !== "HELD" || !deposit.fillBy || deposit.fillBy > now) return false;
    await moveDeposit(tx, deposit, { verb: "lapse", to: "LAPSED", actor: byClock, data: { fillBy: null } }, now);
    const params = { heldFen: String(heldFen(deposit)), tierFen: String(deposit.tierFen) };
    const notice = { kind: "deposits.notice.lapsed", params, href: `/deposit?org=${deposit.orgId}` } as const;
    await notifyOrg(tx, deposit.orgId, "pay:approve", notice, now);
    return true;
  });
}
