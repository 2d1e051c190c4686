import { notifyUsers } from "#app/people/notify.server.ts";
import { keepAnOwner } from "#app/people/organisation/keep-an-owner.server.ts";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import type { Role, Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Gives a member another role. Only an owner makes or unmakes owners, and one always stays. */
export async function changeRole(viewer: Viewer, orgId: string, { userId, role }: { userId: string; role: Role }): Promise<void> {
  await transact(async (tx) => {
    const org = await lockOrganisation(tx, viewer, orgId, "org:manage");
    const member = await tx.member.findUnique({ where: { orgId_userId: { orgId, userId } }, select: { role: true } });
    if (!member) throw new Refusal("notFound");
    if (member.role === role) return;
    if ((role === "OWNER" || member.role === "OWNER") && org.role !== "OWNER") throw new Refusal("notAllowed");
    await tx.member.update({ where: { orgId_userId: { orgId, userId } }, data: { role } });
    await keepAnOwner(tx, orgId);
    const now = await appNow(tx);
    if (userId !== viewer.userId) {
      await notifyUsers(
        tx,
        [userId],
        { kind: "people.notice.roleChanged", params: { org: org.name, inviter: viewer.name }, href: `/organisations/${orgId}/members` },
        now,
      );
    }
  });
}
