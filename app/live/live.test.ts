import { describe, expect, test } from "vitest";
import { Allowance } from "#app/live/allowance.ts";
import { coalesced } from "#app/live/coalesce.ts";
import { fromOurPages } from "#app/live/live.server.ts";

test("an allowance lets a burst through, then as much as time gives back", () => {
  const allowance = new Allowance(3, 2, 0);
  expect([0, 0, 0, 0].map((at) => allowance.take(at))).toEqual([true, true, true, false]);
  expect([499, 500, 501].map((at) => allowance.take(at))).toEqual([false, true, false]);
  expect([60_000, 60_000, 60_000, 60_000].map((at) => allowance.take(at))).toEqual([true, true, true, false]);
});

describe("coalescing", () => {
  test("tells the first change at once, what follows together, and never two at a time", async () => {
    let state = 0;
    let inside = 0;
    const told: number[] = [];
    let finished = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    const changed = coalesced(
      () => 5,
      async () => {
        expect(++inside).toBe(1);
        const seen = state;
        await Promise.resolve();
        told.push(seen);
        inside--;
        if (seen === 100) finished();
      },
      (error) => {
        throw error;
      },
    );
    for (state = 1; state < 100; state++) changed("room");
    changed("room");
    expect(told).toEqual([]);
    await done;
    expect(told.at(-1)).toBe(100);
    expect(told.length).toBeLessThanOrEqual(2);
  });

  test("a telling that fails is reported and does not stop the next", async () => {
    const errors: unknown[] = [];
    let calls = 0;
    let finished = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    const changed = coalesced(
      () => 0,
      async () => {
        if (++calls === 1) throw new Error("away");
        finished();
      },
      (error) => errors.push(error),
    );
    changed("room");
    changed("room");
    await done;
    expect(errors).toHaveLength(1);
  });
});

test.each([
  [{ host: "localhost:3000" }, true],
  [{ host: "localhost:3000", origin: "http://localhost:3000" }, true],
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }, true],
  [{ host: "10.0.0.1:80", origin: "http://localhost:3000" }, true],
  [{ host: "localhost:3000", origin: "http://localhost:3001" }, false],
  [{ host: "localhost:3000", origin: "https://evil.example" }, false],
  [{ host: "localhost:3000", origin: "null" }, false],
  [{ host: "localhost:3000", origin: "" }, false],
])("a connection with %j comes from our pages: %s", (headers, ours) => expect(fromOurPages({ headers })).toBe(ours));
