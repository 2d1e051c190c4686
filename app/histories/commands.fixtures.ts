import { liveCampaign } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { openPayPage, payOnPage, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { cardDisputes } from "#app/card-disputes.server.ts";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { frozenStates } from "#app/contracts/disputes/dispute.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { type Deal, deliver } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { divide, type Model, rest, type StageCommand, stageRules } from "#app/histories/model.fixtures.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import type { Known } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

/** Where a history happens: a contract of two stages, and a campaign that is made when it is first needed. */
export type World = {
  model: Model;
  deal: Deal;
  campaignId: string | null;
  /** The rows of the model's pledges. */
  pledgeIds: string[];
  people: { creator: Known; backers: Known[] };
  fault(endpoint: string, kind: string, times: number): Promise<void>;
  noFaults(): Promise<void>;
};
export type Command = { act: Act; n: number; share: number };
type Run = (world: World, n: number, share: number) => Promise<unknown>;

const groups = ({ deal, campaignId }: World) => [`contract_${deal.contractId}`, `campaign_${campaignId}`];
/** The history's own wishes, the oldest first. */
export const intentsOf = (world: World) =>
  db.pspIntent.findMany({
    where: { OR: groups(world).map((transferGroup) => ({ params: { path: ["transferGroup"], equals: transferGroup } })) },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
const isPage = (kind: string) => kind === "CHECKOUT" || kind === "SETUP";
const nth = <T>(all: readonly T[], n: number) => all[n % Math.max(1, all.length)];

/** The product agrees exactly when the model does. */
async function agreed(does: Promise<unknown>, may: boolean, what: string): Promise<boolean> {
  const answer = await does.then(
    () => true,
    (error) => {
      if (error instanceof Refusal) return false;
      throw error;
    },
  );
  if (answer !== may) throw new Error(`${what}: the product says ${answer ? "yes" : "no"}, the model ${may ? "yes" : "no"}`);
  return answer;
}

/** What the product learned of payments becomes the model's states. */
async function look(world: World) {
  for (const intent of await intentsOf(world)) {
    if (intent.state !== "SUCCEEDED") continue;
    if (!world.model.done.get(intent.id)) throw new Error(`${intent.purpose} ${intent.id} succeeded here and never at the channel`);
    const stage = world.model.stages[world.deal.stages.indexOf(intent.refId)];
    if (stage?.state === "AWAITING") stage.state = "FUNDED";
  }
  const pledges = await db.pledge.findMany({ where: { id: { in: world.pledgeIds } }, select: { id: true, counted: true, state: true } });
  for (const { id, counted, state } of pledges) {
    const pledge = world.model.pledges[world.pledgeIds.indexOf(id)]!;
    if (pledge.state === "CLAIMED" && counted && state !== "RESERVED") pledge.state = "PLEDGED";
  }
}

const onStage =
  (name: StageCommand, verb: (world: World, milestoneId: string, x: bigint) => Promise<unknown>): Run =>
  async (world, n, share) => {
    const i = n % world.model.stages.length;
    const [stage, rule] = [world.model.stages[i]!, stageRules[name]];
    const x = (rest(stage) * BigInt(share)) / 100n;
    const disputed = await db.dispute.count({ where: { milestoneId: world.deal.stages[i]!, state: { in: frozenStates } } });
    // While a part is in dispute some doors are closed for reasons that are not the money's.
    const may = rule.may(stage, x);
    if (disputed > 0 && may) return;
    if (await agreed(verb(world, world.deal.stages[i]!, x), may, `${name} stage ${i} (${stage.state}, ${x} of ${rest(stage)})`))
      rule.does(stage, x);
  };

async function payStage(world: World, n: number) {
  const i = n % world.deal.stages.length;
  const wish = await fundMilestone(world.deal.employer.viewer, world.deal.stages[i]!).catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (!wish || world.model.done.get(wish.intentId)) return;
  const url = await checkoutUrl(wish.intentId, { title: wish.title, locale: "zh", returnPath: `/contracts/${world.deal.contractId}` });
  world.model.done.set(wish.intentId, await payOnPage(url, { number: "4000000000000077" }));
}

async function pledgeOne(world: World, n: number, share: number) {
  const { model } = world;
  if (model.campaign === "ENDED") return;
  world.campaignId ??= await liveCampaign(world.people.creator.viewer, {
    goal: "1000",
    "budget[0].amount": "600",
    "budget[1].amount": "400",
    "rewards[0].limit": "200",
  });
  model.campaign = "LIVE";
  const who = n % world.people.backers.length;
  if (model.pledges.some((p) => p.who === who && p.state !== "GONE")) return;
  const wallet = share % 2 === 0;
  const wish = await wishFor(world.campaignId, { rewards: { 1: 1 + (share % 4) }, lane: wallet ? "WALLET" : "CARD" });
  const { pledgeId } = await claimPledge(world.people.backers[who]!.viewer, world.campaignId, wish);
  const { amountFen: fen } = await db.pledge.findUniqueOrThrow({ where: { id: pledgeId }, select: { amountFen: true } });
  world.pledgeIds.push(pledgeId);
  model.pledges.push({ who, wallet, fen, refunded: 0n, state: "CLAIMED" });
}

const pledgeAt = ({ model, pledgeIds, people }: World, n: number) => {
  if (model.pledges.length === 0) return null;
  const i = n % model.pledges.length;
  const pledge = model.pledges[i]!;
  return { pledge, id: pledgeIds[i]!, viewer: people.backers[pledge.who]!.viewer };
};

/** The deadline comes; whoever has not paid by then is out. */
async function settle(world: World) {
  const { model, campaignId } = world;
  if (!campaignId || model.campaign !== "LIVE") return;
  for (const [i, pledge] of model.pledges.entries()) {
    if (pledge.state !== "CLAIMED") continue;
    await endClaim(world.pledgeIds[i]!, world.people.backers[pledge.who]!.viewer);
    pledge.state = "GONE";
    pledge.tooLate = true;
  }
  const now = await appNow();
  await db.campaign.update({ where: { id: campaignId }, data: { deadlineAt: new Date(Math.floor(now.getTime() / 1000) * 1000) } });
  model.campaign = "ENDED";
  await tick(settlingDue, "beginSettling", "settleCampaign", "keepPledges", "endPledges", "chargePledges", "refundOwed");
  const { lifecycle } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const counted = model.pledges.filter((p) => p.state === "PLEDGED").reduce((all, p) => all + p.fen, 0n);
  const wanted = counted >= 100_000n ? "SUCCESSFUL" : "FAILED";
  if (lifecycle !== wanted) throw new Error(`the campaign is ${lifecycle} with ${counted} fen`);
  if (wanted === "SUCCESSFUL") return;
  for (const pledge of model.pledges) {
    if (pledge.state !== "PLEDGED") continue;
    if (pledge.wallet) pledge.refunded = pledge.fen;
    pledge.state = "GONE";
  }
}

async function tick<Name extends string>(due: Record<Name, (now: Date) => Promise<number>>, ...names: Name[]) {
  for (const name of names) await due[name](await appNow());
}

const ENDPOINT: Record<string, string> = { TRANSFER: "POST /v1/transfers", REFUND: "POST /v1/refunds", CHARGE: "POST /v1/payment_intents" };
const waits = (state: string) => state === "CREATED" || state === "UNKNOWN" || state === "SENDING";

/** One wish is sent. Its worker may die before the call takes effect, or after it and before anything is written down. */
async function send(world: World, n: number, share: number) {
  const intent = nth(
    (await intentsOf(world)).filter((one) => !isPage(one.kind) && waits(one.state) && !one.pspId),
    n,
  );
  if (!intent) return;
  await db.pspIntent.update({ where: { id: intent.id }, data: { leaseUntil: null } });
  const fate = share < 50 ? "none" : share < 75 ? "commit_then_500" : "fail_before";
  // The channel's own package asks twice.
  if (fate !== "none") await world.fault(ENDPOINT[intent.kind]!, fate, 2);
  const state = await sendIntent(intent.id, purposes);
  await world.noFaults();
  const before = world.model.done.get(intent.id) === true;
  if (fate !== "fail_before") world.model.done.set(intent.id, true);
  const found = before || fate === "none";
  const wanted = found ? ["SUCCEEDED", "OPEN"] : ["UNKNOWN"];
  if (!wanted.includes(String(state))) throw new Error(`${intent.purpose} sent with ${fate} is ${state}, not ${wanted.join(" or ")}`);
}

/** Events of the channel arrive: some of them, in any order, each three times; the others never. */
async function events(world: World, n: number, share: number) {
  const known = new Set((await intentsOf(world)).map(({ id }) => id));
  const { data } = await stripe.events.list({ limit: 100 });
  const ours = data.filter((event) => known.has(String((event.data.object as { metadata?: { intent_id?: string } }).metadata?.intent_id)));
  const some = ours.filter((_, i) => (i * 7 + n) % 100 < share);
  if (n % 2) some.reverse();
  for (const event of [...some, ...some, ...some]) {
    await db.pspInbox.createMany({
      data: [
        {
          eventId: event.id,
          type: event.type,
          apiVersion: event.api_version,
          livemode: event.livemode,
          payload: JSON.parse(JSON.stringify(event)),
          receivedAt: await appNow(),
        },
      ],
      skipDuplicates: true,
    });
    await processEvent(event.id, purposes, cardDisputes);
  }
}

export const acts = {
  payStage,
  start: onStage("start", ({ deal }, id) => startWork(deal.provider.viewer, id)),
  deliver: onStage("deliver", ({ deal }, id) => deliver(deal, deal.stages.indexOf(id))),
  accept: onStage("accept", ({ deal }, id) => acceptDelivery(deal.employer.viewer, id)),
  release: onStage("release", async (_world, id) => {
    await db.milestone.updateMany({ where: { id, state: "ACCEPTED" }, data: { coolingUntilAt: await appNow() } });
    return releaseMilestone(id);
  }),
  giveBack: onStage("giveBack", ({ deal }, milestoneId) => giveBack(deal.provider.viewer, { milestoneId, reason: "无法继续完成" })),
  agree: onStage("agree", async ({ deal }, milestoneId, amount) => {
    if (amount <= 0n) throw new Refusal("overRest");
    await proposeRefund(deal.employer.viewer, { milestoneId, amount, reason: "少做一部分" });
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId, state: "PROPOSED" } });
    return answerRefund(deal.provider.viewer, id, "AGREED");
  }),
  dispute: onStage("dispute", async ({ deal }, milestoneId, amount) => {
    if (amount <= 0n) throw new Refusal("overRest");
    return openDispute(deal.provider.viewer, { milestoneId, amount, wanted: amount, reason: "雇主的要求超出了约定", files: [] });
  }),
  async split(world: World, n: number, share: number) {
    const { deal } = world;
    const open = { milestoneId: { in: deal.stages }, state: { in: frozenStates } };
    const dispute = nth(await db.dispute.findMany({ where: open }), n);
    if (!dispute) return;
    // The other side's answer carries its offer, which the provider takes.
    await respond(deal.employer.viewer, { disputeId: dispute.id, share, text: "按完成的比例分配", files: [] });
    const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId: dispute.id, side: "EMPLOYER" }, orderBy: { id: "desc" } });
    await acceptOffer(deal.provider.viewer, { disputeId: dispute.id, offerId: offer.id });
    divide(world.model.stages[deal.stages.indexOf(dispute.milestoneId)]!, dispute.amountFen, offer.toProviderFen);
  },
  pledge: pledgeOne,
  async payPledge(world: World, n: number) {
    const found = pledgeAt(world, n);
    if (found?.pledge.state !== "CLAIMED" || world.model.campaign !== "LIVE") return;
    const { intentId, url } = await openPayPage(found.viewer, found.id);
    if (world.model.done.get(intentId)) return;
    world.model.done.set(intentId, await payOnPage(url, found.pledge.wallet ? { method: "alipay" } : {}));
  },
  async leave(world: World, n: number) {
    const found = pledgeAt(world, n);
    if (!found || found.pledge.state === "CLAIMED") return;
    const may = found.pledge.state === "PLEDGED" && world.model.campaign === "LIVE";
    if (!(await agreed(cancelPledge(found.viewer, found.id), may, `leaving as ${found.pledge.state}`))) return;
    if ((await db.pledge.findUniqueOrThrow({ where: { id: found.id } })).counted) return; // waits for another pledge
    found.pledge.state = "GONE";
    if (found.pledge.wallet) found.pledge.refunded = found.pledge.fen;
  },
  settle,
  async takeBack(world: World, n: number) {
    const found = pledgeAt(world, n);
    if (!found) return;
    const { state, collectedFen, refundedFen } = await db.pledge.findUniqueOrThrow({ where: { id: found.id } });
    const may = state === "COLLECTED" && world.model.campaign === "ENDED" && refundedFen === 0n;
    if (!(await agreed(takeBack(found.viewer, found.id, collectedFen), may, `taking back as ${state}`))) return;
    found.pledge.refunded = found.pledge.fen;
    found.pledge.state = "GONE";
  },
  send,
  events,
  /** The payer of some page comes back from it. */
  async comeBack(world: World, n: number) {
    const page = nth(
      (await intentsOf(world)).filter((one) => isPage(one.kind)),
      n,
    );
    if (page) await finalise(page.id, purposes);
  },
  async clock(_world: World) {
    await tick(contractsDue, "sendRemittance");
    await tick(settlingDue, "chargePledges", "refundOwed", "closeCollection");
  },
} satisfies Record<string, Run>;
export type Act = keyof typeof acts;

export async function run(world: World, { act, n, share }: Command) {
  await (acts[act] as Run)(world, n, share);
  await look(world);
}

/** Until nothing is on its way any more: everything is sent and read again, without a fault. A wallet's refund takes its time, and no time passes here. */
export async function drain(world: World) {
  for (let round = 0; round < 6; round++) {
    await acts.clock(world);
    const open = (await intentsOf(world)).filter(
      (one) =>
        one.state !== "SUCCEEDED" &&
        one.state !== "FAILED" &&
        !(isPage(one.kind) && !world.model.done.get(one.id)) &&
        !(one.kind === "REFUND" && one.state === "OPEN"),
    );
    if (open.length === 0) return look(world);
    for (const one of open) {
      await db.pspIntent.update({ where: { id: one.id }, data: { leaseUntil: null } });
      if (isPage(one.kind) || one.pspId) await finalise(one.id, purposes);
      else await sendIntent(one.id, purposes).then(() => world.model.done.set(one.id, true));
    }
    await look(world);
  }
  throw new Error("something never arrives");
}
