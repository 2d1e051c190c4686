import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * Everything that is kept about a person, as plain data for a download: the account, what they agreed to, their organisations, tasks,
 * bids, contracts, messages, notices and sessions. Of others only what a contract shows both sides.
 */
export async function exportAccount(viewer: Viewer): Promise<Record<string, unknown>> {
  const { userId } = viewer;
  const orgIds = viewer.orgs.map((org) => org.id);
  const own = { where: { userId } };
  const [user, consents, sessions, notices, organisations, verification, tasks, bids, contracts, messages, files, reports, at] =
    await Promise.all([
      db.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true, name: true, email: true, locale: true, createdAt: true } }),
      db.consent.findMany({ ...own, select: { document: true, version: true, at: true } }),
      db.session.findMany({ ...own, select: { createdAt: true, expiresAt: true, ipAddress: true, userAgent: true } }),
      db.notice.findMany({
        ...own,
        orderBy: { id: "asc" },
        take: 5000,
        select: { kind: true, params: true, href: true, createdAt: true, readAt: true },
      }),
      db.organisation.findMany({
        where: { id: { in: orgIds } },
        select: {
          ...{
            id: true,
            kind: true,
            name: true,
            city: true,
            about: true,
            website: true,
            skills: true,
            categories: true,
            legalName: true,
            verifiedAt: true,
          },
          members: { where: { userId }, select: { role: true, createdAt: true } },
          portfolio: { select: { title: true, description: true, createdAt: true } },
        },
      }),
      db.realNameRequest.findMany({
        where: { requestedById: userId },
        select: { orgId: true, legalName: true, idNumberLast4: true, state: true, requestedAt: true, decidedAt: true, reason: true },
      }),
      db.task.findMany({ where: { employerId: { in: orgIds } }, orderBy: { id: "asc" }, take: 2000, omit: { draft: true } }),
      db.bid.findMany({ where: { providerId: { in: orgIds } }, orderBy: { id: "asc" }, take: 2000, include: { stages: true } }),
      db.contract.findMany({
        where: { OR: [{ employerId: { in: orgIds } }, { providerId: { in: orgIds } }] },
        orderBy: { id: "asc" },
        take: 2000,
        include: { signatures: true, milestones: { include: { items: true } } },
      }),
      db.message.findMany({
        where: { authorId: userId },
        orderBy: { id: "asc" },
        take: 10_000,
        select: { contractId: true, text: true, at: true },
      }),
      db.file.findMany({
        where: { ownerId: userId },
        orderBy: { id: "asc" },
        take: 5000,
        select: { id: true, name: true, mime: true, sizeBytes: true, createdAt: true },
      }),
      db.report.findMany({
        where: { reporterId: userId },
        select: { subjectType: true, subjectId: true, reason: true, text: true, state: true, createdAt: true },
      }),
      appNow(),
    ]);
  return {
    exportedAt: at,
    account: user,
    consents,
    sessions,
    organisations,
    verification,
    tasks,
    bids,
    contracts,
    messages,
    files,
    reports,
    notices,
  };
}
