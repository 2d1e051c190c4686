import { beforeEach, describe, expect, test } from "vitest";
import { dealAt, paid, payable, settleAll } from "#app/contracts/fixtures.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { db } from "#app/db.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { coverFen, missingFen, PayDeposit } from "#app/deposits/deposit.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { depositOf, heldOf, promisedDeal, promising, settleSums, sound, sumsOf, TIERS, wish } from "#app/deposits/fixtures.ts";
import { retryDepositMoney } from "#app/deposits/money/send-remittance.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { finishExit } from "#app/deposits/standing/finish-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { stay } from "#app/deposits/standing/stay.server.ts";
import { parseForm } from "#app/form.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { statement } from "#app/ledger/statement.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { company, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const DAY = 86_400_000;
const no = (code: string) => expect.objectContaining({ code });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof depositsDue) => depositsDue[line](await appNow());
const told = (userId: string, what: string) => db.notice.count({ where: { userId, kind: `deposits.notice.${what}` } });
const booked = async (orgId: string) => balanceOf(`deposit:provider:${(await depositOf(orgId)).id}`);

beforeEach(() => setOffset(0));

describe("the tiers", () => {
  test("what is missing, and what one promise answers for", () => {
    const at = (tierFen: bigint, heldFen: bigint) => ({ tierFen, paidFen: heldFen, returnedFen: 0n, forfeitedFen: 0n, chargedBackFen: 0n });
    expect(missingFen(null, TIERS.small)).toBe(TIERS.small);
    expect(missingFen(at(TIERS.small, TIERS.small), TIERS.large)).toBe(8_000_00n);
    expect(missingFen(at(TIERS.middle, 2_400_00n), TIERS.middle)).toBe(600_00n);
    expect(missingFen(at(TIERS.middle, TIERS.middle), TIERS.small)).toBe(0n);
    expect(missingFen(at(TIERS.middle, TIERS.middle - 1n), TIERS.middle)).toBe(LEAST_PAID_FEN);
    expect(missingFen(at(TIERS.middle, TIERS.middle - LEAST_PAID_FEN - 1n), TIERS.middle)).toBe(LEAST_PAID_FEN + 1n);
    expect(missingFen(at(TIERS.middle, 200_00n), TIERS.small)).toBe(0n);
    expect(coverFen(at(TIERS.large, TIERS.large))).toBe(3_000_00n);
    expect(coverFen(at(TIERS.middle, 400_00n))).toBe(400_00n);
    // What was paid for the promise counts once: it is out of what is held already.
    expect(coverFen(at(TIERS.small, 600_00n), 400_00n)).toBe(600_00n);
    expect(coverFen(at(TIERS.large, 8_000_00n), 1_000_00n)).toBe(2_000_00n);
    expect(coverFen(at(TIERS.middle, 2_000_00n), 1_000_00n)).toBe(0n);
  });

  test("the smallest carries the one promise that was chosen, the others all three", () => {
    const orgId = "00000000-0000-7000-8000-000000000001";
    const form = (tier: bigint, promise = "") => parseForm(PayDeposit, { orgId, tier: String(tier), promise });
    expect(form(TIERS.small)).toHaveProperty("errors.promise");
    expect(form(TIERS.small, "ORIGINAL")).toMatchObject({ value: { promises: ["ORIGINAL"] } });
    expect(form(TIERS.large)).toMatchObject({ value: { promises: ["FINISH", "WARRANTY", "ORIGINAL"] } });
    expect(form(5n, "ORIGINAL")).toHaveProperty("errors.tier");
  });
});

describe("paying", () => {
  test("by whoever decides about money, verified; the badge is there when the money is", async () => {
    const stranger = await person({ verified: true });
    const provider = await person();
    await expect(payDeposit(provider.viewer, wish(provider.orgId, TIERS.small))).rejects.toEqual(no("realNameFirst"));
    await expect(payDeposit(stranger.viewer, wish(provider.orgId, TIERS.small))).rejects.toEqual(no("notFound"));
    const clerk = await person();
    const org = await company({ verified: true, members: [{ who: clerk, role: "BIDDER" }] });
    const bidder = { ...clerk.viewer, orgs: [{ ...org.viewer.orgs.find((o) => o.id === org.orgId)!, role: "BIDDER" as const }] };
    await expect(payDeposit(bidder, wish(org.orgId, TIERS.small))).rejects.toEqual(no("notAllowed"));
    const { intentId } = await payDeposit(org.viewer, wish(org.orgId, TIERS.small, ["FINISH"]));
    expect((await depositOf(org.orgId)).state).toBe("AWAITING");
    await paid(intentId);
    expect(await depositOf(org.orgId)).toMatchObject({ state: "HELD", tierFen: TIERS.small, promises: ["FINISH"], paidFen: TIERS.small });
    expect(await booked(org.orgId)).toBe(TIERS.small);
    await sound();
  });

  test("asked for in twenty windows it is one wish, and paid once", async () => {
    const provider = await person({ verified: true });
    const asked = await Promise.all(Array.from({ length: 20 }, () => payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle))));
    expect(new Set(asked.map((a) => a.intentId)).size).toBe(1);
    await Promise.all(Array.from({ length: 5 }, () => paid(asked[0]!.intentId)));
    expect(await heldOf(provider.orgId)).toBe(TIERS.middle);
    await expect(payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle))).rejects.toEqual(no("depositEnough"));
    expect(await db.deposit.count({ where: { orgId: provider.orgId } })).toBe(1);
    await sound();
  });

  test("the database itself keeps one living deposit of a provider", async () => {
    const { orgId } = await person({ verified: true });
    const data = { kind: "PROVIDER", orgId, createdAt: await appNow() } as const;
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => db.deposit.create({ data })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("another tier ends the earlier page, and what that page still brings goes straight back", async () => {
    const provider = await person({ verified: true });
    const first = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.small, ["FINISH"]));
    const second = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.large));
    expect(second.intentId).not.toBe(first.intentId);
    await Promise.all([paid(first.intentId, { method: "card" }), paid(second.intentId)]);
    const deposit = await depositOf(provider.orgId);
    expect(deposit).toMatchObject({ state: "HELD", tierFen: TIERS.large, returnedFen: TIERS.small });
    expect(await heldOf(provider.orgId)).toBe(TIERS.large);
    expect(await sumsOf(deposit.id)).toMatchObject([{ cause: "RETURN", kind: "REFUND", amountFen: TIERS.small, state: "SENDING" }]);
    await settleSums(deposit.id);
    await sound();
  });

  test("a higher tier costs the difference", async () => {
    const provider = await promising(TIERS.small, ["ORIGINAL"]);
    const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.large));
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } })).amountFen).toBe(8_000_00n);
    expect((await depositOf(provider.orgId)).tierFen).toBe(TIERS.small);
    await paid(intentId);
    expect(await depositOf(provider.orgId)).toMatchObject({ tierFen: TIERS.large, promises: ["FINISH", "WARRANTY", "ORIGINAL"] });
    await sound();
  });
});

describe("leaving", () => {
  test("without contracts it goes back at once, by the way it came, and the account is empty", async () => {
    const provider = await promising(TIERS.middle, undefined, { method: "card" });
    await askExit(provider.viewer, provider.orgId);
    await expect(payDeposit(provider.viewer, wish(provider.orgId, TIERS.large))).rejects.toEqual(no("depositLeaving"));
    expect(await tick("finishExit")).toBe(1);
    const deposit = await depositOf(provider.orgId);
    expect(deposit).toMatchObject({ state: "CLOSED", returnedFen: TIERS.middle, endReason: "exit" });
    expect(await balanceOf(`refund:payable:${provider.orgId}`)).toBe(TIERS.middle);
    expect(await settleSums(deposit.id)).toBe(1);
    expect(await balanceOf(`refund:payable:${provider.orgId}`)).toBe(0n);
    const period = { since: new Date(0), until: new Date("2100-01-01"), limit: 10 };
    const { lines } = await statement(provider.viewer, { ...period, role: "employer" });
    expect(lines.map((line) => [line.kind, line.effectFen, line.balanceFen])).toEqual([
      ["refundSucceeded", -TIERS.middle, 0n],
      ["depositReceived", TIERS.middle, TIERS.middle],
    ]);
    await sound();
    const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.small, ["FINISH"]));
    await paid(intentId);
    expect((await depositOf(provider.orgId)).id).not.toBe(deposit.id);
  });

  test("waits for the contract, 30 days after its end, and three months longer for care", async () => {
    const plain = await promising(TIERS.small, ["FINISH"]);
    const deal = await promisedDeal(plain);
    await askExit(plain.viewer, plain.orgId);
    expect(await tick("finishExit")).toBe(0);
    await giveBack(plain.viewer, { milestoneId: deal.stages[0]!, reason: "无法按期完成，退还款项" });
    await settleAll(deal);
    await db.contract.update({ where: { id: deal.contractId }, data: { state: "COMPLETED", endedAt: await appNow() } });
    await pass(policy.exitMs - 60_000);
    expect(await tick("finishExit")).toBe(0);
    await pass(120_000);
    expect(await tick("finishExit")).toBe(1);

    await setOffset(0);
    const caring = await promising(TIERS.small, ["WARRANTY"]);
    const cared = await promisedDeal(caring, "FUNDED");
    await db.contract.update({ where: { id: cared.contractId }, data: { state: "COMPLETED", endedAt: await appNow() } });
    await askExit(caring.viewer, caring.orgId);
    await pass(policy.exitMs + policy.warrantyMs - 60_000);
    expect(await tick("finishExit")).toBe(0);
    await pass(120_000);
    expect(await tick("finishExit")).toBe(1);
  });

  test("who stays has the badge again, unless the deposit lacks something", async () => {
    const provider = await promising();
    await askExit(provider.viewer, provider.orgId);
    await stay(provider.viewer, provider.orgId);
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "HELD", exitAskedAt: null });
    await expect(stay(provider.viewer, provider.orgId)).rejects.toEqual(no("wrongState"));
  });

  test("past the wallet's window it is sent to the payee account, when there is one", async () => {
    const provider = await promising(TIERS.middle, undefined, { method: "alipay" });
    await pass(91 * DAY);
    await askExit(provider.viewer, provider.orgId);
    await tick("finishExit");
    const deposit = await depositOf(provider.orgId);
    expect(await sumsOf(deposit.id)).toMatchObject([{ kind: "TRANSFER", cause: "RETURN", state: "READY" }]);
    expect(await balanceOf(`provider:available:${provider.orgId}`)).toBe(TIERS.middle);
    expect(await tick("sendDepositMoney")).toBe(0);
    await payable(provider.orgId);
    expect(await tick("sendDepositMoney")).toBe(1);
    await settleSums(deposit.id);
    expect(await sumsOf(deposit.id)).toMatchObject([{ state: "DONE" }]);
    expect(await comesBack(deposit.id, "transfer_reversed: the transfer came back")).toMatchObject({ state: "READY", attempts: 1 });
    expect(await balanceOf(`provider:available:${provider.orgId}`)).toBe(TIERS.middle);
    expect(await told(provider.userId, "sentCameBack")).toBe(1);
    await pass(policy.retryMs[0] + 1000);
    expect(await tick("sendDepositMoney")).toBe(1);
    await settleSums(deposit.id);
    expect([await told(provider.userId, "sent"), await told(provider.userId, "sentCameBack")]).toEqual([2, 1]);
    await sound();
  });

  /** The channel says of what had arrived, and says it again, that it came back. */
  async function comesBack(depositId: string, error: string) {
    const [row] = await sumsOf(depositId);
    const intent = await db.pspIntent.findFirstOrThrow({ where: { refId: row!.id, state: "SUCCEEDED" } });
    const about = { id: intent.pspId!, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    const outcome = { ...about, state: "failed" as const, error, reversalId: `trr_${intent.id}` };
    await Promise.all(Array.from({ length: 5 }, () => applyOutcome(intent.id, outcome, purposes)));
    return (await sumsOf(depositId))[0];
  }

  test("a sum that only finds too little money at the channel goes on asking, and loses none of its tries", async () => {
    const provider = await promising(TIERS.small, ["FINISH"], { method: "card" });
    await payable(provider.orgId);
    await askExit(provider.viewer, provider.orgId);
    await tick("finishExit");
    const { id } = await depositOf(provider.orgId);
    for (let i = 0; i < policy.retryMs.length + 3; i++) {
      expect(await settleSums(id, "failed", "balance_insufficient: not yet")).toBe(1);
      await pass(3_601_000);
      await tick("sendDepositMoney");
    }
    expect(await sumsOf(id)).toMatchObject([{ state: "SENDING", waits: policy.retryMs.length + 3 }]);
    await settleSums(id);
    await sound();
  });

  test("a refund that keeps failing takes the other way, a transfer that does waits for an operator", async () => {
    const provider = await promising(TIERS.small, ["FINISH"], { method: "card" });
    await payable(provider.orgId);
    await askExit(provider.viewer, provider.orgId);
    await tick("finishExit");
    const { id } = await depositOf(provider.orgId);
    for (const wait of [...policy.retryMs, 0]) {
      expect(await settleSums(id, "failed")).toBe(1);
      await pass(wait + 1000);
      await tick("sendDepositMoney");
    }
    expect(await sumsOf(id)).toMatchObject([{ kind: "TRANSFER", state: "SENDING" }]);
    for (const wait of [...policy.retryMs, 0]) {
      await settleSums(id, "failed");
      await pass(wait + 1000);
      await tick("sendDepositMoney");
    }
    const [stuck] = await sumsOf(id);
    expect(stuck).toMatchObject({ kind: "TRANSFER", state: "STUCK" });
    await expect(retryDepositMoney(provider.viewer, stuck!.id)).rejects.toEqual(no("notFound"));
    await retryDepositMoney((await operator()).viewer, stuck!.id);
    expect(await tick("sendDepositMoney")).toBe(1);
    await settleSums(id);
    expect(await sumsOf(id)).toMatchObject([{ kind: "TRANSFER", state: "DONE" }]);
    // It never arrived before: nobody hears that it came back.
    expect([await told(provider.userId, "refundCameBack"), await told(provider.userId, "sentCameBack")]).toEqual([0, 0]);
    await sound();
  });

  test("a refund that came back after it had arrived is owed again, and its owner is told", async () => {
    const provider = await promising(TIERS.small, ["FINISH"], { method: "card" });
    await askExit(provider.viewer, provider.orgId);
    await tick("finishExit");
    const { id } = await depositOf(provider.orgId);
    await settleSums(id);
    expect(await comesBack(id, "lost_or_stolen_card")).toMatchObject({ state: "READY", attempts: 1 });
    expect(await balanceOf(`refund:payable:${provider.orgId}`)).toBe(TIERS.small);
    expect(await told(provider.userId, "refundCameBack")).toBe(1);
    await pass(policy.retryMs[0] + 1000);
    expect(await tick("sendDepositMoney")).toBe(1);
    await settleSums(id);
    expect(await balanceOf(`refund:payable:${provider.orgId}`)).toBe(0n);
    expect([await told(provider.userId, "refunded"), await told(provider.userId, "refundCameBack")]).toEqual([2, 1]);
    await sound();
  });

  test("exit against a claim at the same moment: either it is gone, or the claim holds it", async () => {
    for (let round = 0; round < 4; round++) {
      await setOffset(0);
      const provider = await promising(TIERS.middle);
      const deal = await promisedDeal(provider);
      await askExit(provider.viewer, provider.orgId);
      await db.contract.update({ where: { id: deal.contractId }, data: { state: "TERMINATED", endedAt: await appNow() } });
      // The last moment of the one is the first of the other.
      const { endedAt } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
      await setNow(new Date(endedAt!.getTime() + policy.exitMs - 40));
      const { id } = await depositOf(provider.orgId);
      const claim = { promise: "FINISH" as const, amount: 500_00n, reason: "没有交付任何成果就离开了", files: [] };
      const racing = Array.from({ length: 12 }, (_, i) =>
        i % 2 === 0 ? finishExit(id) : fileClaim(deal.employer.viewer, deal.contractId, claim).catch((e) => e.code),
      );
      await Promise.all(racing);
      await pass(60_000);
      await finishExit(id);
      const filed = await db.depositClaim.count({ where: { depositId: id } });
      expect([(await depositOf(provider.orgId)).state, filed]).toEqual(filed > 0 ? ["LEAVING", 1] : ["CLOSED", 0]);
    }
    await sound();
  });

  test("twenty clocks return it once", async () => {
    const provider = await promising(TIERS.small, ["FINISH"]);
    await askExit(provider.viewer, provider.orgId);
    const { id } = await depositOf(provider.orgId);
    const done = await Promise.all(Array.from({ length: 20 }, () => finishExit(id)));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await sumsOf(id)).toHaveLength(1);
    await sound();
  });
});

test("a deal that was signed before the deposit is not covered", async () => {
  const provider = await person({ verified: true });
  const deal = await dealAt("WORKING", { provider, employer: await person() });
  const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle));
  await paid(intentId);
  const claim = { promise: "FINISH" as const, amount: 500_00n, reason: "没有交付任何成果就离开了", files: [] };
  await expect(fileClaim(deal.employer.viewer, deal.contractId, claim)).rejects.toEqual(no("notCovered"));
});

test("two tiers and leaving at the same moment: whoever leaves has no page open", async () => {
  for (let round = 0; round < 4; round++) {
    const provider = await promising(TIERS.small, ["FINISH"]);
    const { orgId, viewer } = provider;
    const racing = Array.from({ length: 4 }, (_, i) => payDeposit(viewer, wish(orgId, i % 2 ? TIERS.middle : TIERS.large)));
    racing.push(askExit(viewer, orgId).then(() => ({ intentId: "" })));
    const results = await Promise.allSettled(racing);
    for (const one of results) if (one.status === "rejected") expect(one.reason).toEqual(no("depositLeaving"));
    const { id, state } = await depositOf(orgId);
    expect([state, await db.depositPayment.count({ where: { depositId: id, state: "WAITING" } })]).toEqual(["LEAVING", 0]);
    expect(await finishExit(id)).toBe(true);
  }
  await sound();
});
