import "#app/payments/world.fixtures.ts";
import type { DraftValues } from "#app/campaigns/editing/brief.ts";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { backer, pledge, type Wanted } from "#app/campaigns/pledging/fixtures.ts";
import { settleDown } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import type { Known } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

/** Campaigns after their success, for tests: through the verbs and the clock. */
export type Funded = { campaignId: string; creator: Known; backers: { who: Known; pledgeId: string }[] };

type Made = { values?: DraftValues; refundPolicy?: "RD_RISK" | "SALE_LIKE" };
/** A campaign whose wallet pledges are collected and whose collection is closed: `wishes` says what each backer takes. */
export async function fundedCampaign(
  wishes: Wanted[] = [{}],
  before?: (of: Funded) => Promise<unknown>,
  { values = {}, refundPolicy = "RD_RISK" }: Made = {},
): Promise<Funded> {
  const by = await creator();
  const goal = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200", ...values };
  const campaignId = await liveCampaign(by.viewer, goal, refundPolicy);
  const funded: Funded = { campaignId, creator: by, backers: [] };
  for (const wish of wishes) {
    const who = await backer();
    const pledgeId = await pledge(who.viewer, campaignId, { rewards: { 0: 5 }, lane: "WALLET", ...wish });
    funded.backers.push({ who, pledgeId });
  }
  await before?.(funded);
  await advance("31d");
  await settleDown();
  return funded;
}

/** An address of the book, in Lanzhou when nothing else is said. */
export async function address(
  who: Known,
  changes: Partial<{ provinceCode: string; cityCode: string; districtCode: string; region: string; street: string }> = {},
) {
  const gansu = { provinceCode: "620000", cityCode: "620100", districtCode: "620102", region: "甘肃省 兰州市 城关区" };
  const data = {
    userId: who.userId,
    name: "马小河",
    phone: "13900001234",
    street: "滨河东路 1 号",
    ...gansu,
    ...changes,
    createdAt: await appNow(),
  };
  return (await db.address.create({ data, select: { id: true } })).id;
}

export const surveyed = async (funded: Funded) => {
  await sendSurvey(funded.creator.viewer, funded.campaignId);
  return funded;
};

/** Every pledge's parcel is on its way: SF0000000001 for the first in the queue. */
export async function shipped(funded: Funded) {
  const lines = funded.backers.map((_, i) => `${i + 1}, 顺丰, SF${String(i + 1).padStart(10, "0")}`);
  await importShipments(funded.creator.viewer, funded.campaignId, readImport(lines.join("\n")));
  return funded;
}
export const parcelOf = (pledgeId: string) => db.shipment.findFirstOrThrow({ where: { pledgeId }, orderBy: { id: "desc" } });
