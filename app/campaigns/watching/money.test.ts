import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { backer, pledge } from "#app/campaigns/pledging/fixtures.ts";
import { campaignOf, settleDown, settleLots, statesOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { operator } from "#app/people/fixtures.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
async function live(lane: "CARD" | "WALLET") {
  const campaignId = await liveCampaign((await creator()).viewer, small);
  await pledge((await backer()).viewer, campaignId, { rewards: { 0: 5 }, lane });
  await pledge((await backer()).viewer, campaignId, { rewards: { 0: 5 }, lane });
  return campaignId;
}

test("a suspension and a release at once: money leaves before it or not at all", async () => {
  const ids = await Promise.all(Array.from({ length: 4 }, () => live("WALLET")));
  const clerk = (await operator()).viewer;
  await advance("31d");
  await settleDown();
  await advance("15d");
  await settleLots();
  for (const [i, campaignId] of ids.entries()) {
    const { id } = await db.payout.findUniqueOrThrow({ where: { campaignId_stage: { campaignId, stage: 1 } } });
    const release = () => releaseStage(null, id);
    const suspend = () => moderateCampaign(clerk, campaignId, "suspend", "核实账户异常");
    // Each goes first in half of the rounds.
    const [released, suspended] =
      i % 2 ? await Promise.allSettled([release(), suspend()]) : (await Promise.allSettled([suspend(), release()])).reverse();
    expect(suspended!.status).toBe("fulfilled");
    const [campaign, payout] = [await campaignOf(campaignId), await db.payout.findUniqueOrThrow({ where: { id } })];
    if (released!.status === "fulfilled") {
      expect(payout.releasableAt!.getTime()).toBeLessThanOrEqual(campaign.moderatedAt!.getTime());
    } else expect([payout.state, campaign.releasedFen]).toEqual(["PLANNED", 0n]);
    await expect(release()).rejects.toMatchObject({ code: expect.stringMatching(/^(stageNotReady|wrongState)$/) });
  }
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

test("a campaign that is suspended at its deadline is neither settled nor charged until it is cleared", async () => {
  const campaignId = await live("CARD");
  const clerk = (await operator()).viewer;
  await moderateCampaign(clerk, campaignId, "suspend", "核实身份材料");
  await advance("31d");
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SETTLING", receivedFen: 0n });
  expect(await statesOf(campaignId)).toEqual(["PLEDGED", "PLEDGED"]);
  await moderateCampaign(clerk, campaignId, "clear", "身份材料属实");
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SUCCESSFUL", collection: "CLOSED" });
  expect(await statesOf(campaignId)).toEqual(["COLLECTED", "COLLECTED"]);
  await moderateCampaign(clerk, campaignId, "flag", "再核实一次");
  await advance("15d");
  await settleLots();
  await tick("releaseStage");
  expect((await campaignOf(campaignId)).releasedFen).toBe(0n);
});
