import { randomUUIDv7 } from "node:crypto";
import { expect } from "vitest";
import { rewardsOf } from "#app/campaigns/fixtures.ts";
import type { ClaimAnswer, ClaimItem } from "#app/campaigns/pledging/claim.ts";
import { claimRules } from "#app/campaigns/pledging/claim.ts";
import { manyBackers } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";
import { appNow } from "#app/transact.server.ts";

/** The channel's clock stays where it is: the deadline comes to the test. */
export async function endsIn(id: string, ms: number): Promise<Date> {
  const deadlineAt = new Date(Math.floor(((await appNow()).getTime() + ms) / 1000) * 1000);
  await db.campaign.update({ where: { id }, data: { deadlineAt } });
  return deadlineAt;
}
/** What the total and the stock must be, counted from the rows themselves. */
export async function sound(campaignId: string) {
  const [campaign, rewards] = await Promise.all([db.campaign.findUniqueOrThrow({ where: { id: campaignId } }), rewardsOf(campaignId)]);
  const counted = await db.pledge.aggregate({ where: { campaignId, counted: true }, _sum: { amountFen: true }, _count: true });
  expect(campaign.pledgedFen).toBe(counted._sum.amountFen ?? 0n);
  expect(campaign.backers).toBe(counted._count);
  const [ordered] = await db.$queryRaw<{ units: number }[]>`
    SELECT coalesce(sum(l.qty), 0)::int AS units FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT'
      JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId" AND r.kind = 'REWARD'
     WHERE p."campaignId" = ${campaignId}::uuid AND p.counted`;
  expect(campaign.orders).toBe(ordered!.units);
  const held = await db.$queryRaw<{ id: string; units: bigint }[]>`
    SELECT u.id, sum(u.qty) AS units FROM (
      SELECT l."rewardId" AS id, max(l.qty) AS qty FROM "Pledge" p
        JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state IN ('CURRENT', 'CLAIMED') JOIN "PledgeLine" l ON l."versionId" = v.id
       WHERE p."campaignId" = ${campaignId}::uuid AND p.state IN ('RESERVED', 'PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED')
       GROUP BY p.id, l."rewardId"
      UNION ALL SELECT "rewardId", 1 FROM "Waitlist" WHERE "campaignId" = ${campaignId}::uuid AND state = 'OFFERED') u GROUP BY u.id`;
  for (const reward of rewards) {
    expect(reward.claimed, reward.title).toBe(Number(held.find((h) => h.id === reward.id)?.units ?? 0));
    if (reward.limit !== null) expect(reward.claimed).toBeLessThanOrEqual(reward.limit);
  }
}

/** A claim of one unit, as the queue sends it. */
export async function itemsFor(campaignId: string, n: number, place = 0): Promise<ClaimItem[]> {
  const reward = (await rewardsOf(campaignId))[place]!;
  const shipping = 800;
  return (await manyBackers(n)).map((who) => ({
    ...who,
    pledgeId: randomUUIDv7(),
    versionId: randomUUIDv7(),
    lane: "CARD",
    late: false,
    related: false,
    anonymous: false,
    amountFen: Number(reward.priceFen) + shipping,
    shippingFen: shipping,
    taxFen: 0,
    bonusFen: 0,
    provinceCode: "620000",
    region: null,
    addressId: null,
    shipTo: null,
    referrerId: null,
    secretKeys: [],
    lines: [{ rewardId: reward.id, qty: 1, priceFen: Number(reward.priceFen), taxFen: 0, rewardV: reward.rewardV, options: null }],
  }));
}
export async function claimAt(campaignId: string, items: readonly ClaimItem[], at: Date): Promise<ClaimAnswer[]> {
  const [row] = await db.$queryRaw<{ answers: ClaimAnswer[] }[]>`
    SELECT decide_claims(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${at}, ${claimRules}::jsonb) AS answers`;
  return row!.answers;
}
export type Confirmation = { answers: { ok: boolean }[] };
export async function confirmAt(campaignId: string, versionIds: readonly string[], at: Date): Promise<Confirmation> {
  const items = versionIds.map((versionId) => ({ versionId, paidFen: 0, method: "card", customerId: "cus_x", paymentMethodId: "pm_x" }));
  const [row] = await db.$queryRaw<{ confirmed: Confirmation }[]>`
    SELECT decide_confirms(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${at}, ${claimRules}::jsonb) AS confirmed`;
  return row!.confirmed;
}
