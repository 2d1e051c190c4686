import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io as connect, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approvedCampaign, creator, draftCampaign, liveCampaign, payable, rewardsOf } from "#app/campaigns/fixtures.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { manyPledges } from "#app/campaigns/pledging/fixtures.ts";
import { announceCampaign, beatCampaigns, type PublicState, publicState } from "#app/campaigns/showing/announce.server.ts";
import { db } from "#app/db.server.ts";
import { io } from "#app/live/live.server.ts";
import { person } from "#app/people/fixtures.ts";
import { isNewer } from "#app/routes/campaigns/use-campaign.ts";
import { attachSockets, detachSockets } from "#app/sockets.server.ts";

const server = createServer();
let url = "";
const opened: Socket[] = [];
beforeAll(async () => {
  attachSockets(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  // Numbers that a test made up are not what the books are asked about at the end.
  await db.campaign.updateMany({ where: { backers: 40 }, data: { backers: 0, pledgedFen: 0n } });
  for (const socket of opened) socket.disconnect();
  await detachSockets();
  await io.close();
});

async function watcher(campaign: string) {
  const socket = connect(url, { transports: ["websocket"], forceNew: true, reconnection: false });
  opened.push(socket);
  const heard: PublicState[] = [];
  socket.on("campaign", (state: PublicState) => heard.push(state));
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  const answer = await socket.timeout(5000).emitWithAck("watchCampaign", { campaign });
  const hears = (fits: (state: PublicState) => boolean) =>
    new Promise<PublicState>((resolve) => socket.on("campaign", (state: PublicState) => fits(state) && resolve(state)));
  return { socket, heard, answer, hears };
}

test("whoever watches gets the whole public state at once, and a few announcements of many changes, each newer than the last", async () => {
  const who = await creator();
  const id = await liveCampaign(who.viewer, { "rewards[1].secret": "on" });
  const { answer, heard, hears } = await watcher(id);
  const [limited, hidden] = await rewardsOf(id);
  expect(answer).toMatchObject({ ok: true, state: { campaignId: id, pledgedFen: "0", backers: 0, lifecycle: "LIVE" } });
  expect(answer.state.left).toMatchObject({ [limited!.id]: 10 });
  expect(Object.keys(answer.state.left)).not.toContain(hidden!.id);

  const all = hears((state) => state.backers === 40);
  for (let i = 0; i < 40; i++) {
    await db.campaign.update({
      where: { id },
      data: { backers: { increment: 1 }, pledgedFen: { increment: 199_00n }, v: { increment: 1 } },
    });
    announceCampaign(id);
  }
  expect(await all).toMatchObject({ backers: 40, pledgedFen: String(40 * 199_00) });
  expect(heard.length).toBeLessThan(10);
  for (const [i, state] of heard.entries()) if (i > 0) expect(isNewer(heard[i - 1]!, state)).toBe(true);
});

test("a pledge tells the watchers by itself", async () => {
  const id = await liveCampaign((await creator()).viewer);
  const { hears } = await watcher(id);
  const told = hears((state) => state.backers > 0);
  await manyPledges(id, 3, { customers: 1 });
  announceCampaign(id);
  expect((await told).left[(await rewardsOf(id))[0]!.id]).toBeLessThan(10);
});

test("whoever looks at a preview sees its followers grow, and that it has begun", async () => {
  const who = await creator();
  const id = await approvedCampaign(who.viewer);
  await payable(who.orgId);
  await publishPreview(who.viewer, id);
  const { hears } = await watcher(id);
  const followed = hears((state) => state.followers === 1);
  await followCampaign((await person()).viewer, id);
  await followed;
  const begun = hears((state) => state.lifecycle === "LIVE");
  await launchCampaign(who.viewer, id);
  expect((await begun).deadlineAt).toEqual(expect.any(Number));
});

test("what isn't public can't be watched and is never told; who has left hears no more", async () => {
  const who = await creator();
  const draft = await draftCampaign(who.viewer);
  expect((await watcher(draft)).answer).toMatchObject({ ok: false, refusal: { code: "notFound" } });
  expect(await publicState(draft)).toBeNull();
  const { socket, heard, answer } = await watcher(await liveCampaign(who.viewer));
  const id = answer.state.campaignId;
  await socket.emitWithAck("leaveCampaign", { campaign: id });
  announceCampaign(id);
  await beatCampaigns();
  const other = await watcher(id);
  const told = other.hears(() => true);
  announceCampaign(id);
  await told;
  expect(heard).toEqual([]);
});

test("a heartbeat carries the version, so that a lost announcement heals", async () => {
  const id = await liveCampaign((await creator()).viewer);
  const { socket } = await watcher(id);
  const beat = new Promise((resolve) => socket.once("campaignBeat", resolve));
  await db.campaign.update({ where: { id }, data: { v: 77 } });
  await beatCampaigns();
  expect(await beat).toMatchObject({ campaignId: id, v: 77, serverNow: expect.any(Number) });
});

test("one socket watches a few campaigns, not all of them", async () => {
  const who = await creator();
  const id = await liveCampaign(who.viewer);
  const { socket } = await watcher(id);
  const more = [];
  for (let i = 0; i < 4; i++) more.push(await liveCampaign(who.viewer));
  const answers = [];
  for (const campaign of more) answers.push((await socket.emitWithAck("watchCampaign", { campaign })).ok);
  expect(answers).toEqual([true, true, true, false]);
  expect((await socket.emitWithAck("watchCampaign", { campaign: id })).ok).toBe(true);
});

test("older news are dropped; of one version the later word counts", () => {
  const at = (v: number, serverNow: number) => ({ v, serverNow });
  expect(isNewer(at(5, 10), at(6, 1))).toBe(true);
  expect(isNewer(at(5, 10), at(5, 11))).toBe(true);
  expect(isNewer(at(5, 10), at(5, 10))).toBe(false);
  expect(isNewer(at(5, 10), at(4, 99))).toBe(false);
});
