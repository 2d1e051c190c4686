import "#app/payments/world.fixtures.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { allocate } from "#app/campaigns/paying-out/allocate.server.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { transferStage } from "#app/campaigns/paying-out/transfer-stage.server.ts";
import { backer, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { campaignOf, sendAll, settleDown, settleLots, tick } from "#app/campaigns/settling/fixtures.ts";
import { signedContract } from "#app/contracts/fixtures.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { advance, onboard } from "#app/payments/world.fixtures.ts";
import { type Known, operator } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
const no = (code: string) => expect.objectContaining({ code });
const wrong = async () => (await audit()).filter((check) => check.found > 0);
const stageOf = (campaignId: string, stage: number) => db.payout.findUniqueOrThrow({ where: { campaignId_stage: { campaignId, stage } } });
const told = (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `cards.notice.${kind}` } });
const owes = (known: Known) => balanceOf(`provider:receivable:${known.orgId}`);
const available = (known: Known) => balanceOf(`provider:available:${known.orgId}`);
let desk: Known;
beforeAll(async () => {
  desk = await operator();
});

/** Two card pledges, collected and closed; the first stage can leave. The creator can really be paid. */
async function collected(policy: "RD_RISK" | "SALE_LIKE" = "RD_RISK") {
  const known = await creator();
  await onboardingUrl(known.viewer, known.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: known.orgId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const campaignId = await liveCampaign(known.viewer, small, policy);
  const backers = await Promise.all([backer(), backer()]);
  const pledges: string[] = [];
  for (const who of backers) pledges.push(await pledge(who.viewer, campaignId, { rewards: { 0: 3 } }));
  await advance("31d");
  await settleDown();
  await advance("15d");
  await settleLots();
  const { collectedFen } = await pledgeOf(pledges[0]!);
  return { known, campaignId, backers, pledges, collectedFen, bank: await bankOf("pledge", pledges[0]!) };
}
const release = async (campaignId: string, ...stages: number[]) => {
  for (const n of stages) await releaseStage(desk.viewer, (await stageOf(campaignId, n)).id, "测试");
};

describe("a pledge's card dispute", () => {
  test("freezes its part: no refund, no release of it, others go on; won, it stands again", async () => {
    const { campaignId, known, backers, pledges, collectedFen, bank } = await collected("SALE_LIKE");
    expect(await bank.takes()).toBe("OPEN");
    expect(await pledgeOf(pledges[0]!)).toMatchObject({ state: "DISPUTED" });
    expect(await campaignOf(campaignId)).toMatchObject({ cardFrozenFen: collectedFen });
    expect([await told(backers[0]!.userId, "pledgeOpened"), await told(known.userId, "campaignOpened")]).toEqual([1, 1]);
    await expect(takeBack(backers[0]!.viewer, pledges[0]!, collectedFen)).rejects.toEqual(no("nothingToGiveBack"));
    await release(campaignId, 1, 2);
    // Only the other pledge's share of the two stages is released.
    expect((await campaignOf(campaignId)).releasedFen).toBe((collectedFen * 7n) / 10n);
    await takeBack(backers[1]!.viewer, pledges[1]!, collectedFen);
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(collectedFen);
    expect(await wrong()).toEqual([]);
    expect(await bank.loses()).toBe("WON");
    expect(await pledgeOf(pledges[0]!)).toMatchObject({ state: "COLLECTED" });
    expect(await campaignOf(campaignId)).toMatchObject({ cardFrozenFen: 0n });
    expect([await told(backers[0]!.userId, "pledgeWon"), await told(known.userId, "campaignWon")]).toEqual([1, 1]);
    expect(await wrong()).toEqual([]);
  });

  test("lost before any release is paid by the campaign's escrow, and the pledge is over", async () => {
    const { campaignId, pledges, collectedFen, bank } = await collected();
    await bank.takes();
    expect(await bank.keeps()).toBe("LOST");
    expect(await pledgeOf(pledges[0]!)).toMatchObject({ state: "CHARGED_BACK", chargedBackFen: collectedFen, refundedFen: 0n });
    expect(await bank.row()).toMatchObject({ escrowFen: collectedFen, debtFen: 0n });
    expect(await campaignOf(campaignId)).toMatchObject({ refundedFen: collectedFen, releasedFen: 0n, cardFrozenFen: 0n });
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(collectedFen);
    expect(await wrong()).toEqual([]);
  });

  test("lost after stages were released and sent: escrow, the unsent stage, the fee, at last a debt", async () => {
    const { campaignId, known, backers, collectedFen, bank } = await collected("SALE_LIKE");
    await release(campaignId, 1, 2, 3);
    await transferStage(known.viewer, (await stageOf(campaignId, 1)).id);
    await sendAll();
    const before = await available(known);
    await bank.keeps();
    const { escrowFen, earningsFen, incomeFen, debtFen, lossFen } = await bank.row();
    // Half of everything is one pledge: stage 3 gives 30 of its 50 percent, stage 2 the other 20.
    expect({ escrowFen, incomeFen, debtFen, lossFen }).toEqual({ escrowFen: 0n, incomeFen: collectedFen / 20n, debtFen: 0n, lossFen: 0n });
    expect(await available(known)).toBe(before - earningsFen);
    expect(await wrong()).toEqual([]);
    for (const n of [2, 3]) await transferStage(known.viewer, (await stageOf(campaignId, n)).id);
    await sendAll();
    const second = await bankOf("pledge", (await db.pledge.findFirstOrThrow({ where: { userId: backers[1]!.userId } })).id);
    await second.keeps();
    expect(await second.row()).toMatchObject({
      earningsFen: 0n,
      incomeFen: collectedFen / 20n,
      debtFen: collectedFen - collectedFen / 20n,
    });
    expect(await owes(known)).toBe(collectedFen - collectedFen / 20n);
    expect(await told(known.userId, "debtArose")).toBe(1);
    expect(await wrong()).toEqual([]);
  });

  test("lost while the stage's money is in a task: the task keeps it, what comes back repays the debt", async () => {
    const { campaignId, known, collectedFen, bank } = await collected();
    await release(campaignId, 1);
    const stage = await stageOf(campaignId, 1);
    const net = stage.grossFen - stage.feeFen;
    const deal = await signedContract({ employer: known, amounts: [net, 50_00n] });
    const { taskId } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
    const line = await db.budgetLine.findFirstOrThrow({ where: { campaignId } });
    await db.budgetTask.create({ data: { taskId, lineId: line.id, byUserId: known.userId, createdAt: await appNow() } });
    await allocate(known.viewer, stage.id, deal.stages[0]!);
    await release(campaignId, 2, 3);
    await transferStage(known.viewer, (await stageOf(campaignId, 2)).id);
    await transferStage(known.viewer, (await stageOf(campaignId, 3)).id);
    await sendAll();
    await bank.keeps();
    expect(await balanceOf(`escrow:milestone:${deal.stages[0]}`)).toBe(net);
    const owed = collectedFen - collectedFen / 20n;
    expect(await owes(known)).toBe(owed);
    expect(await wrong()).toEqual([]);
    await cancelFunded(known.viewer, deal.stages[0]!);
    await tick("returnAllocation");
    await transferStage(known.viewer, stage.id);
    await sendAll();
    const left = owed > net ? owed - net : 0n;
    expect(await owes(known)).toBe(left);
    expect(await stageOf(campaignId, 1)).toMatchObject({ state: "RELEASED", takenFen: net < owed ? net : owed });
    expect(await wrong()).toEqual([]);
  });

  test("over a part of it leaves the rest of the pledge", async () => {
    const { campaignId, pledges, collectedFen } = await collected();
    const bank = await bankOf("pledge", pledges[1]!, 10_001n);
    await bank.takes();
    await bank.keeps();
    expect(await pledgeOf(pledges[1]!)).toMatchObject({ state: "COLLECTED", chargedBackFen: 10_001n });
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(2n * collectedFen - 10_001n);
    expect(await wrong()).toEqual([]);
  });

  test("meets a refund that is on its way: the bank's money counts for it", async () => {
    const { backers, pledges, collectedFen, bank } = await collected("SALE_LIKE");
    await takeBack(backers[0]!.viewer, pledges[0]!, collectedFen);
    await bank.takes();
    // The channel refuses to refund what is disputed.
    const intent = await db.pspIntent.findFirstOrThrow({ where: { kind: "REFUND", state: "CREATED" } });
    const said = { intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    await applyOutcome(intent.id, { id: `re_${intent.id}`, ...said, state: "failed", error: "charge_disputed: charged back" }, purposes);
    await advance("1h");
    await tick("resendRefund");
    expect(await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: pledges[0] } })).toMatchObject({ state: "READY" });
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ refundFen: collectedFen, escrowFen: 0n, lossFen: 0n });
    expect(await db.pledgeRefund.findFirstOrThrow({ where: { pledgeId: pledges[0] } })).toMatchObject({
      state: "DONE",
      keptFen: collectedFen,
    });
    expect(await pledgeOf(pledges[0]!)).toMatchObject({ state: "REFUNDED", refundedFen: collectedFen, chargedBackFen: 0n });
    expect(await wrong()).toEqual([]);
  });

  test("at the same moment as the release, the other's refund and its own leaves every fen in one place", async () => {
    const { campaignId, backers, pledges, collectedFen, bank } = await collected("SALE_LIKE");
    const stage = await stageOf(campaignId, 1);
    await Promise.allSettled([
      ...Array.from({ length: 6 }, () => bank.takes()),
      ...Array.from({ length: 6 }, () => releaseStage(null, stage.id)),
      ...pledges.flatMap((id, i) => Array.from({ length: 4 }, () => takeBack(backers[i]!.viewer, id, collectedFen))),
    ]);
    expect(await wrong()).toEqual([]);
    const campaign = await campaignOf(campaignId);
    expect(campaign.cardFrozenFen).toBe((await bank.row()).frozenFen);
    await Promise.all([...Array.from({ length: 4 }, () => bank.loses()), ...Array.from({ length: 4 }, () => bank.keeps())]);
    expect(["WON", "LOST"]).toContain((await bank.row()).state);
    expect((await campaignOf(campaignId)).cardFrozenFen).toBe(0n);
    expect(await wrong()).toEqual([]);
  });
});

test("a stage's transfer that comes back is sent again once", async () => {
  const { campaignId, known } = await collected();
  await release(campaignId, 1);
  const { id } = await stageOf(campaignId, 1);
  await transferStage(known.viewer, id);
  await sendAll();
  const intent = await db.pspIntent.findFirstOrThrow({ where: { refType: "payout", refId: id } });
  const said = { id: String(intent.pspId), intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
  const reversed = {
    ...said,
    state: "failed" as const,
    error: "transfer_reversed: the transfer came back",
    reversalId: `trr_${intent.id}`,
  };
  await Promise.all(Array.from({ length: 6 }, () => applyOutcome(intent.id, reversed, purposes)));
  expect(await available(known)).toBe(intent.amountFen);
  expect(await stageOf(campaignId, 1)).toMatchObject({ state: "FAILED", transferredFen: 0n });
  expect(await told(known.userId, "stageCameBack")).toBe(1);
  expect(await wrong()).toEqual([]);
  await advance("1d");
  await Promise.all(Array.from({ length: 4 }, () => tick("transferStage")));
  await sendAll();
  expect(await db.pspIntent.count({ where: { refType: "payout", refId: id } })).toBe(2);
  expect(await stageOf(campaignId, 1)).toMatchObject({ state: "RELEASED", transferredFen: intent.amountFen });
  expect(await available(known)).toBe(0n);
  expect(await wrong()).toEqual([]);
});
