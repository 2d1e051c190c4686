import { beforeEach, expect, test } from "vitest";
import { openSecret } from "#app/campaigns/changing/open-secret.server.ts";
import { approvedCampaign, creator, liveCampaign, payable, rewardsOf } from "#app/campaigns/fixtures.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, pledge, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { pledgeForm } from "#app/campaigns/pledging/pledge-form.server.ts";
import { settleDown } from "#app/campaigns/settling/fixtures.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { countGroupViews, secretFigures } from "#app/campaigns/showing/secret-group.server.ts";
import { SecretGroupForm } from "#app/campaigns/showing/secret-group.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const secret = { "rewards[1].secret": "on" };
const nobody = { followers: false, backers: false, mails: [] as string[], forget: false };
const sees = async (viewer: Viewer | null, id: string) => (await campaignPage(viewer, id, await appNow()))!.campaign.rewards.length;
const offered = async (viewer: Viewer, id: string) =>
  (await pledgeForm(viewer, id, await appNow(), null)).rewards.filter(({ kind }) => kind === "REWARD").length;
const code = (p: Promise<unknown>) =>
  p.then(
    () => "done",
    (e) => e.code ?? String(e),
  );

test("a secret reward is open to those who followed before the launch, without its link, and to nobody who follows later", async () => {
  const owner = await creator();
  await payable(owner.orgId);
  const id = await approvedCampaign(owner.viewer, secret);
  await publishPreview(owner.viewer, id);
  const [early, late] = [(await backer()).viewer, (await backer()).viewer];
  await followCampaign(early, id);
  await launchCampaign(owner.viewer, id);
  await followCampaign(late, id);
  const hidden = (await rewardsOf(id))[1]!;
  expect([await sees(early, id), await sees(late, id), await sees(null, id)]).toEqual([1, 1, 1]);
  expect(await code(claimPledge(early, id, await wishFor(id, { rewards: { 1: 1 } })))).toBe("rewardClosed");
  await openSecret(owner.viewer, { ...nobody, rewardId: hidden.id, followers: true });
  expect([await sees(early, id), await sees(late, id), await sees(null, id)]).toEqual([2, 1, 1]);
  expect([await offered(early, id), await offered(late, id)]).toEqual([2, 1]);
  expect(await code(claimPledge(late, id, await wishFor(id, { rewards: { 1: 1 } })))).toBe("rewardClosed");
  await pledge(early, id, { rewards: { 1: 1 } });
  await pledge(late, id, { rewards: { 1: 1 }, secretKeys: [hidden.secretKey!] });
  countGroupViews([hidden.id]);
  await expect
    .poll(() => secretFigures(id))
    .toEqual([{ id: hidden.id, followers: true, backers: false, mails: 0, linkViews: 0, linkPledges: 1, groupViews: 1, groupPledges: 1 }]);
  await expect(openSecret(late, { ...nobody, rewardId: hidden.id })).rejects.toMatchObject({ code: "notFound" });
  await expect(openSecret(owner.viewer, { ...nobody, rewardId: (await rewardsOf(id))[0]!.id })).rejects.toMatchObject({
    code: "wrongState",
  });
});

test("to a list of addresses that nobody can read, and a change of a pledge may choose it", async () => {
  const owner = await creator();
  const id = await liveCampaign(owner.viewer, secret);
  const hidden = (await rewardsOf(id))[1]!;
  const [listed, other] = [await backer(), await backer()];
  const mine = await pledge(listed.viewer, id);
  const form = SecretGroupForm.parse({
    rewardId: hidden.id,
    mails: `${listed.email.toUpperCase()}\nsomebody@example.test；${listed.email}`,
  });
  await openSecret(owner.viewer, form);
  expect([await sees(listed.viewer, id), await sees(other.viewer, id)]).toEqual([2, 1]);
  const kept = await db.rewardAccess.findUniqueOrThrow({ where: { rewardId: hidden.id } });
  expect(kept.mailKeys).toHaveLength(2);
  expect(JSON.stringify(kept)).not.toContain("@");
  expect(await changePledge(listed.viewer, mine, await wishFor(id, { rewards: { 1: 1 } }))).toBe("changed");
  await openSecret(owner.viewer, { ...nobody, rewardId: hidden.id, forget: true });
  expect((await db.rewardAccess.findUniqueOrThrow({ where: { rewardId: hidden.id } })).mailKeys).toEqual([]);
  expect(SecretGroupForm.safeParse({ rewardId: hidden.id, mails: "no address" }).success).toBe(false);
});

test("to whoever paid for an earlier campaign of the same creator", async () => {
  const owner = await creator();
  const goal = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };
  const [known, stranger] = [(await backer()).viewer, (await backer()).viewer];
  const first = await liveCampaign(owner.viewer, goal);
  await pledge(known, first, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
  const id = await liveCampaign(owner.viewer, secret);
  await openSecret(owner.viewer, { ...nobody, rewardId: (await rewardsOf(id))[1]!.id, backers: true });
  expect(await sees(known, id)).toBe(1);
  await setOffset(31 * 86_400_000);
  await settleDown();
  await setOffset(0);
  expect([await sees(known, id), await sees(stranger, id)]).toEqual([2, 1]);
});
