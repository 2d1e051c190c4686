import { expect, test } from "vitest";
import { alertsOf, type Pattern } from "#app/campaigns/watching/alert.ts";
import { actionsOf, lookBy, moderationsOf } from "#app/campaigns/watching/case.ts";

const calm: Pattern = {
  goalFen: 100_000n,
  pledgedFen: 100_000n,
  backers: 20,
  relatedFen: 5_000n,
  related: 1,
  topFen: 40_000n,
  fresh: 6,
  hands: 2,
};
const seen = (changes: Partial<Pattern>) => alertsOf({ ...calm, ...changes }).map(({ kind, level }) => [kind, level]);

test("at each limit nothing is said, beyond it one thing", () => {
  expect(seen({})).toEqual([]);
  expect(seen({ relatedFen: 5_010n })).toEqual([["related", 501]]);
  expect(seen({ topFen: 40_010n })).toEqual([["concentration", 4_001]]);
  expect(seen({ fresh: 7 })).toEqual([["burst", 3_500]]);
  expect(seen({ hands: 3 })).toEqual([["sameHands", 3]]);
});

test("a few backers are no crowd in which one could concentrate; related money is asked about from the first pledge on", () => {
  expect(seen({ backers: 19, topFen: 100_000n, fresh: 19 })).toEqual([]);
  expect(seen({ backers: 1, pledgedFen: 9_000n, topFen: 9_000n, relatedFen: 9_000n })).toEqual([["related", 900]]);
  expect(seen({ backers: 0, pledgedFen: 0n, goalFen: 0n, relatedFen: 0n, topFen: 0n, fresh: 0 })).toEqual([]);
});

test("a first look within a day, within two hours when it ends within two days", () => {
  const now = new Date("2026-11-23T04:00:00Z");
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  expect(lookBy({ lifecycle: "LIVE", deadlineAt: at(49) }, now)).toEqual(at(24));
  expect(lookBy({ lifecycle: "LIVE", deadlineAt: at(48) }, now)).toEqual(at(2));
  expect(lookBy({ lifecycle: "SUCCESSFUL", deadlineAt: at(-1) }, now)).toEqual(at(24));
  expect(lookBy({ lifecycle: "PRELAUNCH", deadlineAt: null }, now)).toEqual(at(24));
});

test("what operators may do follows the machines; a draft is not moderated", () => {
  const live = { lifecycle: "LIVE", moderation: "CLEAR", fulfilment: "NOT_STARTED" } as const;
  expect(moderationsOf(live)).toEqual(["flag", "freeze", "suspend"]);
  expect(moderationsOf({ ...live, moderation: "FROZEN" })).toEqual(["suspend", "purge", "clear"]);
  expect(moderationsOf({ ...live, moderation: "PURGED" })).toEqual(["clear"]);
  expect(moderationsOf({ ...live, lifecycle: "DRAFT" })).toEqual([]);
  expect(actionsOf({ lifecycle: "SUCCESSFUL", moderation: "SUSPENDED", fulfilment: "OVERDUE" })).toEqual([
    "none",
    "purge",
    "clear",
    "default",
  ]);
  expect(actionsOf({ ...live, lifecycle: "IN_REVIEW" })).toEqual(["none"]);
});
