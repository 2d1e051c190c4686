import { lockClaim, moveClaim } from "#app/deposits/claims/lock-claim.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer lets a claim go before it is decided. */
export async function withdrawClaim(viewer: Viewer, claimId: string): Promise<void> {
  await transact(async (tx) => {
    const { deposit, claim, contract, now } = await lockClaim(tx, claimId);
    if (!belongs(viewer, claim.employerId)) throw new Refusal("notFound");
    if (!mayGoOn(viewer, claim.employerId, "contract:act")) throw new Refusal("notAllowed");
    const actor = { userId: viewer.userId, role: "employer" } as const;
    await moveClaim(tx, deposit, claim, { verb: "withdrawClaim", to: "WITHDRAWN", actor }, now);
    const notice = { kind: "deposits.notice.claimWithdrawn", params: { title: contract.title }, href: `/claims/${claimId}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  });
}
