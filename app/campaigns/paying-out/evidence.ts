import { z } from "zod";
import { id, optionalText } from "#app/form.ts";

/** What a creator shows for a stage of production. MILESTONE: an accepted stage of a task that a budget line became. */
export const stageEvidenceKinds = ["INVOICE", "FIRST_ARTICLE", "TEST_REPORT", "OTHER"] as const;
export type StageEvidenceKind = (typeof stageEvidenceKinds)[number] | "MILESTONE";

export const EvidenceForm = z.object({
  payoutId: id,
  kind: z.enum(stageEvidenceKinds),
  text: optionalText(1000),
  files: z.array(id).min(1).max(10),
});
export type EvidenceForm = z.output<typeof EvidenceForm>;
