import { Items } from "#app/campaigns/content.ts";
import { countCampaign, flushCounts } from "#app/campaigns/insight/count.server.ts";
import { followLink } from "#app/campaigns/insight/links.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { cardNumber } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { payPledge } from "#app/campaigns/pledging/pay-pledge.server.ts";
import type { Wish } from "#app/campaigns/pledging/wish.ts";
import { db } from "#app/db.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import type { Known } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import type { Begun, Cast } from "../make-campaigns.ts";
import { fillIn } from "../make-contracts.ts";
import { goalYuan, type TownReward } from "./campaign.ts";
import { numbers } from "./pictures/pen.ts";

/** How backers of the town support a campaign: so many of them, together so much of its goal, with which cards. */
export type Crowd = {
  count: number;
  /** Together this share of the goal. */
  share: number;
  /** How many of a hundred pay by wallet. */
  wallets?: number;
  /** So many of the cards are declined when they are charged, so many ask for their holder. */
  declined?: number;
  asking?: number;
  /** Nobody comes after this day. */
  until?: number;
};
type Choice = { reward: TownReward; qty: number };
export type Support = Choice & { backer: Known; day: number; number: number; wallet: boolean; card: string; bonusYuan: number };

const CHARGE_FAILS = "4000000000000341";
const ASKS_HOLDER = "4000002760003184";

/** When backers come: many at the beginning, many at the end; at a few hours of the day, so that one move of the clocks serves many. */
const tide = (part: number) => (part < 0.4 ? part * 0.5 : part < 0.7 ? 0.2 + (part - 0.4) * 1.5 : 0.65 + (part - 0.7) * 1.16);
export const slotAt = (day: number) => Math.floor(day * 2) / 2 + 0.21;

/** Who supports what and when, from the first to the last: together about as much as was asked for. */
export function supports(cast: Cast, { campaign, launchDay, endDay }: Begun, seed: number, crowd: Crowd): Support[] {
  const next = numbers(seed + 41);
  const last = Math.min(endDay - 0.05, crowd.until ?? -0.06);
  const left = new Map(campaign.rewards.map((r) => [r, r.limit ?? Number.POSITIVE_INFINITY]));
  const open = campaign.rewards.filter((r) => !r.secret && !r.windowDays);
  const early = campaign.rewards.find((r) => r.windowDays);
  const secret = campaign.rewards.find((r) => r.secret);
  const bad = (crowd.declined ?? 0) + (crowd.asking ?? 0);
  let restYuan = goalYuan(campaign) * crowd.share;
  return Array.from({ length: crowd.count }, (_, i) => {
    const slot = slotAt(launchDay + (last - launchDay) * tide((i + 0.5) / crowd.count));
    const day = Math.min(last, Math.max(launchDay + 0.03, slot));
    const isEarly = early && left.get(early)! > 0 && day < launchDay + early.windowDays! - 0.1 && next() < 0.9;
    // The first ones differ much; the later ones make up for it.
    const spread = i < crowd.count * 0.6 ? 0.3 + 1.4 * next() : 0.85 + 0.5 * next();
    const wanted = (Math.max(0, restYuan) / (crowd.count - i)) * spread;
    const choice = isEarly
      ? { reward: early, qty: 1 }
      : secret && i % 11 === 7
        ? { reward: secret, qty: 1 }
        : nearest(
            open.filter((r) => left.get(r)! > 0),
            wanted,
            (r) => left.get(r)!,
          );
    left.set(choice.reward, left.get(choice.reward)! - choice.qty);
    restYuan -= choice.reward.yuan * choice.qty;
    // Those whose cards fail stand in the middle of the crowd.
    const place = i - Math.floor((crowd.count - bad) / 2);
    const fails = place >= 0 && place < bad;
    const card = fails ? (place < (crowd.declined ?? 0) ? CHARGE_FAILS : ASKS_HOLDER) : null;
    const wallet = !fails && next() * 100 < (crowd.wallets ?? 36);
    const backer = cast.backers[(seed * 13 + i * 7) % cast.backers.length]!;
    return {
      ...choice,
      backer,
      day,
      number: i,
      wallet,
      card: card ?? cardNumber(cast.backers.indexOf(backer)),
      bonusYuan: i % 9 === 4 ? 10 : 0,
    };
  });
}

/** The reward, and how many of it, that comes nearest to what somebody wants to spend; rather one than three. */
function nearest(rewards: readonly TownReward[], wanted: number, left: (reward: TownReward) => number): Choice {
  const all = rewards.flatMap((reward) =>
    [1, 2, 3].filter((qty) => qty === 1 || (reward.yuan < 400 && qty <= left(reward))).map((qty) => ({ reward, qty })),
  );
  const miss = ({ reward, qty }: Choice) => Math.abs(reward.yuan * qty - wanted) * (1 + 0.25 * (qty - 1));
  return all.reduce((best, one) => (miss(one) < miss(best) ? one : best));
}

/** One backer's pledge, through the till's own page as in a browser. */
export async function support({ homes }: Cast, { id, campaign }: Begun, { backer, reward, qty, number, wallet, card, bonusYuan }: Support) {
  const rewards = await db.reward.findMany({ where: { campaignId: id }, orderBy: { ord: "asc" } });
  const row = rewards.find((r) => r.kind === "REWARD" && r.title === reward.title)!;
  const addOn = number % 5 === 2 ? rewards.find((r) => r.kind === "ADDON") : undefined;
  const links = number % 3 === 1 ? await db.referrerLink.findMany({ where: { campaignId: id }, orderBy: { id: "asc" } }) : [];
  const link = links[number % Math.max(1, links.length)];
  const wish: Wish = {
    lines: [row, ...(addOn ? [addOn] : [])].map((r, i) => ({
      rewardId: r.id,
      qty: i === 0 ? qty : 1,
      rewardV: r.rewardV,
      options: choices(Items.parse(r.items), number),
    })),
    bonusFen: BigInt(bonusYuan) * 100n,
    lane: wallet ? "WALLET" : "CARD",
    provinceCode: null,
    addressId: homes.get(backer)!,
    related: false,
    anonymous: number % 8 === 5,
    secretKeys: row.secretKey ? [row.secretKey] : [],
    referrerId: link?.id ?? null,
    shownFen: null,
  };
  const { pledgeId } = await claimPledge(backer.viewer, id, wish);
  const { intentId, title, endsAt } = await payPledge(backer.viewer, pledgeId);
  const address = await checkoutUrl(intentId, { title, locale: "zh", endsAt, returnPath: `/pledges/${pledgeId}/paid/${intentId}` });
  const holder = { email: backer.email, number: card, expiry: "12/34", cvc: "123", name: "CARD HOLDER" };
  await fillIn(address, wallet ? { email: backer.email, method: number % 2 ? "alipay" : "wechat_pay" } : { method: "card", ...holder });
  const state = await finalise(intentId, purposes);
  const { endReason } = await db.pledge.findUniqueOrThrow({ where: { id: pledgeId }, select: { endReason: true } });
  if (state !== "SUCCEEDED" || endReason) throw new Error(`a pledge for ${campaign.title} is ${state}`);
  await passersBy(id, number, link?.id);
}

/** For each who supports it, others looked and went on; some of them came by the same link. */
async function passersBy(campaignId: string, number: number, linkId = "") {
  const looked = 6 + ((number * 7) % 9);
  for (let i = 0; i < looked; i++) {
    const by = i % 3 === 0 ? linkId : "";
    countCampaign(campaignId, "VIEW", by);
    if (i % 4 !== 3) countCampaign(campaignId, "VISIT", by);
    if (i % 3 === 1) countCampaign(campaignId, "REWARD", by);
  }
  const link = linkId && (await db.referrerLink.findUnique({ where: { id: linkId }, select: { code: true } }));
  if (link) for (let i = 0; i < 3; i++) await followLink(link.code);
  await flushCounts();
}

const choices = (items: Items, number: number) =>
  Object.fromEntries(
    items
      .filter((item) => item.options.length > 0)
      .map((item) => [
        item.name,
        Object.fromEntries(item.options.map(({ name, values }, i) => [name, values[(number * (i + 1) + i) % values.length]!])),
      ]),
  );
