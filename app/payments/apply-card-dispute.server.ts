import { cardReinstated, cardWithdrawn } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { signal } from "#app/live/live.server.ts";
import { type CardDisputeEffects, type CardDisputeTable, heldFen, type Meaning, meaningOf } from "#app/payments/card-dispute.ts";
import { type DisputeReading, readDispute } from "#app/payments/dispute-channel.server.ts";
import { NotYet } from "#app/payments/not-yet.ts";
import { plainEffects } from "#app/payments/plain-effects.server.ts";
import { LIVE_KEY } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { afterCommit, appNow, type Tx, transact } from "#app/transact.server.ts";
import type { CardDispute, CardDisputeState, FundingLot } from "../../generated/prisma/client.ts";

/** Reads a dispute afresh and brings its row, the books and what the card paid for to where the bank has it. */
export const refreshCardDispute = async (pspId: string, table: CardDisputeTable): Promise<CardDisputeState> =>
  applyCardDispute(await readDispute(pspId), table);

/**
 * Applies a reading: under the dispute's lock each journal line is recorded once, then the state follows what the bank says as far as the
 * money agrees with it (a won one waits for its money, a lost one for its withdrawal). Readings may come twice, late and out of order.
 */
export async function applyCardDispute(reading: DisputeReading, table: CardDisputeTable): Promise<CardDisputeState> {
  return transact(async (tx) => {
    const lot = await tx.fundingLot.findUnique({ where: { chargeId: reading.chargeId } });
    if (!lot?.intentId) throw new NotYet(`no charge ${reading.chargeId}`);
    const kept = await lockOrKeep(tx, reading, lot);
    const effects = table[kept.dispute.refType] ?? plainEffects;
    const now = await appNow(tx);
    afterCommit(tx, () => signal({ operators: true }, `card-dispute:${kept.dispute.id}`));
    const meaning = meaningOf(reading.status);
    const crooked = disagreement(kept.dispute, reading) ?? (meaning === null ? `unknown state: ${reading.status}` : null);
    if (crooked || meaning === null || kept.dispute.closedAt) return look(tx, kept.dispute, { reading, meaning, crooked }, now);
    const dispute = await recordLines(tx, kept.dispute, reading, now);
    const state = await follow(tx, { dispute, meaning, isFresh: kept.isFresh, effects }, now);
    return state;
  });
}

async function lockOrKeep(tx: Tx, reading: DisputeReading, lot: FundingLot) {
  const { orgId } = await tx.pspIntent.findUniqueOrThrow({ where: { id: String(lot.intentId) }, select: { orgId: true } });
  const { id: pspId, chargeId, amountFen, reason, status: pspStatus, answerBy } = reading;
  const at = await appNow(tx);
  const row = { pspId, chargeId, refType: lot.refType, refId: lot.refId, orgId, amountFen, reason, pspStatus, answerBy };
  // Until the reading is understood nothing is done about it.
  const { count } = await tx.cardDispute.createMany({
    data: [{ ...row, state: "PARKED", readAt: at, openedAt: at }],
    skipDuplicates: true,
  });
  await tx.$queryRaw`SELECT id FROM "CardDispute" WHERE "pspId" = ${pspId} FOR UPDATE`;
  return { dispute: await tx.cardDispute.findUniqueOrThrow({ where: { pspId } }), isFresh: count === 1 };
}

function disagreement(dispute: CardDispute, { chargeId, currency, live, lines }: DisputeReading): string | null {
  if (chargeId !== dispute.chargeId) return `the channel says charge ${chargeId}`;
  if (currency !== "cny" || lines.some((line) => line.currency !== "cny")) return `the channel says ${currency}`;
  return live === LIVE_KEY ? null : "the dispute at the channel is of the other mode";
}

/** What is not understood, or comes after the end, moves nothing: operators are told of it once. */
async function look(
  tx: Tx,
  dispute: CardDispute,
  { reading, meaning, crooked }: { reading: DisputeReading; meaning: Meaning | null; crooked: string | null },
  now: Date,
): Promise<CardDisputeState> {
  const ended = dispute.state.toLowerCase();
  const said = crooked ?? (meaning === ended ? null : `is ${ended} here, the channel says ${reading.status}`);
  const lastError = said?.slice(0, 500) ?? null;
  await tx.cardDispute.update({
    where: { id: dispute.id },
    data: { readAt: now, lastError, ...(dispute.closedAt ? {} : { pspStatus: reading.status }) },
  });
  if (lastError && lastError !== dispute.lastError) await enqueue(tx, "tell-desk", { cardDisputeId: dispute.id });
  return dispute.state;
}

/** The bank's own journal decides about money, not its states: each line once, whichever event came first. */
async function recordLines(tx: Tx, dispute: CardDispute, reading: DisputeReading, now: Date): Promise<CardDispute> {
  let { withdrawnFen, reinstatedFen, feeFen } = dispute;
  for (const line of reading.lines) {
    if ((await tx.ledgerTx.count({ where: { idemKey: `card-dispute:${line.id}` } })) > 0) continue;
    const took = line.amountFen < 0n;
    const of = { transactionId: line.id, disputeId: dispute.id, ref: dispute.refId, feeFen: line.feeFen };
    if (took) await post(tx, cardWithdrawn({ ...of, amountFen: -line.amountFen }), now);
    else await post(tx, cardReinstated({ ...of, amountFen: line.amountFen }), now);
    feeFen += line.feeFen;
    if (took) withdrawnFen -= line.amountFen;
    else reinstatedFen += line.amountFen;
  }
  const { status: pspStatus, answerBy, reason, amountFen } = reading;
  const data = { withdrawnFen, reinstatedFen, feeFen, pspStatus, answerBy, reason, amountFen, readAt: now, lastError: null };
  return tx.cardDispute.update({ where: { id: dispute.id }, data });
}

type Step = { dispute: CardDispute; meaning: Meaning; isFresh: boolean; effects: CardDisputeEffects };

async function follow(tx: Tx, { dispute, meaning, isFresh, effects }: Step, now: Date): Promise<CardDisputeState> {
  const held = heldFen(dispute);
  if ((meaning === "won" || meaning === "closed") && held === 0n) {
    await effects.closed(tx, dispute, now);
    return end(tx, dispute, meaning === "won" ? "WON" : "CLOSED", {}, now);
  }
  if (meaning === "inquiry") {
    // An inquiry that became a chargeback does not become one again by an old reading.
    if (dispute.state !== "PARKED") return dispute.state;
    await effects.inquired(tx, dispute, now);
    return move(tx, dispute, "INQUIRY", isFresh, {});
  }
  const opened = dispute.state === "OPEN" ? dispute : { ...dispute, frozenFen: await effects.opened(tx, dispute, now) };
  if (meaning === "lost" && held > 0n) return end(tx, dispute, "LOST", await effects.lost(tx, opened, now), now);
  return dispute.state === "OPEN"
    ? "OPEN"
    : move(tx, dispute, "OPEN", isFresh || dispute.state === "INQUIRY", { frozenFen: opened.frozenFen });
}

async function move(tx: Tx, { id }: CardDispute, state: CardDisputeState, tells: boolean, data: { frozenFen?: bigint }) {
  // What was answered to an inquiry does not answer the dispute that grew out of it.
  await tx.cardDispute.update({ where: { id }, data: { ...data, state, answerState: null } });
  if (tells) await enqueue(tx, "tell-desk", { cardDisputeId: id });
  return state;
}

async function end(tx: Tx, { id }: CardDispute, state: CardDisputeState, borne: Partial<CardDispute>, now: Date) {
  await tx.cardDispute.update({ where: { id }, data: { ...borne, state, frozenFen: 0n, closedAt: now } as object });
  await enqueue(tx, "tell-desk", { cardDisputeId: id });
  return state;
}
