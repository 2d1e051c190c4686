import { randomUUIDv7 } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import type { ClaimAnswer, ClaimItem } from "#app/campaigns/pledging/claim.ts";
import { claimRules } from "#app/campaigns/pledging/claim.ts";
import { claim, claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { expireClaims } from "#app/campaigns/pledging/end-claims.server.ts";
import {
  backer,
  manyBackers,
  manyPledges,
  openPayPage,
  payNow,
  payOnPage,
  pledge,
  pledgeOf,
  viewersOf,
  wishFor,
} from "#app/campaigns/pledging/fixtures.ts";
import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const start = async (changes: Record<string, string> = {}) => liveCampaign((await creator()).viewer, changes);
const deadlineOf = async (id: string) => (await db.campaign.findUniqueOrThrow({ where: { id } })).deadlineAt!;
/** The channel's clock stays where it is: the deadline comes to the test. */
async function endsIn(id: string, ms: number): Promise<Date> {
  const deadlineAt = new Date(Math.floor(((await appNow()).getTime() + ms) / 1000) * 1000);
  await db.campaign.update({ where: { id }, data: { deadlineAt } });
  return deadlineAt;
}
const codeOf = (e: unknown) => (e as { code?: string }).code ?? String(e);
const settled = <T>(all: Promise<T>[]) =>
  Promise.all(
    all.map((p) =>
      p.then(
        (value) => ({ value }),
        (e) => ({ code: codeOf(e) }),
      ),
    ),
  );

/** What the total and the stock must be, counted from the rows themselves. */
async function sound(campaignId: string) {
  const [campaign, rewards] = await Promise.all([db.campaign.findUniqueOrThrow({ where: { id: campaignId } }), rewardsOf(campaignId)]);
  const counted = await db.pledge.aggregate({ where: { campaignId, counted: true }, _sum: { amountFen: true }, _count: true });
  expect(campaign.pledgedFen).toBe(counted._sum.amountFen ?? 0n);
  expect(campaign.backers).toBe(counted._count);
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
async function itemsFor(campaignId: string, n: number, place = 0): Promise<ClaimItem[]> {
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
    bonusFen: 0,
    provinceCode: "620000",
    region: null,
    addressId: null,
    shipTo: null,
    referrerId: null,
    secretKeys: [],
    lines: [{ rewardId: reward.id, qty: 1, priceFen: Number(reward.priceFen), rewardV: reward.rewardV, options: null }],
  }));
}
async function claimAt(campaignId: string, items: readonly ClaimItem[], at: Date): Promise<ClaimAnswer[]> {
  const [row] = await db.$queryRaw<{ answers: ClaimAnswer[] }[]>`
    SELECT decide_claims(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${at}, ${claimRules}::jsonb) AS answers`;
  return row!.answers;
}
type Confirmation = { answers: { ok: boolean }[] };
async function confirmAt(campaignId: string, versionIds: readonly string[], at: Date): Promise<Confirmation> {
  const items = versionIds.map((versionId) => ({ versionId, paidFen: 0, method: "card", customerId: "cus_x", paymentMethodId: "pm_x" }));
  const [row] = await db.$queryRaw<{ confirmed: Confirmation }[]>`
    SELECT decide_confirms(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${at}, ${claimRules}::jsonb) AS confirmed`;
  return row!.confirmed;
}

describe("the last unit (H1)", () => {
  test("40 people at once for 10 units: ten have one, whoever asks how", async () => {
    const campaignId = await start();
    const viewers = viewersOf(await manyBackers(40));
    const wish = await wishFor(campaignId);
    const answers = await settled(viewers.map((viewer) => claimPledge(viewer, campaignId, wish)));
    expect(answers.filter((a) => "value" in a)).toHaveLength(10);
    expect(answers.filter((a) => "code" in a && a.code === "rewardSoldOut")).toHaveLength(30);
    await sound(campaignId);
  });

  test("the same by 40 calls of the function, each a transaction of its own", async () => {
    const campaignId = await start();
    const items = await itemsFor(campaignId, 40);
    const answers = await Promise.all(
      items.map(
        (item) => db.$queryRaw<{ a: ClaimAnswer[] }[]>`
          SELECT claim_pledges(${campaignId}::uuid, ${JSON.stringify([item])}::jsonb, ${claimRules}::jsonb) AS a`,
      ),
    );
    expect(answers.filter(([row]) => row!.a[0]!.ok)).toHaveLength(10);
    await sound(campaignId);
  });

  test("one person in many windows has one pledge", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const wish = await wishFor(campaignId);
    const answers = await settled(Array.from({ length: 12 }, () => claimPledge(viewer, campaignId, wish)));
    expect(answers.filter((a) => "value" in a)).toHaveLength(1);
    expect(new Set(answers.flatMap((a) => ("code" in a ? [a.code] : [])))).toEqual(new Set(["pledgedAlready"]));
    expect(await db.pledge.count({ where: { campaignId } })).toBe(1);
    await sound(campaignId);
  });
});

describe("a claim that ends while it is paid (H2)", () => {
  test("expiry and success at the same moment: counted with its unit, or given back", async () => {
    const campaignId = await start();
    const people = await Promise.all(Array.from({ length: 6 }, () => backer()));
    const pages = await Promise.all(
      people.map(async ({ viewer }) => {
        const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { lane: "WALLET" }));
        return { pledgeId, ...(await openPayPage(viewer, pledgeId)) };
      }),
    );
    for (const page of pages) await payOnPage(page.url, { method: "alipay" });
    await setOffset(policy.claimMs + 1000);
    const now = await appNow();
    await Promise.all([expireClaims(now), ...pages.map((p) => finalise(p.intentId, purposes)), expireClaims(now)]);
    for (const { pledgeId } of pages) expect(await pledgeOf(pledgeId)).toMatchObject({ state: "PLEDGED", counted: true });
    await sound(campaignId);
  });

  test("its unit went to another: the payment goes back", async () => {
    const campaignId = await start({ "rewards[0].limit": "1" });
    const { viewer } = await backer();
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { lane: "WALLET" }));
    const page = await openPayPage(viewer, pledgeId);
    await payOnPage(page.url, { method: "alipay" });
    await setOffset(policy.claimMs + 1000);
    await expireClaims(await appNow());
    expect((await pledgeOf(pledgeId)).state).toBe("EXPIRED");
    const other = await backer();
    await claimPledge(other.viewer, campaignId, await wishFor(campaignId));
    await finalise(page.intentId, purposes);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING", counted: false, collectedFen: 20_700n, refundedFen: 20_700n });
    expect(await db.pledgeRefund.findMany({ where: { pledgeId } })).toMatchObject([{ reason: "PAID_LATE", amountFen: 20_700n }]);
    await sound(campaignId);
  });
});

describe("the deadline (H3, H4)", () => {
  test("500 people one millisecond before are in; at the deadline and after it nobody is", async () => {
    const campaignId = await start({ "rewards[0].limit": "2000" });
    const deadline = await deadlineOf(campaignId);
    const items = await itemsFor(campaignId, 1500);
    const at = (ms: number) => new Date(deadline.getTime() + ms);
    const [late, on, before] = [items.slice(0, 500), items.slice(500, 1000), items.slice(1000)];
    expect((await claimAt(campaignId, late, at(1))).map((a) => (a.ok ? "" : a.code))).toEqual(late.map(() => "CLOSED"));
    expect((await claimAt(campaignId, on, at(0))).map((a) => (a.ok ? "" : a.code))).toEqual(on.map(() => "CLOSED"));
    expect((await claimAt(campaignId, before, at(-1))).every((a) => a.ok)).toBe(true);
    const ends = await db.pledge.findFirstOrThrow({ where: { campaignId }, select: { claimUntilAt: true } });
    expect(ends.claimUntilAt).toEqual(at(policy.drainMs));
    await sound(campaignId);
  });

  test("500 people race the clock over the deadline: the rows say who was in time", async () => {
    const campaignId = await start({ "rewards[0].limit": "2000" });
    const deadline = await deadlineOf(campaignId);
    const items = await itemsFor(campaignId, 500);
    await setNow(new Date(deadline.getTime() - 60));
    const answers = await Promise.all(
      items.map(async (item, i) => {
        // They arrive over about a tenth of a second, as the database answers.
        for (let k = 0; k < i % 8; k++) await db.$queryRaw`SELECT 1`;
        return claim(campaignId, item);
      }),
    );
    const taken = await db.pledge.findMany({ where: { campaignId }, select: { createdAt: true } });
    expect(taken).toHaveLength(answers.filter((a) => a.ok).length);
    expect(taken.every((p) => p.createdAt < deadline)).toBe(true);
    expect(taken.length).toBeLessThan(500);
    await sound(campaignId);
  });

  test("a success counts until the drain ends, by the millisecond", async () => {
    const campaignId = await start();
    const deadline = await deadlineOf(campaignId);
    const items = await itemsFor(campaignId, 3);
    await claimAt(campaignId, items, new Date(deadline.getTime() - 1));
    const end = deadline.getTime() + policy.drainMs;
    const ok = async (i: number, ms: number) => (await confirmAt(campaignId, [items[i]!.versionId], new Date(end + ms))).answers[0]!.ok;
    expect([await ok(0, 1), await ok(1, 0), await ok(2, -1)]).toEqual([false, false, true]);
    await sound(campaignId);
  });

  test("paid after the drain: never counted, all of it goes back", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const deadline = await endsIn(campaignId, 60_000);
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { lane: "WALLET" }));
    const page = await openPayPage(viewer, pledgeId);
    await payOnPage(page.url, { method: "alipay" });
    await setNow(new Date(deadline.getTime() + policy.drainMs));
    await finalise(page.intentId, purposes);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING", counted: false, collectedFen: 20_700n, refundedFen: 20_700n });
    const campaign = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    expect(campaign).toMatchObject({ pledgedFen: 0n, backers: 0, receivedFen: 20_700n, refundedFen: 20_700n });
  });
});

describe("cancels of the last day (H9)", () => {
  const FUNDED = {
    goal: "1000",
    "budget[0].amount": "600",
    "budget[1].amount": "400",
    "rewards[1].price": "100",
    "shipping.LOCAL.first": "0",
  };
  const HOUR = 3_600_000;
  const viewerOf = async (pledgeId: string) => {
    const { userId, orgId } = await pledgeOf(pledgeId);
    return viewersOf([{ userId, orgId }])[0]!;
  };

  test("eleven at once stop at the goal; the others wait and leave one by one as new pledges come", async () => {
    const campaignId = await start(FUNDED);
    const ids = await manyPledges(campaignId, 11, { rewards: { 1: 1 }, customers: 2 });
    await endsIn(campaignId, HOUR);
    const viewers = await Promise.all(ids.map(viewerOf));
    const answers = await Promise.all(ids.map((id, i) => cancelPledge(viewers[i]!, id)));
    expect(answers.filter((a) => a === "cancelled")).toHaveLength(1);
    expect((await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).pledgedFen).toBe(100_000n);
    const queue = await db.cancelRequest.findMany({ where: { campaignId, state: "WAITING" }, orderBy: { id: "asc" } });
    expect(queue).toHaveLength(10);
    const { viewer } = await backer();
    await pledge(viewer, campaignId, { rewards: { 1: 1 } });
    expect((await pledgeOf(queue[0]!.pledgeId)).state).toBe("CANCELLED");
    expect((await pledgeOf(queue[1]!.pledgeId)).state).toBe("PLEDGED");
    expect((await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).pledgedFen).toBe(100_000n);
    await sound(campaignId);
  });

  test("lowering below the goal is refused then, and free before", async () => {
    const campaignId = await start(FUNDED);
    const ids = await manyPledges(campaignId, 5, { rewards: { 1: 2 }, customers: 1 });
    const viewer = await viewerOf(ids[0]!);
    const less = await wishFor(campaignId, { rewards: { 1: 1 } });
    await endsIn(campaignId, HOUR);
    await expect(changePledge(viewer, ids[0]!, less)).rejects.toMatchObject({ code: "wouldSink" });
    await endsIn(campaignId, 25 * HOUR);
    expect(await changePledge(viewer, ids[0]!, less)).toBe("changed");
    await sound(campaignId);
  });
});

describe("what was shown is what is paid (H10)", () => {
  test("a reward that was changed meanwhile is refused, and taken as it is now", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const wish = await wishFor(campaignId);
    const reward = (await rewardsOf(campaignId))[0]!;
    await db.reward.update({ where: { id: reward.id }, data: { priceFen: 15_000n, rewardV: { increment: 1 } } });
    await expect(claimPledge(viewer, campaignId, wish)).rejects.toMatchObject({ code: "rewardChanged" });
    expect(await db.pledge.count({ where: { campaignId } })).toBe(0);
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
    expect((await pledgeOf(pledgeId)).amountFen).toBe(15_800n);
    await expect(claimPledge((await backer()).viewer, campaignId, { ...(await wishFor(campaignId)), shownFen: 1n })).rejects.toMatchObject({
      code: "totalChanged",
    });
  });
});

describe("the most of one backer (H21)", () => {
  test("two windows raise an add-on at once: the pledge never holds more than allowed", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { rewards: { 1: 1, 2: 2 } });
    const five = await wishFor(campaignId, { rewards: { 1: 1, 2: 5 } });
    const six = await wishFor(campaignId, { rewards: { 1: 1, 2: 6 } });
    const answers = await settled([five, five, six, six].map((wish) => changePledge(viewer, pledgeId, wish)));
    expect(answers.filter((a) => "code" in a).map((a) => "code" in a && a.code)).toEqual(["rewardPerBacker", "rewardPerBacker"]);
    expect((await rewardsOf(campaignId))[2]!.claimed).toBe(5);
    await sound(campaignId);
    expect(await payNow(viewer, pledgeId).catch(codeOf)).toBe("claimOver");
  });
});
