import { feeKnown, fundsAvailable } from "#app/ledger/movements.ts";
import { postAll } from "#app/ledger/post.server.ts";
import { applyOutcome, asked, disagreement, handlerOf } from "#app/payments/apply-outcome.server.ts";
import { isFinal, Params } from "#app/payments/intent.ts";
import type { ChargeFacts, Outcome } from "#app/payments/outcome.ts";
import type { Facts, Purposes } from "#app/payments/purpose.ts";
import { together } from "#app/together.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/** A success of a charge, as its answer told it. */
export type Charged = { intentId: string; outcome: Outcome & { state: "succeeded"; charge: ChargeFacts }; purposes: Purposes };
type Taken = { intent: PspIntent; outcome: Charged["outcome"]; purposes: Purposes };

/** So many are written by one transaction: it stays short, and its locks are held for an instant. */
const MOST = 50;

/**
 * applyOutcome for charges that succeeded. A campaign's thousands come in side by side, and each alone would write a dozen statements
 * and wait for the campaign's row; those that arrive while others are being written are written together, by a statement of each kind.
 */
export async function applyCharge(charged: Charged): Promise<IntentState> {
  const done = await applySome(charged);
  if (done.status === "rejected") throw done.reason;
  return done.value;
}

type Done = PromiseSettledResult<IntentState>;
const applySome: (charged: Charged) => Promise<Done> = together(MOST, async (all) => {
  try {
    return (await applyAll(all)).map((value) => ({ status: "fulfilled", value }));
  } catch {
    // One that cannot be written must not keep the others from it: each for itself, and it says itself what is wrong.
    return Promise.allSettled(all.map(applyAlone));
  }
});
const applyAlone = ({ intentId, outcome, purposes }: Charged) => applyOutcome(intentId, outcome, purposes);

async function applyAll(all: readonly Charged[]): Promise<IntentState[]> {
  const { taken, rest } = await transact(async (tx) => {
    const ids = all.map(({ intentId }) => intentId);
    const locked = await tx.$queryRaw<PspIntent[]>`SELECT * FROM "PspIntent" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
    const now = await appNow(tx);
    const sorted = sort(all, new Map(locked.map((intent) => [intent.id, intent])));
    await write(tx, sorted.taken, now);
    return sorted;
  });
  const states = new Map<string, IntentState>(taken.map(({ intent }) => [intent.id, "SUCCEEDED"]));
  for (const charged of rest) states.set(charged.intentId, await applyAlone(charged));
  return all.map(({ intentId }) => states.get(intentId) as IntentState);
}

/** What is final, crooked or told twice is left to the one that knows every case. */
function sort(all: readonly Charged[], locked: Map<string, PspIntent>) {
  const taken: Taken[] = [];
  const rest: Charged[] = [];
  for (const charged of all) {
    const { intentId, outcome, purposes } = charged;
    const intent = locked.get(intentId);
    const fits = intent && !isFinal(intent.state) && (intent.pspId === null || intent.pspId === outcome.id);
    if (!fits || disagreement(intent, outcome)) rest.push(charged);
    else taken.push({ intent, outcome, purposes });
    locked.delete(intentId);
  }
  return { taken, rest };
}

async function write(tx: Tx, taken: readonly Taken[], now: Date) {
  if (taken.length === 0) return;
  const rows = taken.map(({ intent, outcome }) => ({ id: intent.id, pspId: outcome.id, chargeId: outcome.charge.chargeId }));
  await tx.$executeRaw`
    UPDATE "PspIntent" i SET state = 'SUCCEEDED', "pspId" = r."pspId", "chargeId" = r."chargeId", "lastError" = NULL, "leaseUntil" = NULL, "finalisedAt" = ${now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "pspId" text, "chargeId" text) WHERE i.id = r.id`;
  const lots = await tx.fundingLot.createManyAndReturn({ data: taken.map((one) => lotOf(one, now)), select: { id: true, intentId: true } });
  await postAll(tx, taken.flatMap(costsOf), now);
  const lotIds = new Map(lots.map(({ id, intentId }) => [intentId, id]));
  const told = taken.map(({ intent, outcome, purposes }) => {
    const facts: Facts = { ...outcome.facts, lotId: lotIds.get(intent.id) };
    return { handler: handlerOf(intent, purposes), intent: asked(intent), facts };
  });
  for (const handler of new Set(told.map((one) => one.handler))) {
    const its = told.filter((one) => one.handler === handler);
    if (handler.succeededTogether) await handler.succeededTogether(tx, its, now);
    else for (const { intent, facts } of its) await handler.succeeded(tx, intent, facts, now);
  }
}

const lotOf = ({ intent, outcome: { charge } }: Taken, now: Date) => {
  const { refType, refId } = Params.parse(intent.params).lot ?? intent;
  const { chargeId, paymentIntentId: paymentIntent, method, fingerprint, feeFen, availableOn } = charge;
  const about = { intentId: intent.id, refType, refId, amountFen: intent.amountFen, chargeId, paymentIntent, method, fingerprint };
  const known = feeFen === null ? {} : { feeFen, availableOn, availableAt: charge.available ? now : null };
  return { ...about, ...known, createdAt: now };
};

/** Movements 2 and 3, as far as they are known already. */
function costsOf({ intent, outcome: { charge } }: Taken) {
  const { chargeId, feeFen, available } = charge;
  if (feeFen === null) return [];
  const { refId: ref } = Params.parse(intent.params).lot ?? intent;
  const fee = feeFen > 0n ? [feeKnown({ chargeId, ref, feeFen })] : [];
  return available ? [...fee, fundsAvailable({ chargeId, ref, netFen: intent.amountFen - feeFen })] : fee;
}
