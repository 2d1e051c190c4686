import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Refuses what would leave an organisation without an owner. The caller holds the organisation's lock. */
export async function keepAnOwner(tx: Tx, orgId: string): Promise<void> {
  const owner = await tx.member.findFirst({ where: { orgId, role: "OWNER", user: { closedAt: null } }, select: { userId: true } });
  if (!owner) throw new Refusal("lastOwner");
}
