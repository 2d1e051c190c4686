import { beforeEach, expect, test } from "vitest";
import { type Deal, dealAt, paid, payable, settleAll } from "#app/contracts/fixtures.ts";
import { days } from "#app/contracts/policy.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { payDebt } from "#app/debts/pay-debt.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { depositOf, promising, settleSums, sound, sumsOf, TIERS } from "#app/deposits/fixtures.ts";
import { sendDepositMoney } from "#app/deposits/money/send-remittance.server.ts";
import { standingPage } from "#app/deposits/queries.server.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

// What a deposit gives away repays what its receiver owes before any of it is sent; who owes does not get its deposit back.

const tick = async (line: keyof typeof depositsDue) => depositsDue[line](await appNow());
const owes = (who: Known) => balanceOf(`provider:receivable:${who.orgId}`);
const available = (who: Known) => balanceOf(`provider:available:${who.orgId}`);
const OWED = 950_00n;

/** It owes ¥950 from now on: a stage of ¥1,000 was released to it, and its payer's bank took the money back. */
async function owing(who: Known) {
  const deal = await dealAt("ACCEPTED", { employer: await person(), provider: who, amounts: [1_000_00n], method: "card" });
  await payable(who.orgId);
  await setNow(new Date((await appNow()).getTime() + days(6)));
  await releaseMilestone(deal.stages[0]!);
  await settleAll(deal);
  await (await bankOf("milestone", deal.stages[0]!)).keeps();
}

/** An employer is granted this much out of a provider's deposit. */
async function granted(employer: Known, amount: bigint, payment?: Parameters<typeof promising>[2]) {
  const provider = await promising(TIERS.middle, undefined, payment);
  const deal: Deal = await dealAt("WORKING", { employer, provider });
  const reason = "约定的成果一项都没有交付，多次催促无回应";
  const claimId = await fileClaim(employer.viewer, deal.contractId, { promise: "FINISH", amount, reason, files: [] });
  await answerClaim(provider.viewer, claimId, { answer: "我们已交付初稿，延期是因为需求多次变化", files: [] });
  await decideClaim((await operator()).viewer, claimId, { amount, decision: "服务商未交付任何可用成果，支持雇主的申请" });
  return (await depositOf(provider.orgId)).id;
}
/** Part of what it owes is written off by two operators. */
async function writtenOff(who: Known, amount: bigint) {
  const form = { kind: "ADJUSTMENT" as const, act: "writeOff" as const, orgId: who.orgId, amount, reference: "", reason: "核销，不再追讨" };
  const actId = await proposeManual((await operator()).viewer, form, settler);
  await approveManual((await operator()).viewer, { actId, decision: "" }, { settler, purposes });
}
const toldOfAccount = (who: Known) => db.notice.count({ where: { userId: who.userId, kind: "deposits.notice.needPayee" } });

beforeEach(() => setOffset(0));

test("what is granted repays the employer's debt, and only the rest of it is sent", async () => {
  const employer = await person();
  await owing(employer);
  expect(await owes(employer)).toBe(OWED);
  const first = await granted(employer, 600_00n);
  expect(await sumsOf(first)).toMatchObject([{ amountFen: 600_00n, repaidFen: 600_00n, state: "DONE" }]);
  expect(await db.pspIntent.count({ where: { orgId: employer.orgId, purpose: "send-deposit" } })).toBe(0);
  expect(await owes(employer)).toBe(350_00n);
  const second = await granted(employer, 1_000_00n);
  expect(await sumsOf(second)).toMatchObject([{ amountFen: 1_000_00n, repaidFen: 350_00n, state: "SENDING" }]);
  const sent = await db.pspIntent.findFirstOrThrow({ where: { orgId: employer.orgId, purpose: "send-deposit" } });
  expect([sent.amountFen, await owes(employer)]).toEqual([650_00n, 0n]);
  await settleSums(second);
  expect(await available(employer)).toBe(0n);
  const repayments = await db.debtRepayment.findMany({ where: { debt: { orgId: employer.orgId } }, orderBy: { at: "asc" } });
  expect(repayments.map(({ source, amountFen }) => [source, amountFen])).toEqual([
    ["deposit", 600_00n],
    ["deposit", 350_00n],
  ]);
  expect((await standingPage(employer.viewer, employer.orgId))!.money).toMatchObject([
    { what: "received", amountFen: 1_000_00n, repaidFen: 350_00n },
    { what: "received", amountFen: 600_00n, repaidFen: 600_00n },
  ]);
  await sound();
});

test("it does so as soon as its payment can be used, without an account to send it to", async () => {
  const employer = await person();
  await owing(employer);
  await db.payee.update({ where: { orgId: employer.orgId }, data: { payable: false } });
  const depositId = await granted(employer, 600_00n, { available: false });
  expect([await sumsOf(depositId), await owes(employer)]).toMatchObject([[{ state: "PENDING", repaidFen: 0n }], OWED]);
  await db.fundingLot.updateMany({ where: { refId: depositId }, data: { availableAt: await appNow() } });
  await tick("sendDepositMoney");
  expect([await sumsOf(depositId), await owes(employer)]).toMatchObject([[{ state: "DONE", repaidFen: 600_00n }], 350_00n]);
  expect(await tick("sendDepositMoney")).toBe(0);
  await sound();
});

test("sums that waited for an account repay a debt that arose meanwhile, at the same moment and never more than is owed", async () => {
  const employer = await person();
  const deposits = [await granted(employer, 600_00n), await granted(employer, 600_00n)];
  expect([await available(employer), await toldOfAccount(employer)]).toEqual([1_200_00n, 2]);
  const rows = (await Promise.all(deposits.map(sumsOf))).flat();
  await owing(employer);
  await db.payee.update({ where: { orgId: employer.orgId }, data: { payable: false } });
  await Promise.all(Array.from({ length: 8 }, () => rows.map(({ id }) => sendDepositMoney(id))).flat());
  const after = (await Promise.all(deposits.map(sumsOf))).flat().sort((a, b) => Number(a.repaidFen - b.repaidFen));
  expect(after).toMatchObject([
    { repaidFen: 350_00n, state: "READY" },
    { repaidFen: 600_00n, state: "DONE" },
  ]);
  expect([await owes(employer), await available(employer)]).toEqual([0n, 250_00n]);
  await payable(employer.orgId);
  expect(await tick("sendDepositMoney")).toBe(1);
  await sound();
});

test("who owes does not get its deposit back until that is paid; what is too little for the till holds nothing", async () => {
  const provider = await promising(TIERS.small, ["ORIGINAL"]);
  const { id } = await depositOf(provider.orgId);
  await owing(provider);
  await db.contract.updateMany({ where: { providerId: provider.orgId }, data: { state: "TERMINATED", endedAt: new Date(0) } });
  await askExit(provider.viewer, provider.orgId);
  expect((await standingPage(provider.viewer, provider.orgId))!.bars).toMatchObject({ owedFen: OWED, free: false });
  expect(await tick("finishExit")).toBe(0);
  expect((await depositOf(provider.orgId)).state).toBe("LEAVING");
  const { id: debtId } = await db.debt.findFirstOrThrow({ where: { orgId: provider.orgId } });
  await paid((await payDebt(provider.viewer, debtId)).intentId);
  expect((await standingPage(provider.viewer, provider.orgId))!.bars).toMatchObject({ owedFen: 0n, free: true });
  await owing(provider);
  expect(await tick("finishExit")).toBe(0);
  await writtenOff(provider, OWED - LEAST_PAID_FEN + 1n);
  expect(await owes(provider)).toBe(LEAST_PAID_FEN - 1n);
  expect(await tick("finishExit")).toBe(1);
  expect(await depositOf(provider.orgId)).toMatchObject({ id, state: "CLOSED", returnedFen: TIERS.small });
  await sound();
});
