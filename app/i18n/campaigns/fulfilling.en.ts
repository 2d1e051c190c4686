import type { fulfilling as zh, fulfillingNotice as zhNotice } from "#app/i18n/campaigns/fulfilling.zh.ts";

export const fulfilling = {} satisfies typeof zh;

export const fulfillingNotice = {
  lateIdle: "Late pledging of “{{title}}” ended by itself: 30 days without a pledge",
  surveySent: "“{{title}}” sent a survey: confirm your address, it locks on {{lockAt, datetime}}",
  surveySentByRule: "30 days after the collection the survey of “{{title}}” went out by itself; addresses lock on {{lockAt, datetime}}",
  surveyReminder: "“{{title}}” has no answer from you yet; the survey locks on {{lockAt, datetime}}",
  surveyLocked: "Answers and addresses of “{{title}}” are locked and can be exported",
  addressCorrected: "The creator of “{{title}}” corrected your address: please check it",
  productionBegun: "“{{title}}” is being made",
  batchMoved: "Your batch of “{{title}}” is now planned for {{plannedAt, date}}",
  shipped: "“{{title}}” is on its way {{numbers}}",
  parcelDelayed: "A parcel of “{{title}}” is late: {{note}}",
  parcelSigned: "A parcel of “{{title}}” was handed over. Please confirm; it counts as received from {{confirmsAt, date}}",
  receiptReminder: "Did “{{title}}” arrive? It counts as received from {{confirmsAt, date}}",
  receivedByRule: "“{{title}}” was handed over 15 days ago and now counts as received",
  allDelivered: "“{{title}}” is delivered to everybody",
  defectReported: "A backer of “{{title}}” reports a problem with what arrived: answer by {{answerBy, datetime}}",
  defectAnswered: "The creator of “{{title}}” answered your report: accept or ask the platform by {{decideBy, datetime}}; silence accepts",
  remedyAccepted: "The backer of “{{title}}” accepted your offer",
  defectEscalated: "The platform decides a problem report about “{{title}}” by {{decideBy, datetime}}",
  defectDecided: "The platform decided a problem report about “{{title}}”",
  creatorWrote: "The creator of “{{title}}” wrote to you: {{subject}}",
  silentWarned: "“{{title}}” has had no update for 45 days. After 60 days payouts stop",
  silentFrozen: "“{{title}}” has had no update for 60 days: payouts are on hold until you post one",
  silentCase: "“{{title}}” has had no update for 90 days: the platform looks into a default",
  updateDueLive: "“{{title}}” has had no update for a week: tell your backers how it goes",
  updateDue: "“{{title}}” has had no update for a month: say what is now, what is next and when",
} satisfies typeof zhNotice;
