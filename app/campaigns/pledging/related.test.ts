import { beforeEach, describe, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { answerRelation } from "#app/campaigns/pledging/answer-relation.server.ts";
import { findRelated } from "#app/campaigns/pledging/find-related.server.ts";
import { backer, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { ownCard } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { campaignOf, settleDown } from "#app/campaigns/settling/fixtures.ts";
import { deskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { judgeRelation } from "#app/campaigns/watching/judge-relation.server.ts";
import { watchCampaign } from "#app/campaigns/watching/watch-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { closeAccount } from "#app/people/account/close-account.server.ts";
import { forgetDevices } from "#app/people/account/note-device.server.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { type Known, operator, PASSWORD, person, someIdNumber } from "#app/people/fixtures.ts";
import { decideRealName } from "#app/people/verification/decide-real-name.server.ts";
import { keyIdentities } from "#app/people/verification/key-identities.server.ts";
import { requestRealName } from "#app/people/verification/request-real-name.server.ts";
import { requestContext } from "#app/request.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const DAY = 86_400_000;
const relationOf = async (pledgeId: string) => {
  const { related, relatedBy } = await pledgeOf(pledgeId);
  return [related, relatedBy];
};
const at = (device: string, who: Known) =>
  requestContext.run({ requestId: "test", address: "10.0.0.1", device }, () => signIn(who.email, PASSWORD, new Headers()));
const noticed = (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `campaigns.notice.${kind}` } });
const identified = async (who: Known, orgId: string, idNumber: string) => {
  const requestId = await requestRealName(who.viewer, orgId, { legalName: "马河", idNumber, files: [] });
  await decideRealName((await operator()).viewer, requestId, { decision: "approve", reason: "" });
};

describe("a pledge is found to be the creator's own", () => {
  test("by the browser that both sign in with, and the backer hears of it once", async () => {
    const [owner, friend, stranger] = [await creator(), await backer(), await backer()];
    const campaignId = await liveCampaign(owner.viewer);
    await at("shared", owner);
    await at("shared", friend);
    await at("other", stranger);
    const [first, second] = [await pledge(friend.viewer, campaignId), await pledge(stranger.viewer, campaignId)];
    expect(await relationOf(first)).toEqual([true, "DEVICE"]);
    expect(await relationOf(second)).toEqual([false, null]);
    await watchCampaign(campaignId);
    expect(await noticed(friend.userId, "foundRelated")).toBe(1);
    expect(await noticed(stranger.userId, "foundRelated")).toBe(0);
  });

  test("by an identity that is verified for both, of whatever account; the numbers themselves are compared nowhere", async () => {
    const owner = await creator();
    const [own, second, other] = [await person(), await backer(), await backer()];
    const campaignId = await liveCampaign(owner.viewer);
    await db.member.create({ data: { orgId: owner.orgId, userId: own.userId, role: "MEMBER", createdAt: await appNow() } });
    const [number, another] = [someIdNumber(), someIdNumber()];
    await identified(own, own.orgId, number);
    await identified(second, second.orgId, number);
    await identified(other, other.orgId, another);
    const [mine, theirs] = [await pledge(second.viewer, campaignId), await pledge(other.viewer, campaignId)];
    expect(await relationOf(mine)).toEqual([true, "IDENTITY"]);
    expect(await relationOf(theirs)).toEqual([false, null]);
    const kept = await db.realNameRequest.findMany({ where: { orgId: { in: [own.orgId, second.orgId] } } });
    expect(new Set(kept.map(({ idKey }) => idKey)).size).toBe(1);
    expect(JSON.stringify(kept)).not.toContain(number);
    // Requests that have no key yet get one; what cannot be read matches nothing.
    await db.realNameRequest.updateMany({ where: { orgId: own.orgId }, data: { idKey: null } });
    const broken = await db.realNameRequest.create({ data: { ...kept[1]!, id: undefined as never, idNumber: "v1.AAAA", idKey: null } });
    expect(await keyIdentities()).toBeGreaterThan(1);
    expect((await db.realNameRequest.findFirstOrThrow({ where: { orgId: own.orgId } })).idKey).toBe(kept[0]!.idKey);
    expect((await db.realNameRequest.findUniqueOrThrow({ where: { id: broken.id } })).idKey).toBe("");
  });

  test("by a card of the creator's people, also one that they used elsewhere; by staff; and later, when it becomes known later", async () => {
    const owner = await creator();
    const [campaignId, elsewhere] = [await liveCampaign(owner.viewer), await liveCampaign((await creator()).viewer)];
    const number = ownCard();
    await pledge(owner.viewer, elsewhere, { pay: { number } });
    const byCard = await pledge((await backer()).viewer, campaignId, { pay: { number } });
    expect(await relationOf(byCard)).toEqual([true, "CARD"]);
    const staff = await operator();
    expect(await relationOf(await pledge(staff.viewer, campaignId))).toEqual([true, "STAFF"]);
    const friend = await backer();
    const later = await pledge(friend.viewer, campaignId);
    expect(await relationOf(later)).toEqual([false, null]);
    await at("evening", friend);
    await at("evening", owner);
    await watchCampaign(campaignId);
    expect(await relationOf(later)).toEqual([true, "DEVICE"]);
  });
});

describe("what was found decides", () => {
  const goal = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };

  test("over the success, also when it is known only at the settlement; what operators cleared counts again", async () => {
    const [owner, first, second] = [await creator(), await backer(), await backer()];
    const ids = [await liveCampaign(owner.viewer, goal), await liveCampaign(owner.viewer, goal)];
    const of = async (who: Known, campaignId: string) =>
      pledge(who.viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    await of(first, ids[0]!);
    const cleared = await of(second, ids[1]!);
    for (const who of [owner, first, second]) await at("home", who);
    await watchCampaign(ids[1]!);
    await answerRelation(second.viewer, cleared, "只是在同一间办公室用过一次那台电脑");
    await judgeRelation((await operator()).viewer, cleared, { related: false, reason: "核实为公用电脑" });
    await setOffset(31 * DAY);
    await settleDown();
    expect(await campaignOf(ids[0]!)).toMatchObject({ lifecycle: "FAILED" });
    expect(await campaignOf(ids[1]!)).toMatchObject({ lifecycle: "SUCCESSFUL" });
    const { result } = await db.settlementResult.findUniqueOrThrow({ where: { campaignId: ids[0]! } });
    expect(result).toMatchObject({ outcome: "FAILED", pledgedFen: "100000", decidingFen: "5000", relatedFen: "100000", relatedBackers: 1 });
  });

  test("is judged by operators while it may still matter: of four at once, one; never by their own, and its backer is told", async () => {
    const [owner, friend] = [await creator(), await backer()];
    const campaignId = await liveCampaign(owner.viewer);
    const id = await pledge(friend.viewer, campaignId);
    await expect(answerRelation(friend.viewer, id, "没有关系")).rejects.toMatchObject({ code: "wrongState" });
    const clerks = await Promise.all(Array.from({ length: 4 }, () => operator()));
    const verdict = { related: true, reason: "付款人是发起人的配偶" };
    const answers = await Promise.allSettled(clerks.map(({ viewer }) => judgeRelation(viewer, id, verdict)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await relationOf(id)).toEqual([true, "OPERATOR"]);
    expect(await db.operatorAct.count({ where: { subjectId: campaignId, act: "pledge.related" } })).toBe(1);
    expect(await noticed(friend.userId, "judgedRelated")).toBe(1);
    await expect(judgeRelation(friend.viewer, id, verdict)).rejects.toMatchObject({ code: "notFound" });
    await answerRelation(friend.viewer, id, "我们已经离婚");
    await expect(answerRelation(friend.viewer, id, "再说一次")).rejects.toMatchObject({ code: "wrongState" });
    const shown = (await deskCampaign(campaignId))!;
    expect(shown.own).toMatchObject([{ id, relation: "OPERATOR", relatedSays: "我们已经离婚", related: true }]);
    await judgeRelation(clerks[0]!.viewer, id, { related: false, reason: "材料属实" });
    // What operators cleared is not found again.
    await at("couch", owner);
    await at("couch", friend);
    expect(await watchCampaign(campaignId)).toBe(0);
    expect(await relationOf(id)).toEqual([false, "CLEARED"]);
    expect((await deskCampaign(campaignId))!.own).toMatchObject([{ id, relation: "CLEARED", related: false }]);
  });

  test("cannot be written otherwise than it counts", async () => {
    const id = await pledge((await backer()).viewer, await liveCampaign((await creator()).viewer));
    await expect(db.pledge.update({ where: { id }, data: { relatedBy: "DEVICE" } })).rejects.toThrow("pledge_relation");
  });
});

test("browsers are forgotten after half a year, and with the account", async () => {
  const [stays, goes] = [await backer(), await backer()];
  await at("old", stays);
  await at("new", goes);
  const devices = (who: Known) => db.userDevice.count({ where: { userId: who.userId } });
  expect([await devices(stays), await devices(goes)]).toEqual([1, 1]);
  await closeAccount(goes.viewer, PASSWORD);
  expect(await devices(goes)).toBe(0);
  await forgetDevices(db, new Date((await appNow()).getTime() + 181 * DAY));
  expect(await devices(stays)).toBe(0);
});

test("ten thousand pledges are looked through in one statement", async () => {
  const owner = await creator();
  const campaignId = await liveCampaign(owner.viewer);
  const { manyPledges } = await import("#app/campaigns/pledging/fixtures.ts");
  await manyPledges(campaignId, 500, { customers: 20, rewards: { 1: 1 } });
  const campaign = await campaignOf(campaignId);
  await transact(async (tx) => expect(await findRelated(tx, campaign, null, await appNow(tx))).toBe(0));
});
