import { partyOf } from "#app/contracts/lock.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { claimableUntil, isClaimable, openStates } from "#app/deposits/claims/claim.ts";
import { coverLeft } from "#app/deposits/claims/cover-left.server.ts";
import type { FileClaim } from "#app/deposits/deposit.ts";
import { lockDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** An employer says which promise was broken on their contract and what they want out of the deposit; the provider has three working days to answer. */
export async function fileClaim(viewer: Viewer, contractId: string, form: FileClaim): Promise<string> {
  return transact(async (tx) => {
    const contract = await tx.contract.findUnique({ where: { id: contractId }, omit: { body: true } });
    if (!contract) throw new Refusal("notFound");
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    const { deposit, promises, now } = await lockCovering(tx, contractId);
    if (!isClaimable(claimableUntil(promises, contract, form.promise), now)) throw new Refusal("notCovered");
    if ((await tx.depositClaim.count({ where: { contractId, state: { in: [...openStates] } } })) > 0) throw new Refusal("claimOpen");
    const left = (await coverLeft(tx, deposit, contractId))(form.promise);
    if (form.amount > left) throw new Refusal("overCover", { coverFen: String(left) }, "amount");
    const { promise, amount: amountFen, reason } = form;
    const answerBy = addWorkingTime(now, policy.answerMs);
    const { id } = await tx.depositClaim.create({
      data: {
        depositId: deposit.id,
        contractId,
        employerId: contract.employerId,
        promise,
        amountFen,
        reason,
        filedById: viewer.userId,
        filedAt: now,
        answerBy,
      },
      select: { id: true },
    });
    await linkFiles(tx, viewer, form.files, "claim", id);
    await recordTransition(tx, { entity: "claim", entityId: id, from: null, to: "OPEN", verb: "fileClaim", actor, reason }, now);
    const params = { title: contract.title, amountFen: String(amountFen), answerByAt: answerBy.toISOString() };
    const notice = { kind: "deposits.notice.claimed", params, href: `/claims/${id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    await notifyOperators(tx, { kind: "deposits.notice.claimForDesk", params, href: `/desk/deposits/claims/${id}` }, now);
    tellDeposit(tx, deposit, contract.employerId);
    return id;
  });
}

/** The deposit whose badge was shown when the contract was signed, as long as it is here, and what the badge promised then. */
async function lockCovering(tx: Tx, contractId: string) {
  const cover = await tx.contractCover.findUnique({ where: { contractId } });
  if (!cover) throw new Refusal("notCovered");
  const locked = await lockDeposit(tx, cover.depositId);
  if (locked.deposit.state === "CLOSED") throw new Refusal("notCovered");
  return { ...locked, promises: cover.promises };
}
