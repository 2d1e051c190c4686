import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";

/** Campaign.cadence: how far a creator's silence has gone. An update sets it back to 0. */
export const cadence = { WARNED: 1, FROZEN: 2, CASE: 3 } as const;
const HOLD = "cadence";
const { warnMs, freezeMs, defaultMs } = policy.cadence;

type Silent = { lastUpdateAt: Date | null; settledAt: Date | null };
const silentSince = (of: Silent) => Math.max(of.lastUpdateAt?.getTime() ?? 0, of.settledAt?.getTime() ?? 0);
/** How far silence has gone by its length. */
export const cadenceAt = (of: Silent, now: Date) => {
  const silent = now.getTime() - silentSince(of);
  return silent >= defaultMs ? cadence.CASE : silent >= freezeMs ? cadence.FROZEN : silent >= warnMs ? cadence.WARNED : 0;
};

/** After success: 45 days of silence warn, 60 stop the stages that are still to come, 90 open a default case. Each step once. */
export async function watchCadence(campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const level = cadenceAt(campaign, now);
    const over = campaign.fulfilment === "DELIVERED" || campaign.fulfilment === "DEFAULTED";
    if (campaign.lifecycle !== "SUCCESSFUL" || over || level <= campaign.cadence) throw new Refusal("wrongState");
    await tx.campaign.update({ where: { id: campaignId }, data: { cadence: level, v: { increment: 1 } } });
    if (level >= cadence.FROZEN) await holdStages(tx, campaignId, now);
    if (level === cadence.CASE) await openCase(tx, campaignId, now);
    const kinds = { 1: "campaigns.notice.silentWarned", 2: "campaigns.notice.silentFrozen", 3: "campaigns.notice.silentCase" } as const;
    const notice = {
      kind: kinds[level as 1 | 2 | 3],
      params: { title: campaign.title },
      href: `/campaigns/${campaignId}/manage/updates/new`,
    };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
    if (level === cadence.CASE) await notifyOperators(tx, { ...notice, href: `/desk/campaigns/${campaignId}` }, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

async function holdStages(tx: Tx, campaignId: string, now: Date) {
  const held = await tx.payout.updateManyAndReturn({
    where: { campaignId, state: "PLANNED" },
    data: { state: "HELD", holdReason: HOLD },
    select: { id: true },
  });
  for (const { id } of held) {
    const move = { entity: "payout", entityId: id, from: "PLANNED", to: "HELD", verb: "holdStage", actor: byClock, reason: HOLD };
    await recordTransition(tx, move, now);
  }
}

/** One open case of a kind: the database knows. */
async function openCase(tx: Tx, campaignId: string, now: Date) {
  const lookBy = new Date(now.getTime() + policy.firstLookMs);
  await tx.$executeRaw`
    INSERT INTO "CampaignCase" (id, "campaignId", kind, source, at, "lookBy")
    SELECT gen_random_uuid(), ${campaignId}::uuid, 'default', 'clock', ${now}, ${lookBy}
    WHERE NOT EXISTS (SELECT 1 FROM "CampaignCase" WHERE "campaignId" = ${campaignId}::uuid AND kind = 'default' AND state = 'OPEN')`;
}

/** The creator wrote again: what silence alone had stopped goes on, unless operators look into it. */
export async function resumeStages(campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const judged = await tx.campaignCase.count({ where: { campaignId, kind: "default", state: "OPEN" } });
    if (campaign.cadence >= cadence.FROZEN || judged > 0) throw new Refusal("wrongState");
    const resumed = await tx.payout.updateManyAndReturn({
      where: { campaignId, state: "HELD", holdReason: HOLD },
      data: { state: "PLANNED", holdReason: null },
      select: { id: true },
    });
    for (const { id } of resumed) {
      const move = { entity: "payout", entityId: id, from: "HELD", to: "PLANNED", verb: "unholdStage", actor: byClock, reason: HOLD };
      await recordTransition(tx, move, now);
    }
    if (resumed.length === 0) throw new Refusal("wrongState");
  });
}

const subjectOf = (campaignId: string, since: number) => `cadence:${campaignId}:${since}`;

/** While it runs a word a week, afterwards one a month: a reminder when it is late, once a silence. */
export async function remindUpdate(campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const live = campaign.lifecycle === "LIVE";
    const since = live ? Math.max(campaign.lastUpdateAt?.getTime() ?? 0, campaign.launchedAt?.getTime() ?? 0) : silentSince(campaign);
    const due = since + (live ? policy.cadence.liveMs : policy.cadence.afterMs) <= now.getTime();
    const subject = subjectOf(campaignId, since);
    if (!due || (await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("wrongState");
    const kind = live ? "campaigns.notice.updateDueLive" : "campaigns.notice.updateDue";
    const notice = { kind, params: { title: campaign.title }, href: `/campaigns/${campaignId}/manage/updates/new`, subject } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
  });
}
