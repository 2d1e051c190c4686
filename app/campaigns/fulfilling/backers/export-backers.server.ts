import type { BackersFilter } from "#app/campaigns/fulfilling/backers/filter.ts";
import { type BackerRow, backerRows, whereBackers } from "#app/campaigns/fulfilling/backers/rows.server.ts";
import { masked, readShipTo, showsAddresses } from "#app/campaigns/fulfilling/ship-to.ts";
import { Questions } from "#app/campaigns/fulfilling/survey/survey.ts";
import { runnerOf } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

export type ExportKind = "pledges" | "items";
const MOST = 50_000;

/**
 * What a creator takes out: one moment's view of all of it (nothing that changes while it is read shows up half), logged with who took it.
 * Addresses are masked until production begins. `since` is the export before this one, for "address changed since".
 */
export async function exportBackers(viewer: Viewer, campaignId: string, kind: ExportKind, filter: BackersFilter) {
  return transact(async (tx) => {
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
    const campaign = await tx.campaign.findUnique({
      where: { id: campaignId },
      select: { id: true, creatorId: true, title: true, fulfilment: true },
    });
    if (!campaign) throw new Refusal("notFound");
    runnerOf(viewer, campaign);
    const now = await appNow(tx);
    const last = await tx.campaignExport.findFirst({ where: { campaignId }, orderBy: { at: "desc" }, select: { at: true } });
    const survey = await tx.survey.findUnique({ where: { campaignId }, select: { questions: true } });
    const found = await backerRows(tx, whereBackers(campaignId, filter), MOST + 1);
    if (found.length > MOST) throw new Refusal("exportTooLarge", { max: MOST });
    const open = showsAddresses(campaign.fulfilment);
    const rows = found.map((row) => ({ ...row, to: addressOf(row, open) }));
    const log = await tx.campaignExport.create({
      data: { campaignId, byUserId: viewer.userId, kind, filters: filter, rows: rows.length, at: now },
      select: { id: true },
    });
    const questions = survey ? Questions.parse(survey.questions) : [];
    return { exportId: log.id, at: now, since: last?.at ?? null, title: campaign.title, questions, rows };
  });
}
export type Exported = Awaited<ReturnType<typeof exportBackers>>;

const addressOf = (row: BackerRow, open: boolean) => {
  const to = readShipTo(row.shipTo);
  return to && (open ? to : masked(to));
};
