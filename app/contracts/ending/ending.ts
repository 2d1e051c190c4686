import { z } from "zod";
import type { MilestoneState } from "#app/contracts/milestones/milestone.ts";
import type { Flow } from "#app/flow.ts";
import { id, line, whole } from "#app/form.ts";

/**
 * The employer may end a contract at any time. Accepted stages are paid. Of the stage under way the provider states how much is done; if the
 * employer agrees, its money is divided so in one movement; without agreement it is a dispute.
 */
export type EndingState = "ASKED" | "STATED" | "ESCALATING" | "AGREED" | "DISPUTED" | "WITHDRAWN" | "SETTLED";

export const endingFlow = {
  stateDone: { by: "provider", from: "ASKED", to: "STATED", at: "answerBy" },
  agreeEnding: { by: "employer", from: "STATED", to: "AGREED", at: "answerBy" },
  refuseEnding: { by: "employer", from: "STATED", to: "ESCALATING" },
  withdrawEnding: { by: "employer", from: ["ASKED", "STATED"], to: "WITHDRAWN" },
  lapseEnding: { by: "clock", from: ["ASKED", "STATED"], to: ["ESCALATING", "SETTLED"], at: "answerBy" },
  disputeEnding: { by: "clock", from: "ESCALATING", to: ["DISPUTED", "SETTLED"] },
  settleEnding: { by: "clock", from: ["ASKED", "STATED"], to: "SETTLED" },
} as const satisfies Flow<EndingState>;

export const openEndings: EndingState[] = ["ASKED", "STATED", "ESCALATING"];
/** Stages whose work has begun: how much of it is done is a question. */
export const begunStates: MilestoneState[] = ["WORKING", "SUBMITTED", "CHANGES_REQUESTED"];

/** The provider's part is rounded down; the employer gets all the rest. */
export const splitBy = (restFen: bigint, percent: number) => {
  const toProviderFen = (restFen * BigInt(percent)) / 100n;
  return { toProviderFen, toEmployerFen: restFen - toProviderFen };
};

// ── forms ──

const percent = whole(0, 100);
export const EndContract = z.object({ reason: line(500, 5) }).strict();
export const StateDone = z.object({ endingId: id, percent, statement: line(2000, 5) }).strict();
/** The percentage and the sum that stood on the page are agreed to, no other. */
export const AgreeEnding = z.object({ endingId: id, percent, restFen: z.string().regex(/^\d{1,15}$/) }).strict();
export const RefuseEnding = z.object({ endingId: id, wishPercent: percent, answer: line(2000, 10) }).strict();
export const OnEnding = z.object({ endingId: id }).strict();
