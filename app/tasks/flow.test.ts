import { expect, test } from "vitest";
import { allows, movesOf } from "#app/flow.ts";
import { tasks as en } from "#app/i18n/tasks.en.ts";
import { tasks as zh } from "#app/i18n/tasks.zh.ts";
import { bidFlow, bidStates } from "#app/tasks/bid.ts";
import { blockedCategories, categories, categoryCodes, isCategory } from "#app/tasks/categories.ts";
import { nextMove } from "#app/tasks/next-move.ts";
import { phaseOf, stepOf, steps, taskFlow, taskStates } from "#app/tasks/task.ts";

/** Every verb of the task in every state: what is not in this table is refused. */
const taskTable: Record<keyof typeof taskFlow, string[]> = {
  saveDraft: ["DRAFT", "REJECTED"],
  submitTask: ["DRAFT", "REJECTED"],
  approveTask: ["IN_REVIEW"],
  rejectTask: ["IN_REVIEW"],
  amendTask: ["OPEN"],
  closeBidding: ["OPEN"],
  judgeBid: ["QUALIFYING"],
  scheduleRoom: ["QUALIFYING"],
  endQualifying: ["QUALIFYING"],
  enterLive: ["QUALIFYING"],
  fixRanking: ["LIVE"],
  scoreBids: ["SELECTION"],
  dropBid: ["SELECTION"],
  failWithoutBids: ["SELECTION"],
  awardBid: ["SELECTION"],
  endSelection: ["SELECTION"],
  acceptAward: ["AWARD_PENDING"],
  declineAward: ["AWARD_PENDING"],
  lapseAward: ["AWARD_PENDING"],
  lapseContracting: ["CONTRACTING"],
  offerRest: ["CONTRACTING"],
  cancelTask: ["DRAFT", "IN_REVIEW", "REJECTED", "OPEN", "QUALIFYING", "SELECTION", "AWARD_PENDING"],
  suspendTask: ["IN_REVIEW", "OPEN", "QUALIFYING", "SELECTION", "AWARD_PENDING"],
  resumeTask: ["SUSPENDED"],
};

test.each(Object.keys(taskFlow) as (keyof typeof taskFlow)[])("task: %s only from where it may", (verb) => {
  expect(taskStates.filter((state) => allows(taskFlow, verb, state))).toEqual(taskStates.filter((s) => taskTable[verb].includes(s)));
});

const bidTable: Record<keyof typeof bidFlow, string[]> = {
  editBid: ["SUBMITTED", "NEEDS_RECONFIRM"],
  reconfirmBid: ["NEEDS_RECONFIRM"],
  amendTask: ["SUBMITTED"],
  withdrawBid: ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED"],
  closeBidding: ["NEEDS_RECONFIRM"],
  judgeBid: ["SUBMITTED", "QUALIFIED"],
  fixBid: ["SUBMITTED"],
  lapseFix: ["SUBMITTED"],
  dropBid: ["SUBMITTED", "QUALIFIED"],
  awardBid: ["SUBMITTED", "QUALIFIED", "STANDBY"],
  rejoin: ["STANDBY"],
  standBy: ["SUBMITTED", "QUALIFIED"],
  declineAward: ["AWARDED"],
  lapseAward: ["AWARDED"],
  passOver: ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED", "STANDBY", "AWARDED"],
  lapseContracting: ["STANDBY", "NOT_SELECTED", "AWARDED"],
  offerRest: ["AWARDED"],
};

test.each(Object.keys(bidFlow) as (keyof typeof bidFlow)[])("bid: %s only from where it may", (verb) => {
  expect(bidStates.filter((state) => allows(bidFlow, verb, state))).toEqual(bidStates.filter((s) => bidTable[verb].includes(s)));
});

test("ended states have no way out, and nobody but their owners may act", () => {
  for (const state of ["CANCELLED", "FAILED"] as const)
    for (const verb of Object.keys(taskFlow)) expect(allows(taskFlow, verb, state)).toBe(false);
  for (const state of ["WITHDRAWN", "DISQUALIFIED", "LAPSED", "DECLINED"] as const)
    for (const verb of Object.keys(bidFlow)) expect(allows(bidFlow, verb, state), `${verb} from ${state}`).toBe(false);
  expect(movesOf(taskFlow, "LIVE", "employer")).toEqual([]);
  expect(movesOf(taskFlow, "IN_REVIEW", "operator")).toEqual(["approveTask", "rejectTask", "suspendTask"]);
});

test("a task's phase from CONTRACTING on is its contract's", () => {
  expect(phaseOf("OPEN", "ACTIVE")).toBe("OPEN");
  expect(["SENT", "SIGNED", "ACTIVE", "PAUSED", "COMPLETED", "TERMINATED"].map((s) => phaseOf("CONTRACTING", s))).toEqual([
    "CONTRACTING",
    "CONTRACTING",
    "IN_PROGRESS",
    "IN_PROGRESS",
    "COMPLETED",
    "TERMINATED",
  ]);
});

test("twelve groups of five and more, each with a name in both languages, none of them blocked", () => {
  for (const [group, leaves] of Object.entries(categories)) {
    expect(leaves.length).toBeGreaterThanOrEqual(5);
    for (const words of [zh, en]) {
      const names = words.category[group as "design"] as Record<string, string>;
      expect(Object.keys(names).sort()).toEqual([...leaves].sort());
      expect(words.group[group as "design"]).toBeTruthy();
    }
  }
  expect(new Set(categoryCodes).size).toBe(categoryCodes.length);
  expect(blockedCategories.filter(isCategory)).toEqual([]);
});

test("every field of the wizard belongs to one step", () => {
  expect(stepOf("stages[2].acceptance")).toBe("stages");
  expect(stepOf("criteria[0].weight")).toBe("scoring");
  expect(stepOf("files")).toBe("scope");
  const fields = steps.flatMap((s) => [...s.fields]);
  expect(new Set(fields).size).toBe(fields.length);
});

test("every state that waits says for whom, and when time acts", () => {
  const at = new Date(1_800_000_000_000);
  const base = {
    id: "t",
    closeAt: at,
    qualifyUntilAt: at,
    liveAt: null,
    selectBy: at,
    contractId: null,
    auction: null,
    bid: null,
    offer: null,
    now: new Date(0),
  };
  for (const state of taskStates) {
    for (const role of ["employer", "bidder", "other"] as const) {
      const move = nextMove({ ...base, state, phase: state, role });
      if (["OPEN", "QUALIFYING", "SELECTION"].includes(state)) expect(move, `${state} ${role}`).toMatchObject({ at });
      if (["CANCELLED", "FAILED"].includes(state)) expect(move).toBeNull();
    }
  }
  expect(nextMove({ ...base, state: "SELECTION", phase: "SELECTION", role: "employer", now: at })?.otherwise).toBe("grace");
  const choosing = { ...base, state: "SELECTION", phase: "SELECTION", role: "employer" } as const;
  const titles = [null, { startAt: at, endAt: at }].map((auction) => nextMove({ ...choosing, auction })?.title);
  expect(titles).toEqual(["SELECTION_employer", "SELECTION_ranked"]);
  const signed = { ...base, state: "CONTRACTING", contractId: "c", role: "employer" } as const;
  const turns = (["CONTRACTING", "IN_PROGRESS", "COMPLETED"] as const).map((phase) => nextMove({ ...signed, phase })?.who);
  expect(turns).toEqual(["me", "none", undefined]);
});
