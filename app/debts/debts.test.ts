import { beforeEach, describe, expect, it } from "vitest";
import { dealAt, paid, payable, settleAll } from "#app/contracts/fixtures.ts";
import { days } from "#app/contracts/policy.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { dueFen, policy } from "#app/debts/debt.ts";
import { debtsDue } from "#app/debts/due.server.ts";
import { payDebt } from "#app/debts/pay-debt.server.ts";
import { debtPage } from "#app/debts/queries.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { undoneSums } from "#app/people/desk/alarms/undone-sums.server.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { company, type Known, operator, person, viewerAgain } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const no = (code: string) => expect.objectContaining({ code });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const card = { method: "card" as const };
const wrong = async () => (await audit()).filter((check) => check.found > 0);
const owes = (who: Known) => balanceOf(`provider:receivable:${who.orgId}`);
const goingBack = (who: Known) => balanceOf(`refund:payable:${who.orgId}`);
const told = (who: Known, kind: string) => db.notice.count({ where: { userId: who.userId, kind: `cards.notice.${kind}` } });
const debtOf = (id: string) => db.debt.findUniqueOrThrow({ where: { id } });
const paymentOf = async (intentId: string) => {
  const { refId } = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  return db.debtPayment.findUniqueOrThrow({ where: { id: refId } });
};

/** A provider whose released stages of ¥5,000 were taken back by banks: ¥4,750 are owed for each. */
async function owing(provider?: Known, times = 1) {
  const who = provider ?? (await person());
  await payable(who.orgId);
  const deals = [];
  for (let i = 0; i < times; i++) deals.push(await dealAt("ACCEPTED", { employer: await person(), provider: who, ...card }));
  await pass(days(6));
  for (const deal of deals) {
    await releaseMilestone(deal.stages[0]!);
    await settleAll(deal);
  }
  for (const deal of deals) await (await bankOf("milestone", deal.stages[0]!)).keeps();
  const [debt, other] = await db.debt.findMany({ where: { orgId: who.orgId }, orderBy: { id: "desc" } });
  return { who, debt: debt!, other };
}

/** The channel says of what goes back that it arrived, or certainly did not. */
async function answerBack(paymentId: string, state: "succeeded" | "failed") {
  const where = { refType: "debtPayment", refId: paymentId, kind: "REFUND" as const };
  const intent = await db.pspIntent.findFirstOrThrow({ where: { ...where, state: { in: ["CREATED", "SENDING"] } } });
  const about = { id: `re_${intent.id}`, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
  const said = state === "succeeded" ? { state, facts: {} } : { state, error: "expired_or_canceled_card" };
  await applyOutcome(intent.id, { ...about, ...said }, purposes);
}

/** Part of it is written off by two operators. */
async function writtenOff(who: Known, amount: bigint) {
  const [clerk, other] = [await operator(), await operator()];
  const form = { kind: "ADJUSTMENT" as const, act: "writeOff" as const, orgId: who.orgId, amount, reference: "", reason: "核销，不再追讨" };
  const actId = await proposeManual(clerk.viewer, form, settler);
  await approveManual(other.viewer, { actId, decision: "" }, { settler, purposes });
}

beforeEach(() => setOffset(0));

describe("paying a debt", () => {
  it("is for members who may pay; strangers find nothing", async () => {
    const clerk = await person();
    const org = await company({ members: [{ who: clerk, role: "BIDDER" }] });
    const { debt } = await owing(org);
    await expect(payDebt((await person()).viewer, debt.id)).rejects.toEqual(no("notFound"));
    expect(await debtPage((await person()).viewer, debt.id)).toBeNull();
    const bidder = { ...clerk.viewer, orgs: [{ ...org.viewer.orgs.find((o) => o.id === org.orgId)!, role: "BIDDER" as const }] };
    await expect(payDebt(bidder, debt.id)).rejects.toEqual(no("notAllowed"));
    expect(await debtPage(bidder, debt.id)).toMatchObject({ dueFen: 475_000n, mayPay: false, payable: true, others: 0 });
  });

  it("repays that debt to the fen and leaves the others", async () => {
    const { who, debt, other } = await owing(undefined, 2);
    const { intentId } = await payDebt(who.viewer, debt.id);
    expect(await debtPage(who.viewer, debt.id)).toMatchObject({ dueFen: 475_000n, others: 1, mayPay: true });
    await paid(intentId, card);
    expect(await debtOf(debt.id)).toMatchObject({ repaidFen: 475_000n, closedAt: expect.any(Date) });
    expect(dueFen(await debtOf(other!.id))).toBe(475_000n);
    expect([await owes(who), await goingBack(who), await told(who, "debtPaid")]).toEqual([475_000n, 0n, 1]);
    await expect(payDebt(who.viewer, debt.id)).rejects.toEqual(no("debtRepaid"));
    expect(await wrong()).toEqual([]);
  });

  it("is open to an organisation that was suspended: nobody is kept from repaying", async () => {
    const { who, debt } = await owing();
    await suspendOrganisation((await operator()).viewer, who.orgId, "资料不实，待核实");
    const viewer = await viewerAgain(who.userId);
    expect(await debtPage(viewer, debt.id)).toMatchObject({ mayPay: true });
    await paid((await payDebt(viewer, debt.id)).intentId, card);
    expect(await owes(who)).toBe(0n);
  });

  it("asked for in twenty windows and answered five times it is one payment", async () => {
    const { who, debt } = await owing();
    const asked = await Promise.all(Array.from({ length: 20 }, () => payDebt(who.viewer, debt.id)));
    expect(new Set(asked.map((one) => one.intentId)).size).toBe(1);
    await Promise.all(Array.from({ length: 5 }, () => paid(asked[0]!.intentId, card)));
    expect([await owes(who), await goingBack(who)]).toEqual([0n, 0n]);
    expect(await wrong()).toEqual([]);
  });

  it("has one page open: the database itself keeps it", async () => {
    const { debt } = await owing();
    const data = { debtId: debt.id, amountFen: 475_000n, createdAt: await appNow() };
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => db.debtPayment.create({ data })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await db.debtPayment.updateMany({ where: { debtId: debt.id }, data: { state: "VOID" } });
    await db.debtPayment.create({ data });
    expect(await db.debtPayment.count({ where: { debtId: debt.id, state: "WAITING" } })).toBe(1);
  });

  it("ends the earlier page when less is owed; both pages paid at once repay it once, and the rest goes back", async () => {
    const { who, debt } = await owing();
    const first = await payDebt(who.viewer, debt.id);
    await writtenOff(who, 75_000n);
    expect(await paymentOf(first.intentId)).toMatchObject({ state: "VOID" });
    const second = await payDebt(who.viewer, debt.id);
    expect(await paymentOf(second.intentId)).toMatchObject({ state: "WAITING", amountFen: 400_000n });
    await Promise.all([first, second, first, second].map(({ intentId }) => paid(intentId, card)));
    const [one, two] = [await paymentOf(first.intentId), await paymentOf(second.intentId)];
    expect(one.backFen + two.backFen).toBe(475_000n);
    expect(await debtOf(debt.id)).toMatchObject({ repaidFen: 475_000n });
    expect(await goingBack(who)).toBe(475_000n);
    for (const row of [one, two]) if (row.backFen > 0n) await answerBack(row.id, "succeeded");
    expect(await goingBack(who)).toBe(0n);
    expect(await told(who, "debtPaidOver")).toBeGreaterThan(0);
  });

  it("what comes after it was repaid goes back whole", async () => {
    const { who, debt } = await owing();
    const { intentId } = await payDebt(who.viewer, debt.id);
    await writtenOff(who, 475_000n);
    expect(await paymentOf(intentId)).toMatchObject({ state: "VOID" });
    await paid(intentId, card);
    const payment = await paymentOf(intentId);
    expect(payment).toMatchObject({ state: "PAID", backFen: 475_000n, backState: "SENDING" });
    expect(await owes(who)).toBe(0n);
    await answerBack(payment.id, "succeeded");
    expect([await goingBack(who), (await paymentOf(intentId)).backState, await told(who, "debtBack")]).toEqual([0n, "DONE", 1]);
    expect(await wrong()).toEqual([]);
  });

  it("pay and payment at the same moment repay one debt once", async () => {
    for (let round = 0; round < 3; round++) {
      const { who, debt } = await owing();
      const { intentId } = await payDebt(who.viewer, debt.id);
      const more = [];
      for (let i = 0; i < 3; i++) more.push(await dealAt("ACCEPTED", { employer: await person(), provider: who, amounts: [200_000n] }));
      await pass(days(6));
      await Promise.all([paid(intentId, card), ...more.map((one) => releaseMilestone(one.stages[0]!))]);
      const { repaidFen } = await debtOf(debt.id);
      expect([repaidFen, await owes(who)]).toEqual([475_000n, 0n]);
      const parts = await db.debtRepayment.findMany({ where: { debtId: debt.id } });
      expect(parts.reduce((fen, part) => fen + part.amountFen, 0n)).toBe(475_000n);
      const payment = await paymentOf(intentId);
      expect(payment.backFen).toBe(475_000n - (parts.find((part) => part.source === "payment")?.amountFen ?? 0n));
      if (payment.backFen > 0n) await answerBack(payment.id, "succeeded");
      for (const one of more) await settleAll(one);
      expect(await wrong()).toEqual([]);
    }
  });

  it("a remainder that the channel does not take waits for later pay", async () => {
    const { who, debt } = await owing();
    await writtenOff(who, 475_000n - policy.leastFen + 1n);
    await expect(payDebt(who.viewer, debt.id)).rejects.toEqual(no("debtSmall"));
    expect(await debtPage(who.viewer, debt.id)).toMatchObject({ payable: false, dueFen: policy.leastFen - 1n });
  });
});

describe("what goes back", () => {
  /** Paid after it was repaid from pay. */
  async function late() {
    const { who, debt } = await owing();
    const { intentId } = await payDebt(who.viewer, debt.id);
    const deal = await dealAt("ACCEPTED", { employer: await person(), provider: who, amounts: [600_000n] });
    await pass(days(6));
    await releaseMilestone(deal.stages[0]!);
    await settleAll(deal);
    expect(await owes(who)).toBe(0n);
    await paid(intentId, card);
    return { who, payment: await paymentOf(intentId) };
  }

  it("is tried again after a certain failure, then paid by two operators' hands, once", async () => {
    const { who, payment } = await late();
    for (const wait of policy.retryMs) {
      await answerBack(payment.id, "failed");
      await pass(wait + 1000);
      expect(await debtsDue.sendDebtBack(await appNow())).toBe(1);
    }
    await answerBack(payment.id, "failed");
    expect(await db.debtPayment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ backState: "STUCK", attempts: 6 });
    expect(await debtsDue.sendDebtBack(await appNow())).toBe(0);
    const soon = async (n: number) =>
      (await undoneSums(new Date((await appNow()).getTime() + days(n)))).filter(({ key }) => key.includes(payment.debtId));
    expect(await soon(8)).toMatchObject([{ kind: "sumStuck", href: "/desk/books/manual", params: { amountFen: String(payment.backFen) } }]);
    expect((await soon(80)).map(({ kind }) => kind)).toEqual(["sumWarn", "sumStuck"]);
    const [clerk, other] = [await operator(), await operator()];
    const form = { kind: "REFUND" as const, refId: payment.id, reference: "银行回单 0071", reason: "原卡已注销，转账退回" };
    const actId = await proposeManual(clerk.viewer, form, settler);
    const said = await Promise.allSettled(
      Array.from({ length: 6 }, () => approveManual(other.viewer, { actId, decision: "" }, { settler, purposes })),
    );
    expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect([await goingBack(who), await wrong()]).toEqual([0n, []]);
  });

  it("is sent once by many clocks, and owed again when it comes back", async () => {
    const { who, payment } = await late();
    await answerBack(payment.id, "failed");
    await pass(policy.retryMs[0] + 1000);
    const now = await appNow();
    await Promise.all(Array.from({ length: 8 }, () => debtsDue.sendDebtBack(now)));
    expect(await db.pspIntent.count({ where: { refId: payment.id, kind: "REFUND" } })).toBe(2);
    await answerBack(payment.id, "succeeded");
    const intent = await db.pspIntent.findFirstOrThrow({ where: { refId: payment.id, kind: "REFUND", state: "SUCCEEDED" } });
    const about = { id: intent.pspId!, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    await Promise.all(
      Array.from({ length: 5 }, () => applyOutcome(intent.id, { ...about, state: "failed", error: "lost_or_stolen_card" }, purposes)),
    );
    expect([await goingBack(who), await wrong()]).toEqual([475_000n, []]);
    expect([await told(who, "debtBack"), await told(who, "debtBackReturned")]).toEqual([1, 1]);
  });
});

describe("a card dispute about such a payment", () => {
  async function repaid() {
    const { who, debt } = await owing();
    const { intentId } = await payDebt(who.viewer, debt.id);
    await paid(intentId, card);
    return { who, debt, bank: await bankOf("debtPayment", (await paymentOf(intentId)).id) };
  }

  it("won: nothing changes; lost: it is owed again, once", async () => {
    const won = await repaid();
    expect(await won.bank.takes()).toBe("OPEN");
    expect(await won.bank.loses()).toBe("WON");
    expect([await owes(won.who), await told(won.who, "debtWon")]).toEqual([0n, 1]);
    const lost = await repaid();
    const states = await Promise.all(Array.from({ length: 8 }, () => lost.bank.keeps()));
    expect(new Set(states)).toEqual(new Set(["LOST"]));
    expect(await lost.bank.row()).toMatchObject({ debtFen: 475_000n, lossFen: 0n, refundFen: 0n });
    expect([await owes(lost.who), await db.debt.count({ where: { orgId: lost.who.orgId, closedAt: null } })]).toEqual([475_000n, 1]);
    expect(await wrong()).toEqual([]);
  });
});
