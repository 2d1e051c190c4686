import { randomUUID } from "node:crypto";
import { notifyUsers } from "#app/people/notify.server.ts";
import { invitationToken, invitationTokenHash } from "#app/people/organisation/invitation-token.server.ts";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import { INVITATION_DAYS, MAX_MEMBERS } from "#app/people/organisation/organisation.ts";
import type { Role, Viewer } from "#app/people/viewer.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * Invites an address to a company: by a notice when it has an account, by mail alone when not. A new invitation to the same address
 * replaces the one before. Only an owner makes owners. Gives the invitation's id.
 */
export async function inviteMember(viewer: Viewer, orgId: string, { email, role }: { email: string; role: Role }): Promise<string> {
  return transact(async (tx) => {
    const org = await lockOrganisation(tx, viewer, orgId, "org:manage");
    if (org.kind === "PERSON" || (role === "OWNER" && org.role !== "OWNER")) throw new Refusal("notAllowed");
    const invited = await tx.user.findFirst({
      where: { email, emailVerified: true, closedAt: null },
      select: { id: true, memberships: { where: { orgId }, select: { orgId: true } } },
    });
    if (invited?.memberships.length) throw new Refusal("alreadyMember", {}, "email");
    if ((await tx.member.count({ where: { orgId } })) >= MAX_MEMBERS) throw new Refusal("tooManyMembers", { max: MAX_MEMBERS });
    const now = await appNow(tx);
    await tx.invitation.updateMany({ where: { orgId, email, acceptedAt: null, revokedAt: null }, data: { revokedAt: now } });
    const id = randomUUID();
    const token = invitationToken(id);
    const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
    await tx.invitation.create({
      data: { id, orgId, email, role, tokenHash: invitationTokenHash(token), invitedById: viewer.userId, createdAt: now, expiresAt },
    });
    if (invited) {
      const params = { org: org.name, inviter: viewer.name };
      await notifyUsers(tx, [invited.id], { kind: "people.notice.invited", params, href: `/invitations/${token}` }, now);
    } else await enqueue(tx, "mail-invitation", { invitationId: id });
    return id;
  });
}
