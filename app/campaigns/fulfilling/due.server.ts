import { acceptRemedy } from "#app/campaigns/fulfilling/defects/accept-remedy.server.ts";
import { openDefects } from "#app/campaigns/fulfilling/defects/defect.ts";
import { escalateDefect, remindDefect } from "#app/campaigns/fulfilling/defects/escalate-defect.server.ts";
import { endLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { autoConfirm, remindReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { finishDelivery } from "#app/campaigns/fulfilling/shipping/finish-delivery.server.ts";
import { lockSurvey, remindSurvey } from "#app/campaigns/fulfilling/survey/lock-survey.server.ts";
import { sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { cadence, remindUpdate, resumeStages, watchCadence } from "#app/campaigns/fulfilling/watch-cadence.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";

/** What time does after a campaign succeeded. Each line finds a bounded batch; the verb locks, looks again and decides. */
const BATCH = 50;

type Row = { id: string };
const before = (now: Date, ms: number) => new Date(now.getTime() - ms);
const DAY = 86_400_000;
const [firstDay, secondDay] = policy.confirmReminderDays;

export const fulfillingDue = {
  remindSurvey: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT "rewardId" AS id FROM "SurveyRound"
        WHERE "lockedAt" IS NULL AND "remindedAt" IS NULL AND "lockAt" <= ${before(now, -policy.addressReminderMs)} AND "lockAt" > ${now}
        ORDER BY "lockAt" LIMIT ${BATCH}`,
      remindSurvey,
    ),
  lockSurvey: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT "rewardId" AS id FROM "SurveyRound" WHERE "lockedAt" IS NULL AND "lockAt" <= ${now} ORDER BY "lockAt" LIMIT ${BATCH}`,
      lockSurvey,
    ),
  sendSurvey: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c LEFT JOIN "Survey" s ON s."campaignId" = c.id
        WHERE c.lifecycle = 'SUCCESSFUL' AND c.collection = 'CLOSED' AND (c.fulfilment IN ('NOT_STARTED', 'OVERDUE')
              OR c.fulfilment NOT IN ('DELIVERED', 'DEFAULTED') AND EXISTS (SELECT FROM "SurveyRound" n WHERE n."campaignId" = c.id)) AND c."closedAt" <= ${before(now, policy.surveyMs)}
          AND s."sentAt" IS NULL AND EXISTS (SELECT 1 FROM "Reward" r WHERE r."campaignId" = c.id AND r.ships)
        ORDER BY c."closedAt" LIMIT ${BATCH}`,
      (id) => sendSurvey(null, id),
    ),
  endLate: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Campaign" WHERE "latePledge" = 'OPEN' AND greatest("lastLateAt", "settledAt") <= ${before(now, policy.lateMaxIdleMs)} LIMIT ${BATCH}`,
      (id) => endLate(null, id),
    ),
  remindReceipt: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT s.id FROM "Shipment" s
        WHERE s.state IN ('SHIPPED', 'DELAYED') AND (
            (s.reminders = 0 AND s."signedAt" <= ${before(now, firstDay * DAY)}) OR (s.reminders = 1 AND s."signedAt" <= ${before(now, secondDay * DAY)}))
          AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'shipment:' || s.id AND n."createdAt" > ${before(now, DAY)})
        ORDER BY s."signedAt" LIMIT ${BATCH}`,
      remindReceipt,
    ),
  autoConfirm: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT s.id FROM "Shipment" s
        WHERE s.state IN ('SHIPPED', 'DELAYED') AND s."signedAt" <= ${before(now, policy.autoConfirmMs)} AND s.reminders >= ${policy.confirmReminderDays.length}
          AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'shipment:' || s.id AND n."createdAt" > ${before(now, DAY)})
          AND NOT EXISTS (SELECT 1 FROM "DefectReport" d WHERE d."pledgeId" = s."pledgeId" AND d.state::text = ANY(${[...openDefects]}))
        ORDER BY s."signedAt" LIMIT ${BATCH}`,
      autoConfirm,
    ),
  finishDelivery: async () =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c
        WHERE c.lifecycle = 'SUCCESSFUL' AND c.collection = 'CLOSED' AND c.fulfilment = 'SHIPPING' AND c."latePledge" <> 'OPEN'
          AND NOT EXISTS (SELECT 1 FROM "Shipment" s JOIN "Pledge" p ON p.id = s."pledgeId"
                          WHERE s."campaignId" = c.id AND s.state <> 'DELIVERED' AND p.state = 'COLLECTED')
          AND NOT EXISTS (
            SELECT 1 FROM "Pledge" p WHERE p."campaignId" = c.id AND p.state = 'COLLECTED'
              AND NOT EXISTS (SELECT 1 FROM "Shipment" s WHERE s."pledgeId" = p.id)
              AND EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                          WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND r.ships))
        LIMIT ${BATCH}`,
      (id) => finishDelivery(null, id),
    ),
  escalateDefect: async (now: Date) =>
    eachDue(
      await db.$queryRaw<
        Row[]
      >`SELECT id FROM "DefectReport" WHERE state = 'REPORTED' AND "answerBy" <= ${now} ORDER BY "answerBy" LIMIT ${BATCH}`,
      (id) => escalateDefect(null, id),
    ),
  acceptRemedy: async (now: Date) =>
    eachDue(
      await db.$queryRaw<
        Row[]
      >`SELECT id FROM "DefectReport" WHERE state = 'ANSWERED' AND "decideBy" <= ${now} ORDER BY "decideBy" LIMIT ${BATCH}`,
      (id) => acceptRemedy(null, id),
    ),
  remindDefect: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT d.id FROM "DefectReport" d WHERE d.state = 'ESCALATED' AND d."decideBy" <= ${now}
          AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'defect:' || d.id)
        ORDER BY d."decideBy" LIMIT ${BATCH}`,
      remindDefect,
    ),
  remindUpdate: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c
        CROSS JOIN LATERAL (SELECT greatest(c."lastUpdateAt", CASE c.lifecycle WHEN 'LIVE' THEN c."launchedAt" ELSE c."settledAt" END) AS at) since
        WHERE (c.lifecycle = 'LIVE' AND since.at <= ${before(now, policy.cadence.liveMs)}
            OR c.lifecycle = 'SUCCESSFUL' AND c.fulfilment NOT IN ('DELIVERED', 'DEFAULTED') AND since.at <= ${before(now, policy.cadence.afterMs)})
          AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'cadence:' || c.id || ':' || (extract(epoch FROM since.at) * 1000)::bigint)
        LIMIT ${BATCH}`,
      remindUpdate,
    ),
  watchCadence: async (now: Date) => {
    const { warnMs, freezeMs, defaultMs } = policy.cadence;
    return eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Campaign"
        WHERE lifecycle = 'SUCCESSFUL' AND fulfilment NOT IN ('DELIVERED', 'DEFAULTED') AND cadence < ${cadence.CASE}
          AND greatest("lastUpdateAt", "settledAt") <= CASE cadence WHEN 0 THEN ${before(now, warnMs)}::timestamptz
            WHEN 1 THEN ${before(now, freezeMs)}::timestamptz ELSE ${before(now, defaultMs)}::timestamptz END
        LIMIT ${BATCH}`,
      watchCadence,
    );
  },
  resumeStages: async () =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT DISTINCT c.id FROM "Campaign" c JOIN "Payout" p ON p."campaignId" = c.id
        WHERE p.state = 'HELD' AND p."holdReason" = 'cadence' AND c.cadence < ${cadence.FROZEN}
          AND NOT EXISTS (SELECT 1 FROM "CampaignCase" k WHERE k."campaignId" = c.id AND k.kind = 'default' AND k.state = 'OPEN')
        LIMIT ${BATCH}`,
      resumeStages,
    ),
};
