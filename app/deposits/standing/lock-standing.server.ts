import { lockDeposit } from "#app/deposits/move.server.ts";
import { belongs, can, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Locks an organisation's living standing deposit after the organisation itself, so that two first payments find one another. */
export async function lockStanding(tx: Tx, orgId: string) {
  await tx.$queryRaw`SELECT id FROM "Organisation" WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`;
  const org = await tx.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { verifiedAt: true } });
  const found = await tx.deposit.findFirst({ where: { orgId, kind: "PROVIDER", state: { not: "CLOSED" } }, select: { id: true } });
  const deposit = found ? (await lockDeposit(tx, found.id)).deposit : null;
  if (deposit?.state === "CLOSED") throw new Refusal("changedMeanwhile");
  return { org, deposit, now: await appNow(tx) };
}

/** The viewer as someone who decides about this organisation's money. A stranger learns nothing. */
export function asPayer(viewer: Viewer, orgId: string): Actor {
  if (!belongs(viewer, orgId)) throw new Refusal("notFound");
  if (!can(viewer, orgId, "pay:approve")) throw new Refusal("notAllowed");
  return { userId: viewer.userId, role: "provider" };
}
