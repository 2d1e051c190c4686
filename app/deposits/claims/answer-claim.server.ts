import { addWorkingTime } from "#app/contracts/working-days.ts";
import { lockClaim, moveClaim } from "#app/deposits/claims/lock-claim.server.ts";
import type { AnswerClaim } from "#app/deposits/deposit.ts";
import { policy } from "#app/deposits/policy.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The provider's side of it, once and within three working days; then an operator decides within three more. */
export async function answerClaim(viewer: Viewer, claimId: string, { answer, files }: AnswerClaim): Promise<void> {
  await transact(async (tx) => {
    const { deposit, claim, contract, now } = await lockClaim(tx, claimId);
    if (!belongs(viewer, contract.providerId)) throw new Refusal("notFound");
    if (!mayGoOn(viewer, contract.providerId, "contract:act")) throw new Refusal("notAllowed");
    if (claim.answerBy <= now) throw new Refusal("wrongState");
    const actor = { userId: viewer.userId, role: "provider" } as const;
    const decideBy = addWorkingTime(now, policy.decideMs);
    await moveClaim(tx, deposit, claim, { verb: "answerClaim", to: "HEARD", actor, data: { answer, answeredAt: now, decideBy } }, now);
    await linkFiles(tx, viewer, files, "claimAnswer", claimId);
    const params = { title: contract.title, decideByAt: decideBy.toISOString() };
    await notifyOrg(tx, claim.employerId, "contract:act", { kind: "deposits.notice.answered", params, href: `/claims/${claimId}` }, now);
    await notifyOperators(tx, { kind: "deposits.notice.toDecide", params, href: `/desk/deposits/claims/${claimId}` }, now);
  });
}
