import { expect, test } from "vitest";
import {
  collectionFlow,
  fulfilmentFlow,
  fundedBps,
  heldFen,
  lateFlow,
  lifecycleFlow,
  moderationFlow,
  payoutFlow,
} from "#app/campaigns/campaign.ts";
import { allows, type Flow } from "#app/flow.ts";

/** Every verb of the six machines in every state: what is not in these tables is refused. */
const machines: Record<string, { flow: Flow<string>; states: string; table: Record<string, string> }> = {
  lifecycle: {
    flow: lifecycleFlow as Flow<string>,
    states: "DRAFT IN_REVIEW CHANGES_REQUESTED REJECTED APPROVED PRELAUNCH LIVE SETTLING SUCCESSFUL FAILED CANCELLED",
    table: {
      saveDraft: "DRAFT CHANGES_REQUESTED REJECTED",
      submitCampaign: "DRAFT CHANGES_REQUESTED",
      withdrawCampaign: "IN_REVIEW APPROVED PRELAUNCH",
      approveCampaign: "IN_REVIEW",
      requestChanges: "IN_REVIEW",
      rejectCampaign: "IN_REVIEW",
      appealRejection: "REJECTED",
      lapseApproval: "APPROVED PRELAUNCH",
      publishPreview: "APPROVED",
      launchCampaign: "APPROVED PRELAUNCH",
      cancelCampaign: "LIVE",
      stopCampaign: "SETTLING",
      endStandstill: "SETTLING",
      beginSettling: "LIVE",
      settleCampaign: "SETTLING",
      refundAll: "SUCCESSFUL",
    },
  },
  moderation: {
    flow: moderationFlow as Flow<string>,
    states: "CLEAR FLAGGED FROZEN SUSPENDED PURGED",
    table: {
      flag: "CLEAR",
      freeze: "CLEAR FLAGGED",
      suspend: "CLEAR FLAGGED FROZEN",
      purge: "FLAGGED FROZEN SUSPENDED",
      clear: "FLAGGED FROZEN SUSPENDED PURGED",
    },
  },
  collection: {
    flow: collectionFlow as Flow<string>,
    states: "NONE CHARGING RETRY_WINDOW DECISION_NEEDED CLOSED",
    table: {
      beginCharging: "NONE",
      openRetryWindow: "CHARGING",
      askDecision: "CHARGING RETRY_WINDOW",
      closeCollection: "CHARGING RETRY_WINDOW",
      deliverAnyway: "DECISION_NEEDED",
      refundAll: "DECISION_NEEDED",
    },
  },
  latePledge: {
    flow: lateFlow as Flow<string>,
    states: "OFF SCHEDULED OPEN ENDED",
    table: { scheduleLate: "OFF", cancelLate: "SCHEDULED", openLate: "SCHEDULED", endLate: "SCHEDULED OPEN" },
  },
  fulfilment: {
    flow: fulfilmentFlow as Flow<string>,
    states: "NOT_STARTED SURVEY IN_PRODUCTION SHIPPING DELIVERED OVERDUE DEFAULTED",
    table: {
      sendSurvey: "NOT_STARTED",
      beginProduction: "NOT_STARTED SURVEY",
      beginShipping: "NOT_STARTED SURVEY IN_PRODUCTION OVERDUE",
      finishDelivery: "NOT_STARTED SURVEY IN_PRODUCTION SHIPPING OVERDUE",
      markOverdue: "NOT_STARTED SURVEY IN_PRODUCTION",
      markDefaulted: "NOT_STARTED SURVEY IN_PRODUCTION SHIPPING OVERDUE",
    },
  },
  payout: {
    flow: payoutFlow as Flow<string>,
    states: "PLANNED HELD RELEASABLE RELEASING RELEASED FAILED CLAWED_BACK",
    table: {
      holdStage: "PLANNED RELEASABLE",
      unholdStage: "HELD",
      releaseStage: "PLANNED",
      transferStage: "RELEASABLE FAILED",
      finishStage: "RELEASABLE RELEASING FAILED",
      failStage: "RELEASING",
      reverseStage: "RELEASED",
      clawBack: "RELEASABLE FAILED RELEASED",
    },
  },
};

for (const [machine, { flow, states, table }] of Object.entries(machines)) {
  test(`${machine} has these verbs and no other`, () => {
    expect(Object.keys(flow).sort()).toEqual(Object.keys(table).sort());
  });
  test.each(Object.keys(table))(`${machine}: %s only from where it may`, (verb) => {
    const all = states.split(" ");
    const from = table[verb]!.split(" ");
    expect(all.filter((state) => allows(flow, verb, state))).toEqual(all.filter((state) => from.includes(state)));
  });
}

test("nothing leads out of an end", () => {
  for (const state of ["FAILED", "CANCELLED"])
    for (const verb of Object.keys(lifecycleFlow)) expect(allows(lifecycleFlow as Flow<string>, verb, state)).toBe(false);
  expect(Object.keys(lateFlow).some((verb) => allows(lateFlow as Flow<string>, verb, "ENDED"))).toBe(false);
});

test("a percentage never says 100 before it is", () => {
  expect(fundedBps({ pledgedFen: 999_999n, goalFen: 1_000_000n })).toBe(9999);
  expect(fundedBps({ pledgedFen: 0n, goalFen: 0n })).toBe(0);
  expect(heldFen({ receivedFen: 900n, refundedFen: 200n, releasedFen: 300n })).toBe(400n);
});
