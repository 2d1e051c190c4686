import { notifyUsers } from "#app/people/notify.server.ts";
import { invitationTokenHash } from "#app/people/organisation/invitation-token.server.ts";
import { MAX_MEMBERS } from "#app/people/organisation/organisation.ts";
import type { Role, Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

type Open = { id: string; orgId: string; email: string; role: Role; invitedById: string; expiresAt: Date };

/** Joins the organisation that the link invites to, once, by the person whose address was invited. Gives the organisation's id. */
export async function acceptInvitation(viewer: Viewer, token: string): Promise<string> {
  return transact(async (tx) => {
    const found = await tx.invitation.findUnique({ where: { tokenHash: invitationTokenHash(token) }, select: { orgId: true } });
    if (!found) throw new Refusal("notFound");
    const [org] = await tx.$queryRaw<{ suspendedAt: Date | null }[]>`
      SELECT "suspendedAt" FROM "Organisation" WHERE id = ${found.orgId}::uuid AND "closedAt" IS NULL FOR UPDATE`;
    if (!org) throw new Refusal("invitationOver");
    if (org.suspendedAt) throw new Refusal("orgSuspended");
    const [invitation] = await tx.$queryRaw<Open[]>`
      SELECT id, "orgId", email, role::text, "invitedById", "expiresAt" FROM "Invitation"
      WHERE "tokenHash" = ${invitationTokenHash(token)} AND "acceptedAt" IS NULL AND "revokedAt" IS NULL FOR UPDATE`;
    const now = await appNow(tx);
    if (!invitation || invitation.expiresAt <= now) throw new Refusal("invitationOver");
    if (invitation.email !== viewer.email) throw new Refusal("notInvited");
    if ((await tx.member.count({ where: { orgId: invitation.orgId } })) >= MAX_MEMBERS)
      throw new Refusal("tooManyMembers", { max: MAX_MEMBERS });
    const joined = await tx.member.createMany({
      data: [{ orgId: invitation.orgId, userId: viewer.userId, role: invitation.role, createdAt: now }],
      skipDuplicates: true,
    });
    if (joined.count === 0) throw new Refusal("alreadyMember");
    await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: now } });
    await notifyUsers(
      tx,
      [invitation.invitedById],
      { kind: "people.notice.joined", params: { name: viewer.name }, href: `/organisations/${invitation.orgId}/members` },
      now,
    );
    return invitation.orgId;
  });
}
