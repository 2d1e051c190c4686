import type { collecting as zh, collectingNotice as zhNotice } from "#app/i18n/campaigns/collecting.zh.ts";

export const collecting: typeof zh = {};

export const collectingNotice: typeof zhNotice = {
  succeeded: "“{{title}}” succeeded: {{n}} backers pledged {{amountFen, money}}; collecting begins",
  failed: "“{{title}}” did not reach its goal. No card is charged, and what was paid goes back the way it came",
  backedPaid: "“{{title}}” succeeded! The {{amountFen, money}} that you paid are now held for the project",
  backedCard: "“{{title}}” succeeded! Your saved card is being charged {{amountFen, money}}",
  pledgeReleased: "“{{title}}” did not succeed. Your card is not charged and is no longer kept",
  pledgeGoesBack: "“{{title}}” did not succeed. The {{amountFen, money}} that you paid go back the way they came",
  chargeDeclined:
    "“{{title}}”: {{amountFen, money}} could not be charged. Please pay another way by {{byAt, datetime}}, or the pledge is lost",
  authNeeded: "“{{title}}”: your bank wants you to confirm {{amountFen, money}}. Please pay from the pledge's page by {{byAt, datetime}}",
  collectReminder:
    "Reminder: {{amountFen, money}} for “{{title}}” are still unpaid. Please pay by {{byAt, datetime}}, or the pledge is dropped",
  dropped: "The payment window of “{{title}}” is over; {{amountFen, money}} could not be collected and the pledge is dropped",
  collected: "“{{title}}”: collecting is finished; {{amountFen, money}} came in (goal {{goalFen, money}})",
  decisionNeeded:
    "“{{title}}” collected {{amountFen, money}}, less than nine tenths of its goal of {{goalFen, money}}. Decide by {{byAt, datetime}}: deliver all the same, or refund everybody",
  deliversAnyway: "The creator of “{{title}}” signed to deliver every reward with the smaller sum; how is published with the changes",
  refundsAll: "“{{title}}” refunds every backer in full",
  refundArrived: "Your refund of {{amountFen, money}} from “{{title}}” was made to the original payment method",
  refundStuck: "A campaign refund of {{amountFen, money}} keeps failing and needs a person",
  payeeAsked:
    "Your refund of {{amountFen, money}} from “{{title}}” can no longer go the way it came. Please say which account to pay it to; the platform pays it by hand",
  payeeGiven: "The account for a campaign refund of {{amountFen, money}} was given; it waits to be checked and paid",
};
