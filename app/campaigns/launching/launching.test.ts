import { expect, test } from "vitest";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { snapshotOf } from "#app/campaigns/editing/snapshot.server.ts";
import { withdrawCampaign } from "#app/campaigns/editing/withdraw-campaign.server.ts";
import { approvedCampaign, creator, lifecycleOf, liveCampaign, payable, rewardsOf } from "#app/campaigns/fixtures.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
import { brokenDate, deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { extendAfterOutage } from "#app/campaigns/launching/extend-after-outage.server.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { launchingDue } from "#app/campaigns/launching/launching-due.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { scheduleLaunch } from "#app/campaigns/launching/schedule-launch.server.ts";
import { unfollowCampaign } from "#app/campaigns/launching/unfollow-campaign.server.ts";
import { beginSettling } from "#app/campaigns/settling/begin-settling.server.ts";
import { db } from "#app/db.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const by = await creator();
const { viewer } = by;
await payable(by.orgId);
const read = (id: string) => db.campaign.findUniqueOrThrow({ where: { id } });
const soon = async (ms: number) => new Date((await appNow()).getTime() + ms);

test("from draft to live", async () => {
  const id = await liveCampaign(viewer);
  const campaign = await read(id);
  expect(campaign).toMatchObject({ lifecycle: "LIVE", goalFen: 20_000_00n, changeSeq: 1, draft: null });
  expect(campaign.deadlineAt).toEqual(deadlineOf(campaign.launchedAt!, 30, 20 * 60));
  expect((await rewardsOf(id)).map((r) => [r.kind, r.limit, r.priceFen])).toEqual([
    ["REWARD", 10, 199_00n],
    ["REWARD", null, 249_00n],
    ["ADDON", 100, 39_00n],
  ]);
});

test.each([
  // launched in Shanghai's evening, at night, at the very minute; one day and sixty days
  ["2026-11-23T12:30:00Z", 30, 1200, "2026-12-23T12:00:00Z"],
  ["2026-11-23T17:00:00Z", 30, 1200, "2026-12-24T12:00:00Z"],
  ["2026-11-23T12:30:00Z", 1, 1200, "2026-11-25T12:00:00Z"],
  ["2026-11-23T12:00:00Z", 1, 1200, "2026-11-24T12:00:00Z"],
  ["2026-11-23T02:00:00.123Z", 60, 1200, "2027-01-21T12:00:00Z"],
  ["2026-11-23T14:00:00Z", 60, 1200, "2027-01-22T12:00:00Z"],
])("launched %s for %i days, ending at minute %i: ends %s", (now, days, minute, wanted) => {
  const at = deadlineOf(new Date(now), days, minute);
  expect(at).toEqual(new Date(wanted));
  const left = at.getTime() - new Date(now).getTime();
  expect(left).toBeGreaterThanOrEqual(DAY);
  expect(left).toBeLessThanOrEqual(60 * DAY);
});

test("launched by five clicks and the clock at once: one launch, one first link", async () => {
  const id = await approvedCampaign(viewer);
  await db.campaign.update({ where: { id }, data: { launchAt: new Date(0) } });
  const now = await appNow();
  const clicks = Array.from({ length: 5 }, () => launchCampaign(viewer, id));
  const answers = await Promise.allSettled([...clicks, launchingDue.launchDue(now)]);
  expect(await lifecycleOf(id)).toBe("LIVE");
  expect(answers.filter((a) => a.status === "fulfilled").length).toBeLessThanOrEqual(2);
  expect(await db.transition.count({ where: { entityId: id, verb: "launchCampaign" } })).toBe(1);
  expect(await db.campaignChange.count({ where: { campaignId: id } })).toBe(1);
});

test("what must hold: a payee, a fresh approval, the reviewed content, windows that are not over", async () => {
  const poor = await creator();
  const unpaid = await approvedCampaign(poor.viewer);
  await expect(launchCampaign(poor.viewer, unpaid)).rejects.toMatchObject({ code: "payeeFirst" });
  const id = await approvedCampaign(viewer);
  const [first] = await rewardsOf(id);
  await db.reward.update({ where: { id: first!.id }, data: { priceFen: 1_00n } });
  await expect(launchCampaign(viewer, id)).rejects.toMatchObject({ code: "contentChanged" });
  await db.reward.update({ where: { id: first!.id }, data: { priceFen: first!.priceFen } });
  await db.campaign.update({ where: { id }, data: { approvalEndsAt: await soon(-1) } });
  await expect(launchCampaign(viewer, id)).rejects.toMatchObject({ code: "approvalOver" });
  const windowed = await approvedCampaign(viewer, { "rewards[0].closesAt": "2020-01-01T10:00" });
  await expect(launchCampaign(viewer, windowed)).rejects.toMatchObject({ code: "windowPast", params: { title: "早鸟一盏" } });
  await expect(launchCampaign((await person()).viewer, id)).rejects.toMatchObject({ code: "notFound" });
});

test("a day that was promised too early for a launch this late is named: now, at a chosen moment, and by the clock", async () => {
  const id = await approvedCampaign(viewer);
  const { durationDays, endMinute } = await read(id);
  const addOn = (await rewardsOf(id))[2]!;
  // What was reviewed is the promise; the approval is what grows old. This promise allows a launch now and in an hour, not in two days.
  const ends = deadlineOf(await appNow(), durationDays, endMinute);
  const promisedAt = new Date(ends.getTime() + DAY + HOUR);
  await db.reward.update({ where: { id: addOn.id }, data: { promisedAt } });
  const { hash } = await transact((tx) => snapshotOf(tx, id));
  await db.campaign.update({ where: { id }, data: { reviewedHash: hash } });
  const early = { code: "promiseEarly", params: { title: "备用电池", promisedAt: promisedAt.toISOString() } };
  await expect(scheduleLaunch(viewer, id, await soon(2 * DAY))).rejects.toMatchObject(early);
  await scheduleLaunch(viewer, id, await soon(HOUR));
  await db.campaign.update({ where: { id }, data: { launchAt: null } });

  await db.reward.update({ where: { id: addOn.id }, data: { promisedAt: ends } });
  const moved = await transact((tx) => snapshotOf(tx, id));
  await db.campaign.update({ where: { id }, data: { reviewedHash: moved.hash, launchAt: await soon(-1) } });
  await expect(launchCampaign(viewer, id)).rejects.toMatchObject({ code: "promiseEarly", params: { endsAt: ends.toISOString() } });
  const due = await appNow();
  await Promise.all([launchingDue.launchDue(due), launchingDue.launchDue(due)]);
  expect(await read(id)).toMatchObject({ lifecycle: "APPROVED", launchAt: null });
  const told = await db.notice.findMany({ where: { kind: "campaigns.notice.launchPromiseEarly", userId: by.userId } });
  expect(told).toMatchObject([{ href: `/campaigns/${id}/manage/launch`, params: { reward: "备用电池", endsAt: ends.toISOString() } }]);
});

test.each([
  ["nothing", {}, null],
  ["the day of the end is not after it", { promisedAt: new Date("2026-12-23T12:00:00Z") }, "promiseEarly"],
  ["a moment later is", { promisedAt: new Date("2026-12-23T12:00:01Z") }, null],
  ["a window that ends at the launch", { closesAt: new Date("2026-11-23T10:00:00Z") }, "windowPast"],
])("dates that a launch would break: %s", (_what, more, code) => {
  const reward = { title: "灯", closesAt: null, promisedAt: new Date("2027-03-01T00:00:00Z"), ...more };
  const broken = brokenDate({ rewards: [reward], durationDays: 30, endMinute: 1200 }, new Date("2026-11-23T10:00:00Z"));
  expect(broken?.code ?? null).toBe(code);
});

test("an approved campaign cannot be edited; taken back it needs a new review", async () => {
  const id = await approvedCampaign(viewer);
  await expect(saveDraft(viewer, id, { section: "basics", values: { title: "换一个" } })).rejects.toMatchObject({ code: "wrongState" });
  await withdrawCampaign(viewer, id);
  expect(await read(id)).toMatchObject({ lifecycle: "DRAFT", reviewedHash: null, approvalEndsAt: null, refundPolicy: null });
  await expect(launchCampaign(viewer, id)).rejects.toMatchObject({ code: "wrongState" });
});

test("following twice at once is following once; the counter is the rows", async () => {
  const id = await approvedCampaign(viewer);
  const fans = await Promise.all([person(), person(), person()]);
  await expect(followCampaign(fans[0]!.viewer, id)).rejects.toMatchObject({ code: "notFound" });
  await publishPreview(viewer, id);
  await Promise.all(fans.flatMap((fan) => [0, 1, 2, 3].map(() => followCampaign(fan.viewer, id))));
  expect(await read(id)).toMatchObject({ lifecycle: "PRELAUNCH", followers: 3 });
  await Promise.all([unfollowCampaign(fans[0]!.viewer, id), unfollowCampaign(fans[0]!.viewer, id)]);
  expect((await read(id)).followers).toBe(await db.follow.count({ where: { campaignId: id } }));
  await launchCampaign(viewer, id);
  await followCampaign(fans[0]!.viewer, id);
  const now = await appNow();
  await Promise.all([launchingDue.tellFollowers(now), launchingDue.tellFollowers(now)]);
  const told = await db.notice.findMany({ where: { subject: `launch:${id}` } });
  expect(told.map((n) => n.userId).sort()).toEqual([fans[1]!.userId, fans[2]!.userId].sort());
});

test("the clock launches at the appointed moment, and says so when it cannot", async () => {
  const id = await approvedCampaign(viewer);
  await expect(scheduleLaunch(viewer, id, await soon(-1))).rejects.toMatchObject({ code: "launchTooSoon" });
  await expect(scheduleLaunch(viewer, id, await soon(91 * DAY))).rejects.toMatchObject({ code: "launchTooLate" });
  const at = await soon(HOUR);
  await scheduleLaunch(viewer, id, at);
  expect(await launchingDue.launchDue(at)).toBe(0);
  await db.campaign.update({ where: { id }, data: { launchAt: await soon(-1) } });
  expect(await launchingDue.launchDue(await appNow())).toBe(1);
  expect(await lifecycleOf(id)).toBe("LIVE");
  const stuck = await approvedCampaign(viewer);
  await db.campaign.update({ where: { id: stuck }, data: { launchAt: await soon(-1) } });
  await db.payee.update({ where: { orgId: by.orgId }, data: { payable: false } });
  await launchingDue.launchDue(await appNow());
  await db.payee.update({ where: { orgId: by.orgId }, data: { payable: true } });
  expect(await read(stuck)).toMatchObject({ lifecycle: "APPROVED", launchAt: null });
  expect(await db.notice.count({ where: { kind: "campaigns.notice.launchFailed", userId: by.userId } })).toBe(1);
});

test("an approval lapses after ninety days", async () => {
  const id = await approvedCampaign(viewer);
  const { approvalEndsAt } = await read(id);
  await launchingDue.lapseApproval(approvalEndsAt!);
  expect(await lifecycleOf(id)).toBe("APPROVED");
  await db.campaign.update({ where: { id }, data: { approvalEndsAt: await soon(-1) } });
  await launchingDue.lapseApproval(await appNow());
  expect(await read(id)).toMatchObject({ lifecycle: "DRAFT", reviewedHash: null });
});

test("cancelled once, in the open, by its creator or by an operator", async () => {
  const id = await liveCampaign(viewer);
  const desk = await operator();
  const answers = await Promise.allSettled([
    cancelCampaign(viewer, id, "供应商停产，无法按承诺交付"),
    cancelCampaign(desk.viewer, id, "样机经核实不存在，予以取消"),
  ]);
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
  expect(await lifecycleOf(id)).toBe("CANCELLED");
  expect(await db.campaignChange.count({ where: { campaignId: id, kind: "cancel" } })).toBe(1);
  await expect(cancelCampaign((await person()).viewer, id, "我不喜欢这个项目")).rejects.toMatchObject({ code: "notFound" });
});

test("between the deadline and the result an operator may still stop it, its creator no more", async () => {
  const id = await liveCampaign(viewer);
  const past = await soon(-1);
  past.setUTCMilliseconds(0);
  await db.campaign.update({ where: { id }, data: { deadlineAt: past } });
  await beginSettling(id);
  await expect(cancelCampaign(viewer, id, "想再想想，先不做了")).rejects.toMatchObject({ code: "wrongState" });
  await cancelCampaign((await operator()).viewer, id, "样机经核实不存在，予以终止");
  expect(await lifecycleOf(id)).toBe("CANCELLED");
});

test("a day more after an outage: once, for what was live, in the chain", async () => {
  const desk = await operator();
  const running = await liveCampaign(viewer);
  const waiting = await approvedCampaign(viewer);
  const before = (await read(running)).deadlineAt!;
  const now = await appNow();
  const outage = (fromMs: number, toMs: number) => ({
    fromAt: new Date(now.getTime() - fromMs),
    toAt: new Date(now.getTime() - toMs),
    reason: "机房断电",
  });
  await expect(extendAfterOutage(desk.viewer, outage(30 * 60_000 - 1, 0))).rejects.toMatchObject({ code: "noOutage" });
  await expect(extendAfterOutage(desk.viewer, outage(26 * HOUR, 25 * HOUR))).rejects.toMatchObject({ code: "noOutage" });
  await expect(extendAfterOutage(viewer, outage(HOUR, 0))).rejects.toMatchObject({ code: "notFound" });
  await db.campaign.update({ where: { id: running }, data: { launchedAt: new Date(now.getTime() - 2 * DAY) } });
  const counts = await Promise.all([
    extendAfterOutage(desk.viewer, outage(2 * HOUR, HOUR)),
    extendAfterOutage(desk.viewer, outage(2 * HOUR, HOUR)),
  ]);
  expect(counts.sort()).toEqual([0, 1]);
  expect((await read(running)).deadlineAt!.getTime()).toBe(before.getTime() + DAY);
  expect((await read(waiting)).deadlineAt).toBeNull();
  expect(await db.campaignChange.count({ where: { campaignId: running, kind: "deadline" } })).toBe(1);
});
