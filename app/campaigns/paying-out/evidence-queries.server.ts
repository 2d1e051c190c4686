import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** Who sees the papers of a stage: the creator's people and operators. Backers see that they were accepted. */
export async function seesStageEvidence(viewer: Viewer | null, evidenceId: string): Promise<boolean> {
  if (viewer?.operator) return true;
  const found = await db.stageEvidence.findUnique({
    where: { id: evidenceId },
    select: { payout: { select: { campaign: { select: { creatorId: true } } } } },
  });
  return found !== null && belongs(viewer, found.payout.campaign.creatorId);
}
