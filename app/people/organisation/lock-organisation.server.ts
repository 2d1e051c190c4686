import type { Permission, Role, Viewer } from "#app/people/viewer.ts";
import { rolesWith } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

type Locked = { id: string; name: string; kind: "PERSON" | "COMPANY"; role: Role };

/** The organisation's row, locked, for one of its members; what they may do is read under the lock. Strangers find nothing. */
export async function lockOrganisation(tx: Tx, viewer: Viewer, orgId: string, permission?: Permission): Promise<Locked> {
  const [org] = await tx.$queryRaw<{ id: string; name: string; kind: "PERSON" | "COMPANY"; suspendedAt: Date | null }[]>`
    SELECT id, name, kind::text, "suspendedAt" FROM "Organisation" WHERE id = ${orgId}::uuid AND "closedAt" IS NULL FOR UPDATE`;
  const member = org && (await tx.member.findUnique({ where: { orgId_userId: { orgId, userId: viewer.userId } }, select: { role: true } }));
  if (!org || !member) throw new Refusal("notFound");
  if (permission && !rolesWith(permission).includes(member.role)) throw new Refusal("notAllowed");
  if (permission && org.suspendedAt) throw new Refusal("orgSuspended");
  return { id: org.id, name: org.name, kind: org.kind, role: member.role };
}
