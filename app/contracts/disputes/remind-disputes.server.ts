import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * Reminders before time moves a dispute without a side that still could: to answer, to agree, to answer the mediator, to undo a default, to
 * appeal. At 72, 24 and 2 hours before, those that fit; a late run sends only the latest.
 */
type Kind = "remindRespond" | "remindNegotiate" | "remindProposal" | "remindReinstate" | "remindAppeal";
export type DisputeReminder = {
  kind: Kind;
  disputeId: string;
  contractId: string;
  orgId: string;
  title: string;
  dueAt: Date;
  subject: string;
};

export function remindersOfDisputes(now: Date, limit: number): Promise<DisputeReminder[]> {
  return db.$queryRaw<DisputeReminder[]>`
    WITH waits AS (
      SELECT CASE d.state WHEN 'OPENED' THEN 'remindRespond' WHEN 'DEFAULTED' THEN 'remindReinstate' WHEN 'DECIDED' THEN 'remindAppeal'
                          WHEN 'MEDIATION' THEN 'remindProposal' ELSE 'remindNegotiate' END AS kind,
             d.id, c.id AS "contractId", side.org, c.title,
             CASE WHEN d.state IN ('DEFAULTED', 'DECIDED') THEN d."objectUntil" ELSE d."dueAt" END AS "dueAt",
             (SELECT max(t.at) FROM "Transition" t WHERE t.entity = 'dispute' AND t."entityId" = d.id AND t."from" IS DISTINCT FROM t."to") AS moved,
             d."proposedAt" AS proposed
        FROM "Dispute" d JOIN "Milestone" m ON m.id = d."milestoneId" JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" k ON k.id = c."taskId",
             LATERAL (VALUES ('EMPLOYER', c."employerId", d."employerAgrees", d."employerWaivedAt"),
                             ('PROVIDER', c."providerId", d."providerAgrees", d."providerWaivedAt")) side(name, org, agrees, waived)
       WHERE d."dueAt" IS NOT NULL AND k.state <> 'SUSPENDED' AND (
         (d.state IN ('OPENED', 'DEFAULTED') AND d.side::text <> side.name)
         OR d.state IN ('RESPONDED', 'NEGOTIATING')
         OR (d.state = 'MEDIATION' AND d."proposedAt" IS NOT NULL AND side.agrees IS NULL)
         OR (d.state = 'DECIDED' AND side.waived IS NULL)))
    SELECT w.kind, w.id AS "disputeId", w."contractId", w.org AS "orgId", w.title, w."dueAt", mark.subject
      FROM waits w
      CROSS JOIN LATERAL (
        SELECT w.kind || ':' || w.id || ':' || w.org || ':' || extract(epoch FROM w."dueAt")::bigint || ':' || min(h) AS subject
          FROM unnest(${[...policy.reminderHours]}::int[]) h
         WHERE w."dueAt" - h * interval '1 hour' <= ${now} AND w."dueAt" - h * interval '1 hour' > greatest(w.moved, w.proposed)) mark
     WHERE w."dueAt" > ${now} AND w."dueAt" <= ${new Date(now.getTime() + policy.reminderHours[0] * 3_600_000)} AND mark.subject IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = mark.subject)
     ORDER BY w."dueAt" LIMIT ${limit}`;
}

export async function remindDispute({ kind, disputeId, contractId, orgId, title, dueAt, subject }: DisputeReminder): Promise<void> {
  await transact(async (tx) => {
    const params = { title, dueAt: dueAt.toISOString() };
    const href = `/contracts/${contractId}/disputes/${disputeId}`;
    await notifyOrg(tx, orgId, "contract:act", { kind: `contracts.notice.${kind}`, params, href, subject }, await appNow(tx));
  });
}
