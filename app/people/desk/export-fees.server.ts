import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** An operator takes the fee invoices' data of a month out; the log has it. */
export const exportFees = (viewer: Viewer, month: string) =>
  transact(async (tx) =>
    operatorAct(tx, viewer, { act: "fees.export", subject: { type: "fees", id: month }, details: { month } }, await appNow(tx)),
  );
