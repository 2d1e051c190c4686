import { describe, expect, it } from "vitest";
import type { Side } from "#app/contracts/contract.ts";
import {
  type DisputeState,
  deskDeadline,
  disputeFlow,
  disputeStates,
  frozenStates,
  lossOf,
  overStates,
  shareOf,
  sideDeadline,
  splitByShare,
  wishOf,
} from "#app/contracts/disputes/dispute.ts";
import { disputeTurn } from "#app/contracts/disputes/dispute-turn.ts";
import { days, policy } from "#app/contracts/policy.ts";
import { allows, movesOf } from "#app/flow.ts";

describe("the flow of a dispute", () => {
  it("allows exactly these moves in each state", () => {
    const verbs = (s: DisputeState) => Object.keys(disputeFlow).filter((verb) => allows<DisputeState>(disputeFlow, verb, s));
    const talk = "acceptOffer";
    const always = "recordFiling addEvidence withdrawDispute endByBank";
    expect(Object.fromEntries(disputeStates.map((s) => [s, verbs(s).join(" ")]))).toEqual({
      OPENED: `respond defaultDispute ${talk} hurryDispute ${always}`,
      RESPONDED: `makeOffer ${talk} endNegotiation hurryDispute ${always}`,
      NEGOTIATING: `makeOffer ${talk} endNegotiation hurryDispute ${always}`,
      MEDIATION: `${talk} proposeSplit answerProposal endMediation hurryDispute ${always}`,
      PANEL: `${talk} decideDispute ${always}`,
      DECIDED: "appealDispute waiveAppeal executeDispute recordFiling endByBank",
      APPEALED: "decideAppeal recordFiling addEvidence endByBank",
      FINAL: "executeDispute recordFiling endByBank",
      DEFAULTED: "reinstateDispute executeDispute recordFiling endByBank",
      EXECUTED: "",
      SETTLED: "",
      WITHDRAWN: "",
    });
    expect([...frozenStates, ...overStates].sort()).toEqual([...disputeStates].sort());
  });

  it("lets every state end, and only operators decide", () => {
    const next = (s: DisputeState) =>
      Object.values(disputeFlow).flatMap((move) =>
        ([move.from].flat() as DisputeState[]).includes(s) ? ([move.to].flat() as DisputeState[]) : [],
      );
    for (const state of frozenStates) {
      const seen = new Set<DisputeState>([state]);
      for (const s of seen) for (const to of next(s)) seen.add(to);
      expect(
        overStates.some((over) => seen.has(over)),
        state,
      ).toBe(true);
    }
    expect(disputeStates.flatMap((s) => movesOf(disputeFlow, s, "operator"))).toEqual(["proposeSplit", "decideDispute", "decideAppeal"]);
  });
});

describe("a split", () => {
  it("by percent loses no fen; the odd one is the provider's", () => {
    for (let share = 0; share <= 100; share++) {
      const { toProviderFen, toEmployerFen } = splitByShare(99_999n, share);
      expect(toProviderFen + toEmployerFen).toBe(99_999n);
      expect(toProviderFen >= (99_999n * BigInt(share)) / 100n).toBe(true);
    }
    expect(splitByShare(101n, 50)).toEqual({ toProviderFen: 51n, toEmployerFen: 50n });
    expect([splitByShare(7n, 0).toProviderFen, splitByShare(7n, 100).toEmployerFen]).toEqual([0n, 0n]);
    expect(shareOf(300n, 100n)).toBe(33.3);
  });

  it("after silence is what the opener asked for, whoever it is", () => {
    const stands = (side: Side, wantedFen: bigint) => {
      const { toProviderFen, toEmployerFen } = wishOf({ side, amountFen: 100n, wantedFen });
      return [toProviderFen, toEmployerFen];
    };
    expect([stands("EMPLOYER", 70n), stands("PROVIDER", 70n)]).toEqual([
      [30n, 70n],
      [70n, 30n],
    ]);
    expect([stands("EMPLOYER", 100n), stands("PROVIDER", 100n), stands("PROVIDER", 0n)]).toEqual([
      [0n, 100n],
      [100n, 0n],
      [0n, 100n],
    ]);
  });

  it("is lost by the side whose wish was further away", () => {
    const claim = { side: "EMPLOYER" as const, amountFen: 100n, wantedFen: 80n };
    expect([lossOf(claim, 100n, 20n), lossOf(claim, 100n, 90n), lossOf(claim, 100n, 60n), lossOf(claim, null, 20n)]).toEqual([
      "PROVIDER",
      "EMPLOYER",
      null,
      "PROVIDER",
    ]);
  });
});

describe("the turn of a dispute", () => {
  const now = new Date("2026-12-01T02:00:00Z");
  const later = new Date(now.getTime() + days(2));
  const about = (state: DisputeState, more: object = {}) => ({
    ...{ state, side: "EMPLOYER" as const, amountFen: 100n, wantedFen: 70n, dueAt: later, objectUntil: null, proposedAt: null },
    ...{
      employerAgrees: null,
      providerAgrees: null,
      employerWaivedAt: null,
      providerWaivedAt: null,
      toProviderFen: null,
      toEmployerFen: null,
    },
    ...more,
  });
  const say = (state: DisputeState, more: object = {}) => {
    const turn = disputeTurn(about(state, more), now);
    return turn && `${turn.key} ${turn.sides.join("+") || (turn.desk ? "desk" : "time")}`;
  };

  it("names who acts, in every state", () => {
    const stands = { objectUntil: later, toProviderFen: 30n, toEmployerFen: 70n };
    expect(say("OPENED")).toBe("respond PROVIDER");
    expect(disputeTurn(about("OPENED"), now)?.otherwise).toEqual({ toProviderFen: 30n, toEmployerFen: 70n });
    expect([say("RESPONDED"), say("NEGOTIATING")]).toEqual(["negotiate EMPLOYER+PROVIDER", "negotiate EMPLOYER+PROVIDER"]);
    expect(say("MEDIATION")).toBe("propose desk");
    expect(say("MEDIATION", { proposedAt: now, employerAgrees: true })).toBe("answer PROVIDER");
    expect(say("PANEL")).toBe("decide desk");
    expect(say("DECIDED", { ...stands, providerWaivedAt: now })).toBe("appeal EMPLOYER");
    // Filed outside: the term to appeal is over, the money still waits.
    expect(say("DECIDED", { ...stands, objectUntil: now })).toBe("execute time");
    expect(say("APPEALED", stands)).toBe("decideAppeal desk");
    expect(say("DEFAULTED", stands)).toBe("reinstate PROVIDER");
    expect([say("FINAL", stands), say("EXECUTED", { dueAt: null })]).toEqual(["execute time", null]);
  });
});

it("the whole way fits into the days that a stage keeps free for a dispute, over the longest holiday", () => {
  const { respondMs, negotiateMs, proposeMs, answerMs, decideMs, appealMs, decideAppealMs, executeMs } = policy.dispute;
  const opened = new Date("2026-09-20T02:00:00Z");
  let at = sideDeadline(opened, respondMs);
  at = sideDeadline(at, negotiateMs);
  at = sideDeadline(deskDeadline(at, proposeMs), answerMs);
  at = sideDeadline(deskDeadline(at, decideMs), appealMs);
  at = new Date(deskDeadline(at, decideAppealMs).getTime() + executeMs);
  expect((at.getTime() - opened.getTime()) / days(1)).toBeLessThanOrEqual(42);
});
