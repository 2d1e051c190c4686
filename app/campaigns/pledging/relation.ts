import { z } from "zod";
import { line } from "#app/form.ts";

/**
 * How a pledge was found to come from the creator's own side: their people, the platform's staff, a card, a browser or an identity that both
 * have, or what operators found. CLEARED: operators looked, and it does not; nothing finds it again.
 */
export const relations = ["TEAM", "STAFF", "CARD", "DEVICE", "IDENTITY", "OPERATOR", "CLEARED"] as const;
export type Relation = (typeof relations)[number];
export const relationOf = (text: string | null): Relation | null => relations.find((one) => one === text) ?? null;

/** After the settlement its result is frozen: what counted counted. */
export const mayJudge = (lifecycle: string) => lifecycle === "LIVE" || lifecycle === "SETTLING";

export const JudgeForm = z.strictObject({ pledgeId: z.uuid(), related: z.enum(["yes", "no"]), reason: line(500, 4) });
export const AnswerForm = z.strictObject({ text: line(500, 4) });
