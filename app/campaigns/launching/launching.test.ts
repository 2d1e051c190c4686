import { expect, test } from "vitest";
import { creator, lifecycleOf, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { db } from "#app/db.server.ts";

test("from draft to live", async () => {
  const { viewer } = await creator();
  const id = await liveCampaign(viewer);
  expect(await lifecycleOf(id)).toBe("LIVE");
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id } });
  expect(campaign.goalFen).toBe(20_000_00n);
  expect(campaign.deadlineAt).toEqual(deadlineOf(campaign.launchedAt!, 30, 20 * 60));
  expect(campaign.changeSeq).toBe(1);
  expect((await rewardsOf(id)).map((r) => [r.kind, r.limit, r.priceFen])).toEqual([
    ["REWARD", 10, 199_00n],
    ["REWARD", null, 249_00n],
    ["ADDON", 100, 39_00n],
  ]);
});
