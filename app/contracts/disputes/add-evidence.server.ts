import type { z } from "zod";
import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import type { AddEvidence } from "#app/contracts/milestones/milestone.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Either side puts more on the table of an open dispute. */
export async function addEvidence(viewer: Viewer, input: z.output<typeof AddEvidence>) {
  return transact(async (tx) => {
    const { contract, dispute, now } = await lockDispute(tx, input.disputeId);
    const party = partyOf(viewer, contract);
    if (dispute.state !== "OPENED") throw new Refusal("wrongState");
    const evidence = await tx.disputeEvidence.create({
      data: { disputeId: dispute.id, byUserId: viewer.userId, orgId: party.orgId, text: input.text, at: now },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "dispute", evidence.id);
    const href = `/contracts/${contract.id}/disputes/${dispute.id}`;
    const notice = { kind: "contracts.notice.disputeEvidence", params: { title: contract.title }, href } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}
