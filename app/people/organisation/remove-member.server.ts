import { keepAnOwner } from "#app/people/organisation/keep-an-owner.server.ts";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import { rolesWith, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Takes a member out of a company, or leaves it oneself. Only an owner removes an owner, and one always stays. */
export async function removeMember(viewer: Viewer, orgId: string, userId: string): Promise<void> {
  await transact(async (tx) => {
    const org = await lockOrganisation(tx, viewer, orgId);
    const self = userId === viewer.userId;
    if (org.kind === "PERSON" || (!self && !rolesWith("org:manage").includes(org.role))) throw new Refusal("notAllowed");
    const member = await tx.member.findUnique({ where: { orgId_userId: { orgId, userId } }, select: { role: true } });
    if (!member) throw new Refusal("notFound");
    if (member.role === "OWNER" && org.role !== "OWNER") throw new Refusal("notAllowed");
    await tx.member.delete({ where: { orgId_userId: { orgId, userId } } });
    await keepAnOwner(tx, orgId);
    await tx.session.updateMany({ where: { userId, activeOrgId: orgId }, data: { activeOrgId: null } });
  });
}
