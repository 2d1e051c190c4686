import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Permission } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * Reminders of what the parties owe each other besides the acceptance (which has its own rule): signing, funding, delivering, answering a
 * change. At 72, 24 and
 * 2 hours before, those that fit; a late run sends only the latest.
 */
const kinds = [
  "remindSign",
  "remindFund",
  "remindDeliver",
  "remindRedeliver",
  "remindChange",
  "remindRaise",
  "remindStateDone",
  "remindEnding",
] as const;
type Kind = (typeof kinds)[number];
export type Reminder = { kind: Kind; contractId: string; orgId: string; title: string; stage: string; dueAt: Date; subject: string };

const permission: Record<Kind, Permission> = {
  remindSign: "contract:act",
  remindFund: "pay:approve",
  remindDeliver: "contract:act",
  remindRedeliver: "contract:act",
  remindChange: "contract:act",
  remindRaise: "pay:approve",
  remindStateDone: "contract:act",
  remindEnding: "contract:act",
};

/** Who is to be reminded now: the passed mark of a deadline to come whose reminder was not sent. */
export function remindersDue(now: Date, limit: number): Promise<Reminder[]> {
  return db.$queryRaw<Reminder[]>`
    WITH deadlines AS (
      SELECT 'remindSign' AS kind, c.id AS "contractId", side.org AS "orgId", c.title, '' AS stage, c.id AS about, c."createdAt" AS since, c."signBy" AS "dueAt"
        FROM "Contract" c, LATERAL (VALUES ('EMPLOYER', c."employerId"), ('PROVIDER', c."providerId")) side(name, org)
       WHERE c.state = 'SENT' AND NOT EXISTS (SELECT 1 FROM "ContractSignature" s WHERE s."contractId" = c.id AND s.side::text = side.name)
      UNION ALL
      SELECT CASE m.state WHEN 'AWAITING_FUNDING' THEN 'remindFund' WHEN 'WORKING' THEN 'remindDeliver' ELSE 'remindRedeliver' END,
             c.id, CASE m.state WHEN 'AWAITING_FUNDING' THEN c."employerId" ELSE c."providerId" END, c.title, m.title, m.id,
             coalesce((SELECT max(t.at) FROM "Transition" t WHERE t.entity = 'milestone' AND t."entityId" = m.id), c."createdAt"),
             CASE m.state WHEN 'AWAITING_FUNDING' THEN m."fundBy" WHEN 'WORKING' THEN m."dueAt" ELSE m."changesDueAt" END
        FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId"
       WHERE m.state IN ('AWAITING_FUNDING', 'WORKING', 'CHANGES_REQUESTED') AND c.state IN ('SIGNED', 'ACTIVE')
      UNION ALL
      SELECT CASE o.state WHEN 'FUNDING' THEN 'remindRaise' ELSE 'remindChange' END, c.id,
             CASE WHEN o.state = 'FUNDING' OR o.turn = 'EMPLOYER' THEN c."employerId" ELSE c."providerId" END, c.title, '', o.id,
             coalesce(o."agreedAt", (SELECT max(f.at) FROM "ChangeOffer" f WHERE f."orderId" = o.id)),
             CASE o.state WHEN 'FUNDING' THEN o."payBy" ELSE o."answerBy" END
        FROM "ChangeOrder" o JOIN "Contract" c ON c.id = o."contractId" WHERE o.state IN ('PROPOSED', 'COUNTERED', 'FUNDING')
      UNION ALL
      SELECT CASE e.state WHEN 'ASKED' THEN 'remindStateDone' ELSE 'remindEnding' END, c.id,
             CASE e.state WHEN 'ASKED' THEN c."providerId" ELSE c."employerId" END, c.title, m.title, e.id, e."createdAt", e."answerBy"
        FROM "Ending" e JOIN "Contract" c ON c.id = e."contractId" JOIN "Milestone" m ON m.id = e."milestoneId" WHERE e.state IN ('ASKED', 'STATED'))
    SELECT d.kind, d."contractId", d."orgId", d.title, d.stage, d."dueAt", mark.subject
      FROM deadlines d
      CROSS JOIN LATERAL (
        SELECT d.kind || ':' || d.about || ':' || d."orgId" || ':' || extract(epoch FROM d."dueAt")::bigint || ':' || min(h) AS subject
          FROM unnest(${[...policy.reminderHours]}::int[]) h
         WHERE d."dueAt" - h * interval '1 hour' <= ${now} AND d."dueAt" - h * interval '1 hour' > d.since) mark
     WHERE d."dueAt" > ${now} AND d."dueAt" <= ${new Date(now.getTime() + policy.reminderHours[0] * 3_600_000)} AND mark.subject IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = mark.subject)
     ORDER BY d."dueAt" LIMIT ${limit}`;
}

export async function remindDeadline(reminder: Reminder): Promise<void> {
  await transact(async (tx) => {
    const { kind, contractId, orgId, title, stage, dueAt, subject } = reminder;
    const params = { title, stage, dueAt: dueAt.toISOString() };
    await notifyOrg(
      tx,
      orgId,
      permission[kind],
      { kind: `contracts.notice.${kind}`, params, href: `/contracts/${contractId}`, subject },
      await appNow(tx),
    );
  });
}
