import { beforeEach, expect, test } from "vitest";
import { askCorrection } from "#app/campaigns/changing/ask-correction.server.ts";
import { CorrectionForm } from "#app/campaigns/changing/change.ts";
import { approveCorrection } from "#app/campaigns/changing/decide-correction.server.ts";
import { editReward } from "#app/campaigns/changing/edit-reward.server.ts";
import { RewardRow } from "#app/campaigns/editing/brief.ts";
import { creator, liveCampaign, rewardsOf, theReviewer } from "#app/campaigns/fixtures.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { expireClaims } from "#app/campaigns/pledging/end-claims.server.ts";
import {
  backer,
  manyBackers,
  manyPledges,
  openPayPage,
  payOnPage,
  pledgeOf,
  viewersOf,
  wishFor,
} from "#app/campaigns/pledging/fixtures.ts";
import { sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

/** What was shown is what is paid (H10), whatever is changed at the same moment. */
beforeEach(() => setOffset(0));

const maker = (await creator()).viewer;
const start = () => liveCampaign(maker, { "rewards[0].limit": "200" });
const code = (answer: PromiseSettledResult<unknown>) => (answer.status === "rejected" ? answer.reason.code : "done");
const dearer = (title: string) =>
  RewardRow.parse({
    title,
    description: "换用更大的电池，其他不变。",
    price: "459",
    perBacker: "5",
    ships: "on",
    promised: "2030-06-30",
    items: [{ name: "露营灯", qty: "1", options: "" }],
  });
/** What living pledges have of a reward, each with the reward's version that its backer saw and what it costs. */
const linesOf = (rewardId: string) =>
  db.pledgeLine.findMany({
    where: { rewardId, version: { state: { in: ["CURRENT", "CLAIMED"] } } },
    select: { rewardV: true, priceFen: true },
  });

test("a reward that was changed meanwhile is refused, and taken as it is now", async () => {
  const campaignId = await start();
  const { viewer } = await backer();
  const wish = await wishFor(campaignId);
  const reward = (await rewardsOf(campaignId))[0]!;
  await db.reward.update({ where: { id: reward.id }, data: { priceFen: 15_000n, rewardV: { increment: 1 } } });
  await expect(claimPledge(viewer, campaignId, wish)).rejects.toMatchObject({ code: "rewardChanged" });
  expect(await db.pledge.count({ where: { campaignId } })).toBe(0);
  const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
  expect((await pledgeOf(pledgeId)).amountFen).toBe(15_800n);
  await expect(claimPledge((await backer()).viewer, campaignId, { ...(await wishFor(campaignId)), shownFen: 1n })).rejects.toMatchObject({
    code: "totalChanged",
  });
});

test("a reward is edited among twenty claims: either all of them have it as they saw it, or nobody has", async () => {
  for (const place of [0, 1, 10, 20]) {
    const campaignId = await start();
    const rewardId = (await rewardsOf(campaignId))[0]!.id;
    const wish = await wishFor(campaignId);
    const acts = viewersOf(await manyBackers(20)).map((viewer) => () => claimPledge(viewer, campaignId, wish) as Promise<unknown>);
    acts.splice(place, 0, () => editReward(maker, rewardId, dearer("加大电池")));
    const answers = (await Promise.allSettled(acts.map((act) => act()))).map(code);
    const [edited] = answers.splice(place, 1);
    const [reward] = await rewardsOf(campaignId);
    const lines = await linesOf(rewardId);
    for (const line of lines) expect(line).toEqual({ rewardV: reward!.rewardV, priceFen: reward!.priceFen });
    expect([edited, lines.length, new Set(answers)]).toEqual(
      reward!.rewardV === 1 ? ["lockedByClaim", 20, new Set(["done"])] : ["done", 0, new Set(["rewardChanged"])],
    );
    await sound(campaignId);
  }
});

test("an add-on is edited while pledges add it: nobody pays another price than was shown", async () => {
  for (const place of [0, 4, 8]) {
    const campaignId = await start();
    const ids = await manyPledges(campaignId, 8, { customers: 1, rewards: { 1: 1 } });
    const addOn = (await rewardsOf(campaignId))[2]!;
    const more = await wishFor(campaignId, { rewards: { 1: 1, 2: 1 } });
    const viewers = viewersOf(await Promise.all(ids.map(pledgeOf)));
    const acts = ids.map((id, i) => () => changePledge(viewers[i]!, id, more) as Promise<unknown>);
    acts.splice(place, 0, () => editReward(maker, addOn.id, dearer("大电池")));
    const answers = (await Promise.allSettled(acts.map((act) => act()))).map(code);
    const [edited] = answers.splice(place, 1);
    const now = (await rewardsOf(campaignId))[2]!;
    const lines = await linesOf(addOn.id);
    for (const line of lines) expect(line).toEqual({ rewardV: now.rewardV, priceFen: now.priceFen });
    expect([edited, lines.length, new Set(answers)]).toEqual(
      now.rewardV === 1 ? ["lockedByClaim", 8, new Set(["done"])] : ["done", 0, new Set(["rewardChanged"])],
    );
    await sound(campaignId);
  }
});

test("a reward is corrected among claims, open tills and claims that ran out: who has it saw it so, or may leave freely", async () => {
  for (const place of [0, 6, 12]) {
    const campaignId = await start();
    const rewardId = (await rewardsOf(campaignId))[0]!.id;
    const correction = { rewardId, title: "早鸟一盏", description: "电池容量应为 5000 毫安时，之前误写。", items: "露营灯 x1" };
    await askCorrection(maker, CorrectionForm.parse({ ...correction, promised: "2030-06-30", note: "核对说明书时发现容量写错了" }));
    const { id: correctionId } = await db.rewardCorrection.findFirstOrThrow({ where: { rewardId } });
    const { viewer: desk } = await theReviewer();
    // Three who have paid and whose claims run out, three who have paid in time; none is known here yet.
    const wish = await wishFor(campaignId, { lane: "WALLET" });
    const paying = async () => {
      const { viewer } = await backer();
      const { pledgeId } = await claimPledge(viewer, campaignId, wish);
      const page = await openPayPage(viewer, pledgeId);
      await payOnPage(page.url, { method: "alipay" });
      return { pledgeId, ...page };
    };
    const late = await Promise.all([1, 2, 3].map(paying));
    await db.pledge.updateMany({ where: { campaignId }, data: { claimUntilAt: new Date(0) } });
    await db.pledgeVersion.updateMany({ where: { pledge: { campaignId } }, data: { untilAt: new Date(0) } });
    await expireClaims(await appNow());
    const inTime = await Promise.all([1, 2, 3].map(paying));
    const claims = viewersOf(await manyBackers(6)).map((viewer) => () => claimPledge(viewer, campaignId, wish) as Promise<unknown>);
    const acts = [
      ...[...late, ...inTime].map(
        ({ intentId }) =>
          () =>
            finalise(intentId, purposes) as Promise<unknown>,
      ),
      ...claims,
    ];
    acts.splice(place, 0, () => approveCorrection(desk, correctionId));
    const answers = (await Promise.allSettled(acts.map((act) => act()))).map(code);
    for (const answer of answers) expect(["done", "rewardChanged"]).toContain(answer);
    const lines = await db.pledgeLine.findMany({
      where: { rewardId, version: { state: { in: ["CURRENT", "CLAIMED"] } } },
      include: { version: { include: { pledge: true } } },
    });
    for (const { version } of lines) expect(version.pledge.freeCancelUntilAt).not.toBeNull();
    expect(lines.filter(({ rewardV }) => rewardV !== 1)).toEqual([]);
    for (const { pledgeId } of [...late, ...inTime]) {
      const paid = await pledgeOf(pledgeId);
      expect(paid).toMatchObject({ state: "PLEDGED", collectedFen: paid.amountFen });
    }
    await expect(claimPledge((await backer()).viewer, campaignId, wish)).rejects.toMatchObject({ code: "rewardChanged" });
    await sound(campaignId);
  }
});
