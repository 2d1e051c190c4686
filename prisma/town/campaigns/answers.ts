import { raiseShipping } from "#app/campaigns/changing/raise-shipping.server.ts";
import { raiseTax } from "#app/campaigns/changing/raise-tax.server.ts";
import { answerRelation } from "#app/campaigns/pledging/answer-relation.server.ts";
import { judgeRelation } from "#app/campaigns/watching/judge-relation.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";
import { viewerAgain } from "#app/people/fixtures.ts";
import type { Begun } from "../make-campaigns.ts";
import type { Life } from "./lives.ts";

/** What backers are asked in the middle of things: whose side they are on, and what sending may cost. */

/** Operators found that somebody pays for the creator; the backer says why not. */
export function related({ cast }: Life, { id }: Begun, day: number) {
  cast.line.at(day, async () => {
    const where = { campaignId: id, state: "PLEDGED", counted: true, related: false } as const;
    const pledge = await db.pledge.findFirst({ where, orderBy: { id: "asc" }, select: { id: true, userId: true } });
    if (!pledge) return;
    const reason = "付款人与发起方财务是同一手机号，请补充说明。";
    await judgeRelation(cast.town.operator.viewer, pledge.id, { related: true, reason });
    await answerRelation(await viewerAgain(pledge.userId), pledge.id, "我是他们的前同事，手机号是当时的公司号，这次是自己花钱买的。");
  });
}

/** Carriers charge more beyond the province: whoever lives there is asked. */
export function dearerShipping({ cast }: Life, { id, creator }: Begun, day: number) {
  cast.line.at(day, async () => {
    const backers = await db.pledge.findMany({ where: { campaignId: id, state: "COLLECTED" }, select: { provinceCode: true } });
    const far = backers.find(({ provinceCode }) => provinceCode && zoneOf(provinceCode) === "MAINLAND");
    const rate = await db.shippingRate.findUnique({ where: { campaignId_zone: { campaignId: id, zone: "MAINLAND" } } });
    if (!rate || !far) return;
    const note = "承运商十一月起上调了大件首重价，报价单已附在最近一次项目动态里。";
    const [first, extra] = [rate.firstFen + 22_00n, rate.extraFen + 6_00n];
    await raiseShipping(creator.viewer, id, { zone: "MAINLAND", first, extra, note });
  });
}

/** The tax of a reward came to more than was declared. */
export function dearerTax({ cast }: Life, { id, creator }: Begun, day: number) {
  cast.line.at(day, async () => {
    const reward = await db.reward.findFirst({ where: { campaignId: id, taxFen: { gt: 0 } }, select: { id: true, taxFen: true } });
    if (!reward) return;
    const note = "铜材的加工税率十一月起调整，新的完税凭证已附在项目动态里。";
    await raiseTax(creator.viewer, { rewardId: reward.id, tax: reward.taxFen + 16_00n, note });
  });
}
