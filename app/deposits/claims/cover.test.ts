import { beforeEach, expect, test } from "vitest";
import { type Deal, paid, sentContract } from "#app/contracts/fixtures.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { coverOf } from "#app/deposits/claims/queries.server.ts";
import { withdrawClaim } from "#app/deposits/claims/withdraw-claim.server.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { depositOf, promisedDeal, promising, sound, TIERS, wish } from "#app/deposits/fixtures.ts";
import { policy } from "#app/deposits/policy.ts";
import { standingPage } from "#app/deposits/queries.server.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { finishExit } from "#app/deposits/standing/finish-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { stay } from "#app/deposits/standing/stay.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";
import type { DepositPromise } from "../../../generated/prisma/enums.ts";

// What a contract is covered by is what the badge promised when its second side signed; nothing that happens later changes it.

const no = (code: string) => expect.objectContaining({ code });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof depositsDue) => depositsDue[line](await appNow());

const claim = (deal: Deal, promise: DepositPromise, amount = 500_00n) =>
  fileClaim(deal.employer.viewer, deal.contractId, { promise, amount, reason: "约定的成果一项都没有交付，多次催促无回应", files: [] });
/** Which promises the employer may claim now; each is tried at the verb, too. */
async function covered(deal: Deal): Promise<DepositPromise[]> {
  const promises: DepositPromise[] = [];
  for (const promise of ["FINISH", "WARRANTY", "ORIGINAL"] as const)
    await claim(deal, promise).then(
      async (claimId) => {
        promises.push(promise);
        await withdrawClaim(deal.employer.viewer, claimId);
      },
      (e) => expect(e).toEqual(no("notCovered")),
    );
  expect((await coverOf(deal.employer.viewer, deal.contractId))!.covered.map((one) => one.promise)).toEqual(promises);
  return promises;
}
/** A claim takes this much out of the deposit. */
async function takes(deal: Deal, promise: DepositPromise, amount: bigint) {
  const claimId = await claim(deal, promise, amount);
  await answerClaim(deal.provider.viewer, claimId, { answer: "我们已交付初稿，延期是因为需求多次变化", files: [] });
  await decideClaim((await operator()).viewer, claimId, { amount, decision: "服务商未交付任何可用成果，支持雇主的申请" });
}
async function pays(provider: Known, tierFen: bigint, chosen?: DepositPromise[]) {
  await paid((await payDeposit(provider.viewer, wish(provider.orgId, tierFen, chosen))).intentId);
}
const completed = async (deal: Deal) =>
  db.contract.update({ where: { id: deal.contractId }, data: { state: "COMPLETED", endedAt: await appNow() } });

beforeEach(() => setOffset(0));

test("another promise chosen with what fills the deposit up is for later contracts; the older keep theirs", async () => {
  const provider = await promising(TIERS.small, ["FINISH"]);
  const older = await promisedDeal(provider);
  await takes(older, "FINISH", 500_00n);
  await pays(provider, TIERS.small, ["ORIGINAL"]);
  expect(await depositOf(provider.orgId)).toMatchObject({ state: "HELD", promises: ["ORIGINAL"], tierFen: TIERS.small });
  const later = await promisedDeal(provider);
  expect([await covered(older), await covered(later)]).toEqual([["FINISH"], ["ORIGINAL"]]);
  await sound();
});

test("a higher tier promises nothing backwards", async () => {
  const provider = await promising(TIERS.small, ["FINISH"]);
  const older = await promisedDeal(provider);
  await pays(provider, TIERS.middle);
  const later = await promisedDeal(provider);
  for (const deal of [older, later]) await completed(deal);
  expect([await covered(older), await covered(later)]).toEqual([["FINISH"], ["FINISH", "WARRANTY", "ORIGINAL"]]);
});

test("care that was promised holds the deposit for its three months, also when the badge promises it no more", async () => {
  const provider = await promising(TIERS.small, ["WARRANTY"]);
  const deal = await promisedDeal(provider, "FUNDED");
  await completed(deal);
  await takes(deal, "WARRANTY", 500_00n);
  await pays(provider, TIERS.small, ["FINISH"]);
  await askExit(provider.viewer, provider.orgId);
  const { endedAt } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
  const freeAt = new Date(endedAt!.getTime() + policy.warrantyMs + policy.exitMs);
  expect((await standingPage(provider.viewer, provider.orgId))!.bars).toMatchObject({ running: 0, freeAt, free: false });
  await setNow(new Date(freeAt.getTime() - 60_000));
  expect(await covered(deal)).toEqual(["WARRANTY"]);
  expect(await tick("finishExit")).toBe(0);
  await pass(120_000);
  expect(await covered(deal)).toEqual([]);
  expect(await tick("finishExit")).toBe(1);
  await sound();
});

test("what was paid for a promise is taken off its cover once, and the page says what the verb allows", async () => {
  const left = async (deal: Deal) => {
    const page = (await coverOf(deal.employer.viewer, deal.contractId))!;
    for (const { promise, leftFen } of page.covered) {
      await expect(claim(deal, promise, leftFen + 1n)).rejects.toMatchObject({ code: "overCover", params: { coverFen: String(leftFen) } });
      if (leftFen >= policy.minClaimFen) await withdrawClaim(deal.employer.viewer, await claim(deal, promise, leftFen));
    }
    return [...page.covered.map((one) => one.leftFen), page.mayClaim];
  };
  const small = await promisedDeal(await promising(TIERS.small, ["FINISH"]));
  await takes(small, "FINISH", 400_00n);
  expect(await left(small)).toEqual([600_00n, true]);
  await takes(small, "FINISH", 595_00n);
  expect(await left(small)).toEqual([5_00n, false]);

  const large = await promisedDeal(await promising(TIERS.large), "FUNDED");
  await completed(large);
  await takes(large, "FINISH", 1_000_00n);
  expect(await left(large)).toEqual([2_000_00n, 3_000_00n, 3_000_00n, true]);
  await takes(large, "FINISH", 2_000_00n);
  expect(await left(large)).toEqual([0n, 3_000_00n, 3_000_00n, true]);
  await sound();
});

test("what was signed without a badge is not covered, whatever comes after, and holds no deposit", async () => {
  const lapsed = await promising(TIERS.small, ["FINISH"]);
  const before = await promisedDeal(lapsed);
  await takes(before, "FINISH", TIERS.small);
  expect((await depositOf(lapsed.orgId)).state).toBe("LAPSED");
  const without = await promisedDeal(lapsed);
  await pays(lapsed, TIERS.small, ["FINISH"]);
  expect([(await depositOf(lapsed.orgId)).state, await covered(without)]).toEqual(["HELD", []]);

  const staying = await promising();
  await askExit(staying.viewer, staying.orgId);
  const meanwhile = await promisedDeal(staying);
  await stay(staying.viewer, staying.orgId);
  const again = await promisedDeal(staying);
  expect([await covered(meanwhile), await covered(again)]).toEqual([[], ["FINISH", "ORIGINAL"]]);

  const leaving = await promising();
  await askExit(leaving.viewer, leaving.orgId);
  await promisedDeal(leaving);
  expect((await standingPage(leaving.viewer, leaving.orgId))!.bars).toMatchObject({ running: 0, free: true });
  expect(await tick("finishExit")).toBe(1);
});

test("a deposit paid after the last one left answers for nothing that the last one promised", async () => {
  const provider = await promising(TIERS.small, ["FINISH"]);
  const deal = await promisedDeal(provider);
  await db.contract.update({ where: { id: deal.contractId }, data: { state: "TERMINATED", endedAt: await appNow() } });
  await askExit(provider.viewer, provider.orgId);
  await pass(policy.exitMs + 60_000);
  expect(await tick("finishExit")).toBe(1);
  await pays(provider, TIERS.middle);
  expect(await covered(deal)).toEqual([]);
});

test("a signature and an exit at the same moment: the contract is not covered, or the deposit waits for it", async () => {
  const leave = async (provider: Known, depositId: string) => {
    await askExit(provider.viewer, provider.orgId);
    await finishExit(depositId);
  };
  for (let round = 0; round < 10; round++) {
    const provider = await promising(TIERS.small, ["FINISH"]);
    const { id } = await depositOf(provider.orgId);
    const { contractId, employer } = await sentContract({ provider, employer: await person() });
    const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id: contractId }, select: { versionHash: true } });
    await signContract(employer.viewer, { contractId, versionHash });
    await Promise.all([leave(provider, id), signContract(provider.viewer, { contractId, versionHash })]);
    const cover = await db.contractCover.findUnique({ where: { contractId } });
    expect([cover?.promises ?? null, (await depositOf(provider.orgId)).state]).toEqual(cover ? [["FINISH"], "LEAVING"] : [null, "CLOSED"]);
  }
  await sound();
});

test("the database keeps it as it was written, once a contract", async () => {
  const deal = await promisedDeal(await promising());
  const where = { contractId: deal.contractId };
  const { depositId, promises } = await db.contractCover.findUniqueOrThrow({ where });
  expect(promises).toEqual(["FINISH", "WARRANTY", "ORIGINAL"]);
  await expect(db.contractCover.update({ where, data: { promises: [] } })).rejects.toThrow();
  await expect(db.contractCover.delete({ where })).rejects.toThrow();
  await expect(db.contractCover.create({ data: { ...where, depositId, promises: [], at: await appNow() } })).rejects.toThrow();
  expect((await db.contractCover.findUniqueOrThrow({ where })).promises).toEqual(promises);
});
