import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import type { EvidenceForm } from "#app/campaigns/paying-out/evidence.ts";
import { campaignIdOf, lockPayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/** The creator shows that production has come this far: an operator looks at it before the stage's money leaves. */
export async function showEvidence(viewer: Viewer, { payoutId, kind, text, files }: EvidenceForm): Promise<string> {
  return transact(async (tx) => {
    const { campaign, now } = await lockStage(tx, viewer, payoutId);
    const data = { payoutId, kind, text, byUserId: viewer.userId, at: now };
    const { id } = await tx.stageEvidence.create({ data, select: { id: true } });
    await linkFiles(tx, viewer, files, "stageEvidence", id);
    await tellOperators(tx, campaign, now);
    return id;
  });
}

/** An accepted milestone of one of the campaign's budget tasks is shown as evidence: what was paid for is there. */
export async function showMilestone(viewer: Viewer, payoutId: string, milestoneId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockStage(tx, viewer, payoutId);
    const [found] = await tx.$queryRaw<{ id: string; title: string }[]>`
      SELECT m.id, c.title || ' · ' || m.title AS title FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId"
        JOIN "BudgetTask" b ON b."taskId" = c."taskId" JOIN "BudgetLine" l ON l.id = b."lineId"
       WHERE m.id = ${milestoneId}::uuid AND l."campaignId" = ${campaign.id}::uuid AND m."acceptedAt" IS NOT NULL`;
    if (!found) throw new Refusal("notFound");
    if ((await tx.stageEvidence.count({ where: { payoutId, milestoneId } })) > 0) throw new Refusal("shownAlready");
    const data = { payoutId, kind: "MILESTONE", text: found.title, milestoneId, byUserId: viewer.userId, at: now };
    await tx.stageEvidence.create({ data });
    await tellOperators(tx, campaign, now);
  });
}

/** Of one stage: what operators can look through. */
const MOST = 20;

async function lockStage(tx: Tx, viewer: Viewer, payoutId: string) {
  const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
  runnerOf(viewer, campaign);
  const payout = await lockPayout(tx, payoutId);
  if (payout.stage !== 2 || (payout.state !== "PLANNED" && payout.state !== "HELD") || payout.approvedAt) throw new Refusal("wrongState");
  if ((await tx.stageEvidence.count({ where: { payoutId } })) >= MOST) throw new Refusal("tooManyItems", { max: MOST });
  return { campaign, now };
}

const tellOperators = (tx: Tx, campaign: { title: string }, now: Date) =>
  notifyOperators(tx, { kind: "campaigns.notice.evidenceShown", params: { title: campaign.title }, href: "/desk/campaigns/evidence" }, now);
