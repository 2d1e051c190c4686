import { expect, test } from "vitest";
import { declineWord, meaningOf, nextAttemptAt, reminderTimes } from "#app/campaigns/collecting/attempts.ts";

const HOUR = 3_600_000;
const settledAt = new Date("2027-01-01T12:00:00Z");
const after = (hours: number) => new Date(settledAt.getTime() + hours * HOUR);

test("attempts come at 24, 72, 120 and 168 hours after the first, and none whose time went by unseen", () => {
  expect([1, 2, 3, 4, 5].map((done) => nextAttemptAt(settledAt, done, after(0.1)))).toEqual([
    after(24),
    after(72),
    after(120),
    after(168),
    null,
  ]);
  expect(nextAttemptAt(settledAt, 1, after(100))).toEqual(after(120));
  expect(nextAttemptAt(settledAt, 2, after(168))).toBeNull();
});

test("reminders come every two days, and a day and two hours before the end", () => {
  expect(reminderTimes(settledAt)).toEqual([48, 96, 144, 166].map(after));
});

test("a decline says whether trying again can help", () => {
  expect(meaningOf("authentication_required: the holder is asked")).toEqual({
    state: "AUTH_REQUIRED",
    code: "authentication_required",
    hard: false,
  });
  expect(meaningOf("card_declined/authentication_required: asked")).toMatchObject({ state: "AUTH_REQUIRED" });
  expect(meaningOf("card_declined/lost_card: no")).toEqual({ state: "ERRORED", code: "lost_card", hard: true });
  expect(meaningOf("expired_card: no")).toEqual({ state: "ERRORED", code: "expired_card", hard: true });
  expect(meaningOf("card_declined/insufficient_funds: no")).toEqual({ state: "ERRORED", code: "insufficient_funds", hard: false });
  expect(declineWord("do_not_try")).toBe("generic_decline");
  expect(declineWord(meaningOf("never_arrived: the channel does not know it").code)).toBe("never_arrived");
});
