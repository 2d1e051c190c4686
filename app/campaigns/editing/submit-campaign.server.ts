import { canonical } from "#app/campaigns/changing/chain.ts";
import type { DraftValues } from "#app/campaigns/editing/brief.ts";
import { checkDraft } from "#app/campaigns/editing/check-draft.server.ts";
import { keepBrief } from "#app/campaigns/editing/keep-brief.server.ts";
import { snapshotOf } from "#app/campaigns/editing/snapshot.server.ts";
import { creatorOf, type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

const DAY = 86_400_000;

/** The draft is complete and goes to review. What it lacks is refused; the editor's last page has listed it already. */
export async function submitCampaign(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = creatorOf(viewer, campaign);
    await freeze(tx, campaign, viewer, null, now);
    await moveCampaign(tx, campaign, "lifecycle", { verb: "submitCampaign", to: "IN_REVIEW", actor, data: { submittedAt: now } }, now);
  });
}

/** A rejection may be questioned once: the draft as it is now, and why, go to another reviewer. */
export async function appealRejection(viewer: Viewer, campaignId: string, text: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = creatorOf(viewer, campaign);
    if (campaign.appealedAt) throw new Refusal("appealedOnce");
    await freeze(tx, campaign, viewer, text, now);
    const data = { submittedAt: now, appealedAt: now };
    await moveCampaign(tx, campaign, "lifecycle", { verb: "appealRejection", to: "IN_REVIEW", actor, reason: text, data }, now);
  });
}

/** Writes the brief into the tables and freezes what they say as a version that reviewers judge. */
async function freeze(tx: Tx, campaign: LockedCampaign, viewer: Viewer, appealText: string | null, now: Date) {
  if (!["DRAFT", "CHANGES_REQUESTED", "REJECTED"].includes(campaign.lifecycle)) throw new Refusal("wrongState");
  const { draft } = await tx.campaign.findUniqueOrThrow({ where: { id: campaign.id }, select: { draft: true } });
  const check = await checkDraft(tx, campaign, (draft ?? {}) as DraftValues, now);
  const obstacle = check.obstacles[0];
  if (obstacle) throw new Refusal(obstacle.code, obstacle.params);
  if (!check.brief) throw new Refusal("briefIncomplete");
  await keepBrief(tx, campaign.id, check.brief);
  const { snapshot, hash } = await snapshotOf(tx, campaign.id);
  const n = (await tx.campaignReview.count({ where: { campaignId: campaign.id } })) + 1;
  await tx.campaignReview.create({
    data: {
      campaignId: campaign.id,
      n,
      snapshot: JSON.parse(canonical(snapshot)),
      hash,
      appeal: appealText !== null,
      appealText,
      submittedById: viewer.userId,
      submittedAt: now,
      dueAt: addWorkingTime(now, policy.reviewWorkingDays * DAY),
    },
  });
  await tx.campaign.update({ where: { id: campaign.id }, data: { contentHash: hash } });
  const params = { title: check.brief.title };
  await notifyOperators(tx, { kind: "campaigns.notice.reviewWaiting", params, href: "/desk/campaigns/reviews" }, now);
}
