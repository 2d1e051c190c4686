import type { ending as zh, endingNotices as zhNotices } from "#app/i18n/contracts/ending.zh.ts";

export const ending: typeof zh = {
  title: "Ending the contract",
  askText:
    "Accepted stages are paid, stages not begun are cancelled. The provider states how much of the stage under way is done; if you agree, its money is divided so at once. Without agreement within 72 hours it becomes a dispute for the platform.",
  betweenText: "Accepted stages are settled as usual; stages not begun are cancelled.",
  fundedText: "The stage that is secured but not begun is refunded in full; stages not begun are cancelled.",
  leave: "Leave the contract",
  leaveTitle: "Leave the contract?",
  leaveText: "Accepted stages are paid. The stage under way is refunded to the employer in full, and the remaining stages are cancelled.",
  state: {
    ASKED: "Waiting for the share done",
    STATED: "Waiting for the employer",
    ESCALATING: "Becoming a dispute",
    AGREED: "Settled",
    DISPUTED: "Became a dispute",
    WITHDRAWN: "Taken back",
    SETTLED: "Over",
  },
  asked: "The employer ends the contract. The provider is asked how much of “{{stage}}” is done.",
  lapses: {
    ASKED:
      "Without a statement it becomes a dispute in which the employer asks for all of it back; if the provider does not answer there either, all of it goes back:",
    STATED:
      "Without an answer it becomes a dispute in which the provider asks for the stated share; if the employer does not answer there either, that share is paid:",
  },
  percent: "Share done (%)",
  percentHint: "A whole number from 0 to 100. Of the {{restFen, money}} in escrow you get this share (less the platform's fee).",
  statement: "What is done",
  statementHint: "Go by the acceptance items, and put the results into a message or a delivery.",
  stateAct: "State the share done",
  stated: "The provider states that {{percent}}% of “{{stage}}” is done.",
  split: "{{toProviderFen, money}} for the provider (platform fee included), {{toEmployerFen, money}} back to the employer.",
  agree: "Agree and settle",
  agreeText: "The money is divided at once and for good; stages not begun are cancelled.",
  refuse: "Disagree",
  refuseTitle: "Disagree with this share",
  refuseText: "The contract ends all the same; the money of this stage becomes a dispute with evidence of both sides, for the platform.",
  wish: "The share you find done (%)",
  why: "Reasons",
  refuseAct: "Make it a dispute",
  withdraw: "Take it back and go on",
  seeDispute: "See the dispute",
};

export const endingNotices: typeof zhNotices = {
  endingAsked:
    "The employer ends “{{title}}”: please state by {{answerByAt, datetime}} how much of “{{stage}}” is done, or it becomes a dispute",
  endingStated:
    "The provider of “{{title}}” states {{percent}}% done ({{toProviderFen, money}}); please answer by {{answerByAt, datetime}}, or it becomes a dispute",
  endingAgreed:
    "“{{title}}” has ended and is settled: {{toProviderFen, money}} for the provider, {{toEmployerFen, money}} for the employer",
  endingWithdrawn: "The employer took the ending back; “{{title}}” goes on",
  remindStateDone: "Reminder: please state by {{dueAt, datetime}} how much of “{{stage}}” of “{{title}}” is done, or it becomes a dispute",
  remindEnding: "Reminder: please answer by {{dueAt, datetime}} the share done of “{{stage}}” of “{{title}}”, or it becomes a dispute",
};
