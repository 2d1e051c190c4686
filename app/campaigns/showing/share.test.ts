import sharp from "sharp";
import { expect, test } from "vitest";
import { type Lifecycle, publicLifecycles } from "#app/campaigns/campaign.ts";
import { creator, draftCampaign, liveCampaign } from "#app/campaigns/fixtures.ts";
import { manyPledges } from "#app/campaigns/pledging/fixtures.ts";
import { lettering, linesOf, widthOf } from "#app/campaigns/showing/lettering.server.ts";
import { sharedCampaign } from "#app/campaigns/showing/share.server.ts";
import { shareStep } from "#app/campaigns/showing/share.ts";
import { ownWords, sharePicture } from "#app/campaigns/showing/share-picture.server.ts";
import { db } from "#app/db.server.ts";
import { loader as card } from "#app/routes/campaigns/card.tsx";

test("a picture for sharing is 1200 by 630, made once for each quarter of the way", async () => {
  const id = await liveCampaign((await creator()).viewer);
  const picture = async () => sharePicture((await sharedCampaign(id))!);
  const first = await picture();
  expect(await sharp(first).metadata()).toMatchObject({ width: 1200, height: 630, format: "png" });
  await manyPledges(id, 15, { rewards: { 1: 1 }, customers: 1 });
  expect(Buffer.compare(await picture(), first)).toBe(0);
  await manyPledges(id, 6, { rewards: { 1: 1 }, customers: 1 });
  expect(Buffer.compare(await picture(), first)).not.toBe(0);
});

test("what the platform says on it stands there in both languages, and fits", () => {
  const say = (lifecycle: Lifecycle, step: number) => ownWords({ lifecycle, step });
  expect(say("LIVE", 75)).toEqual({ state: "众筹中 Live", reached: "已达目标 75% 75% of the goal", house: "金城 Jincheng" });
  for (const lifecycle of publicLifecycles)
    for (const step of [0, 25, 50, 75, 100]) {
      const { state, reached } = say(lifecycle, step);
      expect(Math.max(widthOf(state, 24) + 36, widthOf(reached, 30)), `${state} ${reached}`).toBeLessThanOrEqual(504);
    }
});

test.each([
  [0, 0],
  [2_499, 0],
  [2_500, 25],
  [9_999, 75],
  [10_000, 100],
  [98_765, 100],
])("%i hundredths of a percent are the step %i", (bps, step) => expect(shareStep(bps)).toBe(step));

test("nothing of a draft or of what was taken down leaves the site", async () => {
  const who = await creator();
  expect(await sharedCampaign(await draftCampaign(who.viewer))).toBeNull();
  const id = await liveCampaign(who.viewer);
  await db.campaign.update({ where: { id }, data: { moderation: "PURGED" } });
  expect(await sharedCampaign(id)).toBeNull();
});

test("the card for other pages runs nothing, may be framed, and writes people's words as text", async () => {
  const id = await liveCampaign((await creator()).viewer, { title: "<script>灯</script>" });
  const args = { request: new Request(`http://localhost:3000/campaigns/${id}/card`), params: { campaignId: id }, context: {} };
  const answer = await card(args as unknown as Parameters<typeof card>[0]);
  const html = await answer.text();
  const policy = answer.headers.get("Content-Security-Policy") ?? "";
  expect(policy).toContain("frame-ancestors *");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("script-src");
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;灯");
});

test("letters of both scripts become outlines, and lines keep words whole", () => {
  const drawn = lettering("金A城", { x: 0, y: 100, size: 100, fill: "#000" });
  expect(drawn.match(/M/g)!.length).toBeGreaterThan(4);
  expect(widthOf("金城", 50)).toBe(100);
  expect(linesOf("Lily gift box", 50, 200, 3)).toEqual(["Lily gift", "box"]);
  const cut = linesOf("百合干鲜礼盒当季直发", 50, 200, 2);
  expect(cut).toHaveLength(2);
  expect(cut[1]).toMatch(/…$/);
  for (const line of cut) expect(widthOf(line, 50)).toBeLessThanOrEqual(200);
});
