import { CampaignBrief, type DraftValues, endsAtNight, type SectionKey, sectionOf } from "#app/campaigns/editing/brief.ts";
import { typedBudget } from "#app/campaigns/editing/draft.ts";
import { campaignFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { loudWordsIn, moneyPromisesIn } from "#app/campaigns/editing/promises.ts";
import { type Markup, sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { type FormReply, formObject, parseForm } from "#app/form.ts";
import { checkWords } from "#app/people/desk/check-words.server.ts";
import { plainWord } from "#app/people/desk/word.ts";
import type { Params, RefusalCode } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** The draft's inputs as one form, parsed strictly: the brief, or what is wrong by the names of the inputs. */
export function parseDraft(draft: DraftValues, now: Date): { value: CampaignBrief } | { errors: FormReply["errors"] } {
  const form = new FormData();
  for (const [name, value] of Object.entries(draft)) for (const v of Array.isArray(value) ? value : [value]) form.append(name, v);
  const parsed = parseForm(CampaignBrief(now), formObject(form));
  return "errors" in parsed ? { errors: { ...sumComplaint(draft), ...parsed.errors } } : parsed;
}

/** The strict schema compares sums only once every field is right; a creator wants to know as soon as both sides are typed. */
function sumComplaint(draft: DraftValues): FormReply["errors"] {
  const { goalFen, sumFen } = typedBudget(draft);
  if (goalFen === 0n || sumFen === 0n || goalFen === sumFen) return {};
  return { goal: [{ code: "budgetSum", params: { sumFen: String(sumFen), goalFen: String(goalFen) } }] };
}

/** Every text of the draft that others will read. */
const textsOf = (draft: DraftValues, story: Markup): string[] => [
  ...Object.entries(draft)
    .filter(([name]) => !/^(?:story|videoUrl|pictures|cover)\b|\.(?:url|at|files\[\])$/.test(name))
    .flatMap(([, value]) => value),
  story.text,
];

/** What keeps a draft from its review besides its fields: said as the refusal that submitting would meet, with the section to mend. */
export type Obstacle = { code: RefusalCode; params: Params; section: SectionKey | "account" };
export type Warning = { code: "loudWords" | "nightEnd"; params: Params; section: SectionKey };
export type DraftCheck = {
  brief: CampaignBrief | null;
  errors: FormReply["errors"];
  obstacles: Obstacle[];
  warnings: Warning[];
};

/** Reads a draft as a reviewer's assistant would: what is missing, what is forbidden, what is merely unwise. */
export async function checkDraft(tx: Tx, campaign: { id: string; creatorId: string }, draft: DraftValues, now: Date): Promise<DraftCheck> {
  const files = await campaignFiles(tx, campaign.id);
  const story = sanitiseMarkup(String(draft.story ?? ""), [...files.keys()]);
  const parsed = parseDraft(draft, now);
  const errors = "errors" in parsed ? parsed.errors : {};
  const brief = "errors" in parsed ? null : parsed.value;
  const texts = textsOf(draft, story);
  const org = await tx.organisation.findUniqueOrThrow({ where: { id: campaign.creatorId }, select: { verifiedAt: true } });
  const obstacles: Obstacle[] = [];
  if (!org.verifiedAt) obstacles.push({ code: "realNameFirst", params: {}, section: "account" });
  const words = await checkWords(texts, tx);
  if (words.length > 0) obstacles.push({ code: "forbiddenWords", params: { words: words.join("、") }, section: whereIn(draft, words) });
  const promises = moneyPromisesIn(texts);
  if (promises.length > 0)
    obstacles.push({ code: "promisesMoney", params: { words: promises.join("、") }, section: whereIn(draft, promises) });
  if (story.nameless > 0) obstacles.push({ code: "picturesUnnamed", params: { count: story.nameless }, section: "story" });
  const warnings: Warning[] = [];
  const loud = loudWordsIn(texts);
  if (loud.length > 0) warnings.push({ code: "loudWords", params: { words: loud.join("、") }, section: whereIn(draft, loud) });
  if (brief && endsAtNight(brief.endTime)) warnings.push({ code: "nightEnd", params: {}, section: "schedule" });
  return { brief, errors, obstacles, warnings };
}

/** The section in which the first of these words stands. */
function whereIn(draft: DraftValues, words: readonly string[]): SectionKey {
  const name = Object.entries(draft).find(([, value]) => {
    const plain = plainWord(String(value));
    return words.some((word) => plain.includes(plainWord(word)));
  })?.[0];
  return name ? sectionOf(name) : "story";
}
