import { policy } from "#app/deposits/policy.ts";
import type { Flow } from "#app/flow.ts";
import type { ClaimState, DepositPromise } from "../../../generated/prisma/enums.ts";

/**
 * An employer's claim that a provider broke a promise of its deposit (先行赔付): the provider answers, an operator decides with reasons, and
 * what is granted is paid out of the deposit at once.
 */
export const claimFlow = {
  fileClaim: { by: "employer", from: [], to: "OPEN" },
  answerClaim: { by: "provider", from: "OPEN", to: "HEARD" },
  closeAnswer: { by: "clock", from: "OPEN", to: "HEARD", at: "answerBy" },
  decideClaim: { by: "operator", from: "HEARD", to: ["PAID", "REFUSED"] },
  withdrawClaim: { by: "employer", from: ["OPEN", "HEARD"], to: "WITHDRAWN" },
} as const satisfies Flow<ClaimState>;
export type ClaimVerb = keyof typeof claimFlow;

export const openStates = ["OPEN", "HEARD"] as const satisfies ClaimState[];

type Covered = { state: string; activeAt: Date | null; endedAt: Date | null };

/**
 * Until when a promise may be claimed on a contract: null when the badge did not promise it when both had signed, "open" while the contract
 * runs. The work is promised until 30 days after its end, its care three months longer where the work was finished; who made it stays
 * promised as long as anything is.
 */
export function claimableUntil(promises: readonly DepositPromise[], contract: Covered, promise: DepositPromise): Date | "open" | null {
  const { activeAt, endedAt, state } = contract;
  if (!promises.includes(promise) || !activeAt) return null;
  if (promise === "WARRANTY" && state !== "COMPLETED") return null;
  if (!endedAt) return "open";
  const cared = state === "COMPLETED" && promises.includes("WARRANTY") && promise !== "FINISH" ? policy.warrantyMs : 0;
  return new Date(endedAt.getTime() + cared + policy.exitMs);
}

export const isClaimable = (until: Date | "open" | null, now: Date) => until !== null && (until === "open" || now <= until);
