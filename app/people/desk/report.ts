import { z } from "zod";
import type { Flow } from "#app/flow.ts";
import { line, say } from "#app/form.ts";
import { type ReportSubject, reasonsFor } from "#app/people/desk/report-reasons.ts";

/** How an operator answers a report. */
export type ReportState = "OPEN" | "UPHELD" | "DISMISSED";
export const reportFlow = {
  uphold: { by: "operator", from: "OPEN", to: "UPHELD" },
  dismiss: { by: "operator", from: "OPEN", to: "DISMISSED" },
} as const satisfies Flow<ReportState>;

export const reportForm = (subject: ReportSubject) => z.strictObject({ reason: z.enum(reasonsFor(subject)), text: line(2000, 10) });
export type ReportForm = z.output<ReturnType<typeof reportForm>>;
export const ReportDecisionForm = z.strictObject({ decision: z.enum(["uphold", "dismiss"]), answer: line(1000, 4) });
export const SuspendForm = z.strictObject({ reason: line(500, 4) });
export const WordForm = z.strictObject({
  word: z
    .string()
    .min(2, say("tooShort", { min: 2 }))
    .max(40),
});
