import { beforeEach, describe, expect, it } from "vitest";
import { propose } from "#app/contracts/changes/fixtures.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { agreeEnding } from "#app/contracts/ending/agree-ending.server.ts";
import { disputeEnding } from "#app/contracts/ending/dispute-ending.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { endingFlow, splitBy } from "#app/contracts/ending/ending.ts";
import { lapseEnding } from "#app/contracts/ending/lapse-ending.server.ts";
import { refuseEnding } from "#app/contracts/ending/refuse-ending.server.ts";
import { stateDone } from "#app/contracts/ending/state-done.server.ts";
import { withdrawEnding } from "#app/contracts/ending/withdraw-ending.server.ts";
import { type Deal, dealAt, fund, payable, settleAll, stageOf, untilDue } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { days, hours } from "#app/contracts/policy.ts";
import { contractPage } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { movesOf } from "#app/flow.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const no = (code: string) => expect.objectContaining({ code });
const fresh = async () => ({ employer: await person(), provider: await person() });
const escrow = (deal: Deal, stage = 0) => balanceOf(`escrow:milestone:${deal.stages[stage]}`);
const endingOf = (deal: Deal) => db.ending.findFirstOrThrow({ where: { contractId: deal.contractId }, orderBy: { id: "desc" } });
const contractOf = (deal: Deal) => db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
const reason = "项目方向调整，不再需要";

async function asked(deal: Deal) {
  await endContract(deal.employer.viewer, { contractId: deal.contractId, reason });
  return (await endingOf(deal)).id;
}
async function stated(deal: Deal, percent = 40) {
  const endingId = await asked(deal);
  await stateDone(deal.provider.viewer, { endingId, percent, statement: "完成了主视觉和两套版式" });
  return endingId;
}
const agree = (deal: Deal, endingId: string, percent = 40, restFen = "500000") =>
  agreeEnding(deal.employer.viewer, { endingId, percent, restFen });

beforeEach(() => setOffset(0));

describe("the employer ends a contract", () => {
  it("under way: the stated share is paid, the rest goes back, in one movement", async () => {
    const deal = await dealAt("WORKING", await fresh());
    await payable(deal.provider.orgId);
    const endingId = await stated(deal);
    await expect(agree(deal, endingId, 50)).rejects.toEqual(no("changedMeanwhile"));
    await expect(agreeEnding(deal.provider.viewer, { endingId, percent: 40, restFen: "500000" })).rejects.toEqual(no("notAllowed"));
    await agree(deal, endingId);
    expect(await endingOf(deal)).toMatchObject({ state: "AGREED", toProviderFen: 200_000n, toEmployerFen: 300_000n });
    expect(await stageOf(deal)).toMatchObject({ state: "RELEASING", releasedFen: 200_000n, refundedFen: 300_000n });
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
    expect(await escrow(deal)).toBe(0n);
    const posted = await db.ledgerTx.findMany({
      where: { ref: deal.stages[0]!, kind: { in: ["endingSplit", "released", "refundDecided"] } },
    });
    expect(posted.map((t) => t.kind)).toEqual(["endingSplit"]);
    await settleAll(deal);
    expect(await contractOf(deal)).toMatchObject({ state: "COMPLETED", endReason: reason });
  });

  it("while a bank may take a part: what both read is divided, the rest waits for the bank", async () => {
    const deal = await dealAt("WORKING", { ...(await fresh()), method: "card" });
    await (await bankOf("milestone", deal.stages[0]!, 200_000n)).takes();
    const endingId = await stated(deal);
    // As the card writes it into the form.
    const shown = (await contractPage(deal.employer.viewer, deal.contractId))!.stages[0]!;
    await expect(agree(deal, endingId, 40, "500000")).rejects.toEqual(no("changedMeanwhile"));
    await agree(deal, endingId, 40, String(restFen(shown)));
    expect(await stageOf(deal)).toMatchObject({ state: "WORKING", releasedFen: 120_000n, refundedFen: 180_000n, cardFrozenFen: 200_000n });
    expect(await escrow(deal)).toBe(200_000n);
  });

  it("before the stage was begun: all of it goes back at once", async () => {
    const deal = await dealAt("FUNDED", await fresh());
    await endContract(deal.employer.viewer, { contractId: deal.contractId, reason });
    expect([(await stageOf(deal)).state, (await stageOf(deal, 1)).state]).toEqual(["REFUNDING", "CANCELLED"]);
    await settleAll(deal);
    expect(await contractOf(deal)).toMatchObject({ state: "TERMINATED", endReason: reason });
  });

  it("and disagrees: the two figures become a dispute, and the contract begins nothing more", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const endingId = await stated(deal, 80);
    const disputeId = await refuseEnding(deal.employer.viewer, { endingId, wishPercent: 30, answer: "只完成了第一版草稿，细节没有做" });
    expect(await endingOf(deal)).toMatchObject({ state: "DISPUTED", disputeId });
    const dispute = await db.dispute.findUniqueOrThrow({ where: { id: disputeId! } });
    expect(dispute).toMatchObject({ side: "EMPLOYER", amountFen: 500_000n, wantedFen: 350_000n });
    expect((await stageOf(deal)).disputedFen).toBe(500_000n);
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
  });

  it("unanswered becomes a dispute: the provider's silence for the employer, the employer's for what was stated", async () => {
    const silent = await dealAt("WORKING", await fresh());
    await asked(silent);
    expect(await tick("lapseEnding")).toBe(0);
    const answered = await dealAt("WORKING", await fresh());
    await stated(answered, 60);
    await setNow(new Date((await endingOf(silent)).answerBy.getTime() - hours(20)));
    await tick("remindDeadlines");
    const of = async (deal: Deal, kind: string) =>
      db.notice.count({ where: { subject: { startsWith: `${kind}:${(await endingOf(deal)).id}` } } });
    expect([await of(silent, "remindStateDone"), await of(answered, "remindEnding")]).toEqual([1, 1]);
    await pass(days(6));
    await expect(agree(answered, (await endingOf(answered)).id, 60)).rejects.toEqual(no("wrongState"));
    expect(await tick("lapseEnding")).toBe(2);
    const claims = await Promise.all(
      [silent, answered].map(async (deal) => db.dispute.findUniqueOrThrow({ where: { id: (await endingOf(deal)).disputeId! } })),
    );
    expect(claims.map((d) => [d.side, d.wantedFen])).toEqual([
      ["EMPLOYER", 500_000n],
      ["PROVIDER", 300_000n],
    ]);
  });

  it("left without a word twice, pays what was stated; the provider's silence gives all of it back", async () => {
    for (const [percent, paidFen] of [
      [60, 300_000n],
      [null, 0n],
    ] as const) {
      const deal = await dealAt("WORKING", await fresh());
      if (percent === null) await asked(deal);
      else await stated(deal, percent);
      await pass(days(6));
      await tick("lapseEnding");
      const { disputeId } = await endingOf(deal);
      await untilDue(disputeId!);
      await tick("defaultDispute");
      await untilDue(disputeId!);
      await tick("executeDispute");
      expect(await stageOf(deal)).toMatchObject({ releasedFen: paidFen, refundedFen: 500_000n - paidFen });
      expect(await escrow(deal)).toBe(0n);
      await setOffset(0);
    }
  });

  it("takes up a dispute that was cut short, once", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const endingId = await stated(deal);
    await db.ending.update({ where: { id: endingId }, data: { state: "ESCALATING" } });
    await Promise.allSettled([disputeEnding(endingId), tick("lapseEnding"), disputeEnding(endingId)]);
    expect((await endingOf(deal)).state).toBe("DISPUTED");
    expect(await db.dispute.count({ where: { milestoneId: deal.stages[0]! } })).toBe(1);
  });

  it("takes it back and goes on; accepted meanwhile there is nothing to divide", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const endingId = await asked(deal);
    await expect(asked(deal)).rejects.toEqual(no("endingOpen"));
    await expect(propose(deal, deal.employer, { scope: "改一改" })).rejects.toEqual(no("endingOpen"));
    await withdrawEnding(deal.employer.viewer, endingId);
    await stated(deal);
    await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
    expect((await stageOf(deal, 1)).state).toBe("PLANNED");
    expect(await tick("lapseEnding")).toBe(1);
    expect((await endingOf(deal)).state).toBe("SETTLED");
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    expect((await stageOf(deal)).releasedFen).toBe(500_000n);
  });

  it("is asked of the right side in each state", () => {
    expect(movesOf(endingFlow, "ASKED", "provider")).toEqual(["stateDone"]);
    expect(movesOf(endingFlow, "STATED", "employer")).toEqual(["agreeEnding", "refuseEnding", "withdrawEnding"]);
    expect(splitBy(99_999n, 33)).toEqual({ toProviderFen: 32_999n, toEmployerFen: 67_000n });
  });
});

describe("the provider leaves", () => {
  it("a delivered stage too: it goes back whole, what was accepted stays", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    await fund(deal, 1);
    await giveBack(deal.provider.viewer, { milestoneId: deal.stages[1]!, reason: "人员变动，无法继续" });
    expect([(await stageOf(deal)).state, (await stageOf(deal, 1)).state]).toEqual(["ACCEPTED", "REFUNDING"]);
    const other = await dealAt("SUBMITTED", await fresh());
    await giveBack(other.provider.viewer, { milestoneId: other.stages[0]!, reason: "无法满足修改要求" });
    await settleAll(other);
    expect(await contractOf(other)).toMatchObject({ state: "TERMINATED", endReason: "无法满足修改要求" });
  });

  it("without penalty once a stage was left unfunded for ten days, no earlier", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    const leave = () => endContract(deal.provider.viewer, { contractId: deal.contractId, reason: "迟迟没有托管" });
    await pass(days(9.9));
    await expect(leave()).rejects.toEqual(no("mayNotLeaveYet"));
    await pass(days(0.2));
    await leave();
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
  });
});

describe("at the same moment", () => {
  const race = (...acts: (() => Promise<unknown>)[]) => Promise.allSettled(acts.map((act) => act()));
  const won = (results: PromiseSettledResult<unknown>[]) => results.filter((r) => r.status === "fulfilled").length;

  it("ten agreements divide once", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const endingId = await stated(deal);
    expect(won(await race(...Array.from({ length: 10 }, () => () => agree(deal, endingId))))).toBe(1);
    expect(await stageOf(deal)).toMatchObject({ releasedFen: 200_000n, refundedFen: 300_000n });
  });

  it("an agreement, a refusal and a lapse: one of them", async () => {
    const deal = await dealAt("WORKING", await fresh());
    const endingId = await stated(deal);
    await setNow(new Date((await endingOf(deal)).answerBy.getTime() - 60));
    await race(
      ...Array.from({ length: 5 }, () => [
        () => agree(deal, endingId),
        () => refuseEnding(deal.employer.viewer, { endingId, wishPercent: 10, answer: "没有完成到这个程度，见留言" }),
        () => lapseEnding(endingId),
      ]).flat(),
    );
    await pass(1000);
    await tick("lapseEnding");
    const { state } = await endingOf(deal);
    const stage = await stageOf(deal);
    expect(["AGREED", "DISPUTED"]).toContain(state);
    expect([stage.disputedFen, stage.releasedFen]).toEqual(state === "AGREED" ? [0n, 200_000n] : [500_000n, 0n]);
  });

  it("an agreement and the acceptance of the same stage: every fen goes one way", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const endingId = await stated(deal);
    const results = await race(
      () => agree(deal, endingId),
      () => acceptDelivery(deal.employer.viewer, deal.stages[0]!),
    );
    expect(won(results)).toBe(1);
    await tick("lapseEnding");
    await pass(days(6));
    await race(
      () => agree(deal, endingId),
      () => releaseMilestone(deal.stages[0]!),
    );
    const stage = await stageOf(deal);
    expect(stage.releasedFen + stage.refundedFen).toBe(500_000n);
    expect(await escrow(deal)).toBe(0n);
  });
});
