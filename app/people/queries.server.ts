import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import type { NoticeKind } from "#app/people/notify.server.ts";
import { invitationTokenHash } from "#app/people/organisation/invitation-token.server.ts";
import { belongs, can, type Viewer } from "#app/people/viewer.ts";
import type { Params } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

/** The viewer's living sessions, the present one first. Tokens stay in the database. */
export async function sessionsOf(viewer: Viewer, currentId: string) {
  const rows = await db.session.findMany({
    where: { userId: viewer.userId, expiresAt: { gt: new Date() } },
    select: { id: true, createdAt: true, expiresAt: true, ipAddress: true, userAgent: true },
    orderBy: { createdAt: "desc" },
    take: 50,
  });
  return rows.map((row) => ({ ...row, current: row.id === currentId })).sort((a, b) => Number(b.current) - Number(a.current));
}

/** What the viewer agreed to, and when. */
export const consentsOf = (viewer: Viewer) =>
  db.consent.findMany({ where: { userId: viewer.userId }, select: { document: true, version: true, at: true }, orderBy: { at: "asc" } });

const NOTICES = 30;
/** Notices, the newest first, 30 a page; `before` is the last id of the page before. */
export async function noticesOf(viewer: Viewer, before?: string) {
  const rows = await db.notice.findMany({
    where: { userId: viewer.userId, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: NOTICES + 1,
    select: { id: true, kind: true, params: true, href: true, createdAt: true, readAt: true },
  });
  const notices = rows.slice(0, NOTICES).map((row) => ({ ...row, kind: row.kind as NoticeKind, params: row.params as Params }));
  return { notices, next: rows.length > NOTICES ? notices.at(-1)!.id : null };
}

export const unreadCount = (viewer: Viewer) => db.notice.count({ where: { userId: viewer.userId, readAt: null } });

const profile = {
  id: true,
  kind: true,
  name: true,
  city: true,
  about: true,
  website: true,
  skills: true,
  categories: true,
  avatarFileId: true,
  verifiedAt: true,
} as const;
const avatar = (id: string | null) => (id ? `/files/${id}?size=thumb` : null);

/** An organisation as its own members see it: the profile, the portfolio, where its verification stands, why it is suspended. */
export async function ownOrganisation(viewer: Viewer, orgId: string) {
  if (!belongs(viewer, orgId)) return null;
  const org = await db.organisation.findFirst({
    where: { id: orgId, closedAt: null },
    select: {
      ...profile,
      legalName: true,
      uscc: true,
      invoiceTitle: true,
      taxNumber: true,
      suspendedAt: true,
      suspensionReason: true,
      portfolio: { orderBy: { id: "desc" }, select: { id: true, title: true, description: true, fileId: true } },
    },
  });
  if (!org) return null;
  const files = await filesOf("avatar", [orgId]);
  const mine = viewer.orgs.find((o) => o.id === orgId)!;
  return {
    ...org,
    avatar: avatar(org.avatarFileId),
    avatarFiles: files.get(orgId) ?? [],
    role: mine.role,
    manages: can(viewer, orgId, "org:manage"),
  };
}

/** Members and open invitations of a company, for its members. */
export async function membersOf(viewer: Viewer, orgId: string) {
  if (!belongs(viewer, orgId)) return null;
  const now = await appNow();
  const [members, invitations] = await Promise.all([
    db.member.findMany({
      where: { orgId },
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
      select: { userId: true, role: true, createdAt: true, user: { select: { name: true, email: true } } },
    }),
    db.invitation.findMany({
      where: { orgId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
      orderBy: { createdAt: "desc" },
      select: { id: true, email: true, role: true, createdAt: true, expiresAt: true },
    }),
  ]);
  return {
    members: members.map(({ user, ...m }) => ({ ...m, name: user.name, email: user.email, self: m.userId === viewer.userId })),
    invitations,
  };
}

/** What an invitation's link opens: who invites to what. Only the invited address may go further. */
export async function invitationOf(token: string) {
  const found = await db.invitation.findUnique({
    where: { tokenHash: invitationTokenHash(token) },
    select: {
      email: true,
      role: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
      invitedById: true,
      org: { select: { id: true, name: true } },
    },
  });
  if (!found) return null;
  const [inviter, now] = await Promise.all([db.user.findUnique({ where: { id: found.invitedById }, select: { name: true } }), appNow()]);
  const open = !found.acceptedAt && !found.revokedAt && found.expiresAt > now;
  return { email: found.email, role: found.role, expiresAt: found.expiresAt, org: found.org, inviter: inviter?.name ?? "", open };
}

/** Where an organisation's verification stands, for those who manage it: the requests with their answers, the newest first. */
export async function verificationOf(viewer: Viewer, orgId: string) {
  const mine = viewer.orgs.find((org) => org.id === orgId);
  if (!mine || !["OWNER", "ADMIN"].includes(mine.role)) return null;
  const [org, requests] = await Promise.all([
    db.organisation.findUniqueOrThrow({
      where: { id: orgId },
      select: { id: true, name: true, kind: true, verifiedAt: true, legalName: true, suspendedAt: true, suspensionReason: true },
    }),
    db.realNameRequest.findMany({
      where: { orgId },
      orderBy: { id: "desc" },
      take: 10,
      select: { id: true, legalName: true, idNumberLast4: true, state: true, requestedAt: true, decidedAt: true, reason: true },
    }),
  ]);
  return { org, requests };
}

/** A provider's public page: the profile, the portfolio, and what the books of contracts say about their work. */
export async function providerPage(orgId: string) {
  const org = await db.organisation.findFirst({
    where: { id: orgId, closedAt: null },
    select: {
      ...profile,
      createdAt: true,
      suspendedAt: true,
      legalName: true,
      portfolio: { orderBy: { id: "desc" }, select: { id: true, title: true, description: true, fileId: true } },
    },
  });
  if (!org) return null;
  const [record] = await db.$queryRaw<{ completed: number; running: number; posted: number; employers: number }[]>`
    SELECT
      count(*) FILTER (WHERE "providerId" = ${orgId}::uuid AND state = 'COMPLETED')::int AS completed,
      count(*) FILTER (WHERE "providerId" = ${orgId}::uuid AND state IN ('SIGNED', 'ACTIVE', 'PAUSED'))::int AS running,
      count(DISTINCT "employerId") FILTER (WHERE "providerId" = ${orgId}::uuid AND state = 'COMPLETED')::int AS employers,
      (SELECT count(*)::int FROM "Task" WHERE "employerId" = ${orgId}::uuid AND "publishedAt" IS NOT NULL) AS posted
    FROM "Contract" WHERE "providerId" = ${orgId}::uuid`;
  const { avatarFileId, suspendedAt, legalName, ...rest } = org;
  // A company's registered name is public, a person's legal name is not.
  return {
    ...rest,
    legalName: org.kind === "COMPANY" ? legalName : null,
    avatar: avatar(avatarFileId),
    suspended: !!suspendedAt,
    record: record!,
  };
}

/** What organisations are called, by their ids. One query. */
export async function orgNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const orgs = await db.organisation.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(orgs.map(({ id, name }) => [id, name]));
}
