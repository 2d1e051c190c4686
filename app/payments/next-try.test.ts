import { expect, test } from "vitest";
import { LATER_MS, nextTry } from "#app/payments/next-try.ts";

const now = new Date(0);
const WAITS = [1_000, 5_000];
const short = "balance_insufficient: You have insufficient available funds";

test("a real failure is one of the tries, after the last of which there is no other", () => {
  expect(nextTry({ attempts: 0, waits: 0 }, "account_closed", WAITS, now)).toEqual({
    again: new Date(1_000),
    tries: { attempts: 1, waits: 0 },
  });
  expect(nextTry({ attempts: 1, waits: 0 }, "account_closed", WAITS, now).again).toEqual(new Date(5_000));
  expect(nextTry({ attempts: 2, waits: 0 }, "account_closed", WAITS, now).again).toBeNull();
});

test("too little money at the channel is no try, however often it is met", () => {
  let tries = { attempts: 0, waits: 0 };
  for (let i = 0; i < 20; i++) {
    const next = nextTry(tries, short, WAITS, now);
    expect(next.again).toEqual(new Date(LATER_MS));
    tries = next.tries;
  }
  expect(tries).toEqual({ attempts: 20, waits: 20 });
  expect(nextTry(tries, "account_closed", WAITS, now).again).toEqual(new Date(1_000));
});
