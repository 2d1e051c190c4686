import { allows } from "#app/flow.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { type ReportState, reportFlow } from "#app/people/desk/report.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

type Answer = { decision: "uphold" | "dismiss"; answer: string };

/** An operator's answer to a report about a task or an organisation, once; the one who reported is told. What follows for the subject is an act of its own. */
export async function decideReport(viewer: Viewer, reportId: string, { decision, answer }: Answer): Promise<void> {
  await transact(async (tx) => {
    const [report] = await tx.$queryRaw<{ state: ReportState; reporterId: string; subjectType: string; subjectId: string }[]>`
      SELECT state::text, "reporterId", "subjectType", "subjectId" FROM "Report" WHERE id = ${reportId}::uuid AND "subjectType" <> 'campaign' FOR UPDATE`;
    if (!report) throw new Refusal("notFound");
    const now = await appNow(tx);
    await operatorAct(
      tx,
      viewer,
      { act: `report.${decision}`, subject: { type: report.subjectType, id: report.subjectId }, reason: answer },
      now,
    );
    if (!allows(reportFlow, decision, report.state)) throw new Refusal("wrongState");
    const { to } = reportFlow[decision];
    await tx.report.update({ where: { id: reportId }, data: { state: to, decidedById: viewer.userId, decidedAt: now, decision: answer } });
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(
      tx,
      { entity: "report", entityId: reportId, from: report.state, to, verb: decision, actor, reason: answer },
      now,
    );
    const href = report.subjectType === "task" ? `/tasks/${report.subjectId}` : `/providers/${report.subjectId}`;
    await notifyUsers(
      tx,
      [report.reporterId],
      { kind: `people.notice.report${decision === "uphold" ? "Upheld" : "Dismissed"}`, params: { answer }, href },
      now,
    );
  });
}
