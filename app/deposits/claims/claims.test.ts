import { beforeEach, describe, expect, test } from "vitest";
import { paid, payable } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { claimableUntil, isClaimable } from "#app/deposits/claims/claim.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { moveClaim } from "#app/deposits/claims/lock-claim.server.ts";
import { withdrawClaim } from "#app/deposits/claims/withdraw-claim.server.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { depositOf, heldOf, promisedDeal, promising, settleSums, sound, sumsOf, TIERS, wish } from "#app/deposits/fixtures.ts";
import { policy } from "#app/deposits/policy.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { finishExit } from "#app/deposits/standing/finish-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { stay } from "#app/deposits/standing/stay.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const DAY = 86_400_000;
const no = (code: string) => expect.objectContaining({ code });
const tick = async (line: keyof typeof depositsDue) => depositsDue[line](await appNow());
const form = (amount: bigint, promise: "FINISH" | "WARRANTY" | "ORIGINAL" = "FINISH") => ({
  promise,
  amount,
  reason: "约定的成果一项都没有交付，多次催促无回应",
  files: [],
});
const answer = { answer: "我们已交付初稿，延期是因为需求多次变化", files: [] };
const decision = (amount: bigint) => ({ amount, decision: "服务商未交付任何可用成果，支持雇主的申请" });
const claimOf = (id: string) => db.depositClaim.findUniqueOrThrow({ where: { id } });

beforeEach(() => setOffset(0));

/** A claim of a running deal, answered. */
async function heard(amount: bigint, provider?: Known) {
  const by = provider ?? (await promising());
  const deal = await promisedDeal(by);
  const claimId = await fileClaim(deal.employer.viewer, deal.contractId, form(amount));
  await answerClaim(by.viewer, claimId, answer);
  return { ...deal, claimId, provider: by };
}

test("what a promise covers, and until when", () => {
  const at = (day: number) => new Date(Date.UTC(2027, 0, 1) + day * DAY);
  const all = ["FINISH", "WARRANTY", "ORIGINAL"] as const;
  const running = { state: "ACTIVE", activeAt: at(2), endedAt: null as Date | null };
  const done = { ...running, state: "COMPLETED", endedAt: at(40) };
  expect(claimableUntil(all, running, "FINISH")).toBe("open");
  expect(claimableUntil(all, running, "WARRANTY")).toBe(null);
  expect(claimableUntil(all, done, "FINISH")).toEqual(at(70));
  expect(claimableUntil(all, done, "WARRANTY")).toEqual(at(160));
  expect(claimableUntil(all, done, "ORIGINAL")).toEqual(at(160));
  expect(claimableUntil(["ORIGINAL"], done, "ORIGINAL")).toEqual(at(70));
  expect(claimableUntil(all, { ...done, state: "TERMINATED" }, "WARRANTY")).toBe(null);
  expect(claimableUntil(["ORIGINAL"], running, "FINISH")).toBe(null);
  expect(claimableUntil([], running, "FINISH")).toBe(null);
  expect(claimableUntil(all, { ...running, activeAt: null }, "FINISH")).toBe(null);
  expect([isClaimable(at(5), at(5)), isClaimable(at(5), at(6)), isClaimable("open", at(6)), isClaimable(null, at(1))]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

describe("a claim", () => {
  test("is the employer's, within the cover, one at a time", async () => {
    const provider = await promising(TIERS.small, ["FINISH"]);
    const deal = await promisedDeal(provider);
    const stranger = await person();
    await expect(fileClaim(stranger.viewer, deal.contractId, form(100_00n))).rejects.toEqual(no("notFound"));
    await expect(fileClaim(provider.viewer, deal.contractId, form(100_00n))).rejects.toEqual(no("notAllowed"));
    await expect(fileClaim(deal.employer.viewer, deal.contractId, form(100_00n, "ORIGINAL"))).rejects.toEqual(no("notCovered"));
    await expect(fileClaim(deal.employer.viewer, deal.contractId, form(1_000_01n))).rejects.toEqual(no("overCover"));
    const claimId = await fileClaim(deal.employer.viewer, deal.contractId, form(1_000_00n));
    await expect(fileClaim(deal.employer.viewer, deal.contractId, form(100_00n))).rejects.toEqual(no("claimOpen"));
    await withdrawClaim(deal.employer.viewer, claimId);
    await fileClaim(deal.employer.viewer, deal.contractId, form(100_00n));
  });

  test("is heard before it is decided: by the answer, or by silence of three working days", async () => {
    const provider = await promising();
    const judge = await operator();
    const deal = await promisedDeal(provider);
    const claimId = await fileClaim(deal.employer.viewer, deal.contractId, form(300_00n));
    await expect(decideClaim(judge.viewer, claimId, decision(300_00n))).rejects.toEqual(no("wrongState"));
    await expect(answerClaim(deal.employer.viewer, claimId, answer)).rejects.toEqual(no("notFound"));
    const { answerBy } = await claimOf(claimId);
    expect(await tick("closeAnswer")).toBe(0);
    await setNow(answerBy);
    await expect(answerClaim(provider.viewer, claimId, answer)).rejects.toEqual(no("wrongState"));
    expect(await tick("closeAnswer")).toBeGreaterThan(0);
    expect((await claimOf(claimId)).state).toBe("HEARD");
    const { decideBy } = await claimOf(claimId);
    await setNow(new Date(decideBy!.getTime() + 1));
    expect(await tick("remindDecision")).toBeGreaterThan(0);
    expect(await tick("remindDecision")).toBe(0);
    await decideClaim(judge.viewer, claimId, decision(0n));
    expect(await claimOf(claimId)).toMatchObject({ state: "REFUSED", paidFen: 0n });
    expect(await heldOf(provider.orgId)).toBe(TIERS.middle);
  });

  test("granted, is paid at once to the employer's account; the rest stays and is filled up, or the badge goes", async () => {
    const { claimId, employer, provider } = await heard(800_00n);
    const judge = await operator();
    await expect(decideClaim(judge.viewer, claimId, decision(800_01n))).rejects.toEqual(no("overAsked"));
    await expect(decideClaim(provider.viewer, claimId, decision(1n))).rejects.toEqual(no("notFound"));
    await decideClaim(judge.viewer, claimId, decision(600_00n));
    const { id, state, fillBy } = await depositOf(provider.orgId);
    expect([state, await heldOf(provider.orgId)]).toEqual(["HELD", 2_400_00n]);
    expect(await sumsOf(id)).toMatchObject([
      { cause: "FORFEIT", kind: "TRANSFER", orgId: employer.orgId, amountFen: 600_00n, state: "READY" },
    ]);
    expect(await balanceOf(`provider:available:${employer.orgId}`)).toBe(600_00n);
    await payable(employer.orgId);
    expect(await tick("sendDepositMoney")).toBe(1);
    await settleSums(id);
    expect(await balanceOf(`provider:available:${employer.orgId}`)).toBe(0n);
    await sound();
    await setNow(new Date(fillBy!.getTime() - 1000));
    expect(await tick("lapseDeposit")).toBe(0);
    await setNow(fillBy!);
    expect(await tick("lapseDeposit")).toBe(1);
    expect((await depositOf(provider.orgId)).state).toBe("LAPSED");
    const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle));
    await paid(intentId);
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "HELD", fillBy: null });
    expect(await heldOf(provider.orgId)).toBe(TIERS.middle);
    await sound();
  });

  test("that took less than the till takes is filled up all the same; what is too much counts and goes back with the rest", async () => {
    const judge = await operator();
    const { claimId, provider } = await heard(10_00n);
    await decideClaim(judge.viewer, claimId, decision(3_00n));
    expect((await depositOf(provider.orgId)).fillBy).not.toBeNull();
    const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle));
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } })).amountFen).toBe(LEAST_PAID_FEN);
    await paid(intentId, { method: "card" });
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "HELD", fillBy: null });
    expect(await heldOf(provider.orgId)).toBe(TIERS.middle + 1_00n);
    await expect(payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle))).rejects.toEqual(no("depositEnough"));
    const again = await heard(10_00n, provider);
    await decideClaim(judge.viewer, again.claimId, decision(1_00n));
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "HELD", fillBy: null });
    const last = await heard(10_00n, provider);
    await decideClaim(judge.viewer, last.claimId, decision(1n));
    expect((await depositOf(provider.orgId)).fillBy).not.toBeNull();
    await sound();
  });

  test("draws on several payments, the oldest first, also while they can't be used yet", async () => {
    const provider = await promising(TIERS.small, ["FINISH"], { available: false });
    const more = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.large));
    await paid(more.intentId, { available: false });
    const { claimId, employer } = await heard(1_500_00n, provider);
    await decideClaim((await operator()).viewer, claimId, decision(1_500_00n));
    const { id } = await depositOf(provider.orgId);
    expect((await sumsOf(id)).map((r) => [r.amountFen, r.state])).toEqual([
      [1_000_00n, "PENDING"],
      [500_00n, "PENDING"],
    ]);
    expect(await balanceOf(`provider:pending:${employer.orgId}`)).toBe(1_500_00n);
    await sound();
  });

  test("takes no more on one contract than the promise answers for", async () => {
    const provider = await promising(TIERS.middle);
    const { claimId, employer, contractId } = await heard(700_00n, provider);
    await decideClaim((await operator()).viewer, claimId, decision(700_00n));
    await expect(fileClaim(employer.viewer, contractId, form(300_01n))).rejects.toEqual(no("overCover"));
    await fileClaim(employer.viewer, contractId, form(300_00n));
  });

  test("an emptied deposit loses its badge at once, and closes when it leaves", async () => {
    const provider = await promising(TIERS.small, ["FINISH"]);
    const { claimId, contractId } = await heard(1_000_00n, provider);
    await decideClaim((await operator()).viewer, claimId, decision(1_000_00n));
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "LAPSED", fillBy: null });
    await db.contract.update({ where: { id: contractId }, data: { state: "TERMINATED", endedAt: await appNow() } });
    await askExit(provider.viewer, provider.orgId);
    await setNow(new Date((await appNow()).getTime() + policy.exitMs + 1000));
    expect(await tick("finishExit")).toBe(1);
    expect((await depositOf(provider.orgId)).state).toBe("CLOSED");
    await sound();
  });

  test("operators of either side do not judge it", async () => {
    const { claimId, employer } = await heard(100_00n);
    const { makeOperator } = await import("#app/people/desk/make-operator.server.ts");
    await makeOperator(employer.email);
    await expect(decideClaim({ ...employer.viewer, operator: true }, claimId, decision(1_00n))).rejects.toEqual(no("notAllowed"));
  });

  test("decided ten times at once it is paid once; against a withdrawal one of both holds", async () => {
    const judges = [await operator(), await operator()];
    const { claimId, provider } = await heard(500_00n);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => decideClaim(judges[i % 2]!.viewer, claimId, decision(500_00n))),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(await heldOf(provider.orgId)).toBe(2_500_00n);
    const again = await heard(500_00n, provider);
    await Promise.allSettled([
      ...judges.map((j) => decideClaim(j.viewer, again.claimId, decision(500_00n))),
      withdrawClaim(again.employer.viewer, again.claimId),
    ]);
    const { state, paidFen } = await claimOf(again.claimId);
    expect(await heldOf(provider.orgId)).toBe(2_500_00n - paidFen);
    expect(["PAID", "WITHDRAWN"]).toContain(state);
    await sound();
  });

  test("a move of what was read before its lock holds once: the claim is moved from the state that it has", async () => {
    const { claimId, provider, employer } = await heard(500_00n);
    const [deposit, claim] = [await depositOf(provider.orgId), await claimOf(claimId)];
    const actor = { userId: employer.userId, role: "employer" } as const;
    const move = () =>
      transact(async (tx) => moveClaim(tx, deposit, claim, { verb: "withdrawClaim", to: "WITHDRAWN", actor }, await appNow(tx)));
    const moved = await Promise.allSettled(Array.from({ length: 8 }, move));
    expect(moved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of moved) if (one.status === "rejected") expect(one.reason).toEqual(no("wrongState"));
    expect(await db.transition.count({ where: { entityId: claimId, to: "WITHDRAWN" } })).toBe(1);
  });

  test("answered and withdrawn at the same moment: each happens once at most, and what was withdrawn is answered no more", async () => {
    const provider = await promising();
    const deal = await promisedDeal(provider);
    for (let round = 0; round < 4; round++) {
      const claimId = await fileClaim(deal.employer.viewer, deal.contractId, form(100_00n));
      const results = await Promise.allSettled([
        ...Array.from({ length: 4 }, () => answerClaim(provider.viewer, claimId, answer)),
        ...Array.from({ length: 4 }, () => withdrawClaim(deal.employer.viewer, claimId)),
      ]);
      for (const one of results) if (one.status === "rejected") expect(one.reason).toEqual(no("wrongState"));
      const steps = await db.transition.findMany({
        where: { entityId: claimId },
        orderBy: { id: "asc" },
        select: { from: true, to: true },
      });
      const after = steps.filter(({ from }) => from !== null).map(({ from, to }) => `${from} ${to}`);
      expect(after).toHaveLength(results.filter(({ status }) => status === "fulfilled").length);
      expect(["OPEN WITHDRAWN", "OPEN HEARD,HEARD WITHDRAWN"]).toContain(after.join());
    }
    await sound();
  });

  test("a decision while the provider stays after all: a deposit that became too small never looks full", async () => {
    const judge = await operator();
    for (let round = 0; round < 6; round++) {
      const { claimId, provider } = await heard(500_00n);
      await askExit(provider.viewer, provider.orgId);
      await Promise.all([decideClaim(judge.viewer, claimId, decision(500_00n)), stay(provider.viewer, provider.orgId)]);
      const { state, fillBy } = await depositOf(provider.orgId);
      expect(await heldOf(provider.orgId)).toBe(2_500_00n);
      // Kept with a day until which it is filled up, or without its badge.
      expect([state, fillBy !== null]).toEqual(state === "HELD" ? ["HELD", true] : ["LAPSED", false]);
    }
    await sound();
  });

  test("a payment that a claim overtook leaves the deposit short: it has a day to be filled up by, and its badge goes after it", async () => {
    const judge = await operator();
    const provider = await promising();
    const [first, second] = [await heard(1_000_00n, provider), await heard(800_00n, provider)];
    await decideClaim(judge.viewer, first.claimId, decision(1_000_00n));
    await setNow((await depositOf(provider.orgId)).fillBy!);
    expect(await tick("lapseDeposit")).toBeGreaterThan(0);
    const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle));
    await decideClaim(judge.viewer, second.claimId, decision(800_00n));
    await paid(intentId);
    const { state, fillBy } = await depositOf(provider.orgId);
    expect([state, await heldOf(provider.orgId)]).toEqual(["HELD", 2_200_00n]);
    const told = await db.notice.findFirstOrThrow({ where: { userId: provider.userId }, orderBy: { id: "desc" } });
    expect(told).toMatchObject({ kind: "deposits.notice.paidShort", params: { heldFen: "220000", tierFen: String(TIERS.middle) } });
    await sound();
    await setNow(fillBy!);
    expect(await tick("lapseDeposit")).toBeGreaterThan(0);
    expect((await depositOf(provider.orgId)).state).toBe("LAPSED");
  });

  test("paid and decided at the same moment, whichever is first: a badge under its tier always has its day", async () => {
    const judge = await operator();
    for (let round = 0; round < 6; round++) {
      await setOffset(0);
      const provider = await promising();
      const [first, second] = [await heard(1_000_00n, provider), await heard(800_00n, provider)];
      await decideClaim(judge.viewer, first.claimId, decision(1_000_00n));
      await setNow((await depositOf(provider.orgId)).fillBy!);
      await tick("lapseDeposit");
      const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, TIERS.middle));
      await Promise.all([paid(intentId), decideClaim(judge.viewer, second.claimId, decision(800_00n))]);
      const { state, fillBy } = await depositOf(provider.orgId);
      expect([state, fillBy !== null, await heldOf(provider.orgId)]).toEqual(["HELD", true, 2_200_00n]);
    }
    await sound();
  });

  test("two claims at once never take more than is there", async () => {
    const provider = await promising(TIERS.small, ["FINISH"]);
    const judge = await operator();
    const [one, two] = [await heard(700_00n, provider), await heard(700_00n, provider)];
    const results = await Promise.allSettled([one, two].map((c) => decideClaim(judge.viewer, c.claimId, decision(700_00n))));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: no("depositShort") });
    expect(await heldOf(provider.orgId)).toBe(300_00n);
    await sound();
  });

  test("a decision against the return at the same moment: an open claim holds the deposit", async () => {
    const { claimId, provider, contractId } = await heard(500_00n);
    await askExit(provider.viewer, provider.orgId);
    await db.contract.update({ where: { id: contractId }, data: { state: "TERMINATED", endedAt: await appNow() } });
    await setNow(new Date((await appNow()).getTime() + policy.exitMs + 1000));
    const { id } = await depositOf(provider.orgId);
    const judge = await operator();
    await Promise.allSettled([
      ...Array.from({ length: 6 }, () => finishExit(id)),
      decideClaim(judge.viewer, claimId, decision(500_00n)),
      ...Array.from({ length: 6 }, () => finishExit(id)),
    ]);
    await finishExit(id);
    expect(await depositOf(provider.orgId)).toMatchObject({ state: "CLOSED", forfeitedFen: 500_00n, returnedFen: 2_500_00n });
    await sound();
  });
});
