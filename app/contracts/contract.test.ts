import { describe, expect, it } from "vitest";
import { type ContractState, canonical, contractFlow } from "#app/contracts/contract.ts";
import type { MilestoneState } from "#app/contracts/milestones/milestone.ts";
import { nextMove } from "#app/contracts/next-move.ts";
import { acceptDaysFor, maxWorkDays, policy } from "#app/contracts/policy.ts";
import { allows } from "#app/flow.ts";

const contractStates: ContractState[] = ["SENT", "SIGNED", "ACTIVE", "PAUSED", "COMPLETED", "TERMINATED"];

describe("the flow of a contract", () => {
  it("allows exactly these verbs in each state", () => {
    const verbs = (s: ContractState) => Object.keys(contractFlow).filter((verb) => allows(contractFlow, verb, s));
    expect(Object.fromEntries(contractStates.map((s) => [s, verbs(s)]))).toEqual({
      SENT: ["sign", "terminateUnstarted"],
      SIGNED: ["terminateUnstarted", "activate"],
      ACTIVE: ["pauseUnfunded", "endContract", "complete"],
      PAUSED: ["resume", "endContract", "complete"],
      COMPLETED: [],
      TERMINATED: [],
    });
  });
});

describe("what is signed", () => {
  it("has one text whatever the order of its keys", () => {
    expect(canonical({ b: [1, { d: "二", c: null }], a: "x" })).toBe('{"a":"x","b":[1,{"c":null,"d":"二"}]}');
    expect(canonical({ a: "x", b: [1, { c: null, d: "二" }] })).toBe(canonical({ b: [1, { d: "二", c: null }], a: "x" }));
  });
});

describe("numbers", () => {
  it("give small contracts three days to accept, others seven", () => {
    expect([acceptDaysFor(200_000n), acceptDaysFor(200_001n)]).toEqual([3, 7]);
  });
  it("leave every stage room to be accepted, changed and disputed before the channel's limit", () => {
    for (let days = policy.minAcceptDays; days <= policy.maxAcceptDays; days++)
      expect(maxWorkDays(days)).toBeLessThanOrEqual(policy.maxStageDays);
    expect([maxWorkDays(7), maxWorkDays(14)]).toEqual([33, 26]);
  });
});

describe("the next move", () => {
  const at = new Date(0);
  const stage = (state: MilestoneState, more: object = {}) => ({
    title: "初稿",
    state,
    amountFen: 100n,
    releasedFen: 0n,
    refundedFen: 0n,
    disputedFen: 0n,
    cardFrozenFen: 0n,
    fundBy: at,
    fundedAt: at,
    dueAt: at,
    acceptBy: at,
    changesDueAt: at,
    coolingUntilAt: at,
    refunds: [],
    ...more,
  });
  const about = (state: ContractState, stages: ReturnType<typeof stage>[], more: object = {}) => ({
    state,
    signBy: at,
    fundBy: at,
    signatures: [],
    stages,
    ...more,
  });
  const say = (move: ReturnType<typeof nextMove>) => move && `${move.key} ${move.turn ?? "-"}`;

  it("is the signature of whoever has not signed", () => {
    expect(say(nextMove(about("SENT", []), "PROVIDER"))).toBe("sign PROVIDER");
    expect(say(nextMove(about("SENT", [], { signatures: [{ side: "PROVIDER" }] }), "PROVIDER"))).toBe("sign EMPLOYER");
  });
  it("follows the stage that most wants an answer", () => {
    const table: [ContractState, MilestoneState[], string][] = [
      ["SIGNED", ["AWAITING_FUNDING", "PLANNED"], "fund EMPLOYER"],
      ["ACTIVE", ["ACCEPTED", "AWAITING_FUNDING"], "fundNext EMPLOYER"],
      ["PAUSED", ["RELEASED", "AWAITING_FUNDING"], "fundPaused EMPLOYER"],
      ["ACTIVE", ["FUNDED", "PLANNED"], "start PROVIDER"],
      ["ACTIVE", ["ACCEPTED", "WORKING"], "deliver PROVIDER"],
      ["ACTIVE", ["SUBMITTED", "PLANNED"], "accept EMPLOYER"],
      ["ACTIVE", ["CHANGES_REQUESTED"], "redeliver PROVIDER"],
      ["ACTIVE", ["ACCEPTED"], "cooling -"],
      ["ACTIVE", ["RELEASING"], "releasing -"],
      ["ACTIVE", ["REFUNDING"], "refunding -"],
    ];
    for (const [state, stages, expected] of table)
      expect(
        say(
          nextMove(
            about(
              state,
              stages.map((s) => stage(s)),
            ),
            "EMPLOYER",
          ),
        ),
        expected,
      ).toBe(expected);
    for (const over of ["COMPLETED", "TERMINATED"] as const) expect(nextMove(about(over, []), "EMPLOYER")).toBeNull();
  });
  it("is the answer to a refund for the one who was asked, and the frozen part when nothing else is left", () => {
    const asked = about("ACTIVE", [stage("WORKING", { refunds: [{ side: "EMPLOYER", state: "PROPOSED" }] })]);
    expect(say(nextMove(asked, "PROVIDER"))).toBe("answerRefund PROVIDER");
    expect(say(nextMove(asked, "EMPLOYER"))).toBe("deliver PROVIDER");
    const past = stage("RELEASING", { refunds: [{ side: "PROVIDER", state: "PROPOSED" }] });
    expect(say(nextMove(about("ACTIVE", [past, stage("AWAITING_FUNDING")]), "EMPLOYER"))).toBe("fundNext EMPLOYER");
    const working = (more: object) => about("ACTIVE", [stage("WORKING")], more);
    const change = (state: string) => working({ changes: [{ state, turn: "EMPLOYER", answerBy: at, payBy: at }] });
    const ending = (state: string) => working({ endings: [{ state, answerBy: at }] });
    const both = (of: ReturnType<typeof working>) => (["EMPLOYER", "PROVIDER"] as const).map((side) => say(nextMove(of, side)));
    expect(both(change("PROPOSED"))).toEqual(["answerChange EMPLOYER", "deliver PROVIDER"]);
    expect(both(change("FUNDING"))).toEqual(["payRaise EMPLOYER", "deliver PROVIDER"]);
    expect(both(change("REJECTED"))).toEqual(["deliver PROVIDER", "deliver PROVIDER"]);
    expect(both(ending("ASKED"))).toEqual(["deliver PROVIDER", "stateDone PROVIDER"]);
    expect(both(ending("STATED"))).toEqual(["answerEnding EMPLOYER", "deliver PROVIDER"]);
    expect(say(nextMove(about("ACTIVE", [stage("ACCEPTED", { disputedFen: 100n })]), "EMPLOYER"))).toBe("frozen -");
    expect(say(nextMove(about("ACTIVE", [stage("RELEASING")], { waitingForPayee: true }), "PROVIDER"))).toBe("payee PROVIDER");
  });
});
