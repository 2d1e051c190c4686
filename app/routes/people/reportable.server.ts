import { maySeeCampaign } from "#app/campaigns/showing/may-see.ts";
import { db } from "#app/db.server.ts";
import type { ReportSubject } from "#app/people/desk/report-reasons.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { maySeeTask } from "#app/tasks/visible.server.ts";

/** The name of what the viewer can see and may therefore report; null for everything else. */
export async function reportable(viewer: Viewer, type: ReportSubject, id: string): Promise<string | null> {
  if (type === "organisation")
    return (await db.organisation.findFirst({ where: { id, closedAt: null }, select: { name: true } }))?.name ?? null;
  if (type === "campaign") {
    const campaign = await db.campaign.findUnique({
      where: { id },
      select: { title: true, creatorId: true, lifecycle: true, moderation: true },
    });
    return campaign && maySeeCampaign(viewer, campaign) ? campaign.title : null;
  }
  const task = await db.task.findUnique({
    where: { id },
    select: { id: true, employerId: true, state: true, visibility: true, publishedAt: true, title: true },
  });
  return task && (await maySeeTask(viewer, task)) ? task.title : null;
}
