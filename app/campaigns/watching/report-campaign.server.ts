import { openCase } from "#app/campaigns/watching/open-case.server.ts";
import { keepReport } from "#app/people/desk/keep-report.server.ts";
import { groupOf } from "#app/people/desk/report-reasons.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Somebody reports a campaign that they can see (the door has checked): it joins the open case of its group, or opens one. Gives the case's id. */
export async function reportCampaign(viewer: Viewer, campaignId: string, { reason, text }: { reason: string; text: string }) {
  return transact(async (tx) => {
    const group = groupOf(reason);
    const campaign = await tx.campaign.findUnique({
      where: { id: campaignId },
      select: { id: true, title: true, lifecycle: true, deadlineAt: true },
    });
    if (!group || !campaign) throw new Refusal("notFound");
    const now = await appNow(tx);
    await keepReport(tx, viewer, { subjectType: "campaign", subjectId: campaignId, reason, text }, now);
    return openCase(tx, campaign, { kind: group, source: "report" }, now);
  });
}
