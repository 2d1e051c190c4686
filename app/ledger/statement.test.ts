import { expect, test } from "vitest";
import { dealAt, fund, payable, settleAll, signedContract } from "#app/contracts/fixtures.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { stageReleased } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { statement } from "#app/ledger/statement.server.ts";
import { pathOf, periodOf, safeCell } from "#app/ledger/statement.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { askCharge, testPurposes } from "#app/payments/fixtures.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { company, operator, person, viewerAgain } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

const DAY = 86_400_000;
const all = (role: "employer" | "provider") => ({ role, since: new Date(0), until: new Date("2100-01-01"), limit: 100 });

test("both sides of a stage from payment to transfer, with the balance after each movement", async () => {
  const deal = await dealAt("ACCEPTED", { amounts: [500_000n, 300_000n], employer: await person(), provider: await person() });
  await payable(deal.provider.orgId);
  await setOffset(6 * DAY);
  await releaseMilestone(deal.stages[0]!);
  await settleAll(deal);
  await fund(deal, 1);

  const paid = await statement(deal.employer.viewer, all("employer"));
  expect(paid.lines.map((line) => [line.kind, line.effectFen, line.balanceFen])).toEqual([
    ["paymentReceived", 300_000n, 300_000n],
    ["released", -500_000n, 0n],
    ["paymentReceived", 500_000n, 500_000n],
  ]);
  expect(paid).toMatchObject({ openingFen: 0n, closingFen: 300_000n, inFen: 800_000n, outFen: 500_000n, feeFen: 0n, count: 3 });
  expect(paid.lines[0]).toMatchObject({ title: "茶饮品牌标志", stage: "第 2 步", contractId: deal.contractId });

  const earned = await statement(deal.provider.viewer, all("provider"));
  expect(earned.lines.map((line) => [line.kind, line.effectFen, line.feeFen, line.balanceFen])).toEqual([
    ["transferSucceeded", -475_000n, 0n, 0n],
    ["released", 475_000n, 25_000n, 475_000n],
  ]);
  expect(earned).toMatchObject({ closingFen: 0n, feeFen: 25_000n });
  expect(earned.closingFen).toBe(await balanceOf(`provider:available:${deal.provider.orgId}`));

  // A period opens with what stood there before it.
  const now = await appNow();
  const lately = await statement(deal.employer.viewer, { ...all("employer"), since: new Date(now.getTime() - DAY), limit: 1 });
  expect(lately).toMatchObject({ openingFen: 500_000n, closingFen: 300_000n, count: 2 });
  expect(lately.lines.map((line) => line.balanceFen)).toEqual([300_000n]);
  await setOffset(0);
});

test("an organisation that was suspended reads what it was paid", async () => {
  const { userId, orgId } = await person();
  await suspendOrganisation((await operator()).viewer, orgId, "资料不实，待核实");
  expect(await statement(await viewerAgain(userId), all("provider"))).toMatchObject({ count: 0, closingFen: 0n });
});

test("a creator's statement names the campaign that a stage came from", async () => {
  const creator = await person();
  const { id: campaignId } = await db.campaign.create({
    data: { creatorId: creator.orgId, createdById: creator.userId, title: "风向台灯" },
  });
  const stage = { campaignId, creatorId: creator.orgId, grossFen: 40_000n, feeFen: 2_000n };
  const card = { customerId: "cus_1", paymentMethodId: "pm_1" };
  const intentId = await askCharge({ factId: campaignId, payerId: creator.orgId, payeeId: creator.orgId }, 40_000n, card);
  const facts = { chargeId: "ch_1", paymentIntentId: "pi_1", method: "card", fingerprint: null };
  const charge = { ...facts, feeFen: 0n, availableOn: null, available: true };
  const about = { id: "pi_1", intentId, amountFen: 40_000n, currency: "cny", live: false };
  await applyOutcome(intentId, { ...about, state: "succeeded", facts, charge }, testPurposes);
  await transact(async (tx) => post(tx, stageReleased({ key: `stage:${campaignId}`, ...stage }), await appNow(tx)));
  const { lines } = await statement(creator.viewer, all("provider"));
  expect(lines).toMatchObject([
    { kind: "stageReleased", title: "风向台灯", campaignId, contractId: null, effectFen: 38_000n, feeFen: 2_000n },
  ]);
});

test("others see nothing of it, and members without the money permission are refused", async () => {
  const deal = await signedContract({ employer: await person(), provider: await person() });
  await fund(deal);
  const stranger = await person();
  expect((await statement(stranger.viewer, all("employer"))).lines).toEqual([]);
  expect((await statement(deal.provider.viewer, all("employer"))).lines).toEqual([]);
  const bidder = await person();
  const firm = await company({ members: [{ who: bidder, role: "BIDDER" }] });
  await expect(statement(await viewerAgain(bidder.userId, firm.orgId), all("employer"))).rejects.toMatchObject({ code: "notAllowed" });
});

test("a line leads to the page of what it was about, where there is one", () => {
  const none = { contractId: null, campaignId: null, taskId: null };
  expect([
    pathOf({ ...none, contractId: "c" }),
    pathOf({ ...none, campaignId: "k" }),
    pathOf({ ...none, taskId: "t" }),
    pathOf(none),
  ]).toEqual(["/contracts/c", "/campaigns/k", "/tasks/t", null]);
});

test("days are Beijing's, and without a choice it is the last ninety", () => {
  const now = new Date("2026-11-23T16:30:00Z");
  expect(periodOf({ from: null, to: null }, now)).toEqual({
    since: new Date("2026-08-26T16:00:00Z"),
    until: new Date("2026-11-24T16:00:00Z"),
  });
  expect(periodOf({ from: "2026-11-01", to: "2026-11-02" }, now)).toEqual({
    since: new Date("2026-10-31T16:00:00Z"),
    until: new Date("2026-11-02T16:00:00Z"),
  });
  // A period that ends before it begins is its last day.
  expect(periodOf({ from: "2026-11-05", to: "2026-11-02" }, now).since).toEqual(new Date("2026-11-01T16:00:00Z"));
});

test.each([
  ["=1+1", "'=1+1"],
  ["+86", "'+86"],
  ["-x", "'-x"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["标志设计", "标志设计"],
])("no cell is a formula: %s", (text, cell) => {
  expect(safeCell(text)).toBe(cell);
});
