import { guardMayBegin, lockContract, partyOf } from "#app/contracts/lock.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** One side signs exactly the version it saw. The second signature opens the first stage for funding. */
export async function signContract(viewer: Viewer, input: { contractId: string; versionHash: string }) {
  return transact(async (tx) => {
    const { contract, now } = await lockContract(tx, input.contractId);
    const party = partyOf(viewer, contract);
    guardMayBegin(viewer, party);
    if (contract.state !== "SENT" || now >= contract.signBy) throw new Refusal("wrongState");
    if (input.versionHash !== contract.versionHash) throw new Refusal("changedMeanwhile");
    const signed = await tx.contractSignature.findMany({
      where: { contractId: contract.id, versionHash: contract.versionHash },
      select: { side: true },
    });
    if (signed.some((s) => s.side === party.side)) throw new Refusal("wrongState");
    await tx.contractSignature.create({
      data: { contractId: contract.id, side: party.side, userId: viewer.userId, versionHash: contract.versionHash, at: now },
    });
    const href = `/contracts/${contract.id}`;
    if (signed.length === 0) {
      await moveContract(tx, contract, { verb: "sign", to: "SENT", actor: party.actor }, now);
      const params = { title: contract.title, signByAt: contract.signBy.toISOString() };
      await notifyOrg(tx, party.otherOrgId, "contract:act", { kind: "contracts.notice.signedByOther", params, href }, now);
    } else {
      const fundBy = addWorkingTime(now, policy.firstFundMs);
      await moveContract(tx, contract, { verb: "sign", to: "SIGNED", actor: party.actor, data: { signedAt: now, fundBy } }, now);
      await openNextStage(tx, contract, fundBy, now);
      await notifyOrg(
        tx,
        contract.providerId,
        "contract:act",
        { kind: "contracts.notice.signed", params: { title: contract.title }, href },
        now,
      );
    }
    tellContract(tx, contract);
  });
}
