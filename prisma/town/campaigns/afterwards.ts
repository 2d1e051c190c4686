import { promiseDate } from "#app/campaigns/changing/promise-date.server.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { markManySigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { planBatches } from "#app/campaigns/fulfilling/shipping/plan-batches.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { type Carrier, readImport } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { earliestLock, sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { allocate } from "#app/campaigns/paying-out/allocate.server.ts";
import { decideEvidence } from "#app/campaigns/paying-out/decide-evidence.server.ts";
import { linkBudgetTask } from "#app/campaigns/paying-out/link-budget-task.server.ts";
import { showEvidence, showMilestone } from "#app/campaigns/paying-out/show-evidence.server.ts";
import { db } from "#app/db.server.ts";
import { viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import type { Begun } from "../make-campaigns.ts";
import { accept, deliver as deliverWork, sign, stage, work } from "../make-contracts.ts";
import { upload } from "../make-people.ts";
import { contracted } from "../stories.ts";
import type { TownTask } from "../tasks.ts";
import type { Life } from "./lives.ts";
import { pledgesOf, report } from "./meanwhile.ts";
import { paint } from "./pictures/paint.ts";
import { portraits } from "./pictures/portraits.ts";

/** What happens after a campaign: surveys, production, parcels, delays. */
const DAY = 86_400_000;

/** The promised day is over; a backer complains, and evidence waits for an operator. */
export function overdue(life: Life, begun: Begun) {
  produce(life, begun);
  showFirstArticle(life, begun, -4.2, false);
  life.cast.line.at(-0.4, () => report(life, begun, { reason: "undelivered", text: "昨天就该发货了，请问新的日期是哪天？" }));
}

/** A month late: the creator named a new day for every reward. */
export function longOverdue(life: Life, begun: Begun) {
  produce(life, begun);
  life.cast.line.at(begun.endDay + 33, async () => {
    const promised = new Date((await appNow()).getTime() + 45 * DAY);
    const note = "接头改为锻件并重新送检，排产顺延；每两周更新一次进展，到期可先取回未放款的部分。";
    for (const { id: rewardId } of await db.reward.findMany({ where: { campaignId: begun.id }, select: { id: true } }))
      await promiseDate(begun.creator.viewer, { rewardId, promised, note });
  });
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
  spendOnTask(life, begun);
}

const mouldTask: TownTask = {
  category: "making.mould",
  title: "水质笔外壳注塑模具修模与试模",
  about: "众筹项目“一点水质笔”的预算事项。首次试模笔夹处缩水，需要增加排气并修改胶位，再试模一次。",
  deliverables: "修改后的模具、试模样件 20 套、尺寸报告",
  budgetYuan: 4200,
};
/** The mould of the budget becomes a task: paid out of the released start money, its accepted stage is evidence for the next. */
function spendOnTask({ cast, number }: Life, { id: campaignId, creator, campaign, endDay }: Begun) {
  const { line, town } = cast;
  const story = { town, line, employer: town.demo.employer, task: mouldTask, number, day: endDay + 10.2, bids: 4 };
  const payoutOf = (stage: number) => db.payout.findFirstOrThrow({ where: { campaignId, stage }, select: { id: true } });
  contracted(story, (deal, day) => {
    const spend = async (ord: number) => allocate(creator.viewer, (await payoutOf(1)).id, (await stage(deal, ord)).id);
    line.at(day + 0.12, async () => {
      await sign(deal, "employer", "provider");
      const budget = await db.budgetLine.findFirstOrThrow({ where: { campaignId, title: campaign.budget[0]![0] }, select: { id: true } });
      await linkBudgetTask(creator.viewer, { lineId: budget.id, taskId: deal.posted.id });
    });
    for (const [i, from] of [endDay + 15, endDay + 19.6].entries()) {
      line.at(from, () => spend(i + 1));
      line.at(from + 0.3, () => work(deal, i + 1));
      line.at(from + 3, () => deliverWork(deal, i + 1));
      line.at(from + 4, () => accept(deal, i + 1));
    }
    line.at(endDay + 20.2, async () => {
      const payout = await payoutOf(2);
      await showMilestone(creator.viewer, payout.id, (await stage(deal, 1)).id);
      const { id } = await db.stageEvidence.findFirstOrThrow({ where: { payoutId: payout.id }, select: { id: true } });
      line.at(endDay + 21.1, () => decideEvidence(town.operator.viewer, id, true, "首件已验收，可以放款。"));
    });
  });
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
