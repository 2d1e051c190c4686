import { expireChange } from "#app/contracts/changes/expire-change.server.ts";
import { disputesDue } from "#app/contracts/disputes/due.server.ts";
import { lapseEnding } from "#app/contracts/ending/lapse-ending.server.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { pauseUnfunded } from "#app/contracts/milestones/pause-unfunded.server.ts";
import { remindAcceptance } from "#app/contracts/milestones/remind-acceptance.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { endHold, warnHold } from "#app/contracts/milestones/watch-hold.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { remindDeadline, remindersDue } from "#app/contracts/remind-deadlines.server.ts";
import { payRest } from "#app/contracts/settlement/pay-rest.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { sendRemittance } from "#app/contracts/settlement/send-remittance.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";

/** What time does to contracts. Each line finds a bounded batch; the verb locks, looks again and decides. A suspended task's money and clocks stand still. */
const BATCH = 50;

type Row = { id: string };

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);

export const contractsDue = {
  startWork: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
        WHERE m.state = 'FUNDED' AND m."fundedAt" <= ${before(now, policy.autoStartMs)} AND t.state <> 'SUSPENDED'
        ORDER BY m."fundedAt" LIMIT ${BATCH}`,
      (id) => startWork(null, id),
    ),
  remindAcceptance: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
        LEFT JOIN LATERAL (SELECT max(n."createdAt") AS at, count(DISTINCT n."createdAt") AS times FROM "Notice" n
                           WHERE n.subject = 'milestone:' || m.id || ':' || m.round) last ON true
        WHERE m.state = 'SUBMITTED' AND t.state <> 'SUSPENDED' AND (
          (m."acceptBy" <= ${now} AND last.times < ${policy.remindersNeeded})
          OR EXISTS (SELECT 1 FROM unnest(${[...policy.reminderHours]}::int[]) h
                     WHERE m."acceptBy" > ${now} AND m."acceptBy" - h * interval '1 hour' <= ${now}
                       AND m."acceptBy" - h * interval '1 hour' > m."submittedAt"
                       AND (last.at IS NULL OR last.at < m."acceptBy" - h * interval '1 hour')))
        ORDER BY m."acceptBy" LIMIT ${BATCH}`,
      remindAcceptance,
    ),
  remindDeadlines: async (now: Date) => {
    const reminders = await remindersDue(now, BATCH);
    for (const reminder of reminders) await remindDeadline(reminder);
    return reminders.length;
  },
  acceptDelivery: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
        WHERE m.state = 'SUBMITTED' AND m."acceptBy" <= ${now} AND t.state <> 'SUSPENDED'
          AND m."amountFen" > m."releasedFen" + m."refundedFen" + m."disputedFen" + m."cardFrozenFen"
        ORDER BY m."acceptBy" LIMIT ${BATCH}`,
      (id) => acceptDelivery(null, id),
    ),
  releaseMilestone: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
        WHERE m.state = 'ACCEPTED' AND m."coolingUntilAt" <= ${now} AND t.state <> 'SUSPENDED'
          AND m."amountFen" > m."releasedFen" + m."refundedFen" + m."disputedFen" + m."cardFrozenFen"
        ORDER BY m."coolingUntilAt" LIMIT ${BATCH}`,
      releaseMilestone,
    ),
  sendRemittance: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT r.id FROM "Remittance" r
        JOIN "FundingLot" l ON l."chargeId" = r."chargeId"
        LEFT JOIN "Payee" p ON p."orgId" = r."orgId"
        WHERE (r.state = 'PENDING' AND l."availableAt" IS NOT NULL)
           OR (r.state = 'READY' AND (r."retryAt" IS NULL OR r."retryAt" <= ${now})
               AND NOT EXISTS (SELECT FROM "CardDispute" d WHERE d."chargeId" = r."chargeId" AND d.state IN ('OPEN', 'PARKED'))
               AND (r.kind = 'REFUND' OR p.payable OR EXISTS (SELECT FROM "Debt" o WHERE o."orgId" = r."orgId" AND o."closedAt" IS NULL)))
        ORDER BY r.id LIMIT ${BATCH}`,
      sendRemittance,
    ),
  payRest: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId" JOIN "Task" t ON t.id = c."taskId"
        WHERE m.state IN ('RELEASING', 'REFUNDING') AND t.state <> 'SUSPENDED'
          AND m."amountFen" > m."releasedFen" + m."refundedFen" + m."disputedFen" + m."cardFrozenFen"
        ORDER BY m.id LIMIT ${BATCH}`,
      payRest,
    ),
  pauseUnfunded: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId"
        WHERE m.state = 'AWAITING_FUNDING' AND m."fundBy" <= ${now} AND c.state = 'ACTIVE'
          AND NOT (c."invoiceFirst" AND EXISTS (
            SELECT FROM "Milestone" r WHERE r."contractId" = c.id AND r."releasedFen" > coalesce(
              (SELECT sum(i."amountFen") FROM "Invoice" i WHERE i."milestoneId" = r.id AND i.state = 'SUBMITTED'), 0)))
        ORDER BY m."fundBy" LIMIT ${BATCH}`,
      pauseUnfunded,
    ),
  expireChange: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "ChangeOrder" WHERE state IN ('PROPOSED', 'COUNTERED') AND "answerBy" <= ${now}
        UNION ALL SELECT id FROM "ChangeOrder" WHERE state = 'FUNDING' AND "payBy" <= ${now} LIMIT ${BATCH}`,
      expireChange,
    ),
  lapseEnding: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT e.id FROM "Ending" e JOIN "Milestone" m ON m.id = e."milestoneId"
        WHERE e.state = 'ESCALATING' OR (e.state IN ('ASKED', 'STATED')
          AND (e."answerBy" <= ${now} OR m.state NOT IN ('WORKING', 'SUBMITTED', 'CHANGES_REQUESTED')
               OR m."amountFen" <= m."releasedFen" + m."refundedFen" + m."disputedFen"))
        ORDER BY e."answerBy" LIMIT ${BATCH}`,
      lapseEnding,
    ),
  warnHold: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m
        WHERE m."fundedAt" <= ${before(now, policy.holdWarnMs)} AND m."amountFen" > m."releasedFen" + m."refundedFen"
          AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'hold:' || m.id)
        ORDER BY m."fundedAt" LIMIT ${BATCH}`,
      warnHold,
    ),
  endHold: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT m.id FROM "Milestone" m
        WHERE m.state IN ('FUNDED', 'WORKING', 'SUBMITTED', 'CHANGES_REQUESTED', 'ACCEPTED') AND m."fundedAt" <= ${before(now, policy.holdEndMs)}
          AND m."amountFen" > m."releasedFen" + m."refundedFen" + m."disputedFen" + m."cardFrozenFen"
          AND EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'hold:' || m.id AND n."createdAt" <= ${before(now, policy.holdEndMs - policy.holdWarnMs)})
        ORDER BY m."fundedAt" LIMIT ${BATCH}`,
      endHold,
    ),
  ...disputesDue,
};
