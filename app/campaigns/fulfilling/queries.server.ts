import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** Photos of a report: for its backer, the campaign's creators and operators. */
export async function seesDefect(viewer: Viewer | null, defectId: string): Promise<boolean> {
  if (!viewer) return false;
  const defect = await db.defectReport.findUnique({
    where: { id: defectId },
    select: { campaignId: true, pledge: { select: { userId: true } } },
  });
  if (!defect) return false;
  if (viewer.operator || defect.pledge.userId === viewer.userId) return true;
  const campaign = await db.campaign.findUnique({ where: { id: defect.campaignId }, select: { creatorId: true } });
  return campaign !== null && belongs(viewer, campaign.creatorId);
}
