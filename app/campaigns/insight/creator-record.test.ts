import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { promiseDate } from "#app/campaigns/changing/promise-date.server.ts";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { fundedCampaign, parcelOf } from "#app/campaigns/fulfilling/fixtures.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { readCreatorRecord } from "#app/campaigns/insight/creator-record.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { sendAll } from "#app/campaigns/settling/fixtures.ts";
import { postUpdate } from "#app/campaigns/showing/post-update.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const DAY = 86_400_000;

test("a first campaign has no record to speak of", async () => {
  const { viewer, orgId } = await creator();
  await liveCampaign(viewer);
  expect(await readCreatorRecord(orgId)).toEqual({
    launched: 1,
    funded: 0,
    delivered: 0,
    due: 0,
    onTime: 0,
    slipDays: null,
    updateDays: null,
    refundHours: null,
    received: 0,
    defects: 0,
  });
});

test("what was sent by the promised day, what was late and what never came; a later date changes nothing", async () => {
  const of = await fundedCampaign([{}, {}, {}, {}], async ({ creator, campaignId, backers }) => {
    await cancelPledge(backers[3]!.who.viewer, backers[3]!.pledgeId);
    await sendAll();
    await advance("3h");
    await sendAll();
    await advance("93h");
    const plain = { audience: "EVERYONE" as const, nowText: "", nextText: "", nextDue: null, pictures: [] };
    await postUpdate(creator.viewer, campaignId, { ...plain, title: "模具开好了", body: "<p>第一套模具已经试模，首件正在测量。</p>" });
  });
  const { viewer, orgId } = of.creator;
  const [reward] = await rewardsOf(of.campaignId);
  const ship = (line: string) => importShipments(viewer, of.campaignId, readImport(line));
  await ship("1, 顺丰, SF0000000001");
  await confirmReceipt(of.backers[0]!.who.viewer, (await parcelOf(of.backers[0]!.pledgeId)).id);
  expect(await readCreatorRecord(orgId)).toMatchObject({ launched: 1, funded: 1, due: 1, onTime: 1, slipDays: 0, received: 1, defects: 0 });
  // Four days to the first word, thirty-one of silence since: their median lies between.
  const early = await readCreatorRecord(orgId);
  expect(early.updateDays).toBeCloseTo(17.5, 1);
  expect(early.refundHours).toBeCloseTo(3, 1);

  const late = reward!.promisedAt.getTime() - (await appNow()).getTime();
  await promiseDate(viewer, {
    rewardId: reward!.id,
    promised: new Date(reward!.promisedAt.getTime() + 60 * DAY),
    note: "模具需要返修一次，推迟两个月",
  });
  await advance(`${Math.ceil(late / 1000) + 10 * 86_400}s`);
  await ship("2, 顺丰, SF0000000002");
  const record = await readCreatorRecord(orgId);
  expect(record).toMatchObject({ due: 3, onTime: 1, received: 1 });
  expect(record.slipDays).toBeCloseTo(10, 1);
});
