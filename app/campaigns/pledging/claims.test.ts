import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { campaignsDue } from "#app/campaigns/due.server.ts";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim, expireClaims } from "#app/campaigns/pledging/end-claims.server.ts";
import { extendClaim } from "#app/campaigns/pledging/extend-claim.server.ts";
import { backer, openPayPage, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { freeCancel } from "#app/campaigns/pledging/free-cancel.server.ts";
import { joinWaitlist, leaveWaitlist } from "#app/campaigns/pledging/waitlist.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { db } from "#app/db.server.ts";
import { person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));
const start = async (changes: Record<string, string> = {}) => liveCampaign((await creator()).viewer, changes);
const claimedOf = async (id: string) => (await rewardsOf(id)).map((r) => r.claimed);
const noticesOf = async (userId: string) => (await db.notice.findMany({ where: { userId }, orderBy: { id: "asc" } })).map((n) => n.kind);

describe("a claim", () => {
  test("is released when its time is over, and its page ends", async () => {
    const campaignId = await start();
    const { viewer, userId } = await backer();
    const { pledgeId, untilAt } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { rewards: { 0: 2 } }));
    const page = await openPayPage(viewer, pledgeId);
    expect(untilAt.getTime() - (await pledgeOf(pledgeId)).createdAt.getTime()).toBe(policy.claimMs);
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: page.intentId } })).endsAt).toEqual(untilAt);
    await setOffset(policy.claimMs);
    await expireClaims(await appNow());
    expect((await pledgeOf(pledgeId)).state).toBe("EXPIRED");
    expect(await claimedOf(campaignId)).toEqual([0, 0, 0]);
    expect(await noticesOf(userId)).toContain("campaigns.notice.claimEnded");
    const jobs = await db.$queryRaw<{ data: { intentId: string } }[]>`SELECT data FROM pgboss.job WHERE name = 'end-checkout'`;
    expect(jobs.map((j) => j.data.intentId)).toContain(page.intentId);
  });

  test("goes on for five minutes once, and its page with it", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const { pledgeId, untilAt } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
    const page = await openPayPage(viewer, pledgeId);
    const later = await extendClaim(viewer, pledgeId);
    expect(later.getTime() - untilAt.getTime()).toBe(policy.claimExtraMs);
    expect((await db.pspIntent.findUniqueOrThrow({ where: { id: page.intentId } })).endsAt).toEqual(later);
    await expect(extendClaim(viewer, pledgeId)).rejects.toMatchObject({ code: "claimExtended" });
    await setOffset(policy.claimMs + 1000);
    expect(await expireClaims(await appNow())).toBe(0);
  });

  test("is given up by its backer and by nobody else; then another one can be made", async () => {
    const campaignId = await start();
    const [{ viewer }, stranger] = await Promise.all([backer(), backer()]);
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
    await expect(endClaim(pledgeId, stranger.viewer)).rejects.toMatchObject({ code: "notFound" });
    await endClaim(pledgeId, viewer);
    expect(await claimedOf(campaignId)).toEqual([0, 0, 0]);
    const again = await claimPledge(viewer, campaignId, await wishFor(campaignId));
    expect(again.pledgeId).not.toBe(pledgeId);
  });

  test("needs a place to send to, one reward with its add-ons, four yuan, and a known account for much", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const refused = async (wanted: Parameters<typeof wishFor>[1]) =>
      claimPledge(viewer, campaignId, await wishFor(campaignId, wanted)).then(
        () => "",
        (e) => e.code,
      );
    expect(await refused({ provinceCode: null })).toBe("choosePlace");
    expect(await refused({ provinceCode: "710000" })).toBe("notShippedThere");
    expect(await refused({ rewards: { 0: 1, 1: 1 } })).toBe("oneReward");
    expect(await refused({ rewards: { 2: 1 } })).toBe("oneReward");
    expect(await refused({ rewards: {}, bonusFen: 399n })).toBe("pledgeMin");
    expect(await refused({ rewards: { 0: 6 } })).toBe("rewardPerBacker");
    expect(await refused({ rewards: {}, bonusFen: 5_000_01n })).toBe("stepUpFirst");
    const known = await person({ verified: true });
    const { pledgeId } = await claimPledge(known.viewer, campaignId, await wishFor(campaignId, { rewards: {}, bonusFen: 5_000_01n }));
    expect(await pledgeOf(pledgeId)).toMatchObject({ amountFen: 500_001n, shippingFen: 0n });
  });

  test("of the creator's own people is related whatever they say", async () => {
    const owner = await creator();
    const campaignId = await liveCampaign(owner.viewer);
    const { pledgeId } = await claimPledge(owner.viewer, campaignId, await wishFor(campaignId));
    expect((await pledgeOf(pledgeId)).related).toBe(true);
  });
});

describe("the line for a reward that is gone", () => {
  test("is served in order, half an hour each", async () => {
    const campaignId = await start({ "rewards[0].limit": "1" });
    const reward = (await rewardsOf(campaignId))[0]!;
    const [holder, first, second, third] = await Promise.all(Array.from({ length: 4 }, () => backer()));
    await expect(joinWaitlist(first!.viewer, campaignId, reward.id)).rejects.toMatchObject({ code: "rewardNotFull" });
    const held = await pledge(holder!.viewer, campaignId);
    for (const one of [first!, second!, third!]) await joinWaitlist(one.viewer, campaignId, reward.id);
    await leaveWaitlist(second!.viewer, campaignId, reward.id);
    await cancelPledge(holder!.viewer, held);
    const places = () =>
      db.waitlist
        .findMany({ where: { campaignId }, orderBy: { id: "asc" }, select: { state: true } })
        .then((rows) => rows.map((r) => r.state));
    expect(await places()).toEqual(["OFFERED", "LEFT", "WAITING"]);
    expect(await noticesOf(first!.userId)).toContain("campaigns.notice.unitOffered");
    // Nobody else can have it meanwhile.
    await expect(claimPledge(holder!.viewer, campaignId, await wishFor(campaignId))).rejects.toMatchObject({ code: "rewardSoldOut" });
    await setOffset(policy.offerMs);
    await expireClaims(await appNow());
    expect(await places()).toEqual(["LAPSED", "LEFT", "OFFERED"]);
    await claimPledge(third!.viewer, campaignId, await wishFor(campaignId));
    expect(await places()).toEqual(["LAPSED", "LEFT", "TAKEN"]);
    expect(await claimedOf(campaignId)).toEqual([1, 0, 0]);
  });
});

describe("the line ends", () => {
  const line = async (campaignId: string, n: number) => {
    const reward = (await rewardsOf(campaignId))[0]!;
    const people = await Promise.all(Array.from({ length: n }, () => backer()));
    for (const { viewer } of people) await joinWaitlist(viewer, campaignId, reward.id);
    return people;
  };
  const endedOf = async (campaignId: string) =>
    (await db.waitlist.findMany({ where: { campaignId }, orderBy: { id: "asc" }, select: { state: true } })).map((row) => row.state);
  const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "1" };

  test("with the deadline: everybody is told once, and what comes back then is for latecomers", async () => {
    const owner = await creator();
    const campaignId = await liveCampaign(owner.viewer, small);
    const [holder, other] = await Promise.all([backer(), backer()]);
    const held = await pledge(holder.viewer, campaignId, { lane: "WALLET" });
    await pledge(other.viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    const people = await line(campaignId, 3);
    const rewards = await rewardsOf(campaignId);
    await scheduleLate(owner.viewer, campaignId, { prices: rewards.slice(0, 2).map((r) => ({ rewardId: r.id, price: r.priceFen })) });
    expect(await campaignsDue.endLines(await appNow())).toBe(0);
    await db.pledge.update({ where: { id: held }, data: { freeCancelUntilAt: new Date((await appNow()).getTime() + 365 * 86_400_000) } });
    const { deadlineAt } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    await setOffset(deadlineAt!.getTime() + policy.drainMs - (await appNow()).getTime());
    for (let round = 0; round < 3; round++) for (const run of Object.values(settlingDue)) await run(await appNow());
    // The sweep has not run yet: still nobody is offered what comes back.
    await freeCancel(holder.viewer, held);
    expect(await endedOf(campaignId)).toEqual(["WAITING", "WAITING", "WAITING"]);
    expect(await claimedOf(campaignId)).toEqual([0, 0, 0]);
    await Promise.allSettled(Array.from({ length: 6 }, async () => campaignsDue.endLines(await appNow())));
    expect(await endedOf(campaignId)).toEqual(["LAPSED", "LAPSED", "LAPSED"]);
    for (const { userId } of people) expect((await noticesOf(userId)).filter((kind) => kind.endsWith("lineEnded"))).toHaveLength(1);
    const { pledgeId } = await claimPledge(people[0]!.viewer, campaignId, await wishFor(campaignId));
    expect(await pledgeOf(pledgeId)).toMatchObject({ late: true, state: "RESERVED" });
  });

  test("with the reward; who left or was offered a unit hears nothing", async () => {
    const campaignId = await start({ "rewards[0].limit": "1" });
    const reward = (await rewardsOf(campaignId))[0]!;
    const holder = await backer();
    const held = await pledge(holder.viewer, campaignId);
    const [first, second, third] = await line(campaignId, 3);
    await leaveWaitlist(second!.viewer, campaignId, reward.id);
    await cancelPledge(holder.viewer, held);
    await db.reward.update({ where: { id: reward.id }, data: { closedAt: await appNow() } });
    await campaignsDue.endLines(await appNow());
    expect(await endedOf(campaignId)).toEqual(["OFFERED", "LEFT", "LAPSED"]);
    expect(await noticesOf(third!.userId)).toContain("campaigns.notice.lineEnded");
    for (const { userId } of [first!, second!]) expect(await noticesOf(userId)).not.toContain("campaigns.notice.lineEnded");
  });
});

test("units that the creator adds go to whoever waits", async () => {
  const campaignId = await start({ "rewards[0].limit": "1" });
  const reward = (await rewardsOf(campaignId))[0]!;
  const [holder, waits] = await Promise.all([backer(), backer()]);
  await pledge(holder!.viewer, campaignId);
  await joinWaitlist(waits!.viewer, campaignId, reward.id);
  expect(await campaignsDue.offerFreed(await appNow())).toBe(0);
  await db.reward.update({ where: { id: reward.id }, data: { limit: 3 } });
  expect(await campaignsDue.offerFreed(await appNow())).toBe(1);
  expect(await db.waitlist.findMany({ where: { campaignId }, select: { state: true } })).toEqual([{ state: "OFFERED" }]);
  expect(await claimedOf(campaignId)).toEqual([2, 0, 0]);
  expect(await campaignsDue.offerFreed(await appNow())).toBe(0);
});

test("the chain of a pledge's moves can be worked out again", async () => {
  const campaignId = await start();
  const { viewer } = await backer();
  const pledgeId = await pledge(viewer, campaignId);
  await cancelPledge(viewer, pledgeId, "“引号”与\n换行");
  const moves = await db.transition.findMany({ where: { entityId: pledgeId }, orderBy: { id: "asc" } });
  expect(moves.map((m) => m.verb)).toEqual(["claimPledge", "confirmPledge", "cancelPledge"]);
  let before = "";
  for (const m of moves) {
    const text = JSON.stringify([m.entity, m.entityId, m.from, m.to, m.verb, m.actorId, m.actorRole, m.reason, m.at.toISOString()]);
    expect(m.hashPrev).toBe(before);
    expect(m.hash).toBe(createHash("sha256").update(before).update(text).digest("hex"));
    before = m.hash;
  }
});
