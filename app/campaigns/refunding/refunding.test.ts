import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { backer, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { policy } from "#app/campaigns/policy.ts";
import { accountMark, openAccount } from "#app/campaigns/refunding/account-box.server.ts";
import { approveByHand } from "#app/campaigns/refunding/approve-by-hand.server.ts";
import { automaticFen, type LadderFacts, rightOf, stepsOf } from "#app/campaigns/refunding/ladder.ts";
import { namePayee } from "#app/campaigns/refunding/name-payee.server.ts";
import { payByHand } from "#app/campaigns/refunding/pay-by-hand.server.ts";
import { refuseByHand } from "#app/campaigns/refunding/refuse-by-hand.server.ts";
import { retryRefund } from "#app/campaigns/refunding/retry-refund.server.ts";
import { returnUnreleased } from "#app/campaigns/refunding/return-unreleased.server.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { campaignOf, settleDown, settleLots, tick } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { failIntent } from "#app/payments/apply-outcome.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { advance, failRefund } from "#app/payments/world.fixtures.ts";
import { undoneSums } from "#app/people/desk/alarms/undone-sums.server.ts";
import { operator } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
const no = (code: string) => expect.objectContaining({ code });
const at = (text: string) => new Date(`${text}+08:00`);

describe("the ladder", () => {
  const facts: LadderFacts = {
    now: at("2027-05-01T12:00"),
    refundPolicy: "RD_RISK",
    deadlineAt: at("2027-01-01T20:00"),
    succeeded: true,
    state: "COLLECTED",
    late: false,
    collectedFen: 100_00n,
    refundedFen: 0n,
    chargedBackFen: 0n,
    shippingFen: 10_00n,
    hasReward: true,
    customised: false,
    promisedAt: at("2027-04-30T00:00"),
    ships: true,
    campaignShips: true,
    shipped: false,
    receivedAt: null,
    pledgedAt: at("2026-12-20T12:00"),
    freeCancelUntilAt: null,
    costRiseUntilAt: null,
    unreleasedBack: false,
    releasedBps: 4000,
  };
  const right = (more: Partial<LadderFacts>) => {
    const found = rightOf({ ...facts, ...more });
    return found && [found.reason, found.amountFen];
  };

  test.each<[string, Partial<LadderFacts>, ReturnType<typeof right>]>([
    ["nothing before it is late", {}, null],
    ["three days to think after the deadline", { now: at("2027-01-04T19:59") }, ["COOLING_OFF", 100_00n]],
    ["not a second longer", { now: at("2027-01-04T20:00") }, null],
    ["the same from their own day for who came late", { late: true, pledgedAt: at("2027-04-29T00:00") }, ["COOLING_OFF", 100_00n]],
    ["nothing on the 29th day", { now: at("2027-05-29T23:59") }, null],
    ["the unreleased share from the 30th", { now: at("2027-05-30T00:00") }, ["DELAY_UNRELEASED", 60_00n]],
    ["less what came back already", { now: at("2027-05-30T00:00"), refundedFen: 15_00n }, ["DELAY_UNRELEASED", 45_00n]],
    ["nothing of what is released", { now: at("2027-05-30T00:00"), releasedBps: 10_000 }, null],
    ["everything from the 90th", { now: at("2027-07-29T00:00") }, ["DELAY_FULL", 100_00n]],
    ["nothing once it was shipped", { now: at("2027-07-29T00:00"), shipped: true }, null],
    ["everything while a cost that rose too much may be answered", { costRiseUntilAt: at("2027-05-02T00:00") }, ["COST_RISE", 100_00n]],
    ["everything while a correction may be refused", { freeCancelUntilAt: at("2027-05-02T00:00") }, ["CORRECTION", 100_00n]],
    ["goods that exist: on request", { refundPolicy: "SALE_LIKE" }, ["ON_REQUEST", 100_00n]],
    ["shipped: no more", { refundPolicy: "SALE_LIKE", shipped: true }, null],
    [
      "seven days after they came, without the postage",
      { refundPolicy: "SALE_LIKE", shipped: true, receivedAt: at("2027-04-25T00:00") },
      ["RETURNED", 90_00n],
    ],
    ["not an eighth", { refundPolicy: "SALE_LIKE", shipped: true, receivedAt: at("2027-04-24T00:00") }, null],
    [
      "not what was made to order",
      { refundPolicy: "SALE_LIKE", shipped: true, receivedAt: at("2027-04-30T00:00"), customised: true },
      null,
    ],
    [
      "what no parcel carries: seven days after everything was delivered",
      { refundPolicy: "SALE_LIKE", ships: false, shippingFen: 0n, shipped: true, receivedAt: at("2027-04-25T00:00") },
      ["RETURNED", 100_00n],
    ],
    ["and no longer", { refundPolicy: "SALE_LIKE", ships: false, shipped: true, receivedAt: at("2027-04-24T00:00") }, null],
    ["support without a reward is final", { hasReward: false, now: at("2027-07-29T00:00") }, null],
    ["a disputed charge stands still", { state: "DISPUTED", now: at("2027-07-29T00:00") }, null],
    ["nothing before success", { succeeded: false, refundPolicy: "SALE_LIKE" }, null],
  ])("%s", (_name, more, expected) => {
    expect(right(more)).toEqual(expected);
  });

  test("a hundred and twenty days give back by themselves where it shows that nothing was sent", () => {
    const after = { ...facts, now: at("2027-08-28T00:00") };
    expect(automaticFen(after)).toBe(60_00n);
    expect(automaticFen({ ...after, now: at("2027-08-27T23:59") })).toBe(0n);
    expect(automaticFen({ ...after, ships: false, campaignShips: false })).toBe(60_00n);
    expect(automaticFen({ ...after, ships: false })).toBe(0n);
    expect(automaticFen({ ...after, ships: false, unreleasedBack: true })).toBe(60_00n);
    expect(automaticFen({ ...after, ships: false, campaignShips: false, shipped: true })).toBe(0n);
  });

  test("its days begin at midnight in Shanghai", () => {
    const steps = stepsOf(at("2027-04-30T15:00"));
    expect([steps.overdue.at, steps.unreleased.at, steps.full.at, steps.automatic.at]).toEqual([
      at("2027-05-01T00:00"),
      at("2027-05-30T00:00"),
      at("2027-07-29T00:00"),
      at("2027-08-28T00:00"),
    ]);
  });
});

/** A campaign that was collected; the first backer paid by card, the second by wallet. */
async function collected(refundPolicy: "RD_RISK" | "SALE_LIKE" = "RD_RISK") {
  const known = await creator();
  const campaignId = await liveCampaign(known.viewer, small, refundPolicy);
  const [card, wallet] = [await backer(), await backer()];
  const first = await pledge(card.viewer, campaignId, { rewards: { 0: 3 } });
  const second = await pledge(wallet.viewer, campaignId, { rewards: { 0: 3 }, lane: "WALLET" });
  await advance("31d");
  await settleDown();
  return { known, campaignId, card, wallet, first, second };
}

test("a backer takes back what the page showed, once, and no other sum", async () => {
  const { card, wallet, first } = await collected();
  const { collectedFen } = await pledgeOf(first);
  await expect(takeBack(card.viewer, first, collectedFen - 1n)).rejects.toEqual(no("changedMeanwhile"));
  await expect(takeBack(wallet.viewer, first, collectedFen)).rejects.toEqual(no("notFound"));
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => takeBack(card.viewer, first, collectedFen)));
  expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  await settleDown();
  await advance("1h");
  await settleDown();
  expect(await pledgeOf(first)).toMatchObject({ state: "REFUNDED", refundedFen: collectedFen });
  // The channel takes it back days later: it is owed again, and made again.
  const refund = await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: first } });
  const intent = await db.pspIntent.findFirstOrThrow({ where: { refId: refund.id } });
  await failRefund(intent.pspId!);
  await Promise.all(Array.from({ length: 5 }, () => finalise(intent.id, purposes)));
  expect(await pledgeOf(first)).toMatchObject({ state: "REFUNDING" });
  const told = { userId: card.userId, kind: "campaigns.notice.refundCameBack" };
  expect(await db.notice.findMany({ where: told })).toMatchObject([{ href: `/pledges/${first}` }]);
  await advance("5m");
  await settleDown();
  await advance("1h");
  await settleDown();
  expect(await pledgeOf(first)).toMatchObject({ state: "REFUNDED" });
  expect(await db.notice.count({ where: told })).toBe(1);
});

test("nothing shipped for a hundred and twenty days: what was never released goes back by itself", async () => {
  const { campaignId, first, second } = await collected();
  await advance("15d");
  await settleLots();
  const stage = await db.payout.findFirstOrThrow({ where: { campaignId, stage: 1 } });
  await releaseStage(null, stage.id);
  // Promised 150 days after the launch, of which 46 have passed.
  await advance("106d");
  const climbed = async () => {
    await tick("climbLadder", "refundDelayed");
    const { delayLevel, fulfilment } = await campaignOf(campaignId);
    return [delayLevel, fulfilment, (await pledgeOf(first)).refundedFen > 0n];
  };
  expect(await climbed()).toEqual([1, "OVERDUE", false]);
  const { v } = await campaignOf(campaignId);
  expect(await climbed()).toEqual([1, "OVERDUE", false]);
  expect((await campaignOf(campaignId)).v).toBe(v);
  await advance("30d");
  expect(await climbed()).toEqual([2, "OVERDUE", false]);
  await advance("60d");
  expect(await climbed()).toEqual([3, "DEFAULTED", false]);
  await advance("30d");
  expect(await climbed()).toEqual([4, "DEFAULTED", true]);
  expect(await tick("refundDelayed")).toBe(0);
  const paid = await pledgeOf(first);
  expect(paid).toMatchObject({ state: "COLLECTED", refundedFen: (paid.collectedFen * 6n) / 10n });
  expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBeLessThan(3n);
  const late = await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: second } });
  expect(late).toMatchObject({ state: "ASKING", reason: "DELAY_DEFAULT" });
});

test("an operator gives back what was not released; what was stays with its creator", async () => {
  const { campaignId, first, known } = await collected();
  await advance("15d");
  await settleLots();
  const [one, two] = await db.payout.findMany({ where: { campaignId }, orderBy: { stage: "asc" } });
  await releaseStage(null, one!.id);
  await expect(returnUnreleased(known.viewer, campaignId, "核查")).rejects.toEqual(no("notFound"));
  await returnUnreleased((await operator()).viewer, campaignId, "发起人失联");
  expect(await db.payout.findUniqueOrThrow({ where: { id: two!.id } })).toMatchObject({ state: "HELD" });
  await tick("refundDelayed");
  const paid = await pledgeOf(first);
  expect(paid).toMatchObject({ state: "COLLECTED", refundedFen: (paid.collectedFen * 6n) / 10n });
  expect(await tick("refundDelayed")).toBe(0);
});

/** As the desk's page shows it now. */
const shownOf = async (id: string) => ({
  shown: accountMark((await db.pledgeRefund.findUniqueOrThrow({ where: { id } })).payeeAccount!),
});

test("past the wallet's window two operators pay by hand", async () => {
  const { card, wallet, second } = await collected("SALE_LIKE");
  await advance("92d");
  const { collectedFen, orgId } = await pledgeOf(second);
  await takeBack(wallet.viewer, second, collectedFen);
  const { id } = await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: second } });
  const account = { name: "张河", account: "6222 0212 3456 7890" };
  await expect(namePayee(card.viewer, id, account)).rejects.toEqual(no("notFound"));
  await namePayee(wallet.viewer, id, account);
  const kept = await db.pledgeRefund.findUniqueOrThrow({ where: { id } });
  expect(kept.payeeAccount).not.toContain("7890");
  expect(openAccount(kept.payeeAccount!, id)).toBe(account.account);
  const [one, two] = [await operator(), await operator()];
  // The backer corrects the account while an operator has the page open: what nobody has read is neither approved nor refused nor paid.
  const stale = await shownOf(id);
  await namePayee(wallet.viewer, id, account);
  await expect(approveByHand(one.viewer, id, stale)).rejects.toEqual(no("changedMeanwhile"));
  await expect(refuseByHand(one.viewer, id, { ...stale, reason: "户名与账号不符" })).rejects.toEqual(no("changedMeanwhile"));
  const receipt = { ...(await shownOf(id)), reference: "ICBC-0001" };
  await expect(payByHand(one.viewer, id, receipt)).rejects.toEqual(no("wrongState"));
  await approveByHand(one.viewer, id, receipt);
  await expect(payByHand(one.viewer, id, receipt)).rejects.toEqual(no("secondOperator"));
  await expect(payByHand(two.viewer, id, { ...receipt, ...stale })).rejects.toEqual(no("changedMeanwhile"));
  const all = await Promise.allSettled(Array.from({ length: 6 }, () => payByHand(two.viewer, id, receipt)));
  expect(all.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await pledgeOf(second)).toMatchObject({ state: "REFUNDED" });
  expect(await balanceOf(`refund:payable:${orgId}`)).toBe(0n);
});

test("an account that cannot be paid is asked for again, before and after the approval, and is never both refused and paid", async () => {
  const { campaignId, wallet, second } = await collected("SALE_LIKE");
  await advance("92d");
  await takeBack(wallet.viewer, second, (await pledgeOf(second)).collectedFen);
  const { id } = await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: second } });
  // The money waits at the channel for an account: from the second day that alarms.
  const alarming = async (hours: number) =>
    (await undoneSums(new Date((await appNow()).getTime() + hours * 3_600_000))).filter(({ key }) => key.includes(campaignId));
  expect(await alarming(23)).toEqual([]);
  expect(await alarming(25)).toMatchObject([{ key: `sum:pledgeRefund:${campaignId}:85`, href: "/desk/campaigns/refunds?show=asking" }]);
  const rowOf = () => db.pledgeRefund.findUniqueOrThrow({ where: { id } });
  const reason = "户名与账号不符";
  let why = { reason, shown: "" };
  const name = async () => {
    await namePayee(wallet.viewer, id, { name: "张河", account: "6222 0212 3456 7890" });
    why = { reason, ...(await shownOf(id)) };
  };
  const [one, two, three] = [await operator(), await operator(), await operator()];
  await expect(refuseByHand(one.viewer, id, why)).rejects.toEqual(no("wrongState"));
  const asked = { state: "ASKING", approvedById: null, payeeName: null, payeeAccount: null };
  await name();
  await expect(refuseByHand(wallet.viewer, id, why)).rejects.toEqual(no("notFound"));
  const refused = await Promise.allSettled(Array.from({ length: 6 }, () => refuseByHand(one.viewer, id, why)));
  expect(refused.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await rowOf()).toMatchObject(asked);
  const told = await db.notice.findFirstOrThrow({ where: { userId: wallet.userId, kind: "campaigns.notice.payeeRefused" } });
  expect(told).toMatchObject({ href: `/pledges/${second}#refund`, params: { reason } });
  await name();
  await approveByHand(one.viewer, id, why);
  await refuseByHand(two.viewer, id, why);
  expect(await rowOf()).toMatchObject(asked);
  expect(await db.operatorAct.count({ where: { act: "refuseRefundByHand", subjectId: id, reason } })).toBe(2);

  await name();
  await approveByHand(one.viewer, id, why);
  const outcome = await Promise.allSettled([
    refuseByHand(three.viewer, id, why),
    payByHand(two.viewer, id, { ...why, reference: "ICBC-0002" }),
    refuseByHand(one.viewer, id, why),
    payByHand(three.viewer, id, { ...why, reference: "ICBC-0003" }),
  ]);
  expect(outcome.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  if ((await rowOf()).state === "ASKING") {
    await name();
    await approveByHand(one.viewer, id, why);
    await payByHand(two.viewer, id, { ...why, reference: "ICBC-0004" });
  }
  await expect(refuseByHand(three.viewer, id, why)).rejects.toEqual(no("wrongState"));
  expect(await rowOf()).toMatchObject({ state: "DONE", payeeName: "张河" });
});

test("a refund that keeps failing is tried again later and later, then a person is asked", async () => {
  const { card, first } = await collected();
  await takeBack(card.viewer, first, (await pledgeOf(first)).collectedFen);
  const refundOf = () => db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: first } });
  const failNow = async () => {
    const live = await db.pspIntent.findFirstOrThrow({ where: { refId: (await refundOf()).id, state: { not: "FAILED" } } });
    expect(await failIntent(live.id, "account_closed: the account is closed", purposes)).toBe("FAILED");
  };
  for (const ms of policy.retryMs) {
    await failNow();
    expect((await refundOf()).state).toBe("READY");
    expect(await tick("resendRefund")).toBe(0);
    await advance(`${ms / 60_000}m`);
    expect(await tick("resendRefund")).toBe(1);
  }
  await failNow();
  // It never arrived: nobody hears that it came back.
  expect(await db.notice.count({ where: { userId: card.userId, kind: "campaigns.notice.refundCameBack" } })).toBe(0);
  expect(await refundOf()).toMatchObject({ state: "STUCK", attempts: policy.retryMs.length + 1 });
  await expect(retryRefund(card.viewer, (await refundOf()).id, "again")).rejects.toEqual(no("notFound"));
  await retryRefund((await operator()).viewer, (await refundOf()).id, "again");
  await settleDown();
  await advance("1h");
  await settleDown();
  expect(await refundOf()).toMatchObject({ state: "DONE" });
});

test("the books agree", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
