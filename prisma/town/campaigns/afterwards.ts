import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { markManySigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { planBatches } from "#app/campaigns/fulfilling/shipping/plan-batches.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { type Carrier, readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { earliestLock, sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { joinWaitlist } from "#app/campaigns/pledging/waitlist.server.ts";
import { db } from "#app/db.server.ts";
import { viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import type { Begun, Cast } from "../make-campaigns.ts";
import type { Life } from "./lives.ts";

/** What happens around a campaign and after it: words, surveys, production, parcels, and those who leave or wait. */

/** Updates and comments of the campaign, on their days. */
export function speak(_cast: Cast, _begun: Begun, _number: number) {}

/** The early bird is gone: some wait for a unit. */
export function waitFor({ cast, campaign, number }: Life, begun: Begun) {
  const early = campaign.rewards.find((r) => r.windowDays);
  if (early)
    cast.line.at(begun.launchDay + 4, async () => {
      const reward = await db.reward.findFirst({
        where: { campaignId: begun.id, title: early.title },
        select: { id: true, claimed: true, limit: true },
      });
      if (!reward || reward.claimed !== reward.limit) return;
      for (let i = 0; i < 4; i++) await joinWaitlist(cast.backers[(number * 13 + i * 7 + 5) % cast.backers.length]!.viewer, begun.id, reward.id);
    });
}

const pledgesOf = (campaignId: string) =>
  db.pledge.findMany({
    where: { campaignId, counted: true },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, state: true, queueNo: true },
  });

/** In the last hours somebody wants to leave: a funded campaign lets them go when another comes. */
export function leaveLate({ cast }: Life, begun: Begun) {
  cast.line.at(-0.04, async () => {
    const pledges = await pledgesOf(begun.id);
    const { userId, id } = pledges.at(-3)!;
    await cancelPledge(await viewerAgain(userId), id, "临时有别的开支。");
  });
}

export function flagged(_life: Life, _begun: Begun) {}
export function frozen(_life: Life, _begun: Begun) {}
export function cancelled(_life: Life, _begun: Begun) {}

/** So many days after the end the survey goes out; most answer within days. */
export function survey({ cast }: Life, { id, creator, campaign, endDay }: Begun) {
  const { line } = cast;
  const day = endDay + 7.6;
  line.at(day, async () => {
    const hasOptions = campaign.rewards.some((r) => r.options);
    await saveSurvey(creator.viewer, id, {
      intro: "感谢支持！请确认收货地址，并回答下面的问题。地址锁定前都可以修改。",
      questions: [
        { id: "", kind: "CHOICE", label: "希望的收货时段", options: ["工作日", "周末", "都可以"], required: true, rewardIds: [] },
        {
          id: "",
          kind: "TEXT",
          label: hasOptions ? "对款式或刻字还有什么要说明的吗？" : "有什么想对我们说的？",
          options: [],
          required: false,
          rewardIds: [],
        },
      ],
    });
    await sendSurvey(creator.viewer, id, { lockAt: earliestLock(await appNow()) });
    line.at(day + 2, () => answer(id));
  });
}
async function answer(campaignId: string) {
  const [pledges, { questions }] = await Promise.all([pledgesOf(campaignId), db.survey.findUniqueOrThrow({ where: { campaignId } })]);
  const [first, second] = questions as { id: string }[];
  for (const [i, { id, userId, state }] of pledges.entries()) {
    if (state !== "COLLECTED" || i % 6 === 5) continue;
    const when = ["工作日", "周末", "都可以"][i % 3]!;
    const answers = { [first!.id]: when, ...(i % 4 === 1 ? { [second!.id]: "快递放菜鸟驿站就行，谢谢。" } : {}) };
    await answerSurvey(await viewerAgain(userId), id, { addressId: null, answers });
  }
}

/** Survey, then production with batches. */
export function produce(life: Life, begun: Begun) {
  const { line } = life.cast;
  survey(life, begun);
  line.at(begun.endDay + 9.6, async () => {
    await beginProduction(begun.creator.viewer, begun.id);
    const firstAt = new Date((await appNow()).getTime() + 12 * 86_400_000);
    await planBatches(begun.creator.viewer, begun.id, { size: 12, everyDays: 7, firstAt });
  });
}

const carriers: Carrier[] = ["SF", "ZTO", "EMS", "JD"];
/** After the addresses are locked, this share of the parcels leaves. */
export function ship(life: Life, begun: Begun, share: number, then: (numbers: string[]) => void = () => {}) {
  produce(life, begun);
  life.cast.line.at(begun.endDay + 23, async () => {
    const pledges = (await pledgesOf(begun.id)).filter((p) => p.state === "COLLECTED");
    const some = pledges.slice(0, Math.ceil(pledges.length * share));
    const lines = some.map(({ queueNo }, i) => `${queueNo},${carriers[i % carriers.length]},${numberOf(begun, i)}`);
    await importShipments(begun.creator.viewer, begun.id, readImport(lines.join("\n")));
    then(some.map((_, i) => numberOf(begun, i)));
  });
}
const numberOf = ({ id }: Begun, i: number) => `SF${id.replace(/-/g, "").slice(-6).toUpperCase()}${String(1000 + i * 7)}`;

/** Everything sent, signed for and confirmed. */
export function deliver(life: Life, begun: Begun) {
  const { line } = life.cast;
  ship(life, begun, 1, (sent) => {
    const day = begun.endDay + 26;
    line.at(day, () => markManySigned(begun.creator.viewer, begun.id, sent.join("\n")).then(() => undefined));
    line.at(day + 1, async () => {
      const parcels = await db.shipment.findMany({
        where: { campaignId: begun.id },
        select: { id: true, pledge: { select: { userId: true } } },
      });
      for (const { id, pledge } of parcels) await confirmReceipt(await viewerAgain(pledge.userId), id);
    });
  });
}
