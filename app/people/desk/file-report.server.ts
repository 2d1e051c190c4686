import { keepReport, type Wrong } from "#app/people/desk/keep-report.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Tells the operators that something is wrong with a task or an organisation. The door has checked that the viewer can see it. Gives the report's id. */
export async function fileReport(viewer: Viewer, wrong: Wrong): Promise<string> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const id = await keepReport(tx, viewer, wrong, now);
    await notifyOperators(tx, { kind: "people.notice.reported", params: { name: viewer.name }, href: `/desk/reports/${id}` }, now);
    return id;
  });
}
