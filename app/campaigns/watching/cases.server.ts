import { z } from "zod";
import { type CaseKind, isCaseKind } from "#app/campaigns/watching/case.ts";
import { db } from "#app/db.server.ts";
import { campaignReasons, type ReportGroup } from "#app/people/desk/report-reasons.ts";

const PAGE = 30;
const kindOf = (kind: string): CaseKind => (isCaseKind(kind) ? kind : "default");

/** Cases: open ones by when they should be looked at, decided ones the newest first; or all of one campaign. */
export async function caseList({ open, campaignId, page = 1 }: { open?: boolean; campaignId?: string; page?: number }) {
  const rows = await db.campaignCase.findMany({
    where: { ...(campaignId ? { campaignId } : { state: open ? "OPEN" : "DECIDED" }) },
    orderBy: open ? [{ lookBy: "asc" }, { id: "asc" }] : [{ id: "desc" }],
    skip: (page - 1) * PAGE,
    take: PAGE + 1,
    select: { id: true, campaignId: true, kind: true, source: true, state: true, at: true, lookBy: true, lookedAt: true, action: true },
  });
  const cases = rows.slice(0, PAGE);
  const titles = await db.campaign.findMany({
    where: { id: { in: cases.map((row) => row.campaignId) } },
    select: { id: true, title: true },
  });
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
  return {
    cases: cases.map((row) => ({ ...row, kind: kindOf(row.kind), title: titleOf.get(row.campaignId) ?? "" })),
    more: rows.length > PAGE,
  };
}
export type CaseRow = Awaited<ReturnType<typeof caseList>>["cases"][number];

/** The numbers that an alert saw. */
const Facts = z.object({ level: z.number(), count: z.number().optional(), amountFen: z.string().optional() }).nullable().catch(null);
const REPORTS = 100;

/** A case with its facts and the reports that belong to it. */
export async function caseDetail(id: string) {
  if (!z.uuid().safeParse(id).success) return null;
  const found = await db.campaignCase.findUnique({ where: { id } });
  if (!found) return null;
  const reasons: readonly string[] = campaignReasons[found.kind as ReportGroup] ?? [];
  const [campaign, reports] = await Promise.all([
    db.campaign.findUniqueOrThrow({
      where: { id: found.campaignId },
      select: {
        id: true,
        title: true,
        creatorId: true,
        lifecycle: true,
        moderation: true,
        fulfilment: true,
        deadlineAt: true,
        creator: { select: { name: true } },
      },
    }),
    db.report.findMany({
      where: {
        subjectType: "campaign",
        subjectId: found.campaignId,
        reason: { in: [...reasons] },
        ...(found.decidedAt ? { createdAt: { lte: found.decidedAt } } : {}),
      },
      orderBy: { id: "desc" },
      take: REPORTS,
      select: { id: true, reporterId: true, reason: true, text: true, state: true, createdAt: true },
    }),
  ]);
  const people = await db.user.findMany({
    where: { id: { in: [...reports.map((r) => r.reporterId), ...(found.decidedById ? [found.decidedById] : [])] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const { facts, decidedById, ...rest } = found;
  return {
    matter: {
      ...rest,
      kind: kindOf(found.kind),
      facts: Facts.parse(facts),
      decidedBy: decidedById ? (names.get(decidedById) ?? "") : null,
    },
    campaign,
    reports: reports.map(({ reporterId, ...report }) => ({ ...report, reporter: names.get(reporterId) ?? "" })),
  };
}
export type CaseDetail = NonNullable<Awaited<ReturnType<typeof caseDetail>>>;
