import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

const MAX_TASKS = 10;

/** A budget line may become tasks once the campaign has succeeded; the door makes the draft with what this answers. */
export async function guardBudgetTask(viewer: Viewer, campaignId: string, lineId: string) {
  return transact(async (tx) => {
    const { campaign } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if (!can(viewer, campaign.creatorId, "task:manage")) throw new Refusal("notAllowed");
    if (campaign.lifecycle !== "SUCCESSFUL") throw new Refusal("wrongState");
    const line = await tx.budgetLine.findFirst({ where: { id: lineId, campaignId }, include: { tasks: { select: { taskId: true } } } });
    if (!line) throw new Refusal("notFound");
    if (line.tasks.length >= MAX_TASKS) throw new Refusal("tooManyItems", { max: MAX_TASKS });
    return { creatorId: campaign.creatorId, campaignTitle: campaign.title, line };
  });
}

/** The draft that was made from a line belongs to it: what is paid for the task is shown to backers under the line. */
export async function linkBudgetTask(viewer: Viewer, { lineId, taskId }: { lineId: string; taskId: string }): Promise<void> {
  return transact(async (tx) => {
    const line = await tx.budgetLine.findUnique({ where: { id: lineId }, select: { campaignId: true } });
    if (!line) throw new Refusal("notFound");
    const { campaign, now } = await lockCampaign(tx, line.campaignId);
    creatorOf(viewer, campaign);
    const task = await tx.task.findFirst({ where: { id: taskId, employerId: campaign.creatorId }, select: { id: true } });
    if (!task) throw new Refusal("notFound");
    await tx.budgetTask.create({ data: { taskId, lineId, byUserId: viewer.userId, createdAt: now } });
  });
}
