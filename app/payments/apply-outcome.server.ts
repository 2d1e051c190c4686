import { isPage, mayComeBack, Params, REREAD_MS } from "#app/payments/intent.ts";
import { recordSettlement } from "#app/payments/lots.server.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import { lookNow } from "#app/payments/payee-looks.server.ts";
import type { Facts, Intent, Purposes } from "#app/payments/purpose.ts";
import { recordReturned } from "#app/payments/returned.server.ts";
import { LIVE_KEY } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/**
 * The second half of every money call: one transaction that locks the intent, writes what the channel said, and lets the purpose's verbs
 * move the books and the business. Whoever comes second finds the intent final and changes nothing.
 */
export async function applyOutcome(intentId: string, outcome: Outcome, purposes: Purposes): Promise<IntentState> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    // Read of a page that was meanwhile replaced, or before this one was known: only money counts then.
    if (outcome.id !== intent.pspId && (intent.pspId !== null || (outcome.state !== "succeeded" && isPage(intent.kind))))
      return intent.state;
    const now = await appNow(tx);
    if (intent.state === "SUCCEEDED" && outcome.state === "succeeded" && !disagreement(intent, outcome))
      await recordReturned(tx, intent, outcome.returned ?? [], purposes, now);
    const comesBack = intent.state === "SUCCEEDED" && mayComeBack(intent.kind) && outcome.state === "failed";
    if (intent.state === "PARKED" || intent.state === "FAILED" || (intent.state === "SUCCEEDED" && !comesBack)) return intent.state;
    const crooked = disagreement(intent, outcome);
    if (crooked) return park(tx, intent, crooked, now);
    if (outcome.state === "waiting") return wait(tx, intent, outcome, now);
    if (outcome.state === "failed") return fail(tx, intent, { ...outcome, pspId: outcome.id }, purposes, now);
    return succeed(tx, intent, outcome, purposes, now);
  });
}

/** It is certain that the channel will not do it, or never did: the purpose hears of it. */
export async function failIntent(intentId: string, error: string, purposes: Purposes): Promise<IntentState> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    if (intent.pspId !== null || intent.state === "PARKED" || intent.state === "FAILED" || intent.state === "SUCCEEDED")
      return intent.state;
    return fail(tx, intent, { error, pspId: null }, purposes, await appNow(tx));
  });
}

/** Two operators close a stopped order that the channel does not hold; whoever calls it has read that there. */
export async function failParked(tx: Tx, intentId: string, why: string, purposes: Purposes): Promise<void> {
  const intent = await lockIntent(tx, intentId);
  if (intent.state !== "PARKED") throw new Refusal("wrongState");
  await fail(tx, intent, { error: why, pspId: intent.pspId }, purposes, await appNow(tx));
}

/** Nobody may guess what this means: it stands still until an operator looked. */
export async function parkIntent(intentId: string, reason: string): Promise<IntentState> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    if (intent.state === "FAILED" || intent.state === "SUCCEEDED" || intent.state === "PARKED") return intent.state;
    return park(tx, intent, reason, await appNow(tx));
  });
}

export async function lockIntent(tx: Tx, intentId: string): Promise<PspIntent> {
  await tx.$queryRaw`SELECT id FROM "PspIntent" WHERE id = ${intentId}::uuid FOR UPDATE`;
  return tx.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
}

export function disagreement(intent: PspIntent, outcome: Outcome): string | null {
  if (outcome.intentId !== intent.id) return `the object at the channel names another intent: ${outcome.intentId}`;
  // A card is kept without a sum.
  if (intent.kind !== "SETUP" && (outcome.amountFen !== intent.amountFen || outcome.currency !== intent.currency))
    return `the channel says ${outcome.amountFen} ${outcome.currency}, the intent ${intent.amountFen} ${intent.currency}`;
  if (outcome.state === "succeeded" && outcome.charge?.settledIn)
    return `the channel settled it in ${outcome.charge.settledIn}, the intent is in ${intent.currency}`;
  if (outcome.live !== null && outcome.live !== LIVE_KEY) return "the object at the channel is of the other mode";
  return null;
}

async function park(tx: Tx, intent: PspIntent, reason: string, now: Date): Promise<IntentState> {
  const data = { state: "PARKED" as const, lastError: reason.slice(0, 500), leaseUntil: null, finalisedAt: now };
  await tx.pspIntent.update({ where: { id: intent.id }, data });
  await enqueue(tx, "tell-desk", { intentId: intent.id });
  return "PARKED";
}

async function wait(tx: Tx, intent: PspIntent, outcome: Outcome & { state: "waiting" }, now: Date): Promise<IntentState> {
  const soon = new Date(now.getTime() + REREAD_MS);
  // A page is read again when it must have ended; the payer's return or an event usually comes first.
  const leaseUntil = outcome.until && outcome.until > now ? new Date(outcome.until.getTime() + 60_000) : soon;
  await tx.pspIntent.update({ where: { id: intent.id }, data: { state: "OPEN", pspId: outcome.id, leaseUntil, lastError: null } });
  return "OPEN";
}

type Failure = { error: string; pspId: string | null; reversalId?: string };

async function fail(tx: Tx, intent: PspIntent, { error, pspId, reversalId }: Failure, purposes: Purposes, now: Date): Promise<IntentState> {
  const data = {
    state: "FAILED" as const,
    pspId,
    reversalId: reversalId ?? null,
    lastError: error.slice(0, 500),
    leaseUntil: null,
    finalisedAt: now,
  };
  await tx.pspIntent.update({ where: { id: intent.id }, data });
  await handlerOf(intent, purposes).failed(tx, asked(intent), error, now);
  if (intent.kind === "TRANSFER") await lookNow(tx, intent.orgId, now);
  return "FAILED";
}

async function succeed(
  tx: Tx,
  intent: PspIntent,
  outcome: Outcome & { state: "succeeded" },
  purposes: Purposes,
  now: Date,
): Promise<IntentState> {
  const chargeId = outcome.charge?.chargeId ?? intent.chargeId;
  const data = { state: "SUCCEEDED" as const, pspId: outcome.id, chargeId, lastError: null, leaseUntil: null, finalisedAt: now };
  await tx.pspIntent.update({ where: { id: intent.id }, data });
  let facts: Facts = outcome.facts;
  if (outcome.charge) {
    const { chargeId, paymentIntentId: paymentIntent, method, fingerprint } = outcome.charge;
    const { id: intentId, amountFen } = intent;
    const { refType, refId } = Params.parse(intent.params).lot ?? intent;
    const row = { intentId, refType, refId, amountFen, chargeId, paymentIntent, method, fingerprint, createdAt: now };
    const lot = await tx.fundingLot.create({ data: row, select: { id: true } });
    facts = { ...facts, lotId: lot.id };
    // The charge's cost is recorded first: a handler that sends the money on at once finds what is available.
    await recordSettlement(tx, lot.id, outcome.charge, now);
  }
  await handlerOf(intent, purposes).succeeded(tx, asked(intent), facts, now);
  await recordReturned(tx, intent, outcome.returned ?? [], purposes, now);
  return "SUCCEEDED";
}

export function handlerOf(intent: PspIntent, purposes: Purposes) {
  const handler = purposes[intent.purpose];
  if (!handler) throw new Error(`nobody answers for the purpose ${intent.purpose}`);
  return handler;
}

export const asked = ({ id, kind, purpose, refType, refId, orgId, amountFen, currency, state }: PspIntent): Intent => ({
  id,
  kind,
  purpose,
  refType,
  refId,
  orgId,
  amountFen,
  currency,
  state,
});
