import { beforeEach, describe, expect, it } from "vitest";
import { answerChange } from "#app/contracts/changes/answer-change.server.ts";
import { counterChange } from "#app/contracts/changes/counter-change.server.ts";
import { expireChange } from "#app/contracts/changes/expire-change.server.ts";
import { agree, contractOf, offerOf, orderOf, payDifference, propose, wanted } from "#app/contracts/changes/fixtures.ts";
import { payRaise } from "#app/contracts/changes/pay-raise.server.ts";
import { changeForm, versionsOf } from "#app/contracts/changes/queries.server.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { type Deal, dealAt, deliver, fund, paid, payable, settleAll, signedContract, stageOf } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { days, hours } from "#app/contracts/policy.ts";
import { contractPage, contractText } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const no = (code: string) => expect.objectContaining({ code });
const escrow = (deal: Deal, stage = 0) => balanceOf(`escrow:milestone:${deal.stages[stage]}`);
const fresh = async () => ({ employer: await person(), provider: await person() });

beforeEach(() => setOffset(0));

describe("a change order", () => {
  it("agreed is the next version, signed by both, and the stages are what it says", async () => {
    const deal = await dealAt("WORKING");
    const before = await contractOf(deal);
    const due = (await stageOf(deal)).dueAt!;
    const orderId = await propose(deal, deal.provider, {
      scope: "另附英文版说明",
      stages: { 1: { days: 14, items: ["源文件完整", "附英文说明"] }, 2: { amount: 350_000n, title: "终稿与规范" } },
      added: [{ title: "培训一次", amount: 50_000n, days: 3, items: ["现场培训两小时"] }],
    });
    await expect(agree(deal.provider, orderId)).rejects.toEqual(no("wrongState"));
    await expect(agree(await person(), orderId)).rejects.toEqual(no("notFound"));
    await agree(deal.employer, orderId);

    const after = await contractOf(deal);
    const offer = await offerOf(orderId);
    expect(after).toMatchObject({ version: 2, versionHash: offer.hash, priceFen: 900_000n });
    expect(after.versionHash).not.toBe(before.versionHash);
    const signatures = await db.contractSignature.findMany({ where: { contractId: deal.contractId, versionHash: offer.hash } });
    expect(signatures.map((s) => s.side).sort()).toEqual(["EMPLOYER", "PROVIDER"]);
    const stages = await db.milestone.findMany({
      where: { contractId: deal.contractId },
      orderBy: { ord: "asc" },
      include: { items: { where: { retiredAt: null }, orderBy: { ord: "asc" } } },
    });
    expect(stages.map((s) => [s.ord, s.title, s.amountFen, s.days, s.state, s.items.map((i) => i.text)])).toEqual([
      [1, "第 1 步", 500_000n, 14, "WORKING", ["源文件完整", "附英文说明"]],
      [2, "终稿与规范", 350_000n, 10, "PLANNED", ["源文件完整", "附使用说明"]],
      [3, "培训一次", 50_000n, 3, "PLANNED", ["现场培训两小时"]],
    ]);
    expect(stages[0]!.dueAt!.getTime() - due.getTime()).toBeGreaterThanOrEqual(days(3));
    const versions = await versionsOf(deal.contractId);
    expect(versions.map((v) => [v.n, v.hash, v.signatures.length])).toEqual([
      [2, after.versionHash, 2],
      [1, before.versionHash, 2],
    ]);
    expect((await contractText(deal.employer.viewer, deal.contractId, 1))!.shown.body.stages[1]!.title).toBe("第 2 步");
    expect(versions[0]!.compared!.changes.map((c) => `${c.part}${c.ord}`)).toEqual([
      "scope0",
      "days1",
      "items1",
      "title2",
      "price2",
      "added3",
    ]);
  });

  it("keeps every counter-offer, and only whose turn it is answers", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { stages: { 2: { amount: 200_000n } } });
    await expect(propose(deal, deal.provider, { scope: "另一份" })).rejects.toEqual(no("changePending"));
    const first = await offerOf(orderId);
    await expect(
      counterChange(deal.employer.viewer, { orderId, offerHash: first.hash, ...(await wanted(deal, { scope: "自己答复自己" })) }),
    ).rejects.toEqual(no("wrongState"));
    await counterChange(deal.provider.viewer, {
      orderId,
      offerHash: first.hash,
      ...(await wanted(deal, { stages: { 2: { amount: 250_000n } } })),
    });
    expect(await orderOf(orderId)).toMatchObject({ state: "COUNTERED", turn: "EMPLOYER" });
    await expect(answerChange(deal.provider.viewer, orderId, "REJECTED")).rejects.toEqual(no("wrongState"));
    await expect(
      counterChange(deal.employer.viewer, { orderId, offerHash: first.hash, ...(await wanted(deal, { scope: "旧的" })) }),
    ).rejects.toEqual(no("changedMeanwhile"));
    await answerChange(deal.employer.viewer, orderId, "REJECTED");
    expect((await orderOf(orderId)).state).toBe("REJECTED");
    expect(await contractOf(deal)).toMatchObject({ version: 1, priceFen: 800_000n });
    const page = await contractPage(deal.employer.viewer, deal.contractId);
    expect(page!.changes[0]!.offers.map((o) => [o.n, o.side, o.totalAfter])).toEqual([
      [2, "PROVIDER", "750000"],
      [1, "EMPLOYER", "700000"],
    ]);
    const again = await propose(deal, deal.employer, { scope: "再来一份" });
    await expect(answerChange(deal.provider.viewer, again, "WITHDRAWN")).rejects.toEqual(no("wrongState"));
    await answerChange(deal.employer.viewer, again, "WITHDRAWN");
    expect(await changeForm(await person().then((p) => p.viewer), deal.contractId, null)).toBeNull();
  });

  it("lapses after 72 working hours, reminded before, and the contract stays", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { scope: "补充" });
    expect(await tick("expireChange")).toBe(0);
    await expect(expireChange(orderId)).rejects.toEqual(no("wrongState"));
    const { answerBy } = await orderOf(orderId);
    await setNow(new Date(answerBy.getTime() - hours(20)));
    await tick("remindDeadlines");
    const reminders = await db.notice.findMany({ where: { subject: { startsWith: `remindChange:${orderId}` } } });
    expect(reminders.map((n) => n.userId)).toEqual([deal.provider.userId]);
    await setNow(new Date(answerBy.getTime() + 1000));
    await expect(agree(deal.provider, orderId)).rejects.toEqual(no("wrongState"));
    expect(await tick("expireChange")).toBe(1);
    expect((await orderOf(orderId)).state).toBe("EXPIRED");
    expect((await contractOf(deal)).version).toBe(1);
  });

  it("of a delivered stage adds a round of changes and nothing that was delivered against", async () => {
    const deal = await dealAt("SUBMITTED");
    const milestoneId = deal.stages[0]!;
    for (let round = 0; round < 2; round++) {
      const items = await db.acceptanceItem.findMany({ where: { milestoneId } });
      await requestChanges(deal.employer.viewer, { milestoneId, failed: [items[0]!.id], text: "请修改这一项" });
      await deliver(deal);
    }
    const failed = [(await db.acceptanceItem.findFirstOrThrow({ where: { milestoneId } })).id];
    await expect(requestChanges(deal.employer.viewer, { milestoneId, failed, text: "还有一处" })).rejects.toEqual(no("roundsUsed"));
    await expect(propose(deal, deal.employer, { stages: { 1: { items: ["换一条标准"] } } })).rejects.toEqual(no("stageFixed"));
    await expect(propose(deal, deal.employer, { stages: { 1: { days: 20 } } })).rejects.toEqual(no("stageFixed"));
    const orderId = await propose(deal, deal.employer, { stages: { 1: { extraRounds: 1 } } });
    await agree(deal.provider, orderId);
    await requestChanges(deal.employer.viewer, { milestoneId, failed, text: "还有一处" });
    expect((await stageOf(deal)).state).toBe("CHANGES_REQUESTED");
  });

  it("keeps the total rules: longest stage, rounds, number and size of stages", async () => {
    const deal = await dealAt("WORKING");
    const refused = async (alter: Parameters<typeof propose>[2], code: string) =>
      expect(propose(deal, deal.employer, alter)).rejects.toEqual(no(code));
    await refused({ stages: { 2: { days: 29, extraRounds: 1 } } }, "stageTooLong");
    await refused({}, "nothingChanged");
    await refused({ stages: { 1: { drop: true } } }, "stageFixed");
    await refused(
      { added: Array.from({ length: 11 }, () => ({ title: "又一阶段", amount: 1_000n, days: 1, items: ["一条"] })) },
      "tooManyStages",
    );
    await pass(days(6));
    await refused({ stages: { 1: { days: 5 } } }, "dueInPast");
  });

  it("lets a stage that waits for its money be dropped, and the next one follows", async () => {
    const deal = await dealAt("ACCEPTED", { amounts: [500_000n, 300_000n, 100_000n] });
    const orderId = await propose(deal, deal.employer, { stages: { 2: { drop: true } } });
    await agree(deal.provider, orderId);
    expect([(await stageOf(deal, 1)).state, (await stageOf(deal, 2)).state]).toEqual(["CANCELLED", "AWAITING_FUNDING"]);
    expect((await contractOf(deal)).priceFen).toBe(600_000n);
  });
});

describe("the price of a stage under way", () => {
  it("lowered goes back at once; what is left is released", async () => {
    const deal = await dealAt("WORKING", await fresh());
    await payable(deal.provider.orgId);
    await expect(propose(deal, deal.employer, { stages: { 1: { amount: 0n } } })).rejects.toEqual(no("lowersTooMuch"));
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 400_000n } } });
    await agree(deal.employer, orderId);
    expect(await stageOf(deal)).toMatchObject({ amountFen: 500_000n, refundedFen: 100_000n, loweredFen: 100_000n });
    expect(await escrow(deal)).toBe(400_000n);
    // While that refund is on its way the price stands still; then it can change again.
    await expect(propose(deal, deal.provider, { stages: { 1: { amount: 300_000n } } })).rejects.toEqual(no("moneyMoving"));
    await settleAll(deal);
    await agree(deal.employer, await propose(deal, deal.provider, { stages: { 1: { amount: 300_000n } } }));
    expect(await escrow(deal)).toBe(300_000n);
    await settleAll(deal);
    await deliver(deal);
    await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    expect(await stageOf(deal)).toMatchObject({ releasedFen: 300_000n, refundedFen: 200_000n });
  });

  it("raised is agreed with the payment of the difference into the same escrow", async () => {
    const deal = await dealAt("WORKING", await fresh());
    await payable(deal.provider.orgId);
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 650_000n } } });
    await agree(deal.employer, orderId);
    expect(await orderOf(orderId)).toMatchObject({ state: "FUNDING", raiseFen: 150_000n });
    expect((await contractOf(deal)).version).toBe(1);
    await expect(payRaise(deal.provider.viewer, orderId)).rejects.toEqual(no("notAllowed"));
    const [one, two] = [await payRaise(deal.employer.viewer, orderId), await payRaise(deal.employer.viewer, orderId)];
    expect(one.intentId).toBe(two.intentId);
    await paid(one.intentId, { method: "card" });
    expect((await orderOf(orderId)).state).toBe("AGREED");
    expect(await contractOf(deal)).toMatchObject({ version: 2, priceFen: 950_000n });
    expect(await stageOf(deal)).toMatchObject({ amountFen: 650_000n, payMethod: "card" });
    expect(await escrow(deal)).toBe(650_000n);
    await deliver(deal);
    await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    // Out of both charges.
    expect(await db.remittance.count({ where: { milestoneId: deal.stages[0]!, kind: "TRANSFER" } })).toBe(2);
    await settleAll(deal);
    expect((await stageOf(deal)).state).toBe("RELEASED");
  });

  it("is raised by nothing that the till would not take, and a stage not paid for by any sum", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const [least, most] = [500_000n + LEAST_PAID_FEN, 500_000n + LEAST_PAID_FEN - 1n];
    for (const amount of [500_001n, most])
      await expect(propose(deal, deal.provider, { stages: { 1: { amount } } })).rejects.toEqual(no("raiseTooSmall"));
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: least }, 2: { amount: 300_001n } } });
    const { hash: offerHash } = await offerOf(orderId);
    const counter = async (amount: bigint) =>
      counterChange(deal.employer.viewer, { orderId, offerHash, ...(await wanted(deal, { stages: { 1: { amount } } })) });
    await expect(counter(most)).rejects.toEqual(no("raiseTooSmall"));
    await agree(deal.employer, orderId);
    await payDifference(deal, orderId);
    expect(await contractOf(deal)).toMatchObject({ version: 2, priceFen: 800_001n + LEAST_PAID_FEN });
  });

  it("unpaid lapses, and a payment that comes after that goes back whole", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 600_000n } } });
    await agree(deal.employer, orderId);
    const { intentId } = await payRaise(deal.employer.viewer, orderId);
    await pass(hours(73));
    expect(await tick("expireChange")).toBe(1);
    await paid(intentId);
    expect(await escrow(deal)).toBe(500_000n);
    expect(await stageOf(deal)).toMatchObject({ amountFen: 500_000n, refundedFen: 0n });
    const back = await db.remittance.findMany({ where: { milestoneId: deal.stages[0]! } });
    expect(back.map((r) => [r.kind, r.amountFen])).toEqual([["REFUND", 100_000n]]);
    expect((await contractOf(deal)).version).toBe(1);
  });

  it("of a stage that was accepted meanwhile is not raised: the payment goes back and the order lapses", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 600_000n } } });
    await agree(deal.employer, orderId);
    const { intentId } = await payRaise(deal.employer.viewer, orderId);
    await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
    await paid(intentId);
    expect((await orderOf(orderId)).state).toBe("EXPIRED");
    expect([await escrow(deal), (await contractOf(deal)).version]).toEqual([500_000n, 1]);
    const [back] = await db.remittance.findMany({ where: { milestoneId: deal.stages[0]! } });
    expect(back).toMatchObject({ kind: "REFUND", amountFen: 100_000n });
  });

  it("does not move while money of the stage moves or a dispute freezes it", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const milestoneId = deal.stages[0]!;
    const orderId = await propose(deal, deal.employer, { stages: { 1: { amount: 300_000n } } });
    await proposeRefund(deal.employer.viewer, { milestoneId, amount: 100_000n, reason: "少做一部分" });
    await expect(agree(deal.provider, orderId)).rejects.toEqual(no("moneyMoving"));
    const input = { milestoneId, amount: 100_000n, wanted: 100_000n, reason: "交付与约定的清单不符", files: [] };
    await openDispute(deal.employer.viewer, input);
    await expect(agree(deal.provider, orderId)).rejects.toEqual(no("stageFrozen"));
    await expect(propose(await dealAt("WORKING"), deal.employer, { scope: "别人的合同" })).rejects.toEqual(no("notFound"));
    const open = await signedContract();
    await fundMilestone(open.employer.viewer, open.stages[0]!);
    await expect(propose(open, open.employer, { stages: { 1: { amount: 100_000n } } })).rejects.toEqual(no("moneyMoving"));
  });
});

describe("at the same moment", () => {
  const many = 8;
  const won = (results: PromiseSettledResult<unknown>[]) => results.filter((r) => r.status === "fulfilled").length;
  const race = (...acts: (() => Promise<unknown>)[]) => Promise.allSettled(acts.map((act) => act()));

  it("agreement and lapse: one of them", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { stages: { 1: { amount: 450_000n } } });
    await setNow(new Date((await orderOf(orderId)).answerBy.getTime() - 40));
    await race(...Array.from({ length: many }, () => [() => agree(deal.provider, orderId), () => expireChange(orderId)]).flat());
    await setNow(new Date((await orderOf(orderId)).answerBy.getTime() + 1000));
    await tick("expireChange");
    const agreed = (await orderOf(orderId)).state === "AGREED";
    expect(await contractOf(deal)).toMatchObject({ version: agreed ? 2 : 1, priceFen: agreed ? 750_000n : 800_000n });
    expect((await stageOf(deal)).refundedFen).toBe(agreed ? 50_000n : 0n);
  });

  it("ten agreements: one refund, one version", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { stages: { 1: { amount: 450_000n } } });
    expect(won(await race(...Array.from({ length: 10 }, () => () => agree(deal.provider, orderId))))).toBe(1);
    expect((await stageOf(deal)).refundedFen).toBe(50_000n);
    expect(await db.contractVersion.count({ where: { contractId: deal.contractId } })).toBe(2);
  });

  it("agreement about the items and a delivery against the old ones: one of them", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { stages: { 1: { items: ["源文件完整", "附视频说明"] } } });
    const results = await race(
      () => agree(deal.provider, orderId),
      () => deliver(deal),
    );
    expect(won(results)).toBe(1);
    const submitted = (await stageOf(deal)).state === "SUBMITTED";
    expect((await contractOf(deal)).version).toBe(submitted ? 1 : 2);
  });

  it("a lower price, an acceptance and a release leave every fen in one place", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const orderId = await propose(deal, deal.employer, { stages: { 1: { amount: 200_000n } } });
    await race(
      ...Array.from({ length: many }, () => [
        () => agree(deal.provider, orderId),
        () => acceptDelivery(deal.employer.viewer, deal.stages[0]!),
      ]).flat(),
    );
    await pass(days(6));
    await race(
      ...Array.from({ length: many }, () => [() => agree(deal.provider, orderId), () => releaseMilestone(deal.stages[0]!)]).flat(),
    );
    const stage = await stageOf(deal);
    const { version, body } = await contractOf(deal);
    expect(await escrow(deal)).toBe(stage.amountFen - stage.releasedFen - stage.refundedFen);
    expect(stage.releasedFen).toBe(version === 2 ? 200_000n : 500_000n);
    expect((body as ContractBody).stages[0]!.amountFen).toBe(String(stage.releasedFen));
  });

  it("the payment of a difference and the acceptance of its stage: paid for, or given back", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const orderId = await propose(deal, deal.provider, { stages: { 1: { amount: 650_000n } } });
    await agree(deal.employer, orderId);
    const { intentId } = await payRaise(deal.employer.viewer, orderId);
    await race(
      () => acceptDelivery(deal.employer.viewer, deal.stages[0]!),
      () => paid(intentId),
    );
    const agreed = (await orderOf(orderId)).state === "AGREED";
    expect((await stageOf(deal)).amountFen).toBe(agreed ? 650_000n : 500_000n);
    expect(await escrow(deal)).toBe(agreed ? 650_000n : 500_000n);
  });

  it("two counter-offers: one stands", async () => {
    const deal = await dealAt("WORKING");
    const orderId = await propose(deal, deal.employer, { stages: { 2: { amount: 200_000n } } });
    const { hash } = await offerOf(orderId);
    const counter = async (amount: bigint) =>
      counterChange(deal.provider.viewer, { orderId, offerHash: hash, ...(await wanted(deal, { stages: { 2: { amount } } })) });
    expect(
      won(
        await race(
          () => counter(250_000n),
          () => counter(260_000n),
          () => counter(270_000n),
        ),
      ),
    ).toBe(1);
    expect(await db.changeOffer.count({ where: { orderId } })).toBe(2);
  });

  it("two proposals: one is open", async () => {
    const deal = await dealAt("WORKING");
    const results = await race(
      () => propose(deal, deal.employer, { scope: "甲方补充" }),
      () => propose(deal, deal.provider, { scope: "乙方补充" }),
    );
    expect(won(results)).toBe(1);
  });

  it("a new price and the payment of the old one: the stage holds what the contract says", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    const orderId = await propose(deal, deal.employer, { stages: { 2: { amount: 200_000n } } });
    const results = await race(
      () => agree(deal.provider, orderId),
      () => fund(deal, 1),
    );
    expect(won(results)).toBeGreaterThan(0);
    const { amountFen, refundedFen } = await stageOf(deal, 1);
    const { body } = await contractOf(deal);
    expect(String(amountFen - refundedFen)).toBe((body as ContractBody).stages[1]!.amountFen);
  });
});
