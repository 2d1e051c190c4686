import { beforeEach, describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import type { ClaimAnswer } from "#app/campaigns/pledging/claim.ts";
import { claimRules } from "#app/campaigns/pledging/claim.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
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
import { endsIn, itemsFor, sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const start = async (changes: Record<string, string> = {}) => liveCampaign((await creator()).viewer, changes);
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
