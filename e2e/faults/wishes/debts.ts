import { randomUUID } from "node:crypto";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { payDebt } from "#app/debts/pay-debt.server.ts";
import { credit, debit, type Movement, receivable } from "#app/ledger/movement.ts";
import { post } from "#app/ledger/post.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { askPage, payOn } from "../people.ts";
import type { Place } from "../place.ts";
import { until } from "../until.ts";
import { AT_ONCE, accepted, coolDown, payAndReturn } from "./contracts.ts";
import type { Wish } from "./wish.ts";

const OWED = 3_200_00n;

/** What an organisation owes after a dispute whose money moved long ago; `more` is owed, or less again. */
const book = (who: Known, key: string, more: boolean): Movement => ({
  key,
  kind: "cardDisputeLost",
  ref: who.orgId,
  why: "A debt from before.",
  entries: more
    ? [debit(receivable(who.orgId), OWED), credit("expense:platform_loss", OWED)]
    : [debit("expense:platform_loss", OWED), credit(receivable(who.orgId), OWED)],
});

export async function owing() {
  const who = await person();
  const key = `card-dispute:${randomUUID()}`;
  await transact(async (tx) => {
    const now = await appNow(tx);
    await post(tx, book(who, key, true), now);
    const about = { reason: "cardDispute" as const, refType: "organisation", refId: who.orgId, title: "小程序开发" };
    await addDebt(tx, { ...about, orgId: who.orgId, key, amountFen: OWED }, now);
  });
  return { who, debt: await db.debt.findUniqueOrThrow({ where: { key } }) };
}

/** It is repaid otherwise while its page is open. */
const repaidOtherwise = (who: Known, debt: { id: string }, key = `bank:${debt.id}`) =>
  transact(async (tx) => {
    const now = await appNow(tx);
    await post(tx, book(who, key, false), now);
    // The page stays open: its payer is faster than the job that ends it.
    const { id: debtId } = await tx.debt.update({ where: { id: debt.id }, data: { repaidFen: OWED, closedAt: now } });
    await tx.debtRepayment.create({ data: { debtId, key, source: "bank", amountFen: OWED, at: now } });
  });

/** Pay that reached its payee's account. */
async function paidOut(place: Place) {
  const of = await accepted(place);
  await coolDown(of);
  await releaseMilestone(of.stages[0]!);
  const row = await db.remittance.findFirstOrThrow({ where: { milestoneId: of.stages[0]! } });
  const intent = await db.pspIntent.findFirstOrThrow({ where: { refType: "remittance", refId: row.id } });
  // Sent here, or by the app's own worker where one lives.
  await sendIntent(intent.id, purposes);
  const read = () => db.pspIntent.findUniqueOrThrow({ where: { id: intent.id } });
  await until(async () => (await read()).state === "SUCCEEDED" || "paying out", 30_000);
  return read();
}

const PART = 120_000n;

export const debtWishes: Wish[] = [
  {
    purpose: "send-returned",
    kind: "TRANSFER",
    refType: "returnedPay",
    there: true,
    async ready(place) {
      const intent = await paidOut(place);
      return {
        // A part is pulled back and read, and the clock's next tick sends it again.
        async ask() {
          // By hand, at the channel's own page: that it was answered is nobody's wish.
          await stripe.transfers.createReversal(String(intent.pspId), { amount: Number(PART) }).catch(() => {});
          await finalise(intent.id, purposes);
          return undefined;
        },
        async wrong() {
          const rows = await db.returnedPay.findMany({ where: { intentId: intent.id } });
          const again = rows.reduce((fen, row) => fen + (row.state === "DONE" ? row.amountFen : 0n), 0n);
          return rows.length === 1 && again === PART ? null : `${again} fen in ${rows.length} parts were sent again`;
        },
      };
    },
  },
  {
    purpose: "pay-debt",
    kind: "CHECKOUT",
    refType: "debtPayment",
    async ready(place) {
      const { who, debt } = await owing();
      return {
        ask: () => askPage(place, who, `/debts/${debt.id}`, { intent: "pay" }),
        pay: (address) => payAndReturn(place, who, address, { number: AT_ONCE }),
        async wrong() {
          const { repaidFen } = await db.debt.findUniqueOrThrow({ where: { id: debt.id } });
          return repaidFen === OWED ? null : `${repaidFen} fen of the debt are repaid`;
        },
      };
    },
  },
  {
    purpose: "refund-debt",
    kind: "REFUND",
    refType: "debtPayment",
    there: true,
    async ready(place) {
      const { who, debt } = await owing();
      const { intentId } = await payDebt(who.viewer, debt.id);
      const address = await checkoutUrl(intentId, { title: "付清欠款", locale: "zh", returnPath: `/debts/paid/${intentId}` });
      await repaidOtherwise(who, debt);
      return {
        // It is paid all the same; what comes is too much by now, and its outcome sends it back.
        async ask() {
          await payOn(address, { number: AT_ONCE });
          place.charges++;
          await finalise(intentId, purposes);
          return undefined;
        },
        async wrong() {
          const rows = await db.debtPayment.findMany({ where: { debtId: debt.id } });
          const back = rows.reduce((fen, row) => fen + (row.backState === "DONE" ? row.backFen : 0n), 0n);
          return back === OWED ? null : `${back} fen went back`;
        },
      };
    },
  },
];
