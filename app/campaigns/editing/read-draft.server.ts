import { type DraftValues, type SectionKey, sectionOf, sections } from "#app/campaigns/editing/brief.ts";
import { checkDraft } from "#app/campaigns/editing/check-draft.server.ts";
import { inSection } from "#app/campaigns/editing/draft.ts";
import { campaignFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { db } from "#app/db.server.ts";
import type { FormReply } from "#app/form.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

export type Mark = "untouched" | "wrong" | "done";
/** Sections that may stay empty. */
const optional: readonly SectionKey[] = ["addOns", "stretch", "faq", "evidence", "shipping"];

/** What the editor shows of a campaign: what was typed, what is still wrong and where, the files by id. Null when it is not theirs. */
export async function readDraft(viewer: Viewer, campaignId: string) {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, creatorId: true, lifecycle: true, draft: true, title: true, appealedAt: true },
  });
  if (!campaign || !can(viewer, campaign.creatorId, "campaign:manage")) return null;
  const values = (campaign.draft ?? {}) as DraftValues;
  const [check, files, said] = await Promise.all([
    transact(async (tx) => checkDraft(tx, campaign, values, await appNow(tx))),
    campaignFiles(db, campaignId),
    db.campaignReview.findFirst({
      where: { campaignId, state: { in: ["CHANGES_REQUESTED", "REJECTED"] } },
      orderBy: { n: "desc" },
      select: { reason: true, decidedAt: true },
    }),
  ]);
  const { brief, errors, obstacles, warnings } = check;
  const wrong = new Set([...Object.keys(errors).map(sectionOf), ...obstacles.map((o) => o.section)]);
  const marks = Object.fromEntries(
    sections.map(({ key }) => {
      const touched = Object.keys(values).some((name) => inSection(key, name));
      if (!touched && !(optional.includes(key) && wrong.has(key))) return [key, "untouched"];
      return [key, wrong.has(key) ? "wrong" : "done"];
    }),
  ) as Record<SectionKey, Mark>;
  return {
    id: campaign.id,
    creatorId: campaign.creatorId,
    lifecycle: campaign.lifecycle,
    title: campaign.title,
    appealed: campaign.appealedAt !== null,
    values,
    errors,
    obstacles,
    warnings,
    marks,
    ready: brief !== null && obstacles.length === 0,
    files: [...files.values()],
    said: campaign.lifecycle === "CHANGES_REQUESTED" || campaign.lifecycle === "REJECTED" ? said : null,
  };
}
export type DraftView = NonNullable<Awaited<ReturnType<typeof readDraft>>>;

/** A section's own reply: its values and its complaints. Undefined for one that was never saved: it starts with its defaults. */
export function sectionReply(draft: Pick<DraftView, "values" | "errors">, section: SectionKey, row?: number): FormReply | undefined {
  const of = <T>(all: Record<string, T>) => Object.fromEntries(Object.entries(all).filter(([name]) => inSection(section, name, row)));
  const values = of(draft.values);
  if (Object.keys(values).length === 0) return undefined;
  return { values, errors: of(draft.errors) };
}
