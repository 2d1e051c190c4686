import { lockContract, partyOf } from "#app/contracts/lock.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

const QUIET_MS = 30 * 60_000;

/** A message beside the contract. The other side gets a notice for the first one of a while, not for every line. */
export async function postMessage(viewer: Viewer, input: { contractId: string; text: string; files: string[] }) {
  return transact(async (tx) => {
    const { contract, now } = await lockContract(tx, input.contractId);
    const party = partyOf(viewer, contract);
    const last = await tx.message.findFirst({
      where: { contractId: contract.id, orgId: party.orgId },
      orderBy: { id: "desc" },
      select: { at: true },
    });
    const message = await tx.message.create({
      data: { contractId: contract.id, authorId: viewer.userId, orgId: party.orgId, text: input.text, at: now },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "message", message.id);
    if (!last || now.getTime() - last.at.getTime() > QUIET_MS) {
      const params = { author: viewer.name, title: contract.title };
      const href = `/contracts/${contract.id}#messages`;
      await notifyOrg(tx, party.otherOrgId, "contract:act", { kind: "contracts.notice.message", params, href }, now);
    }
    tellContract(tx, contract);
  });
}
