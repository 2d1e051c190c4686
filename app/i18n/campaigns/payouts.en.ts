import type { payouts as zh, payoutsNotice as zhNotice } from "#app/i18n/campaigns/payouts.zh.ts";

export const payouts: typeof zh = {};

export const payoutsNotice: typeof zhNotice = {
  stageReleased:
    "Stage {{n}} of “{{title}}”: {{amountFen, money}} were released. Put them into tasks, or they are transferred on {{atAt, datetime}}",
  stageSent: "{{amountFen, money}} of “{{title}}” were transferred to the payee account",
  stageStuck: "A campaign's stage of {{amountFen, money}} keeps failing to transfer and needs a person",
  stageHeld: "Stage {{n}} of “{{title}}” is held: {{reason}}",
  stageUnheld: "Stage {{n}} of “{{title}}” goes on: {{reason}}",
  evidenceShown: "“{{title}}” showed evidence of production; it waits to be checked",
  evidenceAccepted: "The evidence of production of “{{title}}” was accepted",
  evidenceRefused: "The evidence of production of “{{title}}” was not accepted: {{reason}}",
  holdLong: "Stage {{n}} of “{{title}}” has stood with the platform for 75 days",
  holdDecide: "Stage {{n}} of “{{title}}” has stood with the platform for 85 days: record a release, a refund or why it is kept",
  overdue: "“{{title}}” is past its promised day. Please publish a new one by {{byAt, datetime}}",
  mayTakeUnreleased: "“{{title}}” is 30 days late: you may take back the part that was not released",
  mayTakeAll: "“{{title}}” is 90 days late: you may take back everything",
  goesBackItself: "“{{title}}” is 120 days late and nothing was shipped: what was not released goes back by itself",
  defaulted: "“{{title}}” is 90 days late; please look into it",
};
