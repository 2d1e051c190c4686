import { withBank } from "#app/contracts/disputes/ended-by-bank.server.ts";
import { sideOf } from "#app/contracts/lock.server.ts";
import { db } from "#app/db.server.ts";
import { claimableUntil, isClaimable, openStates } from "#app/deposits/claims/claim.ts";
import { coverLeft } from "#app/deposits/claims/cover-left.server.ts";
import { claimable, heldFen, promises } from "#app/deposits/deposit.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import { mayGoOn, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

const parties = (viewer: Viewer) => ({
  contract: { OR: [{ employerId: { in: orgIdsOf(viewer) } }, { providerId: { in: orgIdsOf(viewer) } }] },
});

/** A claim with what both sides said; for its parties and for operators. */
export async function claimPage(viewer: Viewer, claimId: string) {
  const found = await db.depositClaim.findFirst({
    where: { id: claimId, ...(viewer.operator ? {} : parties(viewer)) },
    select: {
      id: true,
      promise: true,
      amountFen: true,
      reason: true,
      state: true,
      filedAt: true,
      answerBy: true,
      answer: true,
      answeredAt: true,
      decideBy: true,
      decidedAt: true,
      decision: true,
      paidFen: true,
      deposit: { select: { paidFen: true, returnedFen: true, forfeitedFen: true, chargedBackFen: true, tierFen: true } },
      contract: {
        select: {
          id: true,
          title: true,
          state: true,
          employerId: true,
          providerId: true,
          employer: { select: { name: true } },
          provider: { select: { name: true } },
        },
      },
    },
  });
  if (!found) return null;
  const { deposit, contract, ...claim } = found;
  const side = sideOf(viewer, contract);
  const [files, answers, disputes, payable, now] = await Promise.all([
    filesOf("claim", [claimId]),
    filesOf("claimAnswer", [claimId]),
    db.dispute.findMany({
      where: { milestone: { contractId: contract.id } },
      orderBy: { id: "desc" },
      take: 10,
      select: { id: true, state: true, milestone: { select: { title: true } } },
    }),
    isPayable(contract.employerId),
    appNow(),
  ]);
  return {
    ...claim,
    contract,
    heldFen: heldFen(deposit),
    files: files.get(claimId)!,
    answerFiles: answers.get(claimId)!,
    disputes: (await withBank(disputes)).map(({ milestone, ...dispute }) => ({ ...dispute, stage: milestone.title })),
    side,
    mayAct: side !== null && mayGoOn(viewer, side === "EMPLOYER" ? contract.employerId : contract.providerId, "contract:act"),
    needsPayee: side === "EMPLOYER" && claim.state === "PAID" && !payable,
    now,
  };
}
export type ClaimView = NonNullable<Awaited<ReturnType<typeof claimPage>>>;

/** Both sides and operators may read what was put on the table. */
export async function seesClaim(viewer: Viewer | null, claimId: string): Promise<boolean> {
  if (!viewer) return false;
  return (await db.depositClaim.count({ where: { id: claimId, ...(viewer.operator ? {} : parties(viewer)) } })) > 0;
}

/** What the provider's deposit means for this contract, for its parties: what may be claimed now, and what was. */
export async function coverOf(viewer: Viewer, contractId: string) {
  const contract = await db.contract.findUnique({ where: { id: contractId }, omit: { body: true } });
  const side = contract && sideOf(viewer, contract);
  if (!contract || !side) return null;
  const [cover, claims, now] = await Promise.all([
    db.contractCover.findFirst({ where: { contractId, deposit: { state: { not: "CLOSED" } } }, include: { deposit: true } }),
    db.depositClaim.findMany({
      where: { contractId },
      orderBy: { id: "desc" },
      take: 10,
      select: { id: true, state: true, promise: true, amountFen: true, paidFen: true, filedAt: true },
    }),
    appNow(),
  ]);
  const left = cover && (await coverLeft(db, cover.deposit, contractId));
  const covered = promises
    .map((promise) => ({ promise, until: claimableUntil(cover?.promises ?? [], contract, promise) }))
    .filter(({ until }) => isClaimable(until, now))
    .map(({ promise, until }) => ({ promise, until: until === "open" ? null : until, leftFen: left?.(promise) ?? 0n }));
  const waiting = claims.some(({ state }) => (openStates as readonly string[]).includes(state));
  return {
    title: contract.title,
    side,
    covered,
    claims,
    mayClaim: side === "EMPLOYER" && covered.some(claimable) && !waiting && mayGoOn(viewer, contract.employerId, "contract:act"),
  };
}
export type Cover = NonNullable<Awaited<ReturnType<typeof coverOf>>>;
