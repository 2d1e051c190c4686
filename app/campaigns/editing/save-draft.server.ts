import { lifecycleFlow } from "#app/campaigns/campaign.ts";
import type { DraftValues, SectionKey } from "#app/campaigns/editing/brief.ts";
import { ofSection, rowAct, withoutRow, withRowUp, withSection } from "#app/campaigns/editing/draft.ts";
import { linkDraftFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { allows } from "#app/flow.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** `row`: only this row of a list was on the page. `act`: a button of a list that was pressed with it ("remove:team:2", "up:rewards:1"). */
type Saved = { section: SectionKey; values: DraftValues; row?: number | undefined; act?: string };

/**
 * Keeps what was typed in one section, valid or not, so that nobody loses work; makes the draft at the first one. Returns the campaign's
 * id. Files that came with it belong to the campaign from now on.
 */
export async function saveDraft(viewer: Viewer, campaignId: string | null, { section, values, row, act }: Saved): Promise<string> {
  return transact(async (tx) => {
    const typed = ofSection(section, values, row);
    const id = campaignId ?? (await begin(tx, viewer));
    const { campaign } = await lockCampaign(tx, id);
    creatorOf(viewer, campaign);
    if (!allows(lifecycleFlow, "saveDraft", campaign.lifecycle)) throw new Refusal("wrongState");
    const { draft } = await tx.campaign.findUniqueOrThrow({ where: { id }, select: { draft: true } });
    const kept = afterAct(withSection((draft ?? {}) as DraftValues, section, typed, row), act);
    await linkDraftFiles(tx, viewer, id, typed);
    const title = typeof typed.title === "string" ? { title: typed.title.trim().slice(0, policy.titleChars) } : {};
    await tx.campaign.update({ where: { id }, data: { draft: kept, ...title } });
    return id;
  });
}

function afterAct(draft: DraftValues, intent = ""): DraftValues {
  const asked = rowAct(intent);
  if (!asked) return draft;
  return asked.act === "remove" ? withoutRow(draft, asked.list, asked.row) : withRowUp(draft, asked.list, asked.row);
}

async function begin(tx: Tx, viewer: Viewer): Promise<string> {
  if (!can(viewer, viewer.orgId, "campaign:manage")) throw new Refusal("notAllowed");
  const now = await appNow(tx);
  const data = { creatorId: viewer.orgId, createdById: viewer.userId, createdAt: now, draft: {} };
  const { id } = await tx.campaign.create({ data, select: { id: true } });
  const actor = { userId: viewer.userId, role: "creator" } as const;
  await recordTransition(tx, { entity: "campaign", entityId: id, from: null, to: "DRAFT", verb: "saveDraft", actor }, now);
  return id;
}
