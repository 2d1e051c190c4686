import { lockClaim, moveClaim } from "#app/deposits/claims/lock-claim.server.ts";
import { type DecideClaim, heldFen } from "#app/deposits/deposit.ts";
import { forfeitMoney } from "#app/deposits/money/leave.server.ts";
import { type LockedDeposit, moveDeposit } from "#app/deposits/move.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/**
 * An operator of neither side decides a claim with reasons, after the provider was heard or kept silent. What is granted leaves the deposit
 * for the employer in the same moment (先行赔付); the deposit must then be filled up, or its badge goes.
 */
export async function decideClaim(viewer: Viewer, claimId: string, { amount, decision }: DecideClaim): Promise<void> {
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const { deposit, claim, contract, now } = await lockClaim(tx, claimId);
    if (belongs(viewer, contract.employerId) || belongs(viewer, contract.providerId)) throw new Refusal("notAllowed");
    if (amount > claim.amountFen) throw new Refusal("overAsked", { amountFen: String(claim.amountFen) }, "amount");
    await operatorAct(tx, viewer, { act: "decideClaim", subject: { type: "claim", id: claimId }, reason: decision }, now);
    const actor: Actor = { userId: viewer.userId, role: "operator" };
    const to = amount > 0n ? "PAID" : "REFUSED";
    const data = { decidedById: viewer.userId, decidedAt: now, decision, paidFen: amount };
    await moveClaim(tx, deposit, claim, { verb: "decideClaim", to, actor, reason: decision, data }, now);
    if (amount > 0n) {
      await forfeitMoney(tx, deposit, [{ orgId: claim.employerId, amountFen: amount }], now);
      await fillUp(tx, deposit, amount, actor, now);
    }
    const params = { title: contract.title, amountFen: String(amount) };
    const kind = amount > 0n ? ("deposits.notice.claimPaid" as const) : ("deposits.notice.claimRefused" as const);
    for (const orgId of [contract.employerId, contract.providerId])
      await notifyOrg(tx, orgId, "contract:act", { kind, params, href: `/claims/${claimId}` }, now);
  });
}

/** When what is left no longer covers the tier, the provider has some days to fill it up. With nothing left the badge goes at once. */
async function fillUp(tx: Tx, deposit: LockedDeposit, paidFen: bigint, actor: Actor, now: Date) {
  const left = heldFen(deposit) - paidFen;
  const to = deposit.state === "HELD" && left === 0n ? "LAPSED" : deposit.state;
  const full = left >= deposit.tierFen;
  const fillBy = to === "HELD" && !full ? (deposit.fillBy ?? new Date(now.getTime() + policy.fillMs)) : null;
  await moveDeposit(tx, deposit, { verb: "payClaim", to, actor, data: { fillBy } }, now);
  if (deposit.state === "LEAVING" || full) return;
  const params = { leftFen: String(left), tierFen: String(deposit.tierFen), fillByAt: (fillBy ?? now).toISOString() };
  const kind = fillBy ? ("deposits.notice.fillUp" as const) : ("deposits.notice.emptied" as const);
  await notifyOrg(tx, deposit.orgId, "pay:approve", { kind, params, href: `/deposit?org=${deposit.orgId}` }, now);
}
