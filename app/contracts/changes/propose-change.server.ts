import type { z } from "zod";
import {
  barOf,
  changeableContracts,
  differences,
  nextBody,
  openChanges,
  type ProposeChange,
  raiseOf,
  termsWanted,
  type Wanted,
} from "#app/contracts/changes/change-order.ts";
import { readTerms } from "#app/contracts/changes/read-terms.server.ts";
import { otherSide } from "#app/contracts/contract.ts";
import { guardNoEnding } from "#app/contracts/ending/end-contract.server.ts";
import { hashOf } from "#app/contracts/hash.server.ts";
import { guardMayBegin, guardNotSuspended, type LockedContract, lockContract, partyOf } from "#app/contracts/lock.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

type Input = z.output<typeof ProposeChange> & { contractId: string };

/** Either side proposes how the contract shall read from now on. One change is talked about at a time; silence ends it. */
export async function proposeChange(viewer: Viewer, { contractId, baseHash, ...wanted }: Input): Promise<string> {
  return transact(async (tx) => {
    const { contract, now } = await lockContract(tx, contractId);
    const party = partyOf(viewer, contract);
    guardMayBegin(viewer, party);
    if (!(changeableContracts as readonly string[]).includes(contract.state)) throw new Refusal("wrongState");
    await guardNotSuspended(tx, contract);
    await guardNoEnding(tx, contract.id);
    if (baseHash !== contract.versionHash) throw new Refusal("changedMeanwhile");
    if ((await tx.changeOrder.count({ where: { contractId: contract.id, state: { in: openChanges } } })) > 0)
      throw new Refusal("changePending");
    const offered = await offerOf(tx, contract, wanted, now);
    const answerBy = addWorkingTime(now, policy.changeAnswerMs);
    const turn = otherSide(party.side);
    const { id } = await tx.changeOrder.create({
      data: { contractId: contract.id, baseHash, turn, answerBy, createdAt: now, ...offered.raise },
      select: { id: true },
    });
    const { body, hash } = offered;
    await tx.changeOffer.create({
      data: { orderId: id, n: 1, side: party.side, byUserId: viewer.userId, note: wanted.note, body, hash, at: now },
    });
    const about = { entity: "changeOrder", entityId: id, from: null, to: "PROPOSED", verb: "proposeChange", actor: party.actor };
    await recordTransition(tx, { ...about, reason: wanted.note }, now);
    const params = { title: contract.title, answerByAt: answerBy.toISOString() };
    const notice = { kind: "contracts.notice.changeProposed", params, href: `/contracts/${contract.id}#change` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
    return id;
  });
}

/** The version that the wish would become, or the reason why it cannot be. */
export async function offerOf(tx: Tx, contract: LockedContract, wanted: Wanted, now: Date) {
  const { body: base, terms, facts, lastOrd } = await readTerms(tx, contract);
  const to = termsWanted(terms, wanted, lastOrd);
  const bar = barOf(terms, to, facts, { acceptDays: contract.acceptDays, state: contract.state, now });
  if (bar) throw new Refusal(bar.code, bar.params);
  const body = nextBody(base, to, { version: contract.version, hash: contract.versionHash });
  const raise = raiseOf(differences(terms, to), facts);
  return { body, hash: hashOf(body), raise: { raiseFen: raise?.fen ?? 0n, milestoneId: raise?.stage.id ?? null } };
}
