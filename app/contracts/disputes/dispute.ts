import type { Flow } from "#app/flow.ts";

/** A dispute about part of a stage: only that part freezes. An operator decides; one movement executes the decision. */
export type DisputeState = "OPENED" | "EXECUTED" | "WITHDRAWN";

export const disputeFlow = {
  addEvidence: { by: ["employer", "provider"], from: "OPENED", to: "OPENED" },
  withdrawDispute: { by: ["employer", "provider"], from: "OPENED", to: "WITHDRAWN" },
  decideDispute: { by: "operator", from: "OPENED", to: "EXECUTED" },
} as const satisfies Flow<DisputeState>;
