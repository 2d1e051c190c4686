import { z } from "zod";
import { policy } from "#app/campaigns/policy.ts";
import type { Flow } from "#app/flow.ts";
import { fileIds, id, line, say, yuan } from "#app/form.ts";

/**
 * Something arrived broken, wrong or not whole. The creator offers a remedy, the backer takes it or asks the platform; who keeps silent loses
 * the next word: a silent creator's case goes to the platform, a silent backer's offer counts as taken.
 */
export const defectStates = ["REPORTED", "ANSWERED", "ACCEPTED", "ESCALATED", "DECIDED", "CLOSED"] as const;
export type DefectState = (typeof defectStates)[number];

export const defectFlow = {
  answerDefect: { by: "creator", from: "REPORTED", to: "ANSWERED" },
  acceptRemedy: { by: ["backer", "clock"], from: "ANSWERED", to: ["ACCEPTED", "CLOSED"], at: "decideBy" },
  escalateDefect: { by: ["backer", "clock"], from: ["REPORTED", "ANSWERED", "ACCEPTED"], to: "ESCALATED", at: "answerBy" },
  decideDefect: { by: "operator", from: "ESCALATED", to: ["DECIDED", "CLOSED"] },
  closeDefect: { by: ["backer", "clock"], from: ["REPORTED", "ANSWERED", "ACCEPTED", "ESCALATED", "DECIDED"], to: "CLOSED" },
} as const satisfies Flow<DefectState>;
export type DefectVerb = keyof typeof defectFlow;

/** While one of these is there the parcel does not confirm itself, and no second report is taken. */
export const openDefects: readonly DefectState[] = ["REPORTED", "ANSWERED", "ACCEPTED", "ESCALATED", "DECIDED"];
export const defectKinds = ["DAMAGED", "DEFECTIVE", "WRONG_ITEM", "MISSING", "OTHER"] as const;
export const remedies = ["REPLACE", "REPAIR", "REFUND", "NONE"] as const;
export type Remedy = (typeof remedies)[number];

export const ReportDefect = z
  .object({
    pledgeId: id,
    kind: z.enum(defectKinds),
    text: line(2000, 10),
    files: fileIds(9).refine((files) => files.length > 0, say("photoNeeded")),
  })
  .strict();

/** An amount belongs to a refund and to nothing else. */
const remedy = {
  defectId: id,
  remedy: z.enum(remedies),
  amount: z.union([z.literal("").transform(() => null), yuan(1n, policy.pledgeFen.max)]).default(null),
};
const amountFits = (of: { remedy: Remedy; amount: bigint | null }) => of.remedy !== "REFUND" || of.amount !== null;
export const AnswerDefect = z
  .object({ ...remedy, answer: line(2000) })
  .strict()
  .refine(amountFits, { ...say("required"), path: ["amount"] });
export const DecideDefect = z
  .object({ ...remedy, decision: line(2000) })
  .strict()
  .refine(amountFits, { ...say("required"), path: ["amount"] });
export const OnDefect = z.object({ defectId: id }).strict();

/** Until when a defect of a parcel may be reported. */
export const reportableUntil = (received: Date | null) => (received ? new Date(received.getTime() + policy.defectMs) : null);
export const restFen = (of: { collectedFen: bigint; refundedFen: bigint; chargedBackFen: bigint }) =>
  of.collectedFen - of.refundedFen - of.chargedBackFen;
