import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { markManySigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { planBatches } from "#app/campaigns/fulfilling/shipping/plan-batches.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { type Carrier, readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { earliestLock, sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
import { decideEvidence } from "#app/campaigns/paying-out/decide-evidence.server.ts";
import { showEvidence } from "#app/campaigns/paying-out/show-evidence.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { joinWaitlist } from "#app/campaigns/pledging/waitlist.server.ts";
import { postComment } from "#app/campaigns/showing/post-comment.server.ts";
import { postUpdate } from "#app/campaigns/showing/post-update.server.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { reportCampaign } from "#app/campaigns/watching/report-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import type { Begun, Cast } from "../make-campaigns.ts";
import { upload } from "../make-people.ts";
import type { Life } from "./lives.ts";
import { paint } from "./pictures/paint.ts";
import { portraits } from "./pictures/portraits.ts";
import { slotAt } from "./support.ts";

const DAY = 86_400_000;

/** What happens around a campaign and after it: words, surveys, production, parcels, and those who leave or wait. */

/** What creators say while their campaign's money comes in, when they had nothing prepared. */
const plan = { now: "到账与补扣进行中", next: "公布到账结果与生产安排", nextInDays: 9 };

/** Updates on the days that their creator planned, comments of backers and the creator's answers. */
export function speak({ line }: Cast, { id, creator, campaign, launchDay, endDay }: Begun) {
  for (const { day, title, text, ...said } of campaign.updates ?? []) {
    const {
      now: nowText,
      next: nextText,
      nextInDays,
    } = launchDay + day > endDay ? { ...plan, ...said } : { now: "", next: "", nextInDays: 0, ...said };
    if (launchDay + day > -0.1) continue;
    line.at(launchDay + day, async () => {
      const nextDue = nextInDays ? new Date((await appNow()).getTime() + nextInDays * DAY) : null;
      await postUpdate(creator.viewer, id, {
        title,
        body: `<p>${text}</p>`,
        audience: "EVERYONE",
        nowText,
        nextText,
        nextDue,
        pictures: [],
      });
    });
  }
  const comments = campaign.comments ?? [];
  const from = endDay < 0 ? Math.max(-9, endDay + 0.6) : launchDay + 1.3;
  for (const [i, [text, answer]] of comments.entries()) {
    const day = slotAt(from + ((-0.7 - from) * (i + 0.5)) / comments.length) + 0.1;
    line.at(Math.min(day, -0.2), async () => {
      const pledges = await pledgesOf(id);
      const { userId } = pledges[(i * 5 + 2) % pledges.length]!;
      const { id: parentId } = await postComment(await viewerAgain(userId), id, { text });
      if (answer) line.at(Math.min(day + 0.25, -0.1), async () => void (await postComment(creator.viewer, id, { text: answer, parentId })));
    });
  }
}

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
      for (let i = 0; i < 4; i++)
        await joinWaitlist(cast.backers[(number * 13 + i * 7 + 5) % cast.backers.length]!.viewer, begun.id, reward.id);
    });
}

const pledgesOf = (campaignId: string) =>
  db.pledge.findMany({
    where: { campaignId, pledgedAt: { not: null } },
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

type Said = { reason: string; text: string };
async function report({ cast, number }: Life, { id }: Begun, { reason, text }: Said) {
  await reportCampaign(cast.backers[(number + 40) % cast.backers.length]!.viewer, id, { reason, text });
}

/** Somebody sees a likeness; operators look, and the money waits meanwhile. */
export function flagged(life: Life, begun: Begun) {
  const { line, town } = life.cast;
  line.at(-3.1, () => report(life, begun, { reason: "copied", text: "山形图案与某品牌去年的款式相近，请平台核实设计稿的时间。" }));
  line.at(-2.8, () => moderateCampaign(town.operator.viewer, begun.id, "flag", "核实图案的设计时间，发起人已被要求提交底稿。"));
}
/** Words that promise too much: no new pledges until the papers are there. */
export function frozen(life: Life, begun: Begun) {
  const { line, town } = life.cast;
  line.at(-4.1, () => report(life, begun, { reason: "untrue", text: "标题里曾写“改善肺功能”，没有医疗器械注册证，属于夸大。" }));
  line.at(-3.9, () => moderateCampaign(town.operator.viewer, begun.id, "freeze", "宣传用语涉及疗效，等待发起人提交检测与注册材料。"));
}
/** The ink does not hold: the creator stops. */
export function cancelled({ cast }: Life, { id, creator }: Begun) {
  cast.line.at(-3, () => cancelCampaign(creator.viewer, id, "夜光油墨附着力不合格，换料需要一个月以上，先停下来把东西做好。"));
}
/** The promised day is over; a backer complains, and evidence waits for an operator. */
export function overdue(life: Life, begun: Begun) {
  produce(life, begun);
  showFirstArticle(life, begun, -4.2, false);
  life.cast.line.at(-0.4, () => report(life, begun, { reason: "undelivered", text: "昨天就该发货了，请问新的日期是哪天？" }));
}

/** The creator shows the first piece; an operator accepts it. */
function showFirstArticle({ cast, number }: Life, { id, creator, campaign }: Begun, day: number, accepted = true) {
  cast.line.at(day, async () => {
    const { id: payoutId } = await db.payout.findFirstOrThrow({ where: { campaignId: id, stage: 2 }, select: { id: true } });
    const picture = await upload(creator.viewer, "首件检验.jpg", await paint(portraits[campaign.key], number % 2 ? "sheet" : "row"));
    const text = "首件检验记录：外观、尺寸与功能共十二项，全部合格；照片与供应商发票一并上传。";
    const evidenceId = await showEvidence(creator.viewer, { payoutId, kind: "FIRST_ARTICLE", text, files: [picture] });
    if (accepted) cast.line.at(day + 1, () => decideEvidence(cast.town.operator.viewer, evidenceId, true, "记录完整，照片与批号一致。"));
  });
}

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
    const firstAt = new Date((await appNow()).getTime() + 12 * DAY);
    await planBatches(begun.creator.viewer, begun.id, { size: 12, everyDays: 7, firstAt });
  });
}
export function inProduction(life: Life, begun: Begun) {
  produce(life, begun);
  showFirstArticle(life, begun, begun.endDay + 24.4);
}

const carriers: Carrier[] = ["SF", "ZTO", "EMS", "JD"];
/** After the addresses are locked, this share of the parcels leaves. */
export function ship(life: Life, begun: Begun, share: number, then: (numbers: string[]) => void = () => {}) {
  produce(life, begun);
  showFirstArticle(life, begun, begun.endDay + 16.4);
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
