import type { ReportSubject } from "#app/people/desk/report-reasons.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

type Complaint = { subjectType: ReportSubject; subjectId: string; reason: string; text: string };

/**
 * Tells the operators that something is wrong with a task or an organisation. The door has checked that the viewer can see it. The same
 * person reporting the same thing again while it is open adds nothing. Gives the report's id.
 */
export async function fileReport(viewer: Viewer, complaint: Complaint): Promise<string> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const [fresh] = await tx.report.createManyAndReturn({
      data: [{ ...complaint, reporterId: viewer.userId, createdAt: now }],
      skipDuplicates: true,
      select: { id: true },
    });
    if (!fresh) throw new Refusal("alreadyReported");
    await notifyOperators(tx, { kind: "people.notice.reported", params: { name: viewer.name }, href: `/desk/reports/${fresh.id}` }, now);
    return fresh.id;
  });
}
