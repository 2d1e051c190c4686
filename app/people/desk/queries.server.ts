import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** Reports about campaigns are looked at together, as cases. */
const here = { subjectType: { not: "campaign" } };

/** How much waits in each queue of the desk. */
export async function deskCounts() {
  const [verifications, reports, tasks, disputes, claims, intents, campaignReviews, campaignCases, evidence, refunds, defects, oldest] =
    await Promise.all([
      db.realNameRequest.count({ where: { state: "PENDING" } }),
      db.report.count({ where: { state: "OPEN", ...here } }),
      db.task.count({ where: { state: "IN_REVIEW" } }),
      db.dispute.count({ where: { OR: [{ state: { in: ["PANEL", "APPEALED"] } }, { state: "MEDIATION", proposedAt: null }] } }),
      db.depositClaim.count({ where: { state: { in: ["OPEN", "HEARD"] } } }),
      db.pspIntent.count({ where: { state: { in: ["PARKED", "UNKNOWN"] } } }),
      db.campaignReview.count({ where: { state: "PENDING" } }),
      db.campaignCase.count({ where: { state: "OPEN" } }),
      db.stageEvidence.count({ where: { state: "PENDING" } }),
      db.pledgeRefund.count({ where: { state: { in: ["STUCK", "TO_PAY"] } } }),
      db.defectReport.count({ where: { state: "ESCALATED" } }),
      db.realNameRequest.findFirst({ where: { state: "PENDING" }, orderBy: { id: "asc" }, select: { requestedAt: true } }),
    ]);
  const [alarms, manualActs, cardDisputes] = await Promise.all([
    db.alarm.count({ where: { overAt: null, acknowledgedAt: null } }),
    db.manualAct.count({ where: { state: "PROPOSED" } }),
    db.cardDispute.count({ where: { closedAt: null } }),
  ]);
  const [people, organisations, suspended, words] = await Promise.all([
    db.user.count({ where: { closedAt: null } }),
    db.organisation.count({ where: { closedAt: null, kind: "COMPANY" } }),
    db.organisation.count({ where: { suspendedAt: { not: null }, closedAt: null } }),
    db.forbiddenWord.count(),
  ]);
  return {
    verifications,
    reports,
    tasks,
    disputes,
    claims,
    intents,
    campaignReviews,
    campaignCases,
    evidence,
    refunds,
    defects,
    alarms,
    manualActs,
    cardDisputes,
    oldestVerificationAt: oldest?.requestedAt ?? null,
    people,
    organisations,
    suspended,
    words,
  };
}

const PAGE = 30;
type State = "PENDING" | "APPROVED" | "REJECTED";
/** Requests to be verified: waiting ones the oldest first, decided ones the newest first. */
export async function verificationList(state: State, after?: string) {
  const waiting = state === "PENDING";
  const rows = await db.realNameRequest.findMany({
    where: { state, ...(after ? { id: waiting ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: waiting ? "asc" : "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      legalName: true,
      idNumberLast4: true,
      requestedAt: true,
      decidedAt: true,
      state: true,
      org: { select: { id: true, name: true, kind: true } },
    },
  });
  return { requests: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

export async function verificationDetail(id: string) {
  const request = await db.realNameRequest.findUnique({
    where: { id },
    select: {
      ...{
        id: true,
        legalName: true,
        idNumberLast4: true,
        state: true,
        requestedAt: true,
        decidedAt: true,
        reason: true,
        requestedById: true,
        decidedById: true,
      },
      org: { select: { id: true, name: true, kind: true, city: true, createdAt: true, verifiedAt: true } },
    },
  });
  if (!request) return null;
  const [files, names] = await Promise.all([filesOf("realName", [id]), namesOf([request.requestedById, request.decidedById])]);
  const { requestedById, decidedById, ...rest } = request;
  return {
    ...rest,
    files: files.get(id) ?? [],
    requestedBy: names.get(requestedById) ?? "",
    decidedBy: decidedById ? (names.get(decidedById) ?? "") : null,
  };
}

export async function namesOf(ids: readonly (string | null)[]) {
  const users = await db.user.findMany({
    where: { id: { in: ids.filter((id): id is string => id !== null) } },
    select: { id: true, name: true },
  });
  return new Map(users.map((u) => [u.id, u.name]));
}

type About = { subjectType: string; subjectId: string };
export async function subjectNames(list: readonly About[]) {
  const ids = (type: string) => list.filter((r) => r.subjectType === type).map((r) => r.subjectId);
  const titled = { select: { id: true, milestone: { select: { contract: { select: { task: { select: { title: true } } } } } } } } as const;
  const [tasks, campaigns, orgs, disputes] = await Promise.all([
    db.task.findMany({ where: { id: { in: ids("task") } }, select: { id: true, title: true } }),
    db.campaign.findMany({ where: { id: { in: ids("campaign") } }, select: { id: true, title: true } }),
    db.organisation.findMany({ where: { id: { in: ids("organisation") } }, select: { id: true, name: true } }),
    db.dispute.findMany({ where: { id: { in: ids("dispute") } }, ...titled }),
  ]);
  return new Map([
    ...[...tasks, ...campaigns].map((t) => [t.id, t.title] as const),
    ...orgs.map((o) => [o.id, o.name] as const),
    ...disputes.map((d) => [d.id, d.milestone.contract.task.title] as const),
  ]);
}

/** Reports: open ones the oldest first, decided ones the newest first. */
export async function reportList(open: boolean, after?: string) {
  const rows = await db.report.findMany({
    where: { state: open ? "OPEN" : { not: "OPEN" }, ...here, ...(after ? { id: open ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: open ? "asc" : "desc" },
    take: PAGE + 1,
    select: { id: true, subjectType: true, subjectId: true, reason: true, state: true, createdAt: true, decidedAt: true },
  });
  const reports = rows.slice(0, PAGE);
  const names = await subjectNames(reports);
  return {
    reports: reports.map((r) => ({ ...r, subject: names.get(r.subjectId) ?? r.subjectId })),
    next: rows.length > PAGE ? reports.at(-1)!.id : null,
  };
}

export async function reportDetail(id: string) {
  const report = await db.report.findFirst({ where: { id, ...here } });
  if (!report) return null;
  const [names, people, others] = await Promise.all([
    subjectNames([report]),
    namesOf([report.reporterId, report.decidedById]),
    db.report.count({ where: { subjectType: report.subjectType, subjectId: report.subjectId, NOT: { id } } }),
  ]);
  const { reporterId, decidedById, ...rest } = report;
  return {
    ...rest,
    others,
    subject: names.get(report.subjectId) ?? report.subjectId,
    reporter: people.get(reporterId) ?? "",
    decidedBy: decidedById ? (people.get(decidedById) ?? "") : null,
  };
}

/** People by name or address, the newest first. */
export async function findPeople(q: string, only: "all" | "suspended", before?: string) {
  const where: Prisma.UserWhereInput = {
    closedAt: null,
    ...(q ? { OR: [{ name: { contains: q, mode: "insensitive" } }, { email: { contains: q, mode: "insensitive" } }] } : {}),
    ...(only === "suspended" ? { suspendedAt: { not: null } } : {}),
    ...(before ? { id: { lt: before } } : {}),
  };
  const rows = await db.user.findMany({
    where,
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      name: true,
      email: true,
      emailVerified: true,
      operator: true,
      suspendedAt: true,
      createdAt: true,
      memberships: { select: { org: { select: { id: true, name: true, kind: true } } } },
    },
  });
  return { people: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

/** Organisations by name, legal name or code, the newest first. */
export async function findOrganisations(q: string, only: "all" | "suspended" | "verified", before?: string) {
  const where: Prisma.OrganisationWhereInput = {
    closedAt: null,
    ...(q
      ? {
          OR: [
            { name: { contains: q, mode: "insensitive" } },
            { legalName: { contains: q, mode: "insensitive" } },
            { uscc: q.toUpperCase() },
          ],
        }
      : {}),
    ...(only === "suspended" ? { suspendedAt: { not: null } } : {}),
    ...(only === "verified" ? { verifiedAt: { not: null } } : {}),
    ...(before ? { id: { lt: before } } : {}),
  };
  const rows = await db.organisation.findMany({
    where,
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      name: true,
      kind: true,
      city: true,
      legalName: true,
      verifiedAt: true,
      suspendedAt: true,
      suspensionReason: true,
      createdAt: true,
      _count: { select: { members: true } },
    },
  });
  return { organisations: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

export const forbiddenWords = () =>
  db.forbiddenWord.findMany({ orderBy: { word: "asc" }, take: 5000, select: { word: true, addedAt: true } });
