import { raiseShipping } from "#app/campaigns/changing/raise-shipping.server.ts";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { allocate } from "#app/campaigns/paying-out/allocate.server.ts";
import { linkBudgetTask } from "#app/campaigns/paying-out/link-budget-task.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { ownCard } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { db } from "#app/db.server.ts";
import type { Known } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { askPage, type Payment, payee } from "../people.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { AT_ONCE, deal, payAndReturn } from "./contracts.ts";
import type { Ready, Wish } from "./wish.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
/** Five of the second reward are more than the goal, one of the first is less. */
const ENOUGH = { 1: 5 };
/** Cards that can be kept and are then declined. One card is taken for three people of a campaign only. */
const DECLINED = ["4000000000000341", "4000008260003178", "4000002760003184"];

let owner: Promise<Known> | undefined;
const theCreator = (place: Place) => {
  owner ??= creator().then((who) => payee(place, who));
  return owner;
};
export const campaign = async (place: Place, more: Record<string, string> = {}) =>
  liveCampaign((await theCreator(place)).viewer, { ...small, ...more });

/** The deadline comes to the campaign. */
export async function endNow(campaignId: string) {
  const now = (await appNow()).getTime();
  await db.campaign.update({ where: { id: campaignId }, data: { deadlineAt: new Date(Math.floor(now / 1000) * 1000) } });
}

const pledgeIs = async (pledgeId: string, state: string) => {
  const found = (await pledgeOf(pledgeId)).state;
  return found === state ? null : `the pledge is ${found}, not ${state}`;
};

/** A claim whose backer goes to the till. */
async function claimed(place: Place, lane: "CARD" | "WALLET", payment: Payment): Promise<Ready> {
  const [campaignId, who] = [await stockOf(place).live(), await backer()];
  const { pledgeId } = await claimPledge(who.viewer, campaignId, await wishFor(campaignId, { lane, rewards: { 1: 1 } }));
  return {
    ask: () => askPage(place, who, `/pledges/${pledgeId}`, { intent: "pay" }),
    pay: (address) => payAndReturn(place, who, address, payment, lane === "WALLET" ? 1 : 0),
    wrong: () => pledgeIs(pledgeId, "PLEDGED"),
  };
}

/** A campaign of one backer, who promised more than its goal by card. */
async function promised(place: Place) {
  const [campaignId, who] = [await campaign(place), await backer()];
  const pledgeId = await pledge(who.viewer, campaignId, { rewards: ENOUGH, pay: { number: AT_ONCE } });
  place.charges++;
  return { campaignId, pledgeId };
}

const closed = async (campaignId: string) => {
  const { collection } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { collection: true } });
  return collection === "CLOSED" || `the collection is ${collection}`;
};

type Backed = { who: Known; pledgeId: string };
/**
 * What is made once, when it is first asked for, and serves many: a live campaign, campaigns that were collected, one whose cards were
 * declined and whose wallets paid, and one whose parcels have become dearer.
 */
type Stock = {
  live(): Promise<string>;
  collected: string[];
  past(): Promise<{ declined: Backed[]; paid: Backed[] }>;
  dearer(): Promise<Backed[]>;
};
const stock = new WeakMap<Place, Stock>();
const AHEAD = 8;

function stockOf(place: Place): Stock {
  const kept = stock.get(place) ?? {
    live: once(() => campaign(place)),
    collected: [],
    past: once(() => pastCampaign(place)),
    dearer: once(() => dearerParcels(place)),
  };
  stock.set(place, kept);
  return kept;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const backers = (campaignId: string, wish: (i: number) => object): Promise<Backed[]> =>
  Promise.all(
    Array.from({ length: AHEAD }, async (_, i) => {
      const who = await backer();
      return { who, pledgeId: await pledge(who.viewer, campaignId, { rewards: { 1: 1 }, ...wish(i) }) };
    }),
  );

/** Everybody has paid, and then sending to them costs more: a difference that each may pay. */
async function dearerParcels(place: Place): Promise<Backed[]> {
  const campaignId = await campaign(place);
  const all = await backers(campaignId, () => ({ lane: "WALLET", rewards: { 0: 1 } }));
  place.charges += AHEAD;
  await endNow(campaignId);
  await until(() => closed(campaignId), BOUND_MS);
  const dearer = { zone: "LOCAL", first: 60_00n, extra: 10_00n, note: "承运商自本月起涨价，附有新的报价单" } as const;
  await raiseShipping((await theCreator(place)).viewer, campaignId, dearer);
  return all;
}

async function pastCampaign(place: Place) {
  const campaignId = await campaign(place);
  const by = (wish: (i: number) => object) => backers(campaignId, wish);
  const declined = await by((i) => ({ pay: { number: DECLINED[i % DECLINED.length] } }));
  const paid = await by(() => ({ lane: "WALLET" }));
  place.charges += AHEAD;
  await endNow(campaignId);
  await until(async () => {
    const rows = await db.pledge.findMany({ where: { campaignId }, select: { state: true } });
    const missing = rows.filter(({ state }) => !["ERRORED", "AUTH_REQUIRED", "COLLECTED"].includes(state));
    return missing.length === 0 || `pledges are ${[...new Set(missing.map(({ state }) => state))].join(", ")}`;
  }, BOUND_MS);
  return { declined, paid };
}

type StageOf = { campaignId: string; stage: number };
async function payoutIs(stage: StageOf, wanted: string) {
  const { state } = await db.payout.findUniqueOrThrow({ where: { campaignId_stage: stage } });
  return state === wanted || `the stage is ${state}`;
}
const transferNow = async (stage: StageOf) =>
  void (await db.payout.update({ where: { campaignId_stage: stage }, data: { transferAt: await appNow() } }));

/** The first stage of a collected campaign, released and not yet sent. */
async function releasable(place: Place): Promise<StageOf> {
  let campaignId = stockOf(place).collected.pop();
  if (!campaignId) {
    ({ campaignId } = await promised(place));
    await endNow(campaignId);
  }
  const of = campaignId;
  await until(() => closed(of), BOUND_MS);
  const stage = { campaignId, stage: 1 };
  await db.payout.update({ where: { campaignId_stage: stage }, data: { dueAt: await appNow() } });
  await until(() => payoutIs(stage, "RELEASABLE"), BOUND_MS);
  return stage;
}
/** What a task of a budget line costs: less than the first stage of the smallest campaign. */
const TASK = 100_00n;

export const campaignWishes: Wish[] = [
  { purpose: "save-card", kind: "SETUP", refType: "pledgeVersion", ready: (place) => claimed(place, "CARD", { number: ownCard() }) },
  { purpose: "pay-pledge", kind: "CHECKOUT", refType: "pledgeVersion", ready: (place) => claimed(place, "WALLET", { method: "alipay" }) },
  {
    purpose: "collect-pledge",
    kind: "CHARGE",
    refType: "pledgeVersion",
    async ready(place) {
      const { campaignId, pledgeId } = await promised(place);
      return {
        ask: async () => void (await endNow(campaignId)),
        async wrong() {
          const found = await pledgeIs(pledgeId, "COLLECTED");
          const { collected } = stockOf(place);
          if (!found && !collected.includes(campaignId)) collected.push(campaignId);
          return found;
        },
      };
    },
  },
  {
    purpose: "collect-pledge",
    kind: "CHECKOUT",
    refType: "pledgeVersion",
    async ready(place) {
      const { who, pledgeId } = (await stockOf(place).past()).declined.pop()!;
      return {
        ask: () => askPage(place, who, `/pledges/${pledgeId}`, { intent: "recover" }),
        pay: (address) => payAndReturn(place, who, address, { number: AT_ONCE }),
        wrong: () => pledgeIs(pledgeId, "COLLECTED"),
      };
    },
  },
  {
    purpose: "pay-extra",
    kind: "CHECKOUT",
    refType: "extraCost",
    async ready(place) {
      const { who, pledgeId } = (await stockOf(place).dearer()).pop()!;
      return {
        ask: () => askPage(place, who, `/pledges/${pledgeId}`, { intent: "payExtra" }),
        pay: (address) => payAndReturn(place, who, address, { method: "alipay" }),
        async wrong() {
          const paid = await db.extraCost.count({ where: { pledgeId, paidAt: { not: null } } });
          return paid === 1 ? null : "the dearer parcel is not paid";
        },
      };
    },
  },
  {
    purpose: "refund-pledge",
    kind: "REFUND",
    refType: "pledgeRefund",
    later: true,
    async ready(place) {
      const { who, pledgeId } = (await stockOf(place).past()).paid.pop()!;
      const { collectedFen } = await pledgeOf(pledgeId);
      return { ask: async () => void (await takeBack(who.viewer, pledgeId, collectedFen)), wrong: () => pledgeIs(pledgeId, "REFUNDED") };
    },
  },
  {
    purpose: "pay-stage",
    kind: "TRANSFER",
    refType: "payout",
    async ready(place) {
      const stage = await releasable(place);
      return {
        ask: () => transferNow(stage),
        wrong: () => payoutIs(stage, "RELEASED").then((answer) => (answer === true ? null : answer)),
      };
    },
  },
  {
    purpose: "pay-stage",
    kind: "TRANSFER",
    refType: "allocation",
    async ready(place) {
      const [stage, employer] = [await releasable(place), await theCreator(place)];
      const of = await deal(place, { employer, amounts: [TASK] });
      const { taskId } = await db.contract.findUniqueOrThrow({ where: { id: of.contractId }, select: { taskId: true } });
      const line = await db.budgetLine.findFirstOrThrow({ where: { campaignId: stage.campaignId } });
      await linkBudgetTask(employer.viewer, { lineId: line.id, taskId });
      const { id: payoutId } = await db.payout.findUniqueOrThrow({ where: { campaignId_stage: stage } });
      await allocate(employer.viewer, payoutId, of.stages[0]!);
      await transferNow(stage);
      await until(() => payoutIs(stage, "RELEASED"), BOUND_MS);
      return {
        // The stage was sent without it: what the task gives back follows by itself.
        ask: async () => void (await giveBack(of.provider.viewer, { milestoneId: of.stages[0]!, reason: "无法继续完成" })),
        async wrong() {
          const { id, returnedFen } = await db.allocation.findUniqueOrThrow({ where: { milestoneId: of.stages[0]! } });
          const sent = await db.pspIntent.count({ where: { refType: "allocation", refId: id, state: "SUCCEEDED" } });
          return returnedFen === TASK && sent === 1 ? null : `${returnedFen} fen came back from the task, ${sent} transfers followed`;
        },
      };
    },
  },
];
