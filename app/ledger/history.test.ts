import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";
import { sealBlock } from "#app/ledger/seal-block.server.ts";
import { applyOutcome, failIntent } from "#app/payments/apply-outcome.server.ts";
import { askPayment, type Fact, giveBack, newFact, sendOn, testPurposes } from "#app/payments/fixtures.ts";
import { recordSettlement } from "#app/payments/lots.server.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import { appNow, transact } from "#app/transact.server.ts";

/*
 * Random lives of money against a model of forty lines: whatever happens, in whatever order and however often it is told, the balances
 * are the model's and every check of the books holds.
 */
type Sent = { id: string; fen: bigint; state: "way" | "done" | "failed" };
type World = {
  fact: Fact;
  intentId: string | null;
  lot: { id: string; feeKnown: boolean; available: boolean } | null;
  escrow: bigint;
  available: bigint;
  withdrawing: bigint;
  payable: bigint;
  transfers: Sent[];
  refunds: Sent[];
};
const PAID = 100_000n;
const FEE = 3_600n;

const outcome = (id: string, intentId: string, amountFen: bigint, state: "succeeded" | "failed"): Outcome => {
  const about = { id, intentId, amountFen, currency: "cny", live: null };
  return state === "succeeded" ? { ...about, state, facts: {} } : { ...about, state, error: "said no" };
};
const pay = (intentId: string) => {
  const ids = { chargeId: `ch_${intentId}`, paymentIntentId: `pi_${intentId}`, method: "card", fingerprint: null };
  const charge = { ...ids, feeFen: null, availableOn: null, available: false };
  const about = { id: `cs_${intentId}`, intentId, amountFen: PAID, currency: "cny", live: false };
  return applyOutcome(intentId, { ...about, state: "succeeded", facts: ids, charge }, testPurposes);
};
const part = (world: World, share: number) => (world.escrow * BigInt(share)) / 100n;
const nth = (all: Sent[], n: number) => all[n % Math.max(1, all.length)];

type Step = (world: World, n: number) => Promise<void>;
const steps: Record<string, Step> = {
  async pay(world) {
    world.intentId ??= await askPayment(world.fact, PAID);
    await Promise.all([pay(world.intentId), pay(world.intentId)]);
    if (world.lot) return;
    world.lot = {
      ...(await db.fundingLot.findUniqueOrThrow({ where: { intentId: world.intentId }, select: { id: true } })),
      feeKnown: false,
      available: false,
    };
    world.escrow = PAID;
  },
  async settle(world, n) {
    if (!world.lot) return;
    const { id } = world.lot;
    const available = n % 2 === 0;
    await transact(async (tx) => recordSettlement(tx, id, { feeFen: FEE, availableOn: new Date(0), available }, await appNow(tx)));
    world.lot.feeKnown = true;
    world.lot.available ||= available;
  },
  async release(world, n) {
    const gross = part(world, n);
    if (gross < 10n) return;
    const net = gross - gross / 20n;
    world.transfers.push({ id: await sendOn(world.fact, gross, gross / 20n), fen: net, state: "way" });
    world.escrow -= gross;
    world.withdrawing += net;
  },
  async refund(world, n) {
    const fen = part(world, n);
    if (fen < 1n) return;
    world.refunds.push({ id: await giveBack(world.fact, fen), fen, state: "way" });
    world.escrow -= fen;
    world.payable += fen;
  },
  async transferArrives(world, n) {
    const sent = nth(world.transfers, n);
    if (!sent) return;
    await applyOutcome(sent.id, outcome(`tr_${sent.id}`, sent.id, sent.fen, "succeeded"), testPurposes);
    if (sent.state !== "way") return;
    sent.state = "done";
    world.withdrawing -= sent.fen;
  },
  async transferFails(world, n) {
    const sent = nth(world.transfers, n);
    if (!sent) return;
    await failIntent(sent.id, "said no", testPurposes);
    if (sent.state !== "way") return;
    sent.state = "failed";
    world.withdrawing -= sent.fen;
    world.available += sent.fen;
  },
  async refundArrives(world, n) {
    const sent = nth(world.refunds, n);
    if (!sent) return;
    await applyOutcome(sent.id, outcome(`re_${sent.id}`, sent.id, sent.fen, "succeeded"), testPurposes);
    if (sent.state !== "way") return;
    sent.state = "done";
    world.payable -= sent.fen;
  },
  async refundComesBack(world, n) {
    const sent = nth(world.refunds, n);
    if (!sent) return;
    await applyOutcome(sent.id, outcome(`re_${sent.id}`, sent.id, sent.fen, "failed"), testPurposes);
    if (sent.state === "failed") return;
    if (sent.state === "done") world.payable += sent.fen;
    sent.state = "failed";
  },
  async seal() {
    await sealBlock(new Date((await appNow()).getTime() + 2 * 3_600_000));
  },
};

const RUNS = 100;
const STEPS = 30;
const history = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.integer({ min: 1, max: 100 })), {
  minLength: 4,
  maxLength: STEPS,
});

test(`${RUNS} random histories keep every check of the books`, { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (told) => {
      const none = { intentId: null, lot: null, escrow: 0n, available: 0n, withdrawing: 0n, payable: 0n };
      const world: World = { fact: newFact(), ...none, transfers: [], refunds: [] };
      await steps.pay!(world, 1);
      for (const [name, n] of told) await steps[name]!(world, n);
      const { factId, payeeId, payerId } = world.fact;
      const keys = [
        `escrow:milestone:${factId}`,
        `provider:available:${payeeId}`,
        `provider:withdrawing:${payeeId}`,
        `refund:payable:${payerId}`,
      ];
      const found = await balancesOf(keys);
      expect(keys.map((key) => found.get(key))).toEqual([world.escrow, world.available, world.withdrawing, world.payable]);
      expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
