import { payOnPage } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";
import { policy } from "#app/debts/debt.ts";
import { payDebt } from "#app/debts/pay-debt.server.ts";
import { bankTakes, dueOf, held } from "#app/histories/model.fixtures.ts";
import { agreed, intentsOf, nth, type Run, type World } from "#app/histories/world.fixtures.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { purposes } from "#app/purposes.server.ts";

/** The bank of the employer's card gives back what a stage's payment still stands for; what was released of it, the provider owes from then on. */
async function bankKeeps({ model, deal }: World, n: number) {
  const i = n % model.stages.length;
  const stage = model.stages[i]!;
  const lostFen = stage.fen - stage.refunded;
  if (stage.state === "AWAITING" || stage.taken + stage.clawed > 0n || stage.frozen > 0n || lostFen === 0n || stage.bounced) return;
  const bank = await bankOf("milestone", deal.stages[i]!, lostFen);
  const state = await bank.keeps();
  if (state !== "LOST") throw new Error(`the dispute is ${state}`);
  // A sum of a few fen is not asked back.
  const { id, lossFen, debtFen } = await bank.row();
  // No further stage waits for this employer's money.
  if (held(stage) > 0n) for (const other of model.stages) if (other.state === "AWAITING") other.state = "CANCELLED";
  bankTakes(stage, lossFen);
  if (debtFen === 0n) return;
  const debt = await db.debt.findUniqueOrThrow({ where: { key: `card-dispute:${id}` }, select: { id: true } });
  model.debts.push({ id: debt.id, fen: debtFen, byPay: 0n, byTill: 0n, over: 0n });
}

/** A refund that was made comes back, once; the product reads of it now or by an event. Whose bank took the rest is not asked for it again. */
async function bounce(world: World, n: number) {
  const { model, deal } = world;
  const made = (await intentsOf(world)).filter(
    (one) =>
      one.kind === "REFUND" &&
      one.pspId &&
      (one.state === "SUCCEEDED" || one.state === "OPEN") &&
      ![...model.bounced.values()].includes(one.refId),
  );
  const refund = nth(made, n);
  if (!refund) return;
  if (refund.purpose === "refund-milestone") {
    const { milestoneId } = await db.remittance.findUniqueOrThrow({ where: { id: refund.refId }, select: { milestoneId: true } });
    const stage = model.stages[deal.stages.indexOf(milestoneId)]!;
    if (stage.taken + stage.clawed > 0n) return;
    stage.bounced = true;
  }
  await world.failRefund(refund.pspId!);
  model.bounced.set(refund.id, refund.refId);
  if (n % 2) await finalise(refund.id, purposes);
}

/** What the provider's organisation does about what it owes, and what the channel does to what was sent to it. */
export const debtActs = {
  bankKeeps,
  bounce,
  /** The page at the till is asked for, and paid at once or left open. */
  async payDebt(world: World, n: number, share: number) {
    const { model, deal } = world;
    const debt = nth(model.debts, n);
    if (!debt) return;
    const asked = payDebt(deal.provider.viewer, debt.id);
    if (!(await agreed(asked, dueOf(debt) >= policy.leastFen, `paying a debt with ${dueOf(debt)} due`))) return;
    const { intentId } = await asked;
    if (model.done.get(intentId)) return;
    const url = await checkoutUrl(intentId, { title: "欠款", locale: "zh", returnPath: `/debts/paid/${intentId}` });
    world.pages.set(intentId, url);
    if (share <= 50) model.done.set(intentId, await payOnPage(url, { number: "4000000000000077" }));
  },
  /** A page from before is paid, whatever became of the debt meanwhile. */
  async payOldPage({ model, pages }: World, n: number) {
    const left = nth(
      [...pages].filter(([intentId]) => !model.done.get(intentId)),
      n,
    );
    if (left) model.done.set(left[0], await payOnPage(left[1], { number: "4000000000000077" }));
  },
  /** A part of pay that had arrived is pulled back at the channel; the product reads of it now or by an event. */
  async pullBack(world: World, n: number, share: number) {
    const sent = nth(
      (await intentsOf(world)).filter((one) => one.kind === "TRANSFER" && one.state === "SUCCEEDED"),
      n,
    );
    if (!sent) return;
    const before = world.model.pulled.get(sent.id) ?? 0n;
    const part = ((sent.amountFen - before) * BigInt(share)) / 100n;
    if (part === 0n) return;
    await stripe.transfers.createReversal(sent.pspId!, { amount: Number(part) });
    world.model.pulled.set(sent.id, before + part);
    if (n % 2) await finalise(sent.id, purposes);
  },
} satisfies Record<string, Run>;

/** What the product learned of debts and of parts that came back. */
export async function lookAtDebts(world: World) {
  const { model } = world;
  if (model.pulled.size > 0) {
    const parts = await db.returnedPay.findMany({ where: { intentId: { in: [...model.pulled.keys()] } }, select: { id: true } });
    world.returned = parts.map(({ id }) => id);
  }
  if (model.debts.length === 0) return;
  const rows = await db.debt.findMany({
    where: { id: { in: model.debts.map(({ id }) => id) } },
    include: { repayments: true, payments: true },
  });
  const intents = await intentsOf(world);
  for (const { id, repayments, payments } of rows) {
    const debt = model.debts.find((one) => one.id === id)!;
    debt.byPay = repayments.reduce((fen, part) => (part.source === "payment" ? fen : fen + part.amountFen), 0n);
    // One command repays a debt from pay or by payments, never both ways.
    for (const { id: paymentId } of payments) {
      const paid = intents.find((one) => one.refId === paymentId && one.state === "SUCCEEDED" && one.purpose === "pay-debt");
      if (!paid || world.seen.has(paid.id)) continue;
      world.seen.add(paid.id);
      const needed = paid.amountFen < dueOf(debt) ? paid.amountFen : dueOf(debt);
      debt.byTill += needed;
      debt.over += paid.amountFen - needed;
    }
  }
}
