import type { ShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import { totalOf, walletAvailable } from "#app/campaigns/pledging/price.ts";
import type { ShownCampaign } from "#app/campaigns/pledging/shown-campaign.server.ts";
import { chosen, type Wish } from "#app/campaigns/pledging/wish.ts";
import { policy } from "#app/campaigns/policy.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";
import { isProven } from "#app/people/account/step-up.ts";
import { provinceName } from "#app/people/addresses/regions.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Where it goes and what it costs to send: an address of the backer's book, or a province until the address is asked for. */
export async function placeOf(userId: string, wish: Pick<Wish, "addressId" | "provinceCode">) {
  if (!wish.addressId) {
    const { provinceCode } = wish;
    return { provinceCode, region: provinceCode && provinceName(provinceCode), addressId: null, shipTo: null as ShipTo | null };
  }
  const found = await db.address.findFirst({ where: { id: wish.addressId, userId, deletedAt: null } });
  if (!found) throw new Refusal("choosePlace", {}, "place");
  const { name, phone, region, street, provinceCode, cityCode, districtCode } = found;
  const shipTo: ShipTo | null = { name, phone, region, street, provinceCode, cityCode, districtCode };
  return { provinceCode, region, addressId: found.id, shipTo };
}
export type Place = Awaited<ReturnType<typeof placeOf>>;

/** What a backer who has this reward already pays for it, whatever it costs by now. */
type Kept = ReadonlyMap<string, { priceFen: bigint; taxFen: bigint }>;

/** The lines with their prices, and the sum; refuses what cannot be wished for. */
export function workOut(campaign: ShownCampaign, wish: Wish, place: Pick<Place, "provinceCode">, kept: Kept = new Map()) {
  const lines = wish.lines.map((line, i) => {
    const reward = campaign.rewards.find((r) => r.id === line.rewardId);
    if (!reward?.forSale) throw new Refusal("rewardClosed");
    const options = chosen(reward.items, line.options);
    if ("missing" in options)
      throw new Refusal("chooseOptions", { reward: reward.title }, `lines[${line.at ?? i}].choice[${options.missing}]`);
    const { priceFen, taxFen } = kept.get(reward.id) ?? { priceFen: reward.nowFen, taxFen: reward.taxFen };
    return { ...line, options: options.choices, priceFen, taxFen, ships: reward.ships, reward };
  });
  const ships = lines.some((l) => l.ships);
  if (ships && !place.provinceCode) throw new Refusal("choosePlace", {}, "place");
  const zone = ships && place.provinceCode ? zoneOf(place.provinceCode) : null;
  if (ships && !zone) throw new Refusal("notShippedThere", {}, "place");
  const total = totalOf(lines, campaign.rates, zone, wish.bonusFen);
  const { min, max } = policy.pledgeFen;
  if (total.amountFen < min) throw new Refusal("pledgeMin", { minFen: String(min) }, "bonus");
  if (total.amountFen > max) throw new Refusal("pledgeMax", { maxFen: String(max) }, "bonus");
  if (wish.shownFen !== null && wish.shownFen !== total.amountFen)
    throw new Refusal("totalChanged", { amountFen: String(total.amountFen) });
  return { lines, total };
}
/** The person who backs, and the person's own organisation that pays. */
export function payerOf(viewer: Viewer) {
  const own = viewer.orgs.find((org) => org.kind === "PERSON");
  if (!own) throw new Refusal("notAllowed");
  if (own.suspended) throw new Refusal("orgSuspended");
  return own;
}

/** An account that is young and unknown pledges much only right after it showed that its mail box is its own. */
export async function guardNewAccount(on: Pick<Tx, "user" | "stepUp">, viewer: Viewer, amountFen: bigint, now: Date) {
  if (amountFen <= policy.newAccountFen || payerOf(viewer).verified) return;
  const { createdAt } = await on.user.findUniqueOrThrow({ where: { id: viewer.userId }, select: { createdAt: true } });
  if (now.getTime() - createdAt.getTime() >= policy.newAccountMs) return;
  if (isProven(await on.stepUp.findUnique({ where: { userId: viewer.userId } }), now)) return;
  throw new Refusal("stepUpFirst", { maxFen: String(policy.newAccountFen) });
}

/** Card or wallet: a wallet's payment must be able to go back to the last day on which that may be decided. */
export function guardLane(campaign: ShownCampaign, lane: Wish["lane"], now: Date) {
  if (!campaign.isLate && lane === "WALLET" && !walletAvailable(now, campaign.deadlineAt)) throw new Refusal("walletTooLong", {}, "lane");
}
