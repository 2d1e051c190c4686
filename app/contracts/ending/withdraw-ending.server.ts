import { lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The employer thinks better of it: the contract goes on. */
export async function withdrawEnding(viewer: Viewer, endingId: string) {
  return transact(async (tx) => {
    const { contract, ending, now } = await lockEnding(tx, endingId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    await moveEnding(tx, ending, { verb: "withdrawEnding", to: "WITHDRAWN", actor }, now);
    await openNextStage(tx, contract, null, now);
    const notice = {
      kind: "contracts.notice.endingWithdrawn",
      params: { title: contract.title },
      href: `/contracts/${contract.id}`,
    } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}
