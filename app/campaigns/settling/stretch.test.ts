import { beforeEach, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { manyPledges, pledgeOf, viewersOf } from "#app/campaigns/pledging/fixtures.ts";
import { endsIn, sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { beginSettling } from "#app/campaigns/settling/begin-settling.server.ts";
import { campaignOf } from "#app/campaigns/settling/fixtures.ts";
import { Result } from "#app/campaigns/settling/result.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { setOffset } from "#sandbox/clock.ts";

/** A stretch goal is reached and may be lost again until the settlement, which alone confirms it, from the frozen result (H18). */
beforeEach(() => setOffset(0));

const small = {
  goal: "1000",
  "budget[0].amount": "600",
  "budget[1].amount": "400",
  "stretch[0].kind": "BACKERS",
  "stretch[0].threshold": "10",
  "stretch[0].promise": "灯罩增加第三种颜色",
  "stretch[1].kind": "BACKERS",
  "stretch[1].threshold": "16",
  "stretch[1].promise": "每盏灯多送一根挂绳",
  "stretch[2].kind": "AMOUNT",
  "stretch[2].threshold": "3000",
  "stretch[2].promise": "电池容量增加两成",
};
const goalsOf = (campaignId: string) => db.stretchGoal.findMany({ where: { campaignId }, orderBy: { ord: "asc" } });

/** What the settlement froze is what the rows say, and exactly what it reached is confirmed. */
async function agree(campaignId: string) {
  const row = await db.settlementResult.findUniqueOrThrow({ where: { campaignId } });
  const result = Result.parse(row.result);
  const kept = await db.pledge.aggregate({ where: { campaignId, counted: true }, _sum: { amountFen: true }, _count: true });
  expect([result.backers, result.pledgedFen]).toEqual([kept._count, String(kept._sum.amountFen)]);
  const fen = kept._sum.amountFen ?? 0n;
  const reached = [kept._count >= 10, kept._count >= 16, fen >= 3_000_00n];
  expect(result.stretchGoals.map((goal) => goal.reached)).toEqual(reached);
  expect((await goalsOf(campaignId)).map(({ confirmedAt }) => confirmedAt)).toEqual(reached.map((is) => (is ? row.at : null)));
  await sound(campaignId);
}

test("six leave while the clock settles: whatever the order, what is confirmed is what the result froze", async () => {
  for (const place of [0, 3, 6]) {
    const campaignId = await liveCampaign((await creator()).viewer, small);
    const ids = await manyPledges(campaignId, 16, { customers: 1, rewards: { 1: 1 } });
    const viewers = viewersOf(await Promise.all(ids.map(pledgeOf)));
    // All three thresholds are passed, and nothing is confirmed by that.
    expect((await campaignOf(campaignId)).pledgedFen).toBe(16n * 257_00n);
    expect((await goalsOf(campaignId)).every(({ confirmedAt }) => confirmedAt === null)).toBe(true);
    await endsIn(campaignId, 60_000);
    // Three more settlements try at once, and everybody who leaves asks twice.
    const settle = async () => {
      await setOffset(10 * 60_000);
      await beginSettling(campaignId).catch(() => null);
      await Promise.allSettled([1, 2, 3].map(() => settleCampaign(campaignId)));
    };
    const acts = [0, 1, 2, 3, 4, 5].map((i) => async () => {
      const first = await cancelPledge(viewers[i]!, ids[i]!).catch((e) => e.code);
      const again = await cancelPledge(viewers[i]!, ids[i]!).catch((e) => e.code);
      return [first, again];
    });
    const answers = await Promise.all([...acts.slice(0, place), settle, ...acts.slice(place)].map((act) => act()));
    for (const answer of answers.filter(Array.isArray)) {
      expect(["cancelled", "campaignClosed", "wrongState"]).toContain(answer[0]);
      expect(["campaignClosed", "wrongState"]).toContain(answer[1]);
    }
    expect((await campaignOf(campaignId)).lifecycle).toBe("SUCCESSFUL");
    await agree(campaignId);
    await setOffset(0);
  }
});

test("reached, then lost by those who leave: it is not confirmed, and nobody can leave what is settled", async () => {
  const campaignId = await liveCampaign((await creator()).viewer, small);
  const ids = await manyPledges(campaignId, 16, { customers: 1, rewards: { 1: 1 } });
  const viewers = viewersOf(await Promise.all(ids.map(pledgeOf)));
  await Promise.all([0, 1, 2, 3, 4].map((i) => cancelPledge(viewers[i]!, ids[i]!)));
  await endsIn(campaignId, -1000);
  await beginSettling(campaignId);
  expect((await goalsOf(campaignId)).every(({ confirmedAt }) => confirmedAt === null)).toBe(true);
  const late = await Promise.allSettled([5, 6, 7].flatMap((i) => [cancelPledge(viewers[i]!, ids[i]!), settleCampaign(campaignId)]));
  expect(late.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  const goals = await goalsOf(campaignId);
  expect(goals.map(({ confirmedAt }) => confirmedAt !== null)).toEqual([true, false, false]);
  await agree(campaignId);
});
