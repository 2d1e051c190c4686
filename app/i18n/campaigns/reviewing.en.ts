import type { reviewing as zh, reviewingNotice as zhNotice } from "#app/i18n/campaigns/reviewing.zh.ts";

export const reviewing = {} satisfies typeof zh;

export const reviewingNotice = {
  reviewWaiting: "“{{title}}” was submitted and waits for its review",
  reviewLate: "The review of “{{title}}” has taken more than 5 working days",
  approved: "“{{title}}” is approved; launch it before {{endsAt, date}}",
  changesRequested: "“{{title}}” needs changes: {{reason}}",
  rejected: "“{{title}}” was not approved: {{reason}}",
  approvalLapsed: "The approval of “{{title}}” has expired; please submit it again",
  launchFailed: "“{{title}}” could not be launched as planned; please see why",
  live: "“{{title}}” is live until {{deadlineAt, datetime}}",
  followedLive: "“{{title}}”, which you follow, is live",
  cancelled: "“{{title}}” was cancelled: {{reason}}",
  extended: "After an outage of the platform “{{title}}” runs until {{deadlineAt, datetime}}",
  correctionWaiting: "“{{title}}” asks to correct a reward",
  correctionApproved: "The correction of a reward of “{{title}}” was approved",
  correctionRejected: "The correction of a reward of “{{title}}” was refused: {{reason}}",
  rewardCorrected: "A reward of “{{title}}” that you backed was corrected; you may cancel freely until {{untilAt, datetime}}",
  newDate: "“{{title}}”, which you backed, now promises {{promisedAt, date}}",
} satisfies typeof zhNotice;
