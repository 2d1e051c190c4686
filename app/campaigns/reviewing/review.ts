import { z } from "zod";
import { policy } from "#app/campaigns/policy.ts";
import { checkbox, line, say } from "#app/form.ts";

/** What a reviewer confirms, one by one: the video with the code of a physical product, a sample above a goal (RC-44). */
export const checklist = ["identity", "evidence", "video", "reward", "delivery", "budget", "risks", "words", "pictures", "sample"] as const;
export type ChecklistItem = (typeof checklist)[number];
export function checklistFor({ goalFen, physical }: { goalFen: bigint; physical: boolean }): ChecklistItem[] {
  const asks: Partial<Record<ChecklistItem, boolean>> = { video: physical, sample: goalFen > policy.sampleFen };
  return checklist.filter((item) => asks[item] ?? true);
}
/** Does this goal need two reviewers? */
export const needsSecond = (goalFen: bigint) => goalFen > policy.secondReviewerFen;

export const refundPolicies = ["SALE_LIKE", "RD_RISK"] as const;

/** Approving: every item ticked, and which refund rules apply. Whether all are ticked is the verb's question: the list depends on the campaign. */
export const ApproveForm = z.strictObject({
  refundPolicy: z.enum(refundPolicies, say("choose")),
  /** Finished goods that the reviewer found in the district's warehouse: two stages of money instead of three. */
  inStock: z
    .enum(["yes", "no"])
    .default("no")
    .transform((said) => said === "yes"),
  checks: z
    .strictObject(Object.fromEntries(checklist.map((item) => [item, checkbox])) as Record<ChecklistItem, typeof checkbox>)
    .partial()
    .default({}),
});
export type ApproveForm = z.output<typeof ApproveForm>;
export const ReasonForm = z.strictObject({ reason: line(1000, 4) });
export const AppealForm = z.strictObject({ text: line(1000, 10) });
export const NoFields = z.strictObject({});

/** A video of the prototype shows this code on camera (RC-44): it cannot have been filmed for something else. */
export const videoCode = (campaignId: string) => campaignId.replace(/-/g, "").slice(-6).toUpperCase();
