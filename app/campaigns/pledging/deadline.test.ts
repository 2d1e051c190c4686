import { beforeEach, describe, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { claim, claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, openPayPage, payOnPage, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { claimAt, confirmAt, endsIn, itemsFor, sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const start = async (changes: Record<string, string> = {}) => liveCampaign((await creator()).viewer, changes);
const deadlineOf = async (id: string) => (await db.campaign.findUniqueOrThrow({ where: { id } })).deadlineAt!;

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
