import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/** Locks the campaign of an open case and the case after it. Nobody looks into a campaign of their own organisation. */
export async function lockCase(tx: Tx, viewer: Viewer, caseId: string) {
  const found = await tx.campaignCase.findUnique({ where: { id: caseId }, select: { campaignId: true } });
  if (!found) throw new Refusal("notFound");
  const { campaign, now } = await lockCampaign(tx, found.campaignId);
  const actor = reviewerOf(viewer, campaign);
  await tx.$queryRaw`SELECT id FROM "CampaignCase" WHERE id = ${caseId}::uuid FOR UPDATE`;
  const matter = await tx.campaignCase.findUniqueOrThrow({ where: { id: caseId } });
  if (matter.state !== "OPEN") throw new Refusal("wrongState");
  return { campaign, matter, actor, now };
}

/** An operator takes a first look: the promised time stops running. */
export async function lookAtCase(viewer: Viewer, caseId: string): Promise<void> {
  await transact(async (tx) => {
    const { matter, now } = await lockCase(tx, viewer, caseId);
    if (matter.lookedAt) throw new Refusal("wrongState");
    await operatorAct(tx, viewer, { act: "campaignCase.look", subject: { type: "campaign", id: matter.campaignId } }, now);
    await tx.campaignCase.update({ where: { id: caseId }, data: { lookedAt: now } });
  });
}
