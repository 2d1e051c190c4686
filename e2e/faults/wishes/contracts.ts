import { agree, propose } from "#app/contracts/changes/fixtures.ts";
import { type Deal, deliver, signedContract } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { db } from "#app/db.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { askPage, type Payment, payee, payOn, visit } from "../people.ts";
import type { Place } from "../place.ts";
import type { Wish } from "./wish.ts";

/** Pays a page that charges at once; the way back is left to whoever wants to go it. */
export async function payAndReturn(place: Place, who: Known, address: string, payment: Payment, charges = 1) {
  const back = await payOn(address, payment);
  if (!back) throw new Error("the page did not take the payment");
  place.charges += charges;
  return () => visit(who, back).catch(() => undefined);
}

/** Straight to available, so that nothing has to wait for the channel's days. */
export const AT_ONCE = "4000000000000077";

let provider: Promise<Known> | undefined;
const theProvider = (place: Place) => {
  provider ??= person().then((who) => payee(place, who));
  return provider;
};

export const deal = async (place: Place, more: { employer?: Known; amounts?: bigint[] } = {}) =>
  signedContract({ provider: await theProvider(place), amounts: [500_000n], ...more });
const at = (of: Deal) => `/contracts/${of.contractId}`;
const payForm = (of: Deal) => ({ intent: `pay:${of.stages[0]}`, milestoneId: of.stages[0]! });

/** Its employer pays its first stage at the channel. */
export async function fundDeal(place: Place, of: Deal): Promise<void> {
  const { intentId, title } = await fundMilestone(of.employer.viewer, of.stages[0]!);
  await payOn(await checkoutUrl(intentId, { title, locale: "zh", returnPath: at(of) }), { number: AT_ONCE });
  place.charges++;
  const state = await finalise(intentId, purposes);
  if (state !== "SUCCEEDED") throw new Error(`funding a stage is ${state}`);
}

export async function funded(place: Place): Promise<Deal> {
  const of = await deal(place);
  await fundDeal(place, of);
  return of;
}

/** Delivered and accepted; its cooling has not ended yet. */
export async function accepted(place: Place): Promise<Deal> {
  const of = await funded(place);
  await startWork(of.provider.viewer, of.stages[0]!);
  await deliver(of);
  await acceptDelivery(of.employer.viewer, of.stages[0]!);
  return of;
}

/** The day comes to the stage, not the stage to the day; or comes in so many milliseconds. */
export const coolDown = async (of: Deal, ms = 0) =>
  db.milestone.update({ where: { id: of.stages[0]! }, data: { coolingUntilAt: new Date((await appNow()).getTime() + ms) } });

async function stage(of: Deal, state: string, sums: number) {
  const milestone = await db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! }, include: { remittances: true } });
  if (milestone.state !== state) return `the stage is ${milestone.state}, not ${state}`;
  const done = milestone.remittances.filter((row) => row.state === "DONE");
  return done.length === sums && milestone.remittances.length === sums
    ? null
    : `${done.length} of ${milestone.remittances.length} sums left`;
}

const DEARER = 620_000n;

export const contractWishes: Wish[] = [
  {
    purpose: "fund-milestone",
    kind: "CHECKOUT",
    refType: "milestone",
    async ready(place) {
      const of = await deal(place);
      return {
        ask: () => askPage(place, of.employer, at(of), payForm(of)),
        pay: (address) => payAndReturn(place, of.employer, address, { number: AT_ONCE }),
        wrong: () => stage(of, "FUNDED", 0),
      };
    },
  },
  {
    purpose: "raise-milestone",
    kind: "CHECKOUT",
    refType: "changeOrder",
    async ready(place) {
      const of = await funded(place);
      const orderId = await propose(of, of.provider, { stages: { 1: { amount: DEARER } } });
      await agree(of.employer, orderId);
      return {
        ask: () => askPage(place, of.employer, at(of), { intent: "payRaise", orderId }),
        pay: (address) => payAndReturn(place, of.employer, address, { number: AT_ONCE }),
        async wrong() {
          const { amountFen } = await db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } });
          const { state } = await db.changeOrder.findUniqueOrThrow({ where: { id: orderId } });
          return amountFen === DEARER && state === "AGREED" ? null : `the change is ${state}, the stage of ${amountFen} fen`;
        },
      };
    },
  },
  {
    purpose: "release-milestone",
    kind: "TRANSFER",
    refType: "remittance",
    async ready(place) {
      const of = await accepted(place);
      return { ask: async () => void (await coolDown(of)), wrong: () => stage(of, "RELEASED", 1) };
    },
  },
  {
    purpose: "refund-milestone",
    kind: "REFUND",
    refType: "remittance",
    async ready(place) {
      const of = await funded(place);
      const asked = { milestoneId: of.stages[0]!, reason: "无法继续完成" };
      return { ask: async () => void (await giveBack(of.provider.viewer, asked)), wrong: () => stage(of, "REFUNDED", 1) };
    },
  },
];
