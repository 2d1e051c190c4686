import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, sendOn, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { onboardingUrl, payeeOf } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { receiveEvent } from "#app/payments/receive-event.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, control, letters, onboard, pay, quiet } from "#app/payments/world.fixtures.ts";
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

/** Takes in every letter of a kind and acts on it, as the door and the queue do. */
async function hear(kind: RegExp) {
  await quiet();
  for (const letter of letters.filter(({ type }) => kind.test(type)))
    await receiveEvent("snapshot", letter.raw, letter.signature).catch(() => null);
  for (const { eventId } of await db.pspInbox.findMany({ where: { processedAt: null } })) await processEvent(eventId, testPurposes, {});
  letters.length = 0;
}

/** ¥95 of pay that arrived at a payee's account. */
async function arrived() {
  const fact = newFact();
  const intentId = await askPayment(fact, 10_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await finalise(intentId, testPurposes);
  await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const sent = await sendOn(fact, 10_000n, 500n);
  await sendIntent(sent, testPurposes);
  return { fact, accountId, sent, transferId: String((await db.pspIntent.findUniqueOrThrow({ where: { id: sent } })).pspId) };
}

test("a payout that fails after it was paid is told once and shown until the next one is on its way; the books do not move", async () => {
  const { fact, accountId } = await arrived();
  const before = await db.ledgerTx.count();
  await control("POST", "payout.make", { account: accountId });
  await advance("3d");
  await hear(/^payout\./);
  const see = () => payeeOf(viewerOf(fact.payeeId), fact.payeeId);
  expect((await see()).returned).toBeNull();
  await control("POST", "payout.fail", { account: accountId, code: "account_closed" });
  await hear(/^payout\./);
  expect((await see()).returned).toMatchObject({ why: "account_closed", fen: 9_500n });
  const { failedPayoutId } = await db.payee.findUniqueOrThrow({ where: { accountId } });
  await refreshPayee(accountId);
  expect(await db.payee.findUniqueOrThrow({ where: { accountId } })).toMatchObject({ failedPayoutId, payoutFailure: "account_closed" });
  expect(await db.ledgerTx.count()).toBe(before);
  await onboard(accountId);
  await control("POST", "payout.make", { account: accountId });
  await hear(/^payout\./);
  expect((await see()).returned).toBeNull();
});

test("a transfer that is reversed at the channel is owed again once, however often it is told, and explained", async () => {
  const { fact, sent, transferId } = await arrived();
  await stripe.transfers.createReversal(transferId, {});
  await hear(/^transfer\./);
  expect(await stateOf(sent)).toBe("FAILED");
  await finalise(sent, testPurposes);
  const { reversalId, lastError } = await db.pspIntent.findUniqueOrThrow({ where: { id: sent } });
  expect([lastError, reversalId?.startsWith("trr_")]).toEqual(["transfer_reversed: the transfer came back", true]);
  expect(await balanceOf(`provider:available:${fact.payeeId}`)).toBe(9_500n);
  await advance("2h");
  expect(await pollTransactions()).toMatchObject({ unknown: 0 });
  expect(await balanceOf("suspense:cny")).toBe(0n);
});

test("a suspended organisation says where its pay goes like any other: what it earned is its own", async () => {
  const { payeeId } = newFact();
  const viewer = viewerOf(payeeId);
  const suspended = { ...viewer, orgs: viewer.orgs.map((org) => ({ ...org, suspended: true })) };
  expect(await onboardingUrl(suspended, payeeId)).toMatch(/^http/);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  expect(await payeeOf(suspended, payeeId)).toMatchObject({ payable: true });
});
