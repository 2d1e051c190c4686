import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { activePayee, type Driver, driveWorld, paidCharge, stripeAt } from "#sandbox/driver.ts";

const BYPASS = "4000000000000077";
let open: Driver | undefined;
afterEach(() => open?.close());

/** kill -9, and a new process on what was left. */
async function reborn(before: Driver): Promise<Driver> {
  before.world.kill();
  await before.world.gone;
  open = await driveWorld({ dir: before.dir });
  return open;
}
const movements = async (stripe: Stripe, account: string) => {
  const on = account ? { stripeAccount: account } : {};
  const all = await stripe.balanceTransactions.list({ limit: 100 }, on).autoPagingToArray({ limit: 10_000 });
  const { available, pending } = await stripe.balance.retrieve({}, on);
  return { sum: all.reduce((total, one) => total + one.net, 0), balance: (available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0) };
};

describe("after kill -9", () => {
  it("a dispute under review is decided, a payout on its way arrives, and what was set stays set", async () => {
    const first = await driveWorld();
    const payee = await activePayee(first);
    const on = { stripeAccount: payee };
    await paidCharge(first, 100_000, { card: BYPASS });
    await first.stripe.transfers.create({ amount: 9_000, currency: "cny", destination: payee });
    const payout = await first.stripe.payouts.create({ amount: 9_000, currency: "cny" }, on);
    const charge = await paidCharge(first, 10_000, { card: "4000000000000259" });
    const [dispute] = (await first.stripe.disputes.list({ charge: charge.id })).data as [Stripe.Dispute];
    await first.stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: "winning_evidence" } });
    await first.control("POST", "faults", { endpoint: "POST /v1/refunds", kind: "429", nth: 3 });
    await first.control("POST", "dispute.fees", { fee: 900, returned: true });
    const second = await reborn(first);
    expect(await second.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "under_review" });
    await second.advance("1d");
    expect(await second.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: "won" });
    expect(await second.stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: "paid" });
    expect(await second.control("GET", "faults")).toMatchObject({ faults: [{ path: "/v1/refunds", nth: 3 }] });
    await second.control("POST", "payout.fail", { payout: payout.id });
    const third = await reborn(second);
    expect(await third.stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: "failed" });
    for (const account of ["", payee]) {
      const { sum, balance } = await movements(third.stripe, account);
      expect(balance).toBe(sum);
    }
  });

  it("among forty calls at once each wish has one effect, its key and its movements, whichever were answered", async () => {
    const first = await driveWorld();
    const payee = await activePayee(first);
    await paidCharge(first, 1_000_000, { card: BYPASS });
    const send = (driver: Driver, n: number) =>
      stripeAt(driver.world, { maxNetworkRetries: 0 }).transfers.create(
        { amount: 100, currency: "cny", destination: payee, transfer_group: "many", metadata: { intent_id: `wish-${n}` } },
        { idempotencyKey: `wish-${n}:0` },
      );
    let answered = 0;
    const calls = Array.from({ length: 40 }, (_, n) =>
      send(first, n).then(
        () => {
          if (++answered === 15) first.world.kill();
        },
        () => {},
      ),
    );
    await Promise.all(calls);
    expect(answered).toBeGreaterThanOrEqual(15);
    const second = await reborn(first);
    for (let n = 0; n < 40; n++) await send(second, n);
    const totals = await second.control<{ transfer: { count: number; amount: number }; doubled: object[] }>("GET", "totals");
    expect(totals).toMatchObject({ transfer: { count: 40, amount: 4_000 }, doubled: [] });
    const { requests } = await second.control<{ requests: { key: string; done: number }[] }>("GET", "requests");
    expect(requests.filter(({ key }) => key.startsWith("wish-")).map(({ done }) => done)).toEqual(Array(40).fill(1));
    expect(await movements(second.stripe, "")).toEqual({ sum: 966_000 - 200 - 4_000, balance: 966_000 - 200 - 4_000 });
  });
});
