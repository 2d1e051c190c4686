import type { Flow } from "#app/flow.ts";

/** A pledge: one backer's support. Card: the card is kept and charged after success. Wallet: paid now, held, given back on failure. */
export const pledgeStates = [
  "RESERVED",
  "EXPIRED",
  "PLEDGED",
  "CANCELLED",
  "CHARGING",
  "COLLECTED",
  "ERRORED",
  "AUTH_REQUIRED",
  "DROPPED",
  "RELEASED",
  "REFUNDING",
  "REFUNDED",
  "DISPUTED",
  "CHARGED_BACK",
] as const;
export type PledgeState = (typeof pledgeStates)[number];
export type Lane = "CARD" | "WALLET";

export const pledgeFlow = {
  claimPledge: { by: "backer", from: "RESERVED", to: "RESERVED" },
  extendClaim: { by: "backer", from: "RESERVED", to: "RESERVED" },
  expireClaim: { by: ["clock", "backer"], from: "RESERVED", to: "EXPIRED", at: "claimUntilAt" },
  confirmPledge: { by: "stripe", from: "RESERVED", to: ["PLEDGED", "COLLECTED"] },
  reviveClaim: { by: "stripe", from: "EXPIRED", to: ["PLEDGED", "COLLECTED"] },
  refundLatePayment: { by: "stripe", from: ["EXPIRED", "CANCELLED", "DROPPED"], to: "REFUNDING" },
  changePledge: { by: "backer", from: "PLEDGED", to: "PLEDGED" },
  cancelPledge: { by: "backer", from: ["PLEDGED", "ERRORED", "AUTH_REQUIRED"], to: ["CANCELLED", "REFUNDING"] },
  releasePledge: { by: "settler", from: "PLEDGED", to: "RELEASED" },
  refundPledge: { by: ["settler", "backer", "creator", "clock", "operator"], from: ["PLEDGED", "COLLECTED"], to: "REFUNDING" },
  keepPaid: { by: "settler", from: "PLEDGED", to: "COLLECTED" },
  chargePledge: { by: ["settler", "clock", "backer"], from: ["PLEDGED", "ERRORED", "AUTH_REQUIRED"], to: "CHARGING", at: "nextAttemptAt" },
  collectPledge: { by: "stripe", from: ["CHARGING", "ERRORED", "AUTH_REQUIRED"], to: "COLLECTED" },
  declinePledge: { by: "stripe", from: "CHARGING", to: ["ERRORED", "AUTH_REQUIRED"] },
  dropPledge: { by: "clock", from: ["ERRORED", "AUTH_REQUIRED"], to: "DROPPED" },
  disputePledge: { by: "stripe", from: "COLLECTED", to: "DISPUTED" },
  keepDisputed: { by: "stripe", from: "DISPUTED", to: ["COLLECTED", "REFUNDING"] },
  chargeBack: { by: "stripe", from: "DISPUTED", to: "CHARGED_BACK" },
  finishRefund: { by: "stripe", from: "REFUNDING", to: "REFUNDED" },
  reopenRefund: { by: "stripe", from: "REFUNDED", to: "REFUNDING" },
} as const satisfies Flow<PledgeState>;
export type PledgeVerb = keyof typeof pledgeFlow;

/** States in which a person has this pledge: another one for the same campaign is a change of it. */
export const livingStates: readonly PledgeState[] = [
  "RESERVED",
  "PLEDGED",
  "CHARGING",
  "COLLECTED",
  "ERRORED",
  "AUTH_REQUIRED",
  "DISPUTED",
];
/** States whose units are taken from the stock. */
export const holdsStock = livingStates;
/** States that are still to be collected. */
export const duePledges: readonly PledgeState[] = ["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED"];
