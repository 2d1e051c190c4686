import { z } from "zod";
import { type Fulfilment, fulfilmentFlow, type Lifecycle, type Moderation, moderationFlow } from "#app/campaigns/campaign.ts";
import { policy } from "#app/campaigns/policy.ts";
import { allows, type Flow } from "#app/flow.ts";
import { line } from "#app/form.ts";
import { type ReportGroup, reportGroups } from "#app/people/desk/report-reasons.ts";

/** A matter that operators look into: what people reported, in their groups, or a pattern that the clock saw. One open of each kind. */
export const alertKinds = ["related", "concentration", "burst", "sameHands"] as const;
export type AlertKind = (typeof alertKinds)[number];
export const caseKinds = [...reportGroups, ...alertKinds, "default"] as const;
export type CaseKind = ReportGroup | AlertKind | "default";
export const isCaseKind = (kind: string): kind is CaseKind => (caseKinds as readonly string[]).includes(kind);

export type CaseState = "OPEN" | "DECIDED";
export const caseFlow = {
  lookAtCase: { by: "operator", from: "OPEN", to: "OPEN" },
  decideCase: { by: "operator", from: "OPEN", to: "DECIDED" },
} as const satisfies Flow<CaseState>;

/** By when an operator should first look: at once is needed when it is about to end. */
export function lookBy(campaign: { lifecycle: Lifecycle; deadlineAt: Date | null }, now: Date): Date {
  const closing =
    campaign.lifecycle === "LIVE" && campaign.deadlineAt !== null && campaign.deadlineAt.getTime() - now.getTime() <= policy.lateLookMs;
  return new Date(now.getTime() + (closing ? policy.firstLookLateMs : policy.firstLookMs));
}

export const moderationVerbs = ["flag", "freeze", "suspend", "purge", "clear"] as const;
export type ModerationVerb = (typeof moderationVerbs)[number];

/** What may follow from a case: nothing, a moderation, or that the campaign broke its promise. */
export const caseActions = ["none", ...moderationVerbs, "default"] as const;
export type CaseAction = (typeof caseActions)[number];
type States = { lifecycle: Lifecycle; moderation: Moderation; fulfilment: Fulfilment };

/** Moderation is about what the public has seen: a draft is judged by its review. */
export const isModerable = ({ lifecycle }: { lifecycle: Lifecycle }) =>
  lifecycle === "PRELAUNCH" ||
  lifecycle === "LIVE" ||
  lifecycle === "SETTLING" ||
  lifecycle === "SUCCESSFUL" ||
  lifecycle === "FAILED" ||
  lifecycle === "CANCELLED";

export const moderationsOf = (campaign: States): ModerationVerb[] =>
  isModerable(campaign) ? moderationVerbs.filter((verb) => allows(moderationFlow, verb, campaign.moderation)) : [];
export const actionsOf = (campaign: States): CaseAction[] => [
  "none",
  ...moderationsOf(campaign),
  ...(campaign.lifecycle === "SUCCESSFUL" && allows(fulfilmentFlow, "markDefaulted", campaign.fulfilment) ? (["default"] as const) : []),
];

export const ModerateForm = z.strictObject({ verb: z.enum(moderationVerbs), reason: line(500, 4) });
export const CancelForm = z.strictObject({ reason: line(500, 4) });
/** upheld: what was reported or seen is so. The answer is sent to whoever reported it. */
export const DecideCaseForm = z.strictObject({
  finding: z.enum(["upheld", "dismissed"]),
  action: z.enum(caseActions),
  decision: line(1000, 4),
});
export type DecideCaseForm = z.output<typeof DecideCaseForm>;
export const NoFields = z.strictObject({});
