import type { pledging as zh, pledgingNotice as zhNotice } from "#app/i18n/campaigns/pledging.zh.ts";

export const pledging = {} satisfies typeof zh;

export const pledgingNotice = {
  pledgedCard: "You back “{{title}}”: {{amountFen, money}} will be charged to your card after it is funded",
  pledgedPaid: "You back “{{title}}”: {{amountFen, money}} was paid, and goes back the same way if it is not funded",
  paidLate: "Your payment of {{amountFen, money}} for “{{title}}” arrived after the reservation had ended and is on its way back",
  claimEnded: "Your reservation has ended and nothing was charged. Choose again if you still want to back it",
  unitOffered: "Your turn: “{{reward}}” is kept for you until {{untilAt, datetime}}",
  cancelDone: "A new pledge took your place: you have left “{{title}}”",
  cancelLapsed: "“{{title}}” has ended without a pledge to replace yours: your pledge stays valid",
} satisfies typeof zhNotice;
