import { db } from "#app/db.server.ts";
import { disconnectPerson } from "#app/live/live.server.ts";
import { nothingOpen, openObligations } from "#app/people/account/open-obligations.server.ts";
import { passwordMatches } from "#app/people/auth.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/**
 * Closes an account for good, when nothing is open: name and address are wiped, the password and every session go, and organisations
 * that have nobody else close with it. Contracts and the books stay: the law and the other side need them.
 */
export async function closeAccount(viewer: Viewer, password: string): Promise<void> {
  const credential = await db.account.findFirst({ where: { userId: viewer.userId, providerId: "credential" }, select: { password: true } });
  if (!credential?.password || !(await passwordMatches(credential.password, password))) throw new Refusal("wrongPassword", {}, "password");
  await transact(async (tx) => {
    const memberships = await tx.$queryRaw<{ id: string; name: string; kind: string; role: string; others: number; otherOwners: number }[]>`
      SELECT o.id, o.name, o.kind::text, m.role::text,
        (SELECT count(*)::int FROM "Member" x WHERE x."orgId" = o.id AND x."userId" <> m."userId") AS others,
        (SELECT count(*)::int FROM "Member" x WHERE x."orgId" = o.id AND x."userId" <> m."userId" AND x.role = 'OWNER') AS "otherOwners"
      FROM "Member" m JOIN "Organisation" o ON o.id = m."orgId"
      WHERE m."userId" = ${viewer.userId}::uuid AND o."closedAt" IS NULL ORDER BY o.id FOR UPDATE OF o`;
    if (memberships.length === 0) throw new Refusal("wrongState");
    const now = await appNow(tx);
    for (const org of memberships) {
      if (org.others === 0) await closeOrganisation(tx, viewer, org, now);
      else if (org.role === "OWNER" && org.otherOwners === 0) throw new Refusal("handOverFirst", { org: org.name });
      else await tx.member.delete({ where: { orgId_userId: { orgId: org.id, userId: viewer.userId } } });
    }
    const mark = viewer.userId.slice(-6).toUpperCase();
    await tx.session.deleteMany({ where: { userId: viewer.userId } });
    await tx.userDevice.deleteMany({ where: { userId: viewer.userId } });
    await tx.stepUp.deleteMany({ where: { userId: viewer.userId } });
    afterCommit(tx, () => disconnectPerson(viewer.userId));
    await tx.account.deleteMany({ where: { userId: viewer.userId } });
    await tx.notice.deleteMany({ where: { userId: viewer.userId } });
    await tx.user.update({
      where: { id: viewer.userId },
      data: {
        name: `已注销 ${mark}`,
        email: `closed-${viewer.userId}@jincheng.invalid`,
        image: null,
        operator: false,
        emailVerified: false,
        closedAt: now,
      },
    });
  });
}

async function closeOrganisation(tx: Tx, viewer: Viewer, org: { id: string; kind: string }, now: Date) {
  if (!nothingOpen(await openObligations(org.id, tx))) throw new Refusal("obligationsOpen");
  const wiped = { about: "", website: null, skills: [], categories: [], avatarFileId: null, closedAt: now };
  const name = org.kind === "PERSON" ? { name: `已注销 ${org.id.slice(-6).toUpperCase()}` } : {};
  await tx.organisation.update({ where: { id: org.id }, data: { ...wiped, ...name } });
  await tx.portfolioItem.deleteMany({ where: { orgId: org.id } });
  await tx.invitation.updateMany({ where: { orgId: org.id, acceptedAt: null, revokedAt: null }, data: { revokedAt: now } });
  const actor = { userId: viewer.userId, role: "member" } as const;
  await recordTransition(tx, { entity: "organisation", entityId: org.id, from: "OPEN", to: "CLOSED", verb: "closeAccount", actor }, now);
}
