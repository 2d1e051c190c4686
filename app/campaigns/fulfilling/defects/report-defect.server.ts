import type { z } from "zod";
import { openDefects, type ReportDefect, reportableUntil } from "#app/campaigns/fulfilling/defects/defect.ts";
import { tellDefect } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { receivedAt } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** The backer shows what is wrong with what arrived, with photos, within 15 days of it. The creator has 7 days to answer. */
export async function reportDefect(viewer: Viewer, input: z.output<typeof ReportDefect>) {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, input.pledgeId);
    const actor = backerOf(viewer, pledge);
    if (pledge.state !== "COLLECTED") throw new Refusal("wrongState");
    await guardInTime(tx, pledge.id, now);
    if ((await tx.defectReport.count({ where: { pledgeId: pledge.id, state: { in: [...openDefects] } } })) > 0)
      throw new Refusal("defectOpen");
    const { kind, text } = input;
    const answerBy = new Date(now.getTime() + policy.defectAnswerMs);
    const defect = await tx.defectReport.create({
      data: { campaignId: campaign.id, pledgeId: pledge.id, kind, text, at: now, answerBy },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "defect", defect.id);
    const move = { entity: "defect", entityId: defect.id, from: null, to: "REPORTED", verb: "reportDefect", actor };
    await recordTransition(tx, move, now);
    const params = { title: campaign.title, answerBy: answerBy.toISOString() };
    const href = `/campaigns/${campaign.id}/manage/defects`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.defectReported", params, href }, now);
    tellDefect(tx, { pledge, campaign });
    return defect.id;
  });
}

/** One parcel that was received and is not too long ago is enough. */
async function guardInTime(tx: Tx, pledgeId: string, now: Date) {
  const parcels = await tx.shipment.findMany({
    where: { pledgeId },
    select: { state: true, signedAt: true, confirmedAt: true, byRule: true },
  });
  const ends = parcels.flatMap((parcel) => reportableUntil(receivedAt(parcel)) ?? []);
  if (ends.length === 0) throw new Refusal("notReceivedYet");
  if (!ends.some((until) => now < until)) throw new Refusal("defectTooLate");
}
