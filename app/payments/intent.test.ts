import { expect, test } from "vitest";
import { declineOf, HOUR_MS, refundWindowMs } from "#app/payments/intent.ts";
import { paceOf, slower, takeTurn } from "#app/payments/pace.ts";

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

/** Charges that each want to leave as soon as they may: when each leaves, in milliseconds. */
function leave(count: number, most: number, busyAt: number[] = []) {
  let pace = paceOf(most, 0);
  let now = 0;
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const turn = takeTurn(pace, now);
    now += turn.waitMs;
    pace = turn.pace;
    times.push(now);
    if (busyAt.includes(i)) pace = slower(pace);
  }
  return times;
}
/** The most that leave within any second. */
const busiest = (times: number[]) => Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

test("charges leave at the pace and never much above it", () => {
  const times = leave(2_000, 20);
  expect(times.at(-1)! / 1000).toBeCloseTo(100, -1);
  expect(busiest(times)).toBeLessThanOrEqual(21);
});

test("eight at once share one pace", () => {
  let pace = paceOf(20, 0);
  const waits = Array.from({ length: 8 }, () => {
    const turn = takeTurn(pace, 0);
    pace = turn.pace;
    return turn.waitMs;
  });
  expect(waits).toEqual([0, 50, 100, 150, 200, 250, 300, 350]);
});

test("a pause is made up for, but not all at once", () => {
  let pace = paceOf(20, 0);
  pace = takeTurn(pace, 0).pace;
  let free = 0;
  for (;;) {
    const turn = takeTurn(pace, 60_000);
    if (turn.waitMs > 0) break;
    pace = turn.pace;
    free++;
  }
  expect(free).toBe(10);
});

test("when the channel is busy the pace is halved, and comes back slowly", () => {
  const times = leave(1_000, 20, [100]);
  const inSecond = (from: number) => times.filter((at) => at >= from && at < from + 1000).length;
  const struck = times[100]!;
  expect(inSecond(struck)).toBeLessThanOrEqual(12);
  expect(inSecond(struck + 3_000)).toBeLessThan(16);
  expect(inSecond(struck + 30_000)).toBeGreaterThanOrEqual(19);
});

test("however busy it is, one a second still leaves", () => {
  let pace = paceOf(20, 0);
  for (let i = 0; i < 20; i++) pace = slower(pace);
  expect(pace.rate).toBe(1);
});
