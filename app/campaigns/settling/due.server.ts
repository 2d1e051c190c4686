import { chargePledges } from "#app/campaigns/collecting/charge-pledges.server.ts";
import { closeCollection } from "#app/campaigns/collecting/close-collection.server.ts";
import { dropPledge } from "#app/campaigns/collecting/drop-pledge.server.ts";
import { refundAll } from "#app/campaigns/collecting/refund-all.server.ts";
import { remindUnpaid } from "#app/campaigns/collecting/remind-unpaid.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { refundOwed } from "#app/campaigns/refunding/refund-owed.server.ts";
import { resendRefund } from "#app/campaigns/refunding/resend-refund.server.ts";
import { beginSettling } from "#app/campaigns/settling/begin-settling.server.ts";
import { endMorePledges } from "#app/campaigns/settling/end-pledges.server.ts";
import { endStandstill, remindStandstill } from "#app/campaigns/settling/end-standstill.server.ts";
import { keepMorePledges } from "#app/campaigns/settling/keep-pledges.server.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";

/** What time does to campaigns from their deadline on, until their money has come in or gone back. */
const BATCH = 50;
/** Refunds of a whole campaign: so many a second at most, like charges. */
const REFUNDS = 100;

/** Campaigns that ended longer ago have no pledges left to end. */
const ENDING_MS = 90 * 86_400_000;

type Row = { id: string };

export const settlingDue = {
  beginSettling: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Campaign" WHERE lifecycle = 'LIVE' AND "deadlineAt" <= ${now} ORDER BY "deadlineAt" LIMIT ${BATCH}`,
      beginSettling,
    ),
  settleCampaign: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c WHERE c.lifecycle = 'SETTLING' AND c.moderation NOT IN ('SUSPENDED', 'PURGED')
          AND NOT EXISTS (SELECT FROM "PledgeVersion" v JOIN "Pledge" p ON p.id = v."pledgeId" WHERE v.state = 'CLAIMED' AND p."campaignId" = c.id)
        ORDER BY c."deadlineAt" LIMIT ${BATCH}`,
      settleCampaign,
    ),
  remindStandstill: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c WHERE c.lifecycle = 'SETTLING' AND c.moderation IN ('SUSPENDED', 'PURGED') AND NOT EXISTS (
          SELECT FROM "Notice" n
           WHERE n.subject = 'standstill:' || c.id || ':' || floor(extract(epoch FROM ${now}::timestamptz - c."deadlineAt") * 1000 / ${policy.reminderMs}::int))
         ORDER BY c."deadlineAt" LIMIT ${BATCH}`,
      remindStandstill,
    ),
  endStandstill: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Campaign" WHERE lifecycle = 'SETTLING' AND moderation IN ('SUSPENDED', 'PURGED')
           AND "deadlineAt" <= ${new Date(now.getTime() - policy.windowMs - policy.decisionMs)} ORDER BY "deadlineAt" LIMIT ${BATCH}`,
      endStandstill,
    ),
  keepPledges: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c WHERE c.collection = 'CHARGING' AND c.lifecycle = 'SUCCESSFUL'
          AND EXISTS (SELECT FROM "Pledge" p WHERE p."campaignId" = c.id AND p.state = 'PLEDGED' AND p."nextAttemptAt" IS NULL) LIMIT ${BATCH}`,
      keepMorePledges,
    ),
  endPledges: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c WHERE c.lifecycle IN ('FAILED', 'CANCELLED') AND c."endedAt" > ${new Date(now.getTime() - ENDING_MS)}
          AND EXISTS (SELECT FROM "Pledge" p WHERE p."campaignId" = c.id AND p.state IN ('PLEDGED', 'COLLECTED')) LIMIT ${BATCH}`,
      endMorePledges,
    ),
  chargePledges,
  remindUnpaid,
  dropPledge: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT p.id FROM "Pledge" p JOIN "Campaign" c ON c.id = p."campaignId"
         WHERE p.state IN ('ERRORED', 'AUTH_REQUIRED') AND p."nextAttemptAt" IS NULL AND c."windowEndsAt" <= ${now}
         ORDER BY c."windowEndsAt", p.id LIMIT ${BATCH}`,
      dropPledge,
    ),
  closeCollection: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c WHERE c.collection IN ('CHARGING', 'RETRY_WINDOW')
          AND NOT EXISTS (SELECT FROM "Pledge" p WHERE p."campaignId" = c.id AND NOT p.late AND p.state IN ('PLEDGED', 'CHARGING'))
          AND (c.collection = 'CHARGING' OR NOT EXISTS (
            SELECT FROM "Pledge" p WHERE p."campaignId" = c.id AND NOT p.late AND p.state IN ('ERRORED', 'AUTH_REQUIRED')))
        LIMIT ${BATCH}`,
      closeCollection,
    ),
  refundAll: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Campaign" WHERE collection = 'DECISION_NEEDED' AND "decisionBy" <= ${now} ORDER BY "decisionBy" LIMIT ${BATCH}`,
      (id) => refundAll(null, id),
    ),
  refundOwed: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "Pledge" WHERE state = 'REFUNDING' AND "refundedFen" + "chargedBackFen" < "collectedFen" ORDER BY id LIMIT ${REFUNDS}`,
      refundOwed,
    ),
  resendRefund: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT id FROM "PledgeRefund" WHERE state = 'READY' AND ("retryAt" IS NULL OR "retryAt" <= ${now}) ORDER BY id LIMIT ${BATCH}`,
      resendRefund,
    ),
};
