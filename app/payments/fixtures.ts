import { randomUUID } from "node:crypto";
import { db } from "#app/db.server.ts";
import {
  chargeAvailable,
  paymentReceived,
  pledgeReceived,
  refundDecided,
  refundReversed,
  refundSucceeded,
  released,
  transferFailed,
  transferReversed,
  transferSucceeded,
  withdrawRequested,
} from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { allocatedCharge, type Params } from "#app/payments/intent.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Facts, Purposes } from "#app/payments/purpose.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** A business of the least kind, so that the till is tested alone: facts that are paid, sent on and given back. */
export type Fact = { factId: string; payerId: string; payeeId: string };
export const newFact = (): Fact => ({ factId: randomUUID(), payerId: randomUUID(), payeeId: randomUUID() });

/** How often each outcome was told: `"succeeded <intent>"`. */
export const told: string[] = [];
/** What was learned with each success. */
export const learned = new Map<string, Facts>();

export const testPurposes: Purposes = {
  "pay-fact": {
    async succeeded(tx, intent, _facts, now) {
      told.push(`succeeded ${intent.id}`);
      await post(tx, paymentReceived({ intentId: intent.id, milestoneId: intent.refId, amountFen: intent.amountFen }), now);
    },
    async failed(_tx, intent) {
      told.push(`failed ${intent.id}`);
    },
  },
  "keep-card": {
    async succeeded(_tx, intent, facts) {
      told.push(`succeeded ${intent.id}`);
      learned.set(intent.id, facts);
    },
    async failed(_tx, intent, error) {
      told.push(`failed ${intent.id} ${error}`);
    },
  },
  "charge-fact": {
    async succeeded(tx, intent, facts, now) {
      told.push(`succeeded ${intent.id}`);
      learned.set(intent.id, facts);
      await post(tx, pledgeReceived({ intentId: intent.id, campaignId: intent.refId, amountFen: intent.amountFen }), now);
    },
    async failed(_tx, intent, error) {
      told.push(`failed ${intent.id} ${error}`);
    },
  },
  "send-fact": {
    async succeeded(tx, intent, _facts, now) {
      told.push(`succeeded ${intent.id}`);
      await post(
        tx,
        transferSucceeded({ key: `transfer:${intent.id}`, ref: intent.refId, orgId: intent.orgId, amountFen: intent.amountFen }),
        now,
      );
    },
    async failed(tx, intent, error, now) {
      told.push(`failed ${intent.id} ${error}`);
      const back = { key: `transfer-reversed:${intent.id}`, ref: intent.refId, orgId: intent.orgId, amountFen: intent.amountFen };
      if (intent.state === "SUCCEEDED") return post(tx, transferReversed(back), now);
      await post(
        tx,
        transferFailed({ key: `transfer-failed:${intent.id}`, ref: intent.refId, orgId: intent.orgId, amountFen: intent.amountFen }),
        now,
      );
    },
  },
  "refund-fact": {
    async succeeded(tx, intent, _facts, now) {
      told.push(`succeeded ${intent.id}`);
      await post(
        tx,
        refundSucceeded({ key: `refunded:${intent.id}`, ref: intent.refId, orgId: intent.orgId, amountFen: intent.amountFen }),
        now,
      );
    },
    async failed(tx, intent, error, now) {
      told.push(`failed ${intent.id} ${error}`);
      const back = { key: `refund-reversed:${intent.id}`, ref: intent.refId, orgId: intent.orgId, amountFen: intent.amountFen };
      if (intent.state === "SUCCEEDED") await post(tx, refundReversed(back), now);
    },
  },
};

/** The wish to be paid for a fact, and the page where it is paid. */
export async function askPayment(fact: Fact, amountFen: bigint, more: Pick<Params, "methods"> = {}) {
  const { id } = await transact(async (tx) =>
    openIntent(
      tx,
      {
        kind: "CHECKOUT",
        purpose: "pay-fact",
        refType: "fact",
        refId: fact.factId,
        orgId: fact.payerId,
        amountFen,
        params: { transferGroup: `fact_${fact.factId}`, ...more },
      },
      await appNow(tx),
    ),
  );
  return id;
}
export const pageOf = (intentId: string) =>
  checkoutUrl(intentId, { title: "标志设计 · 初稿", locale: "zh", returnPath: `/paid/${intentId}` });

/** The wish to keep a card for a fact. */
export const askCard = ({ factId, payerId }: Fact) =>
  transact(async (tx) => {
    const about = { purpose: "keep-card", refType: "fact", refId: factId, orgId: payerId };
    const params = { transferGroup: `fact_${factId}` };
    return (await openIntent(tx, { kind: "SETUP", ...about, amountFen: 0n, params }, await appNow(tx))).id;
  });

/** The wish to charge a kept card; what comes in belongs to something of the fact's own. */
export const askCharge = ({ factId, payerId }: Fact, amountFen: bigint, card: { customerId: string; paymentMethodId: string }) =>
  transact(async (tx) => {
    const about = { purpose: "charge-fact", refType: "fact", refId: factId, orgId: payerId };
    const { customerId, paymentMethodId } = card;
    const lot = { refType: "promise", refId: factId };
    const params = { transferGroup: `fact_${factId}`, customerId, paymentMethodId, lot, description: "风向台灯" };
    return (await openIntent(tx, { kind: "CHARGE", ...about, amountFen, params }, await appNow(tx))).id;
  });

/**
 * Part of a fact's escrow is released and sent to the payee: movements 4, 6, 7 and the intent, as one verb would. `from`: out of the
 * charge that paid it, out of an allocation, or out of whatever is available.
 */
export async function sendOn(fact: Fact, grossFen: bigint, feeFen: bigint, from: "charge" | "allocation" | "available" = "charge") {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const id = randomUUID();
    const amountFen = grossFen - feeFen;
    await post(tx, released({ key: `release:${id}`, milestoneId: fact.factId, providerId: fact.payeeId, grossFen, feeFen }), now);
    const [part] = await takeFromLots(tx, "fact", fact.factId, amountFen, "transfer");
    const sum = { ref: fact.factId, providerId: fact.payeeId, amountFen };
    await post(tx, chargeAvailable({ key: `available:${id}`, ...sum }), now);
    await post(tx, withdrawRequested({ key: `withdraw:${id}`, ...sum }), now);
    const sources = { charge: { chargeId: part!.chargeId }, allocation: { chargeId: allocatedCharge(id) }, available: {} };
    const params = { transferGroup: `fact_${fact.factId}`, ...sources[from], destinationOrgId: fact.payeeId };
    const wish = { kind: "TRANSFER" as const, purpose: "send-fact", refType: "part", refId: id, orgId: fact.payeeId, amountFen, params };
    return (await openIntent(tx, wish, now)).id;
  });
}

/** Part of a fact's escrow goes back: movement 11 and the intent. */
export async function giveBack(fact: Fact, amountFen: bigint) {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const id = randomUUID();
    await post(tx, refundDecided({ key: `refund:${id}`, milestoneId: fact.factId, orgId: fact.payerId, amountFen }), now);
    const [part] = await takeFromLots(tx, "fact", fact.factId, amountFen, "refund");
    const params = { transferGroup: `fact_${fact.factId}`, chargeId: part!.chargeId };
    const wish = { kind: "REFUND" as const, purpose: "refund-fact", refType: "part", refId: id, orgId: fact.payerId, amountFen, params };
    return (await openIntent(tx, wish, now)).id;
  });
}

export const stateOf = async (intentId: string) => (await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } })).state;
