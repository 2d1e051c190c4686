import { z } from "zod";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import type { PledgeState } from "#app/campaigns/pledge.ts";
import { fileIds, line, optionalText, say } from "#app/form.ts";

/** What creators tell (updates) and what people say under a campaign (comments). */
export const UPDATES_PER_PAGE = 8;
export const COMMENTS_PER_PAGE = 20;
/** Answers of one comment that a page shows, of its own page too; the thread is one level deep. */
export const REPLIES = 30;

/** Money has come in and things are owed: from here an update says Now, Next and when the next one is due. */
export const planIsDue = (lifecycle: Lifecycle) => lifecycle === "SUCCESSFUL";
/** From the preview on, and after the end too: people want to know what became of it. */
export const tells: readonly Lifecycle[] = ["PRELAUNCH", "LIVE", "SETTLING", "SUCCESSFUL", "FAILED", "CANCELLED"];

export const audiences = ["EVERYONE", "BACKERS"] as const;
export const UpdateForm = z.strictObject({
  title: line(60, 2),
  body: line(30_000, 20),
  audience: z.enum(audiences, say("choose")),
  nowText: optionalText(500),
  nextText: optionalText(500),
  /** The day of the next update, Beijing time; kept as the end of that day. */
  nextDue: z
    .string()
    .default("")
    .refine((text) => text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text), say("date"))
    .transform((text) => (text === "" ? null : new Date(`${text}T23:59:59+08:00`))),
  pictures: fileIds(8),
});
export type UpdateForm = z.output<typeof UpdateForm>;

/** updateId: what it is said about; an answer is about what it answers. */
export const CommentForm = z.strictObject({ text: line(2000, 2), parentId: z.uuid().optional(), updateId: z.uuid().optional() });
export type CommentForm = z.output<typeof CommentForm>;
/** Where one comment or answer is found whatever else was said. */
export const commentHref = (campaignId: string, id: string) => `/campaigns/${campaignId}/comments?comment=${id}#comment-${id}`;
export const HideForm = z.strictObject({ commentId: z.uuid() });

/** Pledges that make somebody a backer who is told and may speak; a claim that was never paid does not. */
export const speakingStates: readonly PledgeState[] = [
  "PLEDGED",
  "CHARGING",
  "COLLECTED",
  "ERRORED",
  "AUTH_REQUIRED",
  "RELEASED",
  "REFUNDING",
  "REFUNDED",
  "DISPUTED",
  "CHARGED_BACK",
];
