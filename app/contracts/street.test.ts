import "#app/payments/world.fixtures.ts";
import { expect, it } from "vitest";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { type Deal, decided, deliver, signedContract, stageOf } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { advance, kept, onboard, pay } from "#app/payments/world.fixtures.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

/** The whole street against the payment channel as a process: nothing is made up here. */

const INSTANT_CARD = "4000000000000077";

async function payFor(deal: Deal, stage = 0, number = INSTANT_CARD) {
  const press = async () => {
    const { intentId, title } = await fundMilestone(deal.employer.viewer, deal.stages[stage]!);
    return {
      intentId,
      url: await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/contracts/${deal.contractId}/paid/${intentId}` }),
    };
  };
  // A double click: one intent, one page.
  const [first, second] = await Promise.all([press(), press()]);
  expect(second).toEqual(first);
  await pay(first.url, { number });
  return finalise(first.intentId, purposes);
}

/** What the queue's worker does with everything that waits to be sent. */
async function sendAll() {
  const waiting = await db.pspIntent.findMany({ where: { kind: { not: "CHECKOUT" }, state: "CREATED" }, select: { id: true } });
  return Promise.all(waiting.map(({ id }) => sendIntent(id, purposes)));
}

async function payee(deal: Deal) {
  await onboardingUrl(deal.provider.viewer, deal.provider.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: deal.provider.orgId } });
  await onboard(accountId);
  await refreshPayee(accountId);
}

it("a stage is paid by card, delivered, accepted, released and transferred", async () => {
  const deal = await signedContract({ employer: await person(), provider: await person(), amounts: [500_000n] });
  expect(await payFor(deal, 0, "4000000000000002")).toBe("OPEN");
  expect((await stageOf(deal)).state).toBe("AWAITING_FUNDING");
  expect(await payFor(deal)).toBe("SUCCEEDED");
  expect(await stageOf(deal)).toMatchObject({ state: "FUNDED", payMethod: "card" });
  await startWork(deal.provider.viewer, deal.stages[0]!);
  await deliver(deal);
  await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
  await advance("6d");
  await releaseMilestone(deal.stages[0]!);
  expect(await sendAll()).toEqual([]);
  await payee(deal);
  await contractsDue.sendRemittance(await appNow());
  expect(await sendAll()).toEqual(["SUCCEEDED"]);
  expect((await stageOf(deal)).state).toBe("RELEASED");
  expect((await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } })).state).toBe("COMPLETED");
  const transfers = (await kept("transfer")).filter((t) => t.transfer_group === `contract_${deal.contractId}`);
  expect(transfers.map((t) => t.amount)).toEqual([475_000]);
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

it("a stage called off before work goes back by the original route", async () => {
  const deal = await signedContract({ employer: await person(), provider: await person(), amounts: [300_000n, 200_000n] });
  await payFor(deal);
  // The channel keeps its fee of a refunded charge, so it refunds from what other charges brought.
  await payFor(await signedContract({ employer: await person(), provider: await person(), amounts: [500_000n] }));
  await cancelFunded(deal.employer.viewer, deal.stages[0]!);
  expect(await sendAll()).toEqual(["SUCCEEDED"]);
  expect((await stageOf(deal)).state).toBe("REFUNDED");
  const lot = await db.fundingLot.findFirstOrThrow({ where: { refId: deal.stages[0] } });
  const refunds = (await kept("refund")).filter((r) => r.charge === lot.chargeId);
  expect(refunds.map((r) => r.amount)).toEqual([300_000]);
});

it("a decided dispute leaves as one transfer and one refund", async () => {
  const desk = await operator();
  const deal = await signedContract({ employer: await person(), provider: await person(), amounts: [500_000n] });
  await payee(deal);
  await payFor(deal);
  const milestoneId = deal.stages[0]!;
  await startWork(deal.provider.viewer, milestoneId);
  await deliver(deal);
  const about = { milestoneId, amount: 500_000n, wanted: 500_000n, reason: "交付与清单不符，要求全额退回", files: [] };
  const disputeId = await openDispute(deal.employer.viewer, about);
  await decided(deal, desk, disputeId, { toProvider: 300_000n, toEmployer: 200_000n });
  expect((await sendAll()).sort()).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect(await stageOf(deal)).toMatchObject({ state: "RELEASED", releasedFen: 300_000n, refundedFen: 200_000n });
  expect((await kept("transfer")).filter((t) => t.transfer_group === `contract_${deal.contractId}`).map((t) => t.amount)).toEqual([
    285_000,
  ]);
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
