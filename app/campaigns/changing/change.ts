import { z } from "zod";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import { optionalWhole, optionsOf, RewardRow } from "#app/campaigns/editing/brief.ts";
import { videoOf } from "#app/campaigns/editing/video.ts";
import { policy } from "#app/campaigns/policy.ts";
import { fileIds, line, say, whole, yuan } from "#app/form.ts";

/**
 * What may still change after the launch: words, pictures, more stock, new rewards, an end of sales. Price, content and promised day of a
 * reward are locked by its first claim; what is then wrong is corrected with an operator's consent, and every backer of it may leave.
 */
export const changeKinds = [
  "launch",
  "story",
  "video",
  "faq",
  "cover",
  "rewardAdded",
  "rewardLimit",
  "rewardClosed",
  "rewardImage",
  "rewardEdited",
  "rewardCorrected",
  "newDate",
  "shipping",
  "tax",
  "deadline",
  "cancel",
  "standstill",
  "deliverAnyway",
  "refundAll",
  "unreleasedBack",
] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const isChangeKind = (kind: string): kind is ChangeKind => (changeKinds as readonly string[]).includes(kind);

/** While words may change: as long as somebody waits for what they promise. */
export const wordsChange: readonly Lifecycle[] = ["LIVE", "SETTLING", "SUCCESSFUL"];

export const WordsForm = z.strictObject({
  story: line(policy.storyChars * 3, 100),
  videoUrl: z
    .string()
    .max(300)
    .default("")
    .refine((url) => url === "" || videoOf(url) !== null, say("video"))
    .transform((url) => url || null),
  pictures: fileIds(policy.pictures),
  faq: z.preprocess(
    (rows) => (Array.isArray(rows) ? rows.filter((row) => Object.values(row ?? {}).some((v) => String(v).trim() !== "")) : []),
    z.array(z.strictObject({ question: line(100, 4), answer: line(1000, 2) })).max(policy.faq),
  ),
});
export type WordsForm = z.output<typeof WordsForm>;

export const CoverForm = z.strictObject({ cover: z.array(z.uuid()).length(1, say("picture")).default([]), coverAlt: line(120, 2) });
export type CoverForm = z.output<typeof CoverForm>;
export const LimitForm = z.strictObject({ rewardId: z.uuid(), limit: whole(1, 100_000) });
export const ImageForm = z.strictObject({ rewardId: z.uuid(), picture: z.array(z.uuid()).length(1, say("picture")).default([]) });
export const CloseForm = z.strictObject({ rewardId: z.uuid() });
/** Left empty, the units for one backer follow from what is added. */
export const AddForm = RewardRow.extend({
  kind: z.enum(["REWARD", "ADDON"]),
  perBacker: optionalWhole(1, policy.perBacker.most),
}).transform(({ perBacker, ...form }) => ({
  ...form,
  perBacker: perBacker ?? (form.kind === "ADDON" ? policy.perBacker.addOn : policy.perBacker.reward),
}));
export type AddForm = z.output<typeof AddForm>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, say("date"));
const endOfDay = day.transform((text) => new Date(`${text}T23:59:59+08:00`));
export const DateForm = z.strictObject({ rewardId: z.uuid(), promised: endOfDay, note: line(1000, 10) });
export type DateForm = z.output<typeof DateForm>;

/** One item a line: "露营灯 x1 | 颜色: 沙色, 松绿". */
export function itemsOf(text: string) {
  const items = text
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [head = "", options = ""] = one.split(/[|\uFF5C]/, 2);
      const match = /^(.*?)\s*(?:[x\u00D7]\s*(\d{1,2}))?$/i.exec(head.trim());
      return { name: match?.[1]?.trim() ?? "", qty: Number(match?.[2] ?? 1), options: optionsOf(options) };
    });
  const whole = items.length > 0 && items.length <= policy.items && items.every((i) => i.name !== "" && i.name.length <= 40 && i.qty > 0);
  return whole && items.every((i) => i.options !== null) ? items.map((i) => ({ ...i, options: i.options! })) : null;
}
export const itemsText = (
  items: readonly { name: string; qty: number; options: readonly { name: string; values: readonly string[] }[] }[],
) =>
  items
    .map(({ name, qty, options }) => {
      const chosen = options.map((o) => `${o.name}: ${o.values.join(", ")}`).join("; ");
      return `${name} x${qty}${chosen ? ` | ${chosen}` : ""}`;
    })
    .join("\n");

/** A correction: what the reward says afterwards, and why. The price is never corrected: it was agreed. */
export const CorrectionForm = z.strictObject({
  rewardId: z.uuid(),
  title: line(40, 2),
  description: line(600, 4),
  items: z
    .string()
    .max(2000)
    .transform((text, ctx) => {
      const items = itemsOf(text);
      if (!items) ctx.addIssue({ code: "custom", message: say("itemLines").error });
      return items ?? [];
    }),
  promised: endOfDay,
  note: line(1000, 10),
});
export type CorrectionForm = z.output<typeof CorrectionForm>;
export const RejectForm = z.strictObject({ correctionId: z.uuid(), reason: line(500, 4) });
export const ApproveCorrectionForm = z.strictObject({ correctionId: z.uuid() });

/** A zone's fees may only rise here; what was agreed with backers stays agreed until they say otherwise. */
export const ShippingForm = z.strictObject({
  zone: z.enum(["LOCAL", "MAINLAND", "REMOTE"]),
  first: yuan(0n, policy.pledgeFen.max),
  extra: yuan(0n, policy.pledgeFen.max),
  note: line(1000, 10),
});
export type ShippingForm = z.output<typeof ShippingForm>;

/** What the tax of one unit comes to now. */
export const TaxForm = z.strictObject({ rewardId: z.uuid(), tax: yuan(0n, policy.pledgeFen.max), note: line(1000, 10) });
export type TaxForm = z.output<typeof TaxForm>;
