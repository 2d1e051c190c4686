import { type ClaimVerb, claimFlow } from "#app/deposits/claims/claim.ts";
import { type LockedDeposit, lockDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { allows } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { DepositClaim, Prisma } from "../../../generated/prisma/client.ts";
import type { ClaimState } from "../../../generated/prisma/enums.ts";

/** Locks a claim's deposit, and reads the claim with its contract. */
export async function lockClaim(tx: Tx, claimId: string) {
  const found = await tx.depositClaim.findUnique({ where: { id: claimId }, select: { depositId: true } });
  if (!found) throw new Refusal("notFound");
  const { deposit, now } = await lockDeposit(tx, found.depositId);
  const { contract, ...claim } = await tx.depositClaim.findUniqueOrThrow({
    where: { id: claimId },
    include: { contract: { select: { id: true, title: true, employerId: true, providerId: true } } },
  });
  return { deposit, claim, contract, now };
}

type Move = { verb: ClaimVerb; to: ClaimState; actor: Actor; reason?: string | null; data?: Prisma.DepositClaimUncheckedUpdateManyInput };

/** Moves a claim along its flow; the caller holds its deposit's lock. */
export async function moveClaim(tx: Tx, deposit: LockedDeposit, claim: DepositClaim, { verb, to, actor, reason, data }: Move, now: Date) {
  if (!allows(claimFlow, verb, claim.state)) throw new Refusal("wrongState");
  const { count } = await tx.depositClaim.updateMany({ where: { id: claim.id, state: claim.state }, data: { ...data, state: to } });
  if (count !== 1) throw new Refusal("wrongState");
  const at = { entity: "claim", entityId: claim.id, from: claim.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, at, now);
  tellDeposit(tx, deposit, claim.employerId);
}
