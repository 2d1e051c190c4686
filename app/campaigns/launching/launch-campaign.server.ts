import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { snapshotOf } from "#app/campaigns/editing/snapshot.server.ts";
import { brokenDate, deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { creatorOf, type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import { type NoticeContent, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** The campaign goes live now. From here on its promises are locked and every change is public. */
export async function launchCampaign(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = creatorOf(viewer, campaign);
    await mayLaunch(tx, campaign, now);
    await launch(tx, campaign, actor, now);
  });
}

/** The same at the moment that the creator chose. What no longer allows it cancels the appointment and tells the creator. */
export async function launchScheduled(campaignId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (!campaign.launchAt || campaign.launchAt > now) return false;
    try {
      await mayLaunch(tx, campaign, now);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      await tx.campaign.update({ where: { id: campaignId }, data: { launchAt: null } });
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", failedNotice(campaign, e), now);
      return true;
    }
    await launch(tx, campaign, byClock, now);
    return true;
  });
}

/** A date that has come too close is named; everything else stands on the page that the notice leads to. */
function failedNotice({ id, title }: LockedCampaign, { code, params: { title: reward = "", ...why } }: Refusal): NoticeContent {
  const href = `/campaigns/${id}/manage/launch`;
  if (code === "windowPast") return { kind: "campaigns.notice.launchWindowPast", params: { title, reward }, href };
  if (code === "promiseEarly") return { kind: "campaigns.notice.launchPromiseEarly", params: { title, reward, ...why }, href };
  return { kind: "campaigns.notice.launchFailed", params: { title }, href };
}

/** What must hold at the moment of the launch, whoever presses the button. `at`: the moment that is chosen for it. */
export async function mayLaunch(tx: Tx, campaign: LockedCampaign, now: Date, at = now): Promise<void> {
  if (campaign.lifecycle !== "APPROVED" && campaign.lifecycle !== "PRELAUNCH") throw new Refusal("wrongState");
  if (!campaign.approvalEndsAt || campaign.approvalEndsAt <= now) throw new Refusal("approvalOver");
  if (campaign.moderation !== "CLEAR" && campaign.moderation !== "FLAGGED") throw new Refusal("wrongState");
  const org = await tx.organisation.findUniqueOrThrow({ where: { id: campaign.creatorId }, select: { suspendedAt: true } });
  if (org.suspendedAt) throw new Refusal("orgSuspended");
  if (!(await isPayable(campaign.creatorId, tx))) throw new Refusal("payeeFirst");
  const { hash } = await snapshotOf(tx, campaign.id);
  if (hash !== campaign.reviewedHash) throw new Refusal("contentChanged");
  const rewards = await tx.reward.findMany({
    where: { campaignId: campaign.id },
    orderBy: { ord: "asc" },
    select: { title: true, closesAt: true, promisedAt: true },
  });
  const broken = brokenDate({ ...campaign, rewards }, at);
  if (broken) throw new Refusal(broken.code, broken.params);
}

async function launch(tx: Tx, campaign: LockedCampaign, actor: Actor, now: Date) {
  const deadlineAt = deadlineOf(now, campaign.durationDays, campaign.endMinute);
  const data = { launchedAt: now, deadlineAt, launchAt: null, draft: Prisma.DbNull, lastUpdateAt: now, v: campaign.v + 1 };
  await moveCampaign(tx, campaign, "lifecycle", { verb: "launchCampaign", to: "LIVE", actor, data }, now);
  const promised = { content: campaign.reviewedHash, goalFen: String(campaign.goalFen), deadlineAt: deadlineAt.toISOString() };
  await recordChange(tx, campaign, { kind: "launch", subject: "campaign", before: null, after: promised }, actor.userId, now);
  const params = { title: campaign.title, deadlineAt: deadlineAt.toISOString() };
  const href = `/campaigns/${campaign.id}`;
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.live", params, href }, now);
  afterCommit(tx, () => announceCampaign(campaign.id));
}
