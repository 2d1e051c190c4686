import { expect, test } from "vitest";
import { declineOf, HOUR_MS, refundWindowMs } from "#app/payments/intent.ts";

test.each([
  ["card_declined/lost_card: Your card was declined.", "card_declined", "lost_card"],
  ["authentication_required: The bank asks for its holder.", "authentication_required", null],
  ["expired: the page was not used in time", "expired", null],
  ["Your card: was declined", "unknown", null],
  ["", "unknown", null],
])("why a card was not charged: %s", (error, code, declineCode) => {
  expect(declineOf(error)).toEqual({ code, declineCode });
});

test("wallets take money back for a while, cards always", () => {
  expect(refundWindowMs("alipay")).toBe(90 * 24 * HOUR_MS);
  expect(refundWindowMs("wechat_pay")).toBe(180 * 24 * HOUR_MS);
  expect(refundWindowMs("card")).toBeNull();
  expect(refundWindowMs("allocation")).toBeNull();
});
