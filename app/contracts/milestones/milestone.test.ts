import { describe, expect, it } from "vitest";
import {
  acceptDeadline,
  coolingEnd,
  endedStates,
  fittingReminders,
  heldFen,
  type MilestoneState,
  milestoneFlow,
  milestoneSteps,
  restFen,
  takeBackBar,
} from "#app/contracts/milestones/milestone.ts";
import { successFee } from "#app/contracts/settlement/fee.ts";
import { addWorkingTime, isWorkingDay, shiftDeadline } from "#app/contracts/working-days.ts";
import { allows, movesOf } from "#app/flow.ts";

const at = (text: string) => new Date(`${text}+08:00`);
const all: MilestoneState[] = [
  "PLANNED",
  "AWAITING_FUNDING",
  "FUNDED",
  "WORKING",
  "SUBMITTED",
  "CHANGES_REQUESTED",
  "ACCEPTED",
  "RELEASING",
  "RELEASED",
  "REFUNDING",
  "REFUNDED",
  "CANCELLED",
];

describe("the flow of a milestone", () => {
  it("allows exactly these verbs in each state", () => {
    const table = Object.fromEntries(
      all.map((s) => [
        s,
        Object.keys(milestoneFlow)
          .filter((v) => allows(milestoneFlow, v, s))
          .join(" "),
      ]),
    );
    expect(table).toEqual({
      PLANNED: "openFunding changeStage cancelUnfunded",
      AWAITING_FUNDING: "fundMilestone changeStage cancelUnfunded",
      FUNDED: "startWork cancelFunded giveBack openDispute executeDispute endHold changeStage loseCardDispute",
      WORKING:
        "submitDelivery giveBack giveNotice takeBack proposeRefund answerRefund openDispute executeDispute endHold changeStage agreeEnding loseCardDispute",
      SUBMITTED:
        "requestChanges acceptDelivery giveBack proposeRefund answerRefund openDispute executeDispute endHold changeStage agreeEnding loseCardDispute",
      CHANGES_REQUESTED:
        "submitDelivery giveBack proposeRefund answerRefund openDispute executeDispute endHold changeStage agreeEnding loseCardDispute",
      ACCEPTED: "releaseMilestone proposeRefund answerRefund openDispute executeDispute endHold loseCardDispute",
      RELEASING: "releaseRest settle",
      RELEASED: "",
      REFUNDING: "refundRest settle",
      REFUNDED: "",
      CANCELLED: "",
    });
  });
  it("lets the employer move only what is the employer's", () => {
    expect(movesOf(milestoneFlow, "SUBMITTED", "employer")).toEqual([
      "requestChanges",
      "acceptDelivery",
      "proposeRefund",
      "answerRefund",
      "openDispute",
      "changeStage",
      "agreeEnding",
    ]);
    expect(movesOf(milestoneFlow, "SUBMITTED", "provider")).toEqual([
      "giveBack",
      "proposeRefund",
      "answerRefund",
      "openDispute",
      "changeStage",
    ]);
  });
  it("reaches an end from every state, and the stepper shows states of the flow", () => {
    const next = (s: MilestoneState) =>
      Object.values(milestoneFlow)
        .filter((m) => [m.from].flat().includes(s as never))
        .flatMap((m) => [m.to].flat() as MilestoneState[]);
    for (const start of all) {
      const seen = new Set<MilestoneState>([start]);
      for (const s of seen) for (const to of next(s)) seen.add(to);
      expect(
        [...seen].some((s) => endedStates.includes(s)),
        start,
      ).toBe(true);
    }
    expect(milestoneSteps.every((s) => all.includes(s))).toBe(true);
  });
  it("counts what is held and what is free", () => {
    const m = { amountFen: 100n, releasedFen: 20n, refundedFen: 10n, disputedFen: 30n, cardFrozenFen: 0n };
    expect([heldFen(m), restFen(m)]).toEqual([70n, 40n]);
    // A card dispute and one between the sides may freeze the same money.
    expect([restFen({ ...m, cardFrozenFen: 15n }), restFen({ ...m, cardFrozenFen: 70n })]).toEqual([25n, 0n]);
  });
});

describe("deadlines", () => {
  it("know the 2026 holidays and the days worked in exchange", () => {
    expect(isWorkingDay(at("2026-10-01T10:00"))).toBe(false);
    expect(isWorkingDay(at("2026-10-08T10:00"))).toBe(true);
    expect(isWorkingDay(at("2026-10-10T10:00"))).toBe(true); // a Saturday worked for the National Day
    expect(isWorkingDay(at("2026-10-11T10:00"))).toBe(false);
    expect(isWorkingDay(at("2027-01-02T10:00"))).toBe(false);
    expect(isWorkingDay(at("2027-01-04T10:00"))).toBe(true);
  });
  it("move off a holiday to 18:00 of the next working day, also across 国庆", () => {
    expect(acceptDeadline(at("2026-09-26T09:00"), 7, 0)).toEqual(at("2026-10-08T18:00"));
    expect(shiftDeadline(at("2026-09-30T23:59"))).toEqual(at("2026-09-30T23:59"));
    expect(shiftDeadline(at("2026-10-07T23:59"))).toEqual(at("2026-10-08T18:00"));
    expect(shiftDeadline(at("2026-09-26T12:00"))).toEqual(at("2026-09-28T18:00")); // 中秋
  });
  it("on a weekend move only after 18:00", () => {
    expect(shiftDeadline(at("2026-11-21T17:00"))).toEqual(at("2026-11-21T17:00"));
    expect(shiftDeadline(at("2026-11-21T18:01"))).toEqual(at("2026-11-23T18:00"));
    expect(shiftDeadline(at("2026-10-10T20:00"))).toEqual(at("2026-10-10T20:00")); // worked in exchange
  });
  it("of working time skip free days", () => {
    expect(addWorkingTime(at("2026-11-20T15:00"), 72 * 3_600_000)).toEqual(at("2026-11-25T15:00"));
    expect(addWorkingTime(at("2026-09-30T12:00"), 24 * 3_600_000)).toEqual(at("2026-10-08T12:00"));
  });
  it("shorten the acceptance clock after two full restarts", () => {
    expect(acceptDeadline(at("2026-11-02T09:00"), 7, 2)).toEqual(at("2026-11-09T09:00"));
    expect(acceptDeadline(at("2026-11-02T09:00"), 7, 3)).toEqual(at("2026-11-05T09:00"));
  });
  it("fit only the reminders that lie after the delivery", () => {
    expect(fittingReminders(at("2026-11-02T09:00"), at("2026-11-09T09:00"))).toEqual([72, 24, 2]);
    expect(fittingReminders(at("2026-11-02T09:00"), at("2026-11-05T09:00"))).toEqual([24, 2]);
  });
  it("cool longer for the unverified and for cards", () => {
    const accepted = at("2026-11-02T09:00");
    expect(coolingEnd(accepted, false, "alipay")).toEqual(at("2026-11-07T09:00"));
    expect(coolingEnd(accepted, true, "alipay")).toEqual(at("2026-11-04T09:00"));
    expect(coolingEnd(accepted, true, "card")).toEqual(at("2026-11-07T09:00"));
  });
});

describe("taking the money of an abandoned stage back", () => {
  const dueAt = at("2026-11-02T09:00");
  const silent = at("2026-10-20T09:00");
  it("needs lateness, silence and an unanswered notice, in this order", () => {
    expect(takeBackBar({ dueAt, formalNoticeAt: null }, silent, at("2026-11-05T08:59"))?.bar).toBe("notOverdue");
    expect(takeBackBar({ dueAt, formalNoticeAt: null }, at("2026-11-01T09:00"), at("2026-11-06T09:00"))?.bar).toBe("notSilent");
    expect(takeBackBar({ dueAt, formalNoticeAt: null }, silent, at("2026-11-06T09:00"))?.bar).toBe("noNotice");
    expect(takeBackBar({ dueAt, formalNoticeAt: at("2026-11-05T09:00") }, silent, at("2026-11-06T09:00"))?.bar).toBe("noticeRunning");
    expect(takeBackBar({ dueAt, formalNoticeAt: at("2026-11-05T09:00") }, silent, at("2026-11-07T09:00"))).toBeNull();
  });
  it("is barred by any answer to the notice", () => {
    const answered = at("2026-11-05T10:00");
    expect(takeBackBar({ dueAt, formalNoticeAt: at("2026-11-05T09:00") }, answered, at("2026-11-20T09:00"))?.bar).toBe("noNotice");
  });
});

describe("the fee of a pair", () => {
  it("is 5, 4 and 3 per cent by what the pair has moved", () => {
    expect(successFee(0n, 100_000n)).toBe(5_000n);
    expect(successFee(5_000_000n, 100_000n)).toBe(4_000n);
    expect(successFee(30_000_000n, 100_000n)).toBe(3_000n);
  });
  it("splits a release that crosses a tier", () => {
    // ¥49,000 before, ¥2,000 now: half at 5 %, half at 4 %.
    expect(successFee(4_900_000n, 200_000n)).toBe(5_000n + 4_000n);
    // From nothing over both tiers at once.
    expect(successFee(0n, 40_000_000n)).toBe(250_000n + 1_000_000n + 300_000n);
  });
  it("is at least ¥2, rounded down, and never more than the release", () => {
    expect(successFee(0n, 1_000n)).toBe(200n);
    expect(successFee(0n, 150n)).toBe(150n);
    expect(successFee(0n, 10_019n)).toBe(500n);
  });
  it("is nearly the same however a sum is cut", () => {
    let cut = 0n;
    for (let i = 0n; i < 10n; i++) cut += successFee(i * 1_000_000n, 1_000_000n);
    expect(cut).toBe(successFee(0n, 10_000_000n));
  });
});
