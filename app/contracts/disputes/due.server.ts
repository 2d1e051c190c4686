import { defaultDispute } from "#app/contracts/disputes/default-dispute.server.ts";
import type { DisputeState } from "#app/contracts/disputes/dispute.ts";
import { endMediation, endNegotiation, hurryDispute } from "#app/contracts/disputes/end-talks.server.ts";
import { executeDispute } from "#app/contracts/disputes/execute-dispute.server.ts";
import { remindDispute, remindersOfDisputes } from "#app/contracts/disputes/remind-disputes.server.ts";
import { overdueSubject, tellOverdue } from "#app/contracts/disputes/tell-overdue.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";

const BATCH = 50;
type Row = { id: string };

/** Disputes in these states whose moment has come. A suspended task's disputes stand still with it. */
const due = (now: Date, ...states: DisputeState[]) => db.$queryRaw<Row[]>`
  SELECT d.id FROM "Dispute" d JOIN "Milestone" m ON m.id = d."milestoneId" JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
   WHERE d."dueAt" <= ${now} AND d.state::text = ANY(${states}::text[]) AND t.state <> 'SUSPENDED'
   ORDER BY d."dueAt", d.id LIMIT ${BATCH}`;

/** What time does to disputes. */
export const disputesDue = {
  remindDisputes: async (now: Date) => {
    const reminders = await remindersOfDisputes(now, BATCH);
    for (const reminder of reminders) await remindDispute(reminder);
    return reminders.length;
  },
  defaultDispute: async (now: Date) => eachDue(await due(now, "OPENED"), defaultDispute),
  endNegotiation: async (now: Date) => eachDue(await due(now, "RESPONDED", "NEGOTIATING"), endNegotiation),
  endMediation: async (now: Date) => eachDue(await due(now, "MEDIATION"), endMediation),
  executeDispute: async (now: Date) => eachDue(await due(now, "DEFAULTED", "DECIDED", "FINAL"), executeDispute),
  hurryDispute: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT d.id FROM "Dispute" d JOIN "Milestone" m ON m.id = d."milestoneId" JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
         WHERE d.state IN ('OPENED', 'RESPONDED', 'NEGOTIATING', 'MEDIATION') AND m."fundedAt" <= ${new Date(now.getTime() - policy.holdEndMs)}
           AND t.state <> 'SUSPENDED' ORDER BY d.id LIMIT ${BATCH}`,
      hurryDispute,
    ),
  tellOverdue: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT d.id FROM "Dispute" d WHERE d."dueAt" <= ${now} AND d.state IN ('PANEL', 'APPEALED')
           AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = ${overdueSubject("")} || d.id || ':' || d.state)
         ORDER BY d."dueAt", d.id LIMIT ${BATCH}`,
      tellOverdue,
    ),
};
