import { type DraftValues, sections } from "#app/campaigns/editing/brief.ts";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { submitCampaign } from "#app/campaigns/editing/submit-campaign.server.ts";
import { deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { approveCampaign } from "#app/campaigns/reviewing/approve-campaign.server.ts";
import { checklist } from "#app/campaigns/reviewing/review.ts";
import { db } from "#app/db.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { saveAddress } from "#app/people/addresses/save-address.server.ts";
import { company, type Known, person } from "#app/people/fixtures.ts";
import { backers as farBackers, placeOf } from "./campaigns/backers.ts";
import { type EvidenceKind, goalYuan, type TownCampaign, type TownReward } from "./campaigns/campaign.ts";
import { townCampaigns } from "./campaigns/campaigns.ts";
import { creators as newCreators } from "./campaigns/creators.ts";
import { paint } from "./campaigns/pictures/paint.ts";
import { portraits } from "./campaigns/pictures/portraits.ts";
import { openAccount } from "./make-contracts.ts";
import { inGroups, type Town, upload } from "./make-people.ts";
import { demoPassword } from "./people.ts";
import type { Timeline } from "./timeline.ts";

/** Campaigns of the town end at eight in the evening. */
const END_MINUTE = 20 * 60;

/** Who takes part: creators by the names of their companies, and everybody who backs something. */
export type Cast = { town: Town; line: Timeline; creators: Map<string, Known>; backers: Known[]; homes: Map<Known, string> };

/** The companies that come with a product, those of the town and new ones, and backers from all over the country. */
export async function makeCast(town: Town, line: Timeline): Promise<Cast> {
  const known = new Map<string, Known>();
  for (const party of [...town.employers, ...town.providers]) known.set(nameOf(party), party);
  await inGroups(newCreators, 4, async ({ name, city, owner }, i) => {
    const email = `c${String(i + 1).padStart(2, "0")}@jincheng.example`;
    known.set(name, await company({ name, city, verified: true, owner: await person({ name: owner, email, password: demoPassword }) }));
  });
  const far = await inGroups(farBackers, 6, ({ name, mail }) => person({ name, email: mail, password: demoPassword }));
  const near = [...town.employers, ...town.providers].filter((p) => p !== town.demo.employer);
  const wanted = new Set(townCampaigns.map((c) => c.creator));
  const creators = new Map([...known].filter(([name]) => wanted.has(name)));
  const payable = new Set((await db.payee.findMany({ select: { orgId: true } })).map(({ orgId }) => orgId));
  const unpaid = [...creators.values()].filter(({ orgId }) => !payable.has(orgId));
  await inGroups(unpaid, 4, (creator) => openAccount({ ...creator, trade: [], verified: true }));
  const backers = [...far, ...near];
  const homes = new Map(
    await inGroups(backers, 6, async (backer, i) => [backer, await moveIn(backer, farBackers[i] ?? placeOf(i))] as const),
  );
  return { town, line, creators, backers, homes };
}

/** The address book's one entry. */
function moveIn({ viewer }: Known, { region, street, phone }: { region: string; street: string; phone: string }): Promise<string> {
  const codes = { provinceCode: `${region.slice(0, 2)}0000`, cityCode: `${region.slice(0, 4)}00`, districtCode: region };
  return saveAddress(viewer, { addressId: null, name: viewer.name, phone, ...codes, street, label: "家", preferred: true });
}
const nameOf = ({ viewer, orgId }: Known) => viewer.orgs.find((org) => org.id === orgId)!.name;

export type Begun = { id: string; campaign: TownCampaign; creator: Known; launchDay: number; endDay: number };

/** The day on which a campaign ends that begins on this one. */
const endOf = (line: Timeline, { durationDays }: TownCampaign, launchDay: number) =>
  line.daysAt(deadlineOf(line.momentAt(launchDay), durationDays, END_MINUTE));

type Pictures = Record<"cover" | "row" | "sheet", string>;
/** The editor's inputs as the creator typed them; promises are counted from the end of a campaign that begins on `launchDay`. */
export function briefOf(line: Timeline, campaign: TownCampaign, launchDay: number, { cover, row, sheet }: Pictures): DraftValues {
  const endDay = endOf(line, campaign, launchDay);
  const day = (at: number) => dateTimeToInput(line.momentAt(at)).slice(0, 10);
  const latest = Math.max(...campaign.rewards.map((r) => r.months));
  const [local, country, remote] = campaign.shipping;
  return {
    title: campaign.title,
    tagline: campaign.tagline,
    category: campaign.category,
    "cover[]": [cover],
    coverAlt: campaign.alt.cover,
    physical: "on",
    story: campaign.story
      .replace('<img data-file="row">', `<img src="/files/${row}" alt="${campaign.alt.row}">`)
      .replace('<img data-file="sheet">', `<img src="/files/${sheet}" alt="${campaign.alt.sheet}">`),
    "pictures[]": [row, sheet],
    related: "on",
    goal: String(goalYuan(campaign)),
    startShare: "40",
    durationDays: String(campaign.durationDays),
    endTime: "20:00",
    capacityPerWeek: String(campaign.perWeek),
    ...rows("evidence", campaign.evidence, ([kind, text, before]) => ({
      kind: evidenceKinds[kind],
      text,
      at: day(launchDay - before),
      // The town has pictures only: stills stand for a film.
      ...(kind === "video" ? { "files[]": [sheet] } : {}),
    })),
    ...Object.fromEntries(Object.entries(campaign.risks).map(([topic, text]) => [`risks.${topic}`, text])),
    ...rows("team", campaign.team, ([name, role, about]) => ({ name, role, about })),
    ...rows("budget", campaign.budget, ([title, amount, note, category = ""]) => ({ title, amount: String(amount), note, category })),
    ...rows("faq", campaign.faq, ([question, answer]) => ({ question, answer })),
    ...rows("stretch", campaign.stretch ?? [], ([threshold, promise, days]) => {
      return { kind: "AMOUNT", threshold: String(threshold), promise, extraDays: String(days) };
    }),
    ...rows("rewards", campaign.rewards, (reward) =>
      rewardRow(
        reward,
        day(endDay + reward.months * 30),
        reward.windowDays ? dateTimeToInput(line.momentAt(launchDay + reward.windowDays)) : "",
      ),
    ),
    ...rows("addOns", campaign.addOns ?? [], ([title, yuan, text]) =>
      rewardRow({ title, yuan, text, items: [`${title} ×1`], months: latest }, day(endDay + latest * 30), ""),
    ),
    ...zone("LOCAL", local),
    ...zone("MAINLAND", country),
    ...zone("REMOTE", remote),
  };
}

/** A draft with its pictures; `until`: no further than so many of the editor's sections. */
export async function typeCampaign(cast: Cast, campaign: TownCampaign, launchDay: number, until: number = sections.length): Promise<Begun> {
  const creator = cast.creators.get(campaign.creator)!;
  const picture = async (view: keyof Pictures) =>
    upload(creator.viewer, `${campaign.key}-${view}.jpg`, await paint(portraits[campaign.key], view));
  const pictures = { cover: await picture("cover"), row: await picture("row"), sheet: await picture("sheet") };
  const values = briefOf(cast.line, campaign, launchDay, pictures);
  let id: string | null = null;
  for (const { key: section } of sections.slice(0, until)) id = await saveDraft(creator.viewer, id, { section, values });
  return { id: id!, campaign, creator, launchDay, endDay: endOf(cast.line, campaign, launchDay) };
}

const evidenceKinds: Record<EvidenceKind, string> = { photo: "PHOTO", sample: "PHOTO", video: "VIDEO", report: "REPORT", bom: "PARTS" };
/** "team[0].name", "team[1].name", …: a list as the editor's inputs name it. */
const rows = <T>(list: string, of: readonly T[], fields: (one: T) => DraftValues): DraftValues =>
  Object.fromEntries(of.flatMap((one, i) => Object.entries(fields(one)).map(([field, value]) => [`${list}[${i}].${field}`, value])));
const zone = (name: string, yuan: number): DraftValues => ({
  [`shipping.${name}.first`]: String(yuan),
  [`shipping.${name}.extra`]: String(Math.ceil(yuan / 3)),
});

function rewardRow(reward: TownReward, promised: string, closesAt: string): DraftValues {
  const items = reward.items.map((item, i) => {
    const [name, qty = "1"] = item.split(" ×");
    const options = i === 0 ? Object.entries(reward.options ?? {}).map(([option, of]) => `${option}: ${of.join(", ")}`) : [];
    return { name: name!, qty, options: options.join("; ") };
  });
  return {
    title: reward.title,
    description: reward.text,
    price: String(reward.yuan),
    ...(reward.taxYuan ? { tax: String(reward.taxYuan) } : {}),
    limit: reward.limit ? String(reward.limit) : "",
    perBacker: "5",
    closesAt,
    promised,
    ...(reward.immaterial ? {} : { ships: "on" }),
    ...(reward.secret ? { secret: "on" } : {}),
    ...rows("items", items, (item) => item),
  };
}

const allYes = Object.fromEntries(checklist.map((item) => [item, true]));
/** Submitted and approved; the reviewer sets which refund rules apply. */
export async function approve({ town }: Cast, { id, campaign, creator }: Begun) {
  await submitCampaign(creator.viewer, id);
  await approveCampaign(town.operator.viewer, id, {
    refundPolicy: campaign.policy === "saleLike" ? "SALE_LIKE" : "RD_RISK",
    inStock: false,
    checks: allYes,
  });
}

export const launch = ({ creator, id }: Begun) => launchCampaign(creator.viewer, id);

/** A launch day such that the campaign ends on the first evening after `end` (in days before the present). */
export function launchDayFor(cast: Cast, campaign: TownCampaign, end: number): number {
  const early = end - campaign.durationDays - 0.4;
  return endOf(cast.line, campaign, early) >= end ? early : early + 1;
}
