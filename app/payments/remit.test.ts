import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, type Fact, giveBack, newFact, pageOf, sendOn, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { advance, failRefund, fault, kept, noFaults, onboard, pay } from "#app/payments/world.fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";

const viewerOf = (orgId: string): Viewer => ({
  userId: orgId,
  name: "测试",
  email: "payee@example.com",
  locale: "zh",
  operator: false,
  orgId,
  orgs: [{ id: orgId, name: "测试工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false }],
});

/** A fact that is paid for by a card whose money is available at once, and a payee who can receive. */
async function paid(amountFen: bigint, number = "4000000000000077"): Promise<Fact> {
  const fact = newFact();
  const intentId = await askPayment(fact, amountFen);
  await pay(await pageOf(intentId), { number });
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  return fact;
}
async function withPayee(fact: Fact) {
  await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  return fact;
}
const transfersOf = async (intentId: string) =>
  (await kept("transfer")).filter((transfer) => (transfer.metadata as { intent_id?: string }).intent_id === intentId);
const refundsOf = async (intentId: string) =>
  (await kept("refund")).filter((refund) => (refund.metadata as { intent_id?: string }).intent_id === intentId);
const withdrawing = (fact: Fact) => balanceOf(`provider:withdrawing:${fact.payeeId}`);

/** What the clock does when a lease has run out. */
async function again(intentId: string) {
  await db.pspIntent.update({ where: { id: intentId }, data: { leaseUntil: null } });
  return sendIntent(intentId, testPurposes);
}

test("released pay arrives at the payee, the fee stays", async () => {
  const fact = await withPayee(await paid(10_000n));
  const intentId = await sendOn(fact, 10_000n, 500n);
  expect(await withdrawing(fact)).toBe(9_500n);
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await withdrawing(fact)).toBe(0n);
  expect(await transfersOf(intentId)).toMatchObject([{ amount: 9_500 }]);
  expect(await sendIntent(intentId, testPurposes)).toBeNull();
});

test("a payee who cannot receive: the transfer certainly failed, and the pay can be sent again", async () => {
  const fact = await paid(10_000n);
  await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
  const intentId = await sendOn(fact, 4_000n, 200n);
  expect(await sendIntent(intentId, testPurposes)).toBe("FAILED");
  expect(told.some((line) => line.startsWith(`failed ${intentId} insufficient_capabilities_for_transfer`))).toBe(true);
  expect(await withdrawing(fact)).toBe(0n);
  expect(await balanceOf(`provider:available:${fact.payeeId}`)).toBe(3_800n);
});

test.each(["commit_then_500", "reset_after_commit", "commit_then_500_stored"])(
  "the answer to a transfer is lost (%s): one transfer",
  async (kind) => {
    const fact = await withPayee(await paid(10_000n));
    const intentId = await sendOn(fact, 10_000n, 500n);
    await fault("POST /v1/transfers", kind, { times: 2 });
    const state = await sendIntent(intentId, testPurposes);
    await noFaults();
    if (state !== "SUCCEEDED") {
      expect(state).toBe("UNKNOWN");
      // Not before its time: whoever comes now leaves it alone.
      expect(await sendIntent(intentId, testPurposes)).toBeNull();
      expect(await again(intentId)).toBe("SUCCEEDED");
    }
    expect(await transfersOf(intentId)).toHaveLength(1);
    expect(await db.ledgerTx.count({ where: { idemKey: `transfer:${intentId}` } })).toBe(1);
  },
);

test("the answer never comes (commit_then_timeout): one transfer", { timeout: 60_000 }, async () => {
  const fact = await withPayee(await paid(10_000n));
  const intentId = await sendOn(fact, 10_000n, 500n);
  await fault("POST /v1/transfers", "commit_then_timeout");
  const state = await sendIntent(intentId, testPurposes);
  expect(state === "SUCCEEDED" ? state : await again(intentId)).toBe("SUCCEEDED");
  expect(await transfersOf(intentId)).toHaveLength(1);
});

test("the channel has no time (429) or did nothing (500 before): the same wish is sent again", async () => {
  const fact = await withPayee(await paid(10_000n));
  const busy = await sendOn(fact, 2_000n, 200n);
  await fault("POST /v1/transfers", "429", { times: 2 });
  expect(await sendIntent(busy, testPurposes)).toBe("SUCCEEDED");
  const broken = await sendOn(fact, 2_000n, 200n);
  await fault("POST /v1/transfers", "fail_before", { times: 3 });
  expect(await sendIntent(broken, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  expect(await again(broken)).toBe("SUCCEEDED");
  for (const intentId of [busy, broken]) expect(await transfersOf(intentId)).toHaveLength(1);
});

test("twenty workers on one intent: one transfer", async () => {
  const fact = await withPayee(await paid(10_000n));
  const intentId = await sendOn(fact, 10_000n, 500n);
  const states = await Promise.all(Array.from({ length: 20 }, () => sendIntent(intentId, testPurposes)));
  expect(states.filter((state) => state !== null)).toEqual(["SUCCEEDED"]);
  expect(await transfersOf(intentId)).toHaveLength(1);
});

test("a wish older than the channel's memory of keys is never sent again, only looked for", async () => {
  const fact = await withPayee(await paid(30_000n));
  const lost = await sendOn(fact, 10_000n, 500n);
  const made = await sendOn(fact, 10_000n, 500n);
  await fault("POST /v1/transfers", "fail_before", { times: 2 });
  expect(await sendIntent(lost, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  await fault("POST /v1/transfers", "commit_then_500", { times: 2 });
  expect(await sendIntent(made, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  await advance("21h");
  expect(await again(lost)).toBe("UNKNOWN");
  expect(await again(made)).toBe("SUCCEEDED");
  await advance("4h");
  expect(await again(lost)).toBe("FAILED");
  expect(await transfersOf(lost)).toHaveLength(0);
  expect(await transfersOf(made)).toHaveLength(1);
});

test("a listing that the channel refuses says nothing about the wish", async () => {
  const fact = await withPayee(await paid(10_000n));
  const intentId = await sendOn(fact, 10_000n, 500n);
  await fault("POST /v1/transfers", "commit_then_500", { times: 2 });
  expect(await sendIntent(intentId, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  const { params } = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  const listedBy = (transferGroup: string) =>
    db.pspIntent.update({ where: { id: intentId }, data: { params: { ...(params as object), transferGroup } } });
  await listedBy("");
  expect(await again(intentId)).toBe("UNKNOWN");
  await listedBy(`fact_${fact.factId}`);
  expect(await again(intentId)).toBe("SUCCEEDED");
  expect(await transfersOf(intentId)).toHaveLength(1);
});

test.each(["allocation", "available"] as const)("sent out of what is available, for no charge alone (%s)", async (from) => {
  const fact = await withPayee(await paid(10_000n));
  const intentId = await sendOn(fact, 10_000n, 1_000n, from);
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await transfersOf(intentId)).toMatchObject([{ amount: 9_000, source_transaction: null }]);
});

test("not enough is available yet: the transfer certainly failed, and can be sent when the money came", async () => {
  const fact = await withPayee(await paid(9_000_000n, "4242424242424242"));
  const intentId = await sendOn(fact, 9_000_000n, 500_000n, "available");
  expect(await sendIntent(intentId, testPurposes)).toBe("FAILED");
  expect(told.some((line) => line.startsWith(`failed ${intentId} balance_insufficient: `))).toBe(true);
  expect(await balanceOf(`provider:available:${fact.payeeId}`)).toBe(8_500_000n);
  expect(await transfersOf(intentId)).toEqual([]);
});

test("a refund goes back by the original route", async () => {
  const fact = await paid(10_000n, "4242424242424242");
  const intentId = await giveBack(fact, 4_000n);
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await refundsOf(intentId)).toMatchObject([{ amount: 4_000, status: "succeeded" }]);
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(0n);
  expect(await balanceOf(`escrow:milestone:${fact.factId}`)).toBe(6_000n);
});

test("a wallet's refund takes its time", async () => {
  const fact = newFact();
  const paidBy = await askPayment(fact, 10_000n);
  await pay(await pageOf(paidBy), { method: "alipay" });
  await finalise(paidBy, testPurposes);
  const intentId = await giveBack(fact, 10_000n);
  expect(await sendIntent(intentId, testPurposes)).toBe("OPEN");
  await advance("10s");
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
});

test("a refund that had succeeded comes back: it is owed again", async () => {
  const fact = await paid(10_000n, "4242424242424242");
  const intentId = await giveBack(fact, 10_000n);
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  await failRefund(String((await refundsOf(intentId))[0]!.id));
  expect(await finalise(intentId, testPurposes)).toBe("FAILED");
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(10_000n);
  expect(await finalise(intentId, testPurposes)).toBe("FAILED");
  expect(told.filter((line) => line.startsWith(`failed ${intentId}`))).toHaveLength(1);
});

test("two windows of the payee's page: one account", async () => {
  const viewer = viewerOf(newFact().payeeId);
  await Promise.all([onboardingUrl(viewer, viewer.orgId), onboardingUrl(viewer, viewer.orgId)]);
  const accounts = (await kept("v2.core.account")).filter((account) => (account.metadata as { org_id?: string }).org_id === viewer.orgId);
  expect(accounts).toHaveLength(1);
  await expect(onboardingUrl(viewer, newFact().payeeId)).rejects.toMatchObject({ code: "notAllowed" });
});

test("an organisation that was renamed while the answer about its account was lost still gets its page", async () => {
  const { payeeId } = newFact();
  const viewer = viewerOf(payeeId);
  await fault("POST /v2/core/accounts", "commit_then_500", { times: 2 });
  await expect(onboardingUrl(viewer, payeeId)).rejects.toMatchObject({ code: "tillAway" });
  await noFaults();
  const renamed = { ...viewer, orgs: viewer.orgs.map((org) => ({ ...org, name: "测试设计工作室" })) };
  expect(await onboardingUrl(renamed, payeeId)).toContain("http");
  // Named as before, the lost answer would have been heard.
  expect((await kept("v2.core.account")).filter((account) => (account.metadata as { org_id?: string }).org_id === payeeId)).toHaveLength(2);
  await withPayee({ ...newFact(), payeeId });
});

test("after all of it the books are right", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  expect(await stateOf((await db.pspIntent.findFirstOrThrow({ where: { kind: "TRANSFER" } })).id)).not.toBe("UNKNOWN");
});
