import type { ReportSubject } from "#app/people/desk/report-reasons.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

export type Wrong = { subjectType: ReportSubject; subjectId: string; reason: string; text: string };

/** Keeps a report in the caller's transaction. The same person reporting the same thing again while it is open adds nothing. Gives its id. */
export async function keepReport(tx: Tx, viewer: Viewer, wrong: Wrong, now: Date): Promise<string> {
  const [fresh] = await tx.report.createManyAndReturn({
    data: [{ ...wrong, reporterId: viewer.userId, createdAt: now }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!fresh) throw new Refusal("alreadyReported");
  return fresh.id;
}
