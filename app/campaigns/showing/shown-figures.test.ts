import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, payNow, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { readRefundSpeed } from "#app/campaigns/refunding/refund-speed.server.ts";
import { campaignOf, sendAll } from "#app/campaigns/settling/fixtures.ts";
import { publicState } from "#app/campaigns/showing/announce.server.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { stateOf } from "#app/routes/campaigns/page-state.ts";
import { appNow } from "#app/transact.server.ts";

/** What the page says, and what sockets say: one figure. */
async function shown(campaignId: string) {
  const now = await appNow();
  const [page, live] = [await campaignPage(null, campaignId, now), await publicState(campaignId)];
  const { serverNow: _, ...state } = live!;
  expect(stateOf({ ...page!, nowMs: now.getTime() })).toMatchObject(state);
  return state;
}

test("what came in and went back again is not shown as collected", async () => {
  const campaignId = await liveCampaign((await creator()).viewer);
  const [stays, leaves] = [await backer(), await backer()];
  const kept = await pledge(stays.viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
  const left = await pledge(leaves.viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
  const { amountFen } = await pledgeOf(kept);
  expect(await shown(campaignId)).toMatchObject({ keptFen: String(2n * amountFen), backers: 2 });
  await cancelPledge(leaves.viewer, left);
  expect(await shown(campaignId)).toMatchObject({ keptFen: String(amountFen), pledgedFen: String(amountFen), backers: 1 });
  expect(await campaignOf(campaignId)).toMatchObject({ receivedFen: 2n * amountFen, refundedFen: amountFen });
});

test("orders are units of rewards that count: no add-ons, no claims, no more than is left after changes and cancels", async () => {
  const campaignId = await liveCampaign((await creator()).viewer, { "rewards[1].secret": "on" });
  const hidden = (await rewardsOf(campaignId)).find(({ secretKey }) => secretKey)!;
  const ordersAre = async (orders: number) => {
    expect(await shown(campaignId)).toMatchObject({ orders });
    await sound(campaignId);
  };
  const [one, two] = [await backer(), await backer()];
  await claimPledge(one.viewer, campaignId, await wishFor(campaignId, { rewards: { 0: 2, 2: 3 } }));
  await ordersAre(0);
  const secretKeys = [hidden.secretKey!];
  const second = await pledge(two.viewer, campaignId, { rewards: { [hidden.id]: 1 }, secretKeys, lane: "WALLET" });
  await ordersAre(1);
  // A wallet's change counts when its difference is paid.
  await changePledge(two.viewer, second, await wishFor(campaignId, { rewards: { [hidden.id]: 3, 2: 1 }, secretKeys, lane: "WALLET" }));
  await ordersAre(1);
  await payNow(two.viewer, second, { method: "alipay" });
  await ordersAre(3);
  await changePledge(two.viewer, second, await wishFor(campaignId, { rewards: { 0: 1 }, lane: "WALLET" }));
  await ordersAre(1);
  const three = await backer();
  const third = await pledge(three.viewer, campaignId, { rewards: { 0: 2 } });
  await changePledge(three.viewer, third, await wishFor(campaignId, { rewards: { 0: 3, 2: 2 } }));
  await ordersAre(4);
  await cancelPledge(two.viewer, second);
  await cancelPledge(three.viewer, third);
  await ordersAre(0);
});

test("changes and cancels at once leave the orders of those who stay", async () => {
  const campaignId = await liveCampaign((await creator()).viewer, { "rewards[0].limit": "100" });
  const all = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const { viewer } = await backer();
      return { viewer, id: await pledge(viewer, campaignId, { rewards: { 0: 1 } }) };
    }),
  );
  const more = await wishFor(campaignId, { rewards: { 0: 3, 2: 1 } });
  await Promise.allSettled([
    ...all.map(({ viewer, id }) => changePledge(viewer, id, more)),
    ...all.slice(0, 3).flatMap(({ viewer, id }) => [cancelPledge(viewer, id), cancelPledge(viewer, id)]),
  ]);
  await sound(campaignId);
  expect((await shown(campaignId)).orders).toBe(9);
});

test("how long refunds took is counted from the right to the arrival", async () => {
  const campaignId = await liveCampaign((await creator()).viewer);
  expect(await readRefundSpeed(campaignId)).toEqual({ n: 0, medianHours: null, worstHours: null, late: 0 });
  for (const hours of [3, 5]) {
    const { viewer } = await backer();
    await cancelPledge(viewer, await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } }));
    await sendAll();
    await advance(`${hours}h`);
    await sendAll();
  }
  const speed = await readRefundSpeed(campaignId);
  expect(speed).toMatchObject({ n: 2, late: 0 });
  expect([speed.medianHours!, speed.worstHours!].map(Math.round)).toEqual([4, 5]);
  expect((await readRefundSpeed(null)).n).toBeGreaterThanOrEqual(2);
});
