import { z } from "zod";
import { categories } from "#app/campaigns/campaign.ts";
import { evidenceKinds, riskTopics } from "#app/campaigns/content.ts";
import { videoOf } from "#app/campaigns/editing/video.ts";
import { deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { policy } from "#app/campaigns/policy.ts";
import { checkbox, fileIds, line, optionalText, say, whole, yuan } from "#app/form.ts";

/**
 * What a creator types, and how it is read when it is submitted. A draft is the raw inputs by their names ("rewards[0].price"), valid or
 * not; submitting parses all of them with this one strict schema.
 */
export type DraftValues = Record<string, string | string[]>;

/** The sections of the editor and the inputs that each one holds, by the first part of their names. */
export const sections = [
  { key: "basics", fields: ["title", "tagline", "category", "cover", "coverAlt", "physical"] },
  { key: "story", fields: ["story", "videoUrl", "pictures"] },
  { key: "evidence", fields: ["evidence"] },
  { key: "rewards", fields: ["rewards"] },
  { key: "addOns", fields: ["addOns"] },
  { key: "shipping", fields: ["shipping"] },
  { key: "budget", fields: ["goal", "startShare", "budget"] },
  { key: "schedule", fields: ["durationDays", "endTime", "capacityPerWeek"] },
  { key: "stretch", fields: ["stretch"] },
  { key: "risks", fields: ["risks"] },
  { key: "team", fields: ["team", "related"] },
  { key: "faq", fields: ["faq"] },
] as const;
export type SectionKey = (typeof sections)[number]["key"];
export const sectionKeys = sections.map((s) => s.key) as [SectionKey, ...SectionKey[]];
export const rootOf = (name: string) => name.split(/[.[]/)[0]!;
export const sectionOf = (name: string): SectionKey =>
  sections.find((s) => (s.fields as readonly string[]).includes(rootOf(name)))?.key ?? "basics";

/** Lists that grow row by row; a row in which these inputs are empty does not count. */
export const lists = {
  evidence: { of: ["text"], max: policy.evidence },
  rewards: { of: ["title", "price", "description"], max: policy.rewards.max },
  addOns: { of: ["title", "price", "description"], max: policy.addOns },
  budget: { of: ["title", "amount"], max: policy.budgetLines.max },
  stretch: { of: ["promise", "threshold"], max: policy.stretchGoals },
  team: { of: ["name", "about"], max: policy.team },
  faq: { of: ["question", "answer"], max: policy.faq },
} as const;
export type ListKey = keyof typeof lists;
export const isList = (name: string): name is ListKey => Object.hasOwn(lists, name);

const choice = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values, say("choose"));
const filled = (row: unknown, of: readonly string[]) =>
  typeof row === "object" && row !== null && of.some((key) => String((row as Record<string, unknown>)[key] ?? "").trim() !== "");
/** A list whose empty rows don't count. */
const rows = <T extends z.ZodType>(row: T, of: readonly string[], min: number, max: number) =>
  z.preprocess((list) => (Array.isArray(list) ? list.filter((one) => filled(one, of)) : []), z.array(row).min(min).max(max));

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, say("date"));
/** A moment typed in Beijing time; empty means none. */
const moment = z
  .string()
  .default("")
  .refine((text) => text === "" || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text), say("date"))
  .transform((text) => (text === "" ? null : new Date(`${text}:00+08:00`)));
export const optionalWhole = (min: number, max: number) =>
  z
    .string()
    .default("")
    .transform((text) => text.trim())
    .pipe(z.union([z.literal("").transform(() => null), whole(min, max)]));
/** The end of a day in Beijing: a promise "by the 15th" is kept all that day. */
const endOfDay = date.transform((text) => new Date(`${text}T23:59:59+08:00`));

/** "颜色: 沙色, 松绿; 尺寸: S, M": what a backer chooses of an item. */
export function optionsOf(text: string): { name: string; values: string[] }[] | null {
  const options = text
    .split(/[;\uFF1B\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [name = "", list = ""] = part.split(/[:\uFF1A]/, 2);
      const values = list
        .split(/[,\uFF0C\u3001/]/)
        .map((value) => value.trim())
        .filter(Boolean);
      return { name: name.trim(), values: [...new Set(values)] };
    });
  const whole = options.every((o) => o.name !== "" && o.values.length > 1 && o.values.length <= policy.options && o.name.length <= 20);
  return whole && options.length <= 4 && new Set(options.map((o) => o.name)).size === options.length ? options : null;
}
export const optionsText = (options: readonly { name: string; values: readonly string[] }[]) =>
  options.map(({ name, values }) => `${name}: ${values.join(", ")}`).join("; ");

const item = z.strictObject({
  name: line(40),
  qty: z
    .string()
    .default("1")
    .transform((text) => text || "1")
    .pipe(whole(1, 99)),
  options: z
    .string()
    .max(400)
    .default("")
    .transform((text, ctx) => {
      const options = optionsOf(text);
      if (options === null) ctx.addIssue({ code: "custom", message: say("options", { max: policy.options }).error });
      return options ?? [];
    }),
});

const perBacker = (of: number) =>
  z
    .string()
    .default("")
    .transform((text) => text.trim() || String(of))
    .pipe(whole(1, policy.perBacker.most));

/** One reward or add-on as it is typed; also the form of a reward added after the launch. */
export const RewardRow = z.strictObject({
  title: line(40, 2),
  description: line(600, 4),
  price: yuan(policy.pledgeFen.min, policy.pledgeFen.max),
  /** Tax or duty of one unit, beside the price as shipping is; mostly none. */
  tax: z
    .string()
    .default("")
    .transform((text) => text || "0")
    .pipe(yuan(0n, policy.pledgeFen.max)),
  limit: optionalWhole(1, 100_000),
  perBacker: perBacker(policy.perBacker.reward),
  opensAt: moment,
  closesAt: moment,
  ships: checkbox,
  customised: checkbox,
  secret: checkbox,
  promised: endOfDay,
  picture: fileIds(1),
  items: rows(item, ["name"], 1, policy.items),
});
export type RewardRow = z.output<typeof RewardRow>;
const AddOnRow = RewardRow.extend({ perBacker: perBacker(policy.perBacker.addOn) });

const evidence = z.strictObject({
  kind: choice(evidenceKinds),
  text: line(500, 4),
  at: date,
  url: z
    .string()
    .max(300)
    .default("")
    .refine((url) => url === "" || /^https:\/\//.test(url), say("url"))
    .transform((url) => url || null),
  files: fileIds(6),
});
const zone = z.strictObject({ first: yuan(0n, 2_000_00n), extra: yuan(0n, 2_000_00n) });
const stretch = z.strictObject({
  kind: choice(["AMOUNT", "BACKERS", "ORDERS"] as const),
  threshold: line(20),
  promise: line(300, 4),
  extraCost: z
    .string()
    .default("")
    .transform((text) => text || "0")
    .pipe(yuan(0n, policy.goalFen.max)),
  extraDays: z
    .string()
    .default("")
    .transform((text) => text || "0")
    .pipe(whole(0, 365)),
});

/** "20:00" as minutes of the day. */
const minute = z
  .string()
  .default("20:00")
  .refine((text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text), say("time"))
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** The whole brief. `now`: what is promised must lie after a campaign that would be launched at this moment. */
export const CampaignBrief = (now: Date) =>
  z
    .strictObject({
      title: line(policy.titleChars, 4),
      tagline: line(policy.taglineChars, 4),
      category: choice(categories),
      cover: z.array(z.uuid()).length(1, say("picture")).default([]),
      coverAlt: line(120, 2),
      physical: checkbox,
      story: line(policy.storyChars * 3, 100),
      videoUrl: z
        .string()
        .max(300)
        .default("")
        .refine((url) => url === "" || videoOf(url) !== null, say("video"))
        .transform((url) => url || null),
      pictures: fileIds(policy.pictures),
      evidence: rows(evidence, lists.evidence.of, 0, policy.evidence),
      risks: z.strictObject(
        Object.fromEntries(riskTopics.map((topic) => [topic, line(1000, 10)])) as Record<(typeof riskTopics)[number], z.ZodString>,
      ),
      team: rows(z.strictObject({ name: line(30), role: line(30), about: line(400, 4) }), lists.team.of, 1, policy.team),
      related: checkbox.refine(Boolean, say("tickToGoOn")),
      goal: yuan(policy.goalFen.min, policy.goalFen.max),
      startShare: z
        .string()
        .default(String(policy.startShareBps.default / 100))
        .pipe(whole(policy.startShareBps.min / 100, policy.startShareBps.max / 100)),
      budget: rows(
        z.strictObject({ title: line(40, 2), amount: yuan(1n, policy.goalFen.max), note: optionalText(600), category: optionalText(40) }),
        lists.budget.of,
        policy.budgetLines.min,
        policy.budgetLines.max,
      ),
      durationDays: whole(policy.durationDays.min, policy.durationDays.max),
      endTime: minute,
      capacityPerWeek: optionalWhole(1, 1_000_000),
      rewards: rows(RewardRow, lists.rewards.of, policy.rewards.min, policy.rewards.max),
      addOns: rows(AddOnRow, lists.addOns.of, 0, policy.addOns),
      shipping: z.strictObject({ LOCAL: zone, MAINLAND: zone, REMOTE: zone }).optional(),
      stretch: rows(stretch, lists.stretch.of, 0, policy.stretchGoals),
      faq: rows(z.strictObject({ question: line(100, 4), answer: line(1000, 2) }), lists.faq.of, 0, policy.faq),
    })
    .superRefine((brief, ctx) => {
      const wrong = (path: (string | number)[], problem: { error: string }) =>
        ctx.addIssue({ code: "custom", path, message: problem.error });
      const sum = brief.budget.reduce((total, one) => total + one.amount, 0n);
      if (sum !== brief.goal) wrong(["goal"], say("budgetSum", { sumFen: String(sum), goalFen: String(brief.goal) }));
      // The code that it shows is the reviewer's to see; that there is something to see is ours.
      const films = brief.evidence.filter(({ kind, url, files }) => kind === "VIDEO" && (url !== null || files.length > 0));
      if (brief.physical && films.length === 0) wrong(["evidence"], say("prototype"));
      const ends = deadlineOf(now, brief.durationDays, brief.endTime);
      for (const list of ["rewards", "addOns"] as const)
        for (const [i, reward] of brief[list].entries()) {
          if (reward.promised <= ends) wrong([list, i, "promised"], say("afterEnd"));
          if (reward.opensAt && reward.closesAt && reward.closesAt <= reward.opensAt) wrong([list, i, "closesAt"], say("afterOpening"));
        }
      if ([...brief.rewards, ...brief.addOns].some((r) => r.ships) && !brief.shipping) wrong(["shipping"], say("required"));
      for (const [i, goal] of brief.stretch.entries()) {
        const threshold = thresholdOf(goal);
        if (threshold === null) wrong(["stretch", i, "threshold"], say("wholeNumber"));
        else if (goal.kind === "AMOUNT" && threshold <= brief.goal) wrong(["stretch", i, "threshold"], say("aboveGoal"));
      }
    });
export type CampaignBrief = z.output<ReturnType<typeof CampaignBrief>>;

/** A stretch goal's threshold: fen for an amount, a plain number of backers or ordered units otherwise. */
export function thresholdOf({ kind, threshold }: { kind: string; threshold: string }): bigint | null {
  if (kind === "AMOUNT") return yuan(1n, policy.goalFen.max * 20n).safeParse(threshold).data ?? null;
  return /^[1-9]\d{0,6}$/.test(threshold) ? BigInt(threshold) : null;
}

/** Ends in these hours are allowed and warned about: most people sleep. */
export const endsAtNight = (endMinute: number) => endMinute >= policy.nightMinutes[0]! && endMinute < policy.nightMinutes[1]!;
