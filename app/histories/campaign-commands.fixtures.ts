import { liveCampaign } from "#app/campaigns/fixtures.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { transferStage } from "#app/campaigns/paying-out/transfer-stage.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { openPayPage, payOnPage, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { db } from "#app/db.server.ts";
import { givePledgeBack, releaseOut, stageFen, stillThere } from "#app/histories/model.fixtures.ts";
import { agreed, lotsOf, type Run, tick, type World } from "#app/histories/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

async function pledgeOne(world: World, n: number, share: number) {
  const { model } = world;
  if (model.campaign !== "NONE" && model.campaign !== "LIVE") return;
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
  model.pledges.push({ who, wallet, fen, refunded: 0n, state: "CLAIMED", paid: false, due: false });
}

const pledgeAt = ({ model, pledgeIds, people }: World, n: number) => {
  if (model.pledges.length === 0) return null;
  const i = n % model.pledges.length;
  const pledge = model.pledges[i]!;
  return { pledge, id: pledgeIds[i]!, viewer: people.backers[pledge.who]!.viewer };
};

const GOAL = 100_000n;
/** The creator is asked when less than nine tenths of it are there. */
const ENOUGH = (GOAL * 9n) / 10n;

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
  await tick(settlingDue, "beginSettling", "settleCampaign", "keepPledges", "endPledges", "chargePledges", "refundOwed");
  const { lifecycle } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const counted = stillThere(model);
  const wanted = counted >= GOAL ? "SUCCESSFUL" : "FAILED";
  if (lifecycle !== wanted) throw new Error(`the campaign is ${lifecycle} with ${counted} fen`);
  model.campaign = wanted === "FAILED" ? wanted : "CHARGING";
  for (const pledge of model.pledges) {
    if (pledge.state !== "PLEDGED") continue;
    if (wanted === "SUCCESSFUL") {
      pledge.due = !pledge.wallet;
      continue;
    }
    if (pledge.wallet) pledge.refunded = pledge.fen;
    pledge.state = "GONE";
  }
}

/** The collection ends with the last card that the product knows to be charged. */
export async function closes({ model, campaignId, pledgeIds }: World) {
  if (model.campaign !== "CHARGING") return;
  const lots = await lotsOf(pledgeIds);
  if (model.pledges.some((p, i) => p.due && !lots.has(pledgeIds[i]!))) return;
  model.campaign = stillThere(model) >= ENOUGH ? "CLOSED" : "ASKING";
  const { collection } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId! }, select: { collection: true } });
  if (collection !== (model.campaign === "CLOSED" ? "CLOSED" : "DECISION_NEEDED"))
    throw new Error(`the collection is ${collection} with ${stillThere(model)} fen`);
}

const payoutOf = async (campaignId: string | null, stage: number) =>
  campaignId ? db.payout.findUnique({ where: { campaignId_stage: { campaignId, stage } } }) : null;

/** What backers do, the deadline, and the way of the money to the creator. */
export const campaignActs = {
  pledge: pledgeOne,
  async payPledge(world: World, n: number) {
    const found = pledgeAt(world, n);
    if (found?.pledge.state !== "CLAIMED" || world.model.campaign !== "LIVE") return;
    const { intentId, url } = await openPayPage(found.viewer, found.id);
    if (world.model.done.get(intentId)) return;
    found.pledge.paid = await payOnPage(url, found.pledge.wallet ? { method: "alipay" } : {});
    world.model.done.set(intentId, found.pledge.paid);
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
    const { pledge, id, viewer } = found;
    const { campaign } = world.model;
    const isHere = pledge.state === "PLEDGED" && (pledge.wallet || (await lotsOf([id])).has(id));
    const may = isHere && (campaign === "CHARGING" || campaign === "CLOSED");
    if (!(await agreed(takeBack(viewer, id, pledge.fen), may, `taking back as ${pledge.state} of ${campaign}`))) return;
    givePledgeBack(world.model, pledge);
  },
  /** The desk releases a stage of the collected money. */
  async payOut(world: World, n: number) {
    const { model, campaignId, people } = world;
    const stage = 1 + (n % 3);
    const payout = await payoutOf(campaignId, stage);
    if (!payout) return;
    const may = stageFen(model, stage) > 0n;
    if (!(await agreed(releaseStage(people.desk.viewer, payout.id, "凭证已核对"), may, `releasing stage ${stage}`))) return;
    releaseOut(model, stage);
  },
  /** The creator has what is left of a released stage sent. */
  async sendStage(world: World, n: number) {
    const payout = await payoutOf(world.campaignId, 1 + (n % 3));
    if (payout?.state !== "RELEASABLE" && payout?.state !== "FAILED") return;
    await transferStage(world.people.creator.viewer, payout.id);
  },
} satisfies Record<string, Run>;
