import { beforeEach, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { manyBackers, manyPledges, viewersOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { publicState } from "#app/campaigns/showing/announce.server.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { caseDetail, caseList } from "#app/campaigns/watching/cases.server.ts";
import { decideCase } from "#app/campaigns/watching/decide-case.server.ts";
import { deskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { deskCampaigns } from "#app/campaigns/watching/desk-campaigns.server.ts";
import { watchingDue } from "#app/campaigns/watching/due.server.ts";
import { lookAtCase } from "#app/campaigns/watching/look-at-case.server.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { reportCampaign } from "#app/campaigns/watching/report-campaign.server.ts";
import { watchCampaign } from "#app/campaigns/watching/watch-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { makeOperator } from "#app/people/desk/make-operator.server.ts";
import { operator, person, viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const HOUR = 3_600_000;
beforeEach(() => setOffset(0));
const later = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const code = (a: PromiseSettledResult<unknown>) => (a.status === "rejected" ? a.reason.code : "done");
const campaignOf = (id: string) => db.campaign.findUniqueOrThrow({ where: { id } });
const noticed = (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `campaigns.notice.${kind}` } });
const live = async () => liveCampaign((await creator()).viewer);
const rendered = { reason: "rendered", text: "图片是渲染出来的，没有实物" };
const dismissed = { finding: "dismissed", action: "none", decision: "已核对样品视频" } as const;

test("reports of one group make one case, whoever comes first; another group makes another", async () => {
  const id = await live();
  const tellers = await Promise.all(Array.from({ length: 4 }, () => person()));
  const made = await Promise.all(tellers.map(({ viewer }) => reportCampaign(viewer, id, rendered)));
  expect(new Set(made).size).toBe(1);
  await expect(reportCampaign(tellers[0]!.viewer, id, rendered)).rejects.toMatchObject({ code: "alreadyReported" });
  const other = await reportCampaign((await person()).viewer, id, { reason: "rights", text: "外观专利是我公司的" });
  expect(other).not.toBe(made[0]);
  const found = (await caseDetail(made[0]!))!;
  expect(found.matter).toMatchObject({ kind: "prototype", source: "report", state: "OPEN", lookedAt: null });
  expect(found.reports).toHaveLength(4);
  expect(await db.notice.count({ where: { subject: `case:${made[0]}` } })).toBe(await db.user.count({ where: { operator: true } }));
  await expect(reportCampaign(tellers[0]!.viewer, id, { ...rendered, reason: "fraud" })).rejects.toMatchObject({ code: "notFound" });
});

test("a report near the end brings the first look forward, and a look that does not come is called for once", async () => {
  const id = await live();
  const caseId = await reportCampaign((await person()).viewer, id, rendered);
  const { at, lookBy } = (await caseDetail(caseId))!.matter;
  expect(lookBy.getTime() - at.getTime()).toBe(24 * HOUR);
  await setNow(new Date((await campaignOf(id)).deadlineAt!.getTime() - 47 * HOUR));
  await db.campaignCase.update({ where: { id: caseId }, data: { lookBy: new Date((await appNow()).getTime() + 20 * HOUR) } });
  await reportCampaign((await person()).viewer, id, rendered);
  const soon = (await caseDetail(caseId))!.matter.lookBy;
  expect(soon.getTime() - (await appNow()).getTime()).toBeLessThanOrEqual(2 * HOUR);
  const { viewer, userId } = await operator();
  await later(2 * HOUR + 1000);
  await watchingDue.escalateCases(await appNow());
  await watchingDue.escalateCases(await appNow());
  expect(await db.notice.count({ where: { userId, subject: `caseLate:${caseId}` } })).toBe(1);
  await lookAtCase(viewer, caseId);
  await expect(lookAtCase(viewer, caseId)).rejects.toMatchObject({ code: "wrongState" });
});

test("a case is decided once by four operators at once, and everybody who reported hears it once", async () => {
  const [id, teller] = [await live(), await person()];
  const caseId = await reportCampaign(teller.viewer, id, rendered);
  const clerks = await Promise.all(Array.from({ length: 4 }, () => operator()));
  const answers = await Promise.allSettled(clerks.map(({ viewer }) => decideCase(viewer, caseId, dismissed)));
  expect(answers.map(code).sort()).toEqual(["done", "wrongState", "wrongState", "wrongState"]);
  expect(await db.report.findFirstOrThrow({ where: { subjectId: id } })).toMatchObject({
    state: "DISMISSED",
    decision: dismissed.decision,
  });
  expect(await db.notice.count({ where: { userId: teller.userId, kind: "people.notice.reportDismissed" } })).toBe(1);
  expect(await db.operatorAct.count({ where: { subjectId: id, act: "campaignCase.decide" } })).toBe(1);
  // The same may be reported again, and is then a new case.
  expect(await reportCampaign(teller.viewer, id, rendered)).not.toBe(caseId);
});

test("what follows from a case is done in the same breath", async () => {
  const [id, teller] = [await live(), await person()];
  const caseId = await reportCampaign(teller.viewer, id, rendered);
  const decision = { finding: "upheld", action: "freeze", decision: "样品视频与图片不符" } as const;
  await decideCase((await operator()).viewer, caseId, decision);
  expect(await campaignOf(id)).toMatchObject({ moderation: "FROZEN", moderationReason: decision.decision });
  expect(await db.report.findFirstOrThrow({ where: { subjectId: id } })).toMatchObject({ state: "UPHELD" });
  expect((await caseDetail(caseId))!.matter).toMatchObject({ state: "DECIDED", action: "freeze", decision: decision.decision });
  const acts = await db.operatorAct.findMany({ where: { subjectId: id }, orderBy: { id: "asc" }, select: { act: true } });
  expect(acts.slice(-2).map(({ act }) => act)).toEqual(["campaignCase.decide", "campaign.freeze"]);
});

test("nobody decides about their own campaign, and only operators decide at all", async () => {
  const maker = await creator();
  const id = await liveCampaign(maker.viewer);
  const caseId = await reportCampaign((await person()).viewer, id, rendered);
  await makeOperator(maker.email);
  const both = await viewerAgain(maker.userId, maker.orgId);
  await expect(decideCase(both, caseId, dismissed)).rejects.toMatchObject({ code: "selfDealing" });
  await expect(moderateCampaign(both, id, "flag", "自己看看")).rejects.toMatchObject({ code: "selfDealing" });
  const stranger = (await person()).viewer;
  await expect(decideCase(stranger, caseId, dismissed)).rejects.toMatchObject({ code: "notFound" });
  await expect(moderateCampaign({ ...stranger, operator: true }, id, "flag", "不是客服")).rejects.toMatchObject({ code: "notFound" });
  const clerk = (await operator()).viewer;
  await expect(decideCase(clerk, caseId, { ...dismissed, action: "clear" })).rejects.toMatchObject({ code: "wrongState", field: "action" });
  expect((await caseDetail(caseId))!.matter.state).toBe("OPEN");
});

test("a freeze among claims: whoever came before it has a unit, nobody after it", async () => {
  const id = await live();
  const backers = viewersOf(await manyBackers(40));
  const wish = await wishFor(id, { rewards: { 1: 1 } });
  const clerk = (await operator()).viewer;
  const claims = backers.slice(0, 20).map((viewer) => claimPledge(viewer, id, wish));
  const freeze = moderateCampaign(clerk, id, "freeze", "核实样品视频");
  const after = backers.slice(20).map((viewer) => claimPledge(viewer, id, wish));
  const answers = (await Promise.allSettled([...claims, ...after])).map(code);
  await freeze;
  expect(answers.every((answer) => answer === "done" || answer === "campaignFrozen")).toBe(true);
  const { moderatedAt } = await campaignOf(id);
  const pledges = await db.pledge.findMany({ where: { campaignId: id }, select: { createdAt: true } });
  expect(pledges).toHaveLength(answers.filter((answer) => answer === "done").length);
  expect(pledges.every(({ createdAt }) => createdAt <= moderatedAt!)).toBe(true);
  expect((await rewardsOf(id))[1]!.claimed).toBe(pledges.length);
  await expect(claimPledge((await person()).viewer, id, wish)).rejects.toMatchObject({ code: "campaignFrozen" });
  await moderateCampaign(clerk, id, "clear", "样品视频属实");
  expect(await campaignOf(id)).toMatchObject({ moderation: "CLEAR", moderationReason: null });
  await claimPledge((await person()).viewer, id, wish);
});

test("two operators at once: one suspends, the other is told that it has moved; backers hear when money stands still and when it goes on", async () => {
  const maker = await creator();
  const id = await liveCampaign(maker.viewer);
  const [pledgeId] = await manyPledges(id, 3, { customers: 1, rewards: { 1: 1 } });
  const { userId } = await db.pledge.findUniqueOrThrow({ where: { id: pledgeId! }, select: { userId: true } });
  const clerks = await Promise.all([operator(), operator()]);
  const answers = await Promise.allSettled(clerks.map(({ viewer }) => moderateCampaign(viewer, id, "suspend", "账户存在异常")));
  expect(answers.map(code).sort()).toEqual(["done", "wrongState"]);
  expect([await noticed(maker.userId, "moderatedSuspend"), await noticed(userId, "backedSuspended")]).toEqual([1, 1]);
  const clerk = clerks[0]!.viewer;
  await moderateCampaign(clerk, id, "purge", "查实冒用他人身份");
  const now = await appNow();
  expect(await campaignPage(null, id, now)).toBeNull();
  expect(await campaignPage(clerk, id, now)).not.toBeNull();
  await moderateCampaign(clerk, id, "clear", "身份已经核对");
  expect(await noticed(userId, "backedCleared")).toBe(1);
  // What never stood still needs no all-clear, and that operators look into it is not public.
  await moderateCampaign(clerk, id, "flag", "再看一看它");
  expect((await campaignPage(null, id, now))!.campaign).toMatchObject({ moderation: "CLEAR", moderationReason: null });
  expect(await publicState(id)).toMatchObject({ moderation: "CLEAR" });
  await moderateCampaign(clerk, id, "clear", "没有什么");
  expect(await noticed(userId, "backedCleared")).toBe(1);
});

test("a burst of new accounts with one card is seen once, and again only when it has grown by half", async () => {
  const id = await live();
  await manyPledges(id, 24, { customers: 4, rewards: { 1: 1 } });
  expect(await watchCampaign(id)).toBe(2);
  expect(await watchCampaign(id)).toBe(2);
  const { cases } = await caseList({ campaignId: id });
  expect(cases.map(({ kind }) => kind).sort()).toEqual(["burst", "sameHands"]);
  const hands = cases.find(({ kind }) => kind === "sameHands")!;
  expect((await caseDetail(hands.id))!.matter.facts).toEqual({ level: 24, count: 24 });
  const clerk = (await operator()).viewer;
  for (const one of cases) await decideCase(clerk, one.id, dismissed);
  await manyPledges(id, 11, { customers: 1, rewards: { 1: 1 } });
  await watchCampaign(id);
  expect((await caseList({ campaignId: id })).cases.filter(({ state }) => state === "OPEN")).toEqual([]);
  await manyPledges(id, 1, { customers: 1, rewards: { 1: 1 } });
  await watchCampaign(id);
  expect((await caseList({ campaignId: id })).cases.filter(({ state }) => state === "OPEN").map(({ kind }) => kind)).toEqual(["sameHands"]);
});

test("the clock looks at a campaign when its numbers moved, and not at each of its beats", async () => {
  const id = await live();
  await manyPledges(id, 3, { customers: 1, rewards: { 1: 1 } });
  await watchingDue.watchCampaigns(await appNow());
  const open = () => db.campaignCase.count({ where: { campaignId: id } });
  expect(await open()).toBe(1);
  await db.campaignCase.deleteMany({ where: { campaignId: id } });
  await manyPledges(id, 1, { customers: 1, rewards: { 1: 1 } });
  await watchingDue.watchCampaigns(await appNow());
  expect(await open()).toBe(0);
  await watchingDue.watchCampaigns(new Date((await appNow()).getTime() + HOUR));
  expect(await open()).toBe(1);
});

test("the desk finds campaigns by what needs attention, and shows one with its money and history", async () => {
  const id = await live();
  await manyPledges(id, 2, { customers: 1, rewards: { 1: 1 } });
  await moderateCampaign((await operator()).viewer, id, "flag", "核实发起人身份");
  const find = async (attention?: "moderated" | "openCases" | "overdue") =>
    (await deskCampaigns({ q: "", attention })).campaigns.some((row) => row.id === id);
  expect([await find(), await find("moderated"), await find("openCases"), await find("overdue")]).toEqual([true, true, false, false]);
  const shown = (await deskCampaign(id))!;
  expect(shown.pledges).toEqual([{ state: "PLEDGED", count: 2, fen: 51_400n }]);
  expect(shown.campaign).toMatchObject({ heldFen: 0n, pledgedFen: 51_400n });
  expect(shown.largest.map(({ amountFen }) => amountFen)).toEqual([25_700n, 25_700n]);
  expect(shown.history[0]).toMatchObject({ machine: "campaign.moderation", from: "CLEAR", to: "FLAGGED", reason: "核实发起人身份" });
  expect(await deskCampaign("no-id")).toBeNull();
});
