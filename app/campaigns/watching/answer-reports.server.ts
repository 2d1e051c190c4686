import { reportFlow } from "#app/people/desk/report.ts";
import { campaignReasons, type ReportGroup } from "#app/people/desk/report-reasons.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransitions } from "#app/transition.server.ts";

type Answer = { viewer: Viewer; actor: Actor; upheld: boolean; answer: string };

/** Everybody whose report is part of a case hears how it ended. The caller holds the case's lock. */
export async function answerReports(
  tx: Tx,
  campaignId: string,
  caseKind: string,
  { viewer, actor, upheld, answer }: Answer,
  now: Date,
): Promise<void> {
  const reasons = campaignReasons[caseKind as ReportGroup];
  if (!reasons) return;
  const verb = upheld ? "uphold" : "dismiss";
  const { from, to } = reportFlow[verb];
  const reports = await tx.report.updateManyAndReturn({
    where: { subjectType: "campaign", subjectId: campaignId, state: from, reason: { in: [...reasons] } },
    data: { state: to, decidedById: viewer.userId, decidedAt: now, decision: answer },
    select: { id: true, reporterId: true },
  });
  const ids = reports.map(({ id }) => id);
  await recordTransitions(tx, ids, { entity: "report", from, to, verb, actor, reason: answer }, now);
  const kind = upheld ? ("people.notice.reportUpheld" as const) : ("people.notice.reportDismissed" as const);
  await notifyUsers(
    tx,
    reports.map(({ reporterId }) => reporterId),
    { kind, params: { answer }, href: `/campaigns/${campaignId}` },
    now,
  );
}
