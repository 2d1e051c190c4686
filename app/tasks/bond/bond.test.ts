import { beforeEach, describe, expect, test } from "vitest";
import { paid } from "#app/contracts/fixtures.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { endBond } from "#app/deposits/bonds/end-bond.server.ts";
import { bondFen, heldFen } from "#app/deposits/deposit.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { bondOf, settleSums, sound, sumsOf } from "#app/deposits/fixtures.ts";
import { policy } from "#app/deposits/policy.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { statement } from "#app/ledger/statement.server.ts";
import { pathOf } from "#app/ledger/statement.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { company, type Known } from "#app/people/fixtures.ts";
import { acceptAward } from "#app/tasks/award/accept-award.server.ts";
import { awardBid } from "#app/tasks/award/award-bid.server.ts";
import { dropBid } from "#app/tasks/award/drop-bid.server.ts";
import { endSelection } from "#app/tasks/award/end-selection.server.ts";
import { lapseContracting } from "#app/tasks/award/lapse-contracting.server.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { payBond } from "#app/tasks/bond/pay-bond.server.ts";
import { bidOn, briefValues, draftTask, stateOf } from "#app/tasks/fixtures.ts";
import { cancelTask } from "#app/tasks/posting/cancel-task.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { readDraft } from "#app/tasks/wizard.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const DAY = 86_400_000;
const no = (code: string) => expect.objectContaining({ code });
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const BOND = 80_00n;

let employer: Known;
beforeEach(async () => {
  await setOffset(0);
  employer ??= await company({ verified: true });
});

/** A published task with its bond, and so many bids. */
async function bonded(bids: number, { close = false, by = employer } = {}) {
  const taskId = await draftTask(by, { bond: "on" });
  await paid((await payBond(by.viewer, taskId)).intentId, { method: "card" });
  await submitTask(by.viewer, taskId);
  const made: Awaited<ReturnType<typeof bidOn>>[] = [];
  for (let i = 0; i < bids; i++) made.push(await bidOn(taskId, 7000 - i * 100));
  if (close) {
    const { closeAt } = await db.task.findUniqueOrThrow({ where: { id: taskId } });
    await setNow(closeAt!);
    await closeBidding(await appNow());
  }
  return { taskId, bids: made };
}
const gotten = async (taskId: string) =>
  (await sumsOf((await bondOf(taskId)).id)).map((r) => [r.cause, r.amountFen] as const).sort((a, b) => Number(b[1] - a[1]));

/** One bid, chosen and accepted: the contract waits for its signatures. */
async function contracted() {
  const { taskId, bids } = await bonded(1, { close: true });
  await awardBid(employer.viewer, taskId, { bidId: bids[0]!.bidId, reason: "" });
  const award = await db.award.findFirstOrThrow({ where: { taskId, state: "OFFERED" } });
  const { contractId } = await acceptAward(bids[0]!.provider.viewer, award.id);
  const contract = await db.contract.findUniqueOrThrow({ where: { id: contractId }, include: { milestones: { orderBy: { ord: "asc" } } } });
  const sign = (who: Known) => signContract(who.viewer, { contractId, versionHash: contract.versionHash });
  return { taskId, provider: bids[0]!.provider, contractId, contract, sign };
}

test("a hundredth of the budget in whole yuan, within bounds", () => {
  expect([bondFen(100_00n), bondFen(8_000_00n), bondFen(12_345_67n), bondFen(20_000_000_00n)]).toEqual([
    50_00n,
    80_00n,
    123_00n,
    2_000_00n,
  ]);
});

describe("posting", () => {
  test("a task that promises a bond opens when the bond is here", async () => {
    const taskId = await draftTask(employer, { bond: "on" });
    await expect(submitTask(employer.viewer, taskId)).rejects.toEqual(no("bondFirst"));
    const asked = await Promise.all(Array.from({ length: 8 }, () => payBond(employer.viewer, taskId)));
    expect(new Set(asked.map((a) => a.intentId)).size).toBe(1);
    await paid(asked[0]!.intentId);
    expect(await submitTask(employer.viewer, taskId)).toBe("OPEN");
    expect(await bondOf(taskId)).toMatchObject({ kind: "INTENT", state: "HELD", paidFen: BOND });
    expect(await balanceOf(`deposit:intent:${(await bondOf(taskId)).id}`)).toBe(BOND);
    await sound();
  });

  test("a higher budget asks for the rest, and who changes their mind gets it back", async () => {
    const taskId = await draftTask(employer, { bond: "on" });
    await paid((await payBond(employer.viewer, taskId)).intentId);
    await saveDraft(employer.viewer, taskId, "budget", { ...briefValues({ budget: "10000", bond: "on" }) });
    await expect(submitTask(employer.viewer, taskId)).rejects.toEqual(no("bondFirst"));
    const more = await payBond(employer.viewer, taskId);
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: more.intentId } })).amountFen).toBe(20_00n);
    await saveDraft(employer.viewer, taskId, "budget", { ...briefValues({ budget: "10000" }) });
    await submitTask(employer.viewer, taskId);
    expect(await bondOf(taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND, endReason: "unwanted" });
    await paid(more.intentId, { method: "card" });
    expect(await bondOf(taskId)).toMatchObject({ state: "CLOSED", paidFen: 100_00n, returnedFen: 100_00n });
    await sound();
  });

  test("a rest that the till would not take is paid as the least that it takes, and goes back with the bond", async () => {
    const taskId = await draftTask(employer, { bond: "on" });
    await paid((await payBond(employer.viewer, taskId)).intentId, { method: "card" });
    await saveDraft(employer.viewer, taskId, "budget", { ...briefValues({ budget: "8200", bond: "on" }) });
    const due = { missingFen: String(LEAST_PAID_FEN) };
    await expect(submitTask(employer.viewer, taskId)).rejects.toMatchObject({ code: "bondFirst", params: due });
    expect((await readDraft(employer.viewer, taskId))!.bond).toEqual({ heldFen: BOND, missingFen: LEAST_PAID_FEN });
    const more = await payBond(employer.viewer, taskId);
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: more.intentId } })).amountFen).toBe(LEAST_PAID_FEN);
    await paid(more.intentId, { method: "card" });
    expect(await submitTask(employer.viewer, taskId)).toBe("OPEN");
    await cancelTask(employer.viewer, taskId, "内部计划调整");
    expect(await bondOf(taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND + LEAST_PAID_FEN });
    await settleSums((await bondOf(taskId)).id);
    await sound();
  });

  test("a bond whose task is never posted goes back by itself", async () => {
    const taskId = await draftTask(employer, { bond: "on" });
    await paid((await payBond(employer.viewer, taskId)).intentId);
    await later(policy.draftBondMs - 60_000);
    expect(await depositsDue.endBond(await appNow())).toBe(0);
    await later(120_000);
    expect(await depositsDue.endBond(await appNow())).toBe(1);
    expect((await bondOf(taskId)).endReason).toBe("idle");
    await expect(submitTask(employer.viewer, taskId)).rejects.toEqual(no("bondFirst"));
  });
});

test("the statements of both sides lead to the bond's task", async () => {
  const by = await company({ verified: true });
  const { taskId, bids } = await bonded(3, { by });
  await cancelTask(by.viewer, taskId, "内部计划调整");
  const period = { since: new Date(0), until: new Date("2100-01-01"), limit: 10 };
  const paid = await statement(by.viewer, { ...period, orgId: by.orgId, role: "employer" });
  const shared = await statement(bids[0]!.provider.viewer, { ...period, role: "provider" });
  for (const { lines } of [paid, shared])
    for (const line of lines) expect([line.title, pathOf(line)]).toEqual(["为新茶饮品牌设计标志", `/tasks/${taskId}`]);
  expect([paid.lines.length, shared.lines.length]).toEqual([2, 1]);
});

describe("the bond goes back", () => {
  test("when nobody bid, when the last bid is ruled out, when the task is taken back early", async () => {
    const lonely = await bonded(0, { close: true });
    expect(await bondOf(lonely.taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND, endReason: "noBids" });
    await setOffset(0);
    const dropped = await bonded(1, { close: true });
    await dropBid(employer.viewer, { bidId: dropped.bids[0]!.bidId, reason: "方案与需求无关" });
    expect(await stateOf(dropped.taskId)).toBe("FAILED");
    expect(await bondOf(dropped.taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND });
    await setOffset(0);
    const early = await bonded(2);
    await cancelTask(employer.viewer, early.taskId, "内部计划调整");
    expect(await gotten(early.taskId)).toEqual([["RETURN", BOND]]);
    await settleSums((await bondOf(early.taskId)).id);
    await sound();
  });

  test("when the first stage is paid for", async () => {
    const { taskId, provider, contract, sign } = await contracted();
    await sign(employer);
    await sign(provider);
    expect(await depositsDue.endBond(await appNow())).toBe(0);
    await paid((await fundMilestone(employer.viewer, contract.milestones[0]!.id)).intentId);
    expect(await depositsDue.endBond(await appNow())).toBe(1);
    expect(await bondOf(taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND, endReason: "funded" });
    await sound();
  });
});

describe("the bond is lost", () => {
  test("T12: ten days without a choice: the bidders share it to the fen, once, however many clocks run", async () => {
    const { taskId, bids } = await bonded(3, { close: true });
    await later(10 * DAY + 1000);
    const now = await appNow();
    await Promise.all(Array.from({ length: 6 }, () => endSelection(now)));
    expect(await stateOf(taskId)).toBe("FAILED");
    expect(await bondOf(taskId)).toMatchObject({ state: "CLOSED", forfeitedFen: BOND, returnedFen: 0n, endReason: "noChoice" });
    expect(await gotten(taskId)).toEqual([
      ["FORFEIT", 26_67n],
      ["FORFEIT", 26_67n],
      ["FORFEIT", 26_66n],
    ]);
    const sums = await Promise.all(bids.map(({ provider }) => balanceOf(`provider:available:${provider.orgId}`)));
    expect(sums.reduce((a, b) => a + b, 0n)).toBe(BOND);
    await sound();
  });

  test("T18: taken back after three bids: half is shared, the rest goes back", async () => {
    const { taskId } = await bonded(3);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => cancelTask(employer.viewer, taskId, "内部计划调整")));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(await gotten(taskId)).toEqual([
      ["RETURN", 40_00n],
      ["FORFEIT", 13_34n],
      ["FORFEIT", 13_33n],
      ["FORFEIT", 13_33n],
    ]);
    await settleSums((await bondOf(taskId)).id);
    await sound();
  });

  test("T16: the employer does not sign, or does not pay: the chosen provider gets it; a provider who does not sign gets nothing", async () => {
    const unsigned = await contracted();
    await unsigned.sign(unsigned.provider);
    await later(10 * DAY);
    await lapseContracting(await appNow());
    expect(await bondOf(unsigned.taskId)).toMatchObject({ state: "CLOSED", forfeitedFen: BOND, endReason: "notSigned" });
    expect(await balanceOf(`provider:available:${unsigned.provider.orgId}`)).toBe(BOND);
    expect(await stateOf(unsigned.taskId)).toBe("SELECTION");

    await setOffset(0);
    const unpaid = await contracted();
    await unpaid.sign(employer);
    await unpaid.sign(unpaid.provider);
    await later(10 * DAY);
    await lapseContracting(await appNow());
    expect(await bondOf(unpaid.taskId)).toMatchObject({ state: "CLOSED", forfeitedFen: BOND, endReason: "notFunded" });

    await setOffset(0);
    const away = await contracted();
    await away.sign(employer);
    await later(10 * DAY);
    await lapseContracting(await appNow());
    expect(await bondOf(away.taskId)).toMatchObject({ state: "CLOSED", returnedFen: BOND, forfeitedFen: 0n });
    await sound();
  });

  test("lost and returned at the same moment: one of both, and every fen in one place", async () => {
    for (let round = 0; round < 3; round++) {
      await setOffset(0);
      const { taskId, provider, contract, sign } = await contracted();
      await sign(employer);
      await sign(provider);
      const { intentId } = await fundMilestone(employer.viewer, contract.milestones[0]!.id);
      await later(10 * DAY);
      const [now, { id }] = [await appNow(), await bondOf(taskId)];
      await Promise.all([
        lapseContracting(now),
        paid(intentId, { method: "card" }).then(() => endBond(id)),
        ...Array.from({ length: 4 }, () => endBond(id)),
      ]);
      await endBond(id);
      const bond = await bondOf(taskId);
      const { state } = await db.contract.findUniqueOrThrow({ where: { id: contract.id } });
      expect([bond.state, heldFen(bond), bond.endReason]).toEqual(["CLOSED", 0n, state === "ACTIVE" ? "funded" : "notFunded"]);
      expect(await sumsOf(id)).toHaveLength(1);
    }
    await sound();
  });
});

test("a bond that its card's bank takes is over; shares that were not sent fall away with it, those that were sent are a debt", async () => {
  const idle = await bonded(0);
  const bond = await bondOf(idle.taskId);
  const bank = await bankOf("deposit", bond.id);
  await bank.takes();
  expect(await bondOf(idle.taskId)).toMatchObject({ state: "HELD" });
  await bank.keeps();
  expect(await bondOf(idle.taskId)).toMatchObject({ state: "CLOSED", endReason: "cardDispute", chargedBackFen: BOND });

  const shared = await bonded(4);
  const { id } = await bondOf(shared.taskId);
  const its = await bankOf("deposit", id);
  await its.takes();
  await cancelTask(employer.viewer, shared.taskId, "内部计划调整");
  expect(await bondOf(shared.taskId)).toMatchObject({ state: "CLOSED", forfeitedFen: BOND / 2n, returnedFen: BOND / 2n });
  await Promise.all(Array.from({ length: 6 }, () => its.keeps()));
  expect(await bondOf(shared.taskId)).toMatchObject({ forfeitedFen: 0n, returnedFen: BOND / 2n, chargedBackFen: BOND / 2n });
  expect(await its.row()).toMatchObject({ refundFen: BOND / 2n, escrowFen: BOND / 2n, debtFen: 0n });
  expect((await sumsOf(id)).map((row) => [row.state, row.keptFen === row.amountFen])).toEqual(Array(5).fill(["DONE", true]));
  for (const { provider } of shared.bids) {
    expect(await balanceOf(`provider:available:${provider.orgId}`)).toBe(0n);
    expect(await db.notice.count({ where: { userId: provider.userId, kind: "cards.notice.shareUndone" } })).toBe(1);
  }
  await sound();
});
