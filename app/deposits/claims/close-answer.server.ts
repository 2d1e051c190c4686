import { addWorkingTime } from "#app/contracts/working-days.ts";
import { lockClaim, moveClaim } from "#app/deposits/claims/lock-claim.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The clock: the provider's time to answer is over; an operator decides by what there is. */
export async function closeAnswer(claimId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { deposit, claim, contract, now } = await lockClaim(tx, claimId);
    if (claim.state !== "OPEN" || claim.answerBy > now) return false;
    const decideBy = addWorkingTime(now, policy.decideMs);
    await moveClaim(tx, deposit, claim, { verb: "closeAnswer", to: "HEARD", actor: byClock, data: { decideBy } }, now);
    const params = { title: contract.title, decideByAt: decideBy.toISOString() };
    for (const orgId of [contract.employerId, contract.providerId])
      await notifyOrg(tx, orgId, "contract:act", { kind: "deposits.notice.answerOver", params, href: `/claims/${claimId}` }, now);
    await notifyOperators(tx, { kind: "deposits.notice.toDecide", params, href: `/desk/deposits/claims/${claimId}` }, now);
    return true;
  });
}

/** The clock: a claim that nobody decided in time is said again to every operator, once. */
export async function remindDecision(claimId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { claim, contract, now } = await lockClaim(tx, claimId);
    const subject = `claim-late:${claimId}`;
    if (claim.state !== "HEARD" || claim.decideBy! > now || (await tx.notice.count({ where: { subject } })) > 0) return false;
    const notice = { kind: "deposits.notice.decisionLate", params: { title: contract.title } } as const;
    await notifyOperators(tx, { ...notice, href: `/desk/deposits/claims/${claimId}`, subject }, now);
    return true;
  });
}
