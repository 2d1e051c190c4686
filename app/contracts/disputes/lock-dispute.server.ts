import { type Party, partyOf } from "#app/contracts/lock.server.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Locks a dispute after its contract and milestone (and before them what a release needs). */
export async function lockDispute(tx: Tx, disputeId: string) {
  const found = await tx.dispute.findUnique({ where: { id: disputeId }, select: { milestoneId: true } });
  if (!found) throw new Refusal("notFound");
  const locked = await lockForRelease(tx, found.milestoneId);
  await tx.$queryRaw`SELECT id FROM "Dispute" WHERE id = ${disputeId}::uuid FOR UPDATE`;
  const dispute = await tx.dispute.findUniqueOrThrow({ where: { id: disputeId } });
  return { ...locked, dispute };
}
export type LockedDispute = Awaited<ReturnType<typeof lockDispute>>;

/** The same for one of its sides. */
export async function lockAsParty(tx: Tx, viewer: Viewer, disputeId: string): Promise<LockedDispute & { party: Party }> {
  const locked = await lockDispute(tx, disputeId);
  return { ...locked, party: partyOf(viewer, locked.contract) };
}

/** The same for an operator. Nobody judges a case of their own. */
export async function lockAsJudge(tx: Tx, viewer: Viewer, disputeId: string): Promise<LockedDispute & { actor: Actor }> {
  if (!viewer.operator) throw new Refusal("notFound");
  const locked = await lockDispute(tx, disputeId);
  const { employerId, providerId } = locked.contract;
  if (viewer.orgs.some((org) => org.id === employerId || org.id === providerId)) throw new Refusal("notAllowed");
  return { ...locked, actor: { userId: viewer.userId, role: "operator" } };
}
