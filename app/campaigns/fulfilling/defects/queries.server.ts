import { type DefectState, openDefects } from "#app/campaigns/fulfilling/defects/defect.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

const PAGE = 30;

export const defectSelect = {
  id: true,
  campaignId: true,
  pledgeId: true,
  kind: true,
  text: true,
  state: true,
  at: true,
  answerBy: true,
  decideBy: true,
  answer: true,
  remedy: true,
  remedyFen: true,
  answeredAt: true,
  decidedAt: true,
  decision: true,
  pledge: { select: { queueNo: true, collectedFen: true, refundedFen: true, chargedBackFen: true, userId: true } },
} as const;

/** Reports with their photos and the names of those who sent them. */
export async function withPhotos<D extends { id: string; pledge: { userId: string } }>(rows: D[]) {
  const [files, users] = await Promise.all([
    filesOf(
      "defect",
      rows.map((d) => d.id),
    ),
    db.user.findMany({ where: { id: { in: rows.map((d) => d.pledge.userId) } }, select: { id: true, name: true } }),
  ]);
  const nameOf = new Map(users.map((u) => [u.id, u.name]));
  return rows.map((d) => ({ ...d, backer: nameOf.get(d.pledge.userId) ?? "", files: files.get(d.id) ?? [] }));
}

const shownDefects: Record<"open" | "closed", readonly DefectState[]> = { open: openDefects, closed: ["CLOSED"] };
export async function defectsOf(campaignId: string, show: "open" | "closed", before: string | null) {
  const rows = await db.defectReport.findMany({
    where: { campaignId, state: { in: [...shownDefects[show]] }, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: defectSelect,
  });
  const defects = await withPhotos(rows.slice(0, PAGE));
  return { defects, next: rows.length > PAGE ? defects.at(-1)!.id : null };
}
export type DefectView = Awaited<ReturnType<typeof defectsOf>>["defects"][number];

/** Reports that wait for the platform, or were decided by it; for operators. */
export async function deskDefects(show: "open" | "decided", before: string | null) {
  const where = show === "open" ? { state: "ESCALATED" as const } : { decidedAt: { not: null } };
  const rows = await db.defectReport.findMany({
    where: { ...where, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: defectSelect,
  });
  const campaigns = await db.campaign.findMany({ where: { id: { in: rows.map((d) => d.campaignId) } }, select: { id: true, title: true } });
  const titles = new Map(campaigns.map((c) => [c.id, c.title]));
  const defects = rows.slice(0, PAGE).map((d) => ({ ...d, title: titles.get(d.campaignId) ?? "" }));
  return { defects, next: rows.length > PAGE ? defects.at(-1)!.id : null };
}

export async function deskDefect(viewer: Viewer, defectId: string) {
  const row = await db.defectReport.findUnique({ where: { id: defectId }, select: defectSelect });
  if (!row) return null;
  const [campaign, [defect]] = await Promise.all([
    db.campaign.findUniqueOrThrow({
      where: { id: row.campaignId },
      select: { id: true, title: true, refundPolicy: true, creatorId: true, creator: { select: { name: true } } },
    }),
    withPhotos([row]),
  ]);
  const own = belongs(viewer, campaign.creatorId) || row.pledge.userId === viewer.userId;
  return {
    ...defect!,
    campaign: { id: campaign.id, title: campaign.title, creator: campaign.creator.name, refundPolicy: campaign.refundPolicy },
    own,
  };
}

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
