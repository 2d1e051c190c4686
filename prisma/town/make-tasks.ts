import { randomUUID } from "node:crypto";
import { db } from "#app/db.server.ts";
import { Refusal } from "#app/refusal.ts";
import { scoreBids } from "#app/tasks/award/score-bids.server.ts";
import { submitBid } from "#app/tasks/bidding/submit-bid.server.ts";
import { groupOf } from "#app/tasks/categories.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { approveTask } from "#app/tasks/posting/approve-task.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { judgeBid } from "#app/tasks/qualifying/judge-bid.server.ts";
import { steps } from "#app/tasks/task.ts";
import { putBond } from "./make-deposits.ts";
import { type Party, type Town, upload } from "./make-people.ts";
import { patterns, proposals } from "./patterns.ts";
import { cover } from "./pictures.ts";
import type { TownTask } from "./tasks.ts";

/** How employers of the town end what they write. */
const closings = [
  "请在方案中说明类似案例、人员安排和时间计划，以及您认为最大的风险和应对办法。关键节点请到兰州现场或视频确认。",
  "我们是第一次外包这类工作，希望您先用一页纸说清楚怎么做、每一步交什么。报价请按阶段列明。",
  "时间比价格更重要：请给出可以承诺的最早完成日期，以及需要我们提前准备的材料。",
  "有参考样例的请一并附上。我们会按评分标准逐项打分，结果对每位投标人公开其本人的得分。",
  "项目负责人需要全程不更换，每周一次书面进展。保密内容在签约后提供。",
];

export type Posted = { id: string; task: TownTask; employer: Party; number: number };
type Wish = { live?: boolean; bond?: boolean; bidDays: number };

/** The wizard's six steps as the employer typed them; nothing is submitted yet. */
export async function typeDraft(
  employer: Party,
  task: TownTask,
  number: number,
  { live = false, bond = false, bidDays }: Wish,
  until: number = steps.length,
) {
  const group = groupOf(task.category);
  const picture = await upload(employer.viewer, "说明图.png", await cover(group, number));
  const stages = patterns[group]!;
  const values: Record<string, string | string[]> = {
    kind: live ? "TENDER_LIVE" : "TENDER_SEALED",
    category: task.category,
    title: task.title,
    scope: `${task.about}\n\n${closings[number % closings.length]}`,
    deliverables: task.deliverables,
    ipClause: "ASSIGN_ON_RELEASE",
    "files[]": [picture],
    budget: String(task.budgetYuan),
    workDays: String(Math.min(90, 10 * stages.length + Math.round(task.budgetYuan / 2000))),
    bidDays: String(bidDays),
    ...(bond ? { bond: "on" } : {}),
    weightPrice: "40",
    weightTime: "10",
    weightQuality: "35",
    weightRecord: "15",
    "criteria[0].name": "方案的针对性",
    "criteria[0].weight": "60",
    "criteria[1].name": "团队与同类案例",
    "criteria[1].weight": "40",
    visibility: "PUBLIC",
  };
  for (const [i, stage] of stages.entries()) {
    values[`stages[${i}].title`] = stage.title;
    values[`stages[${i}].acceptance`] = stage.items.join("\n");
  }
  let id: string | null = null;
  for (const step of steps.slice(0, until)) id = await saveDraft(employer.viewer, id, step.key, values);
  return id!;
}

/** A task that takes bids; an operator lets an unverified employer's through. */
export async function publishTask(town: Town, employer: Party, task: TownTask, number: number, wish: Wish): Promise<Posted> {
  const id = await typeDraft(employer, task, number, wish);
  if (wish.bond) await putBond(employer, id, number);
  if ((await submitTask(employer.viewer, id)) === "IN_REVIEW") await approveTask(town.operator.viewer, id);
  return { id, task, employer, number };
}

/** Splits whole yuan by percentages; the last part takes what is left. */
function parts(total: number, shares: number[]): number[] {
  const cut = shares.slice(0, -1).map((share) => Math.max(1, Math.floor((total * share) / 100)));
  return [...cut, total - cut.reduce((a, b) => a + b, 0)];
}

/** A provider's bid, `keen` between 0 (dear) and 1 (cheap). */
export async function bidOn({ id, task, number }: Posted, provider: Party, keen: number) {
  const stages = patterns[groupOf(task.category)]!;
  const shares = stages.map((s) => s.share);
  const price = Math.max(100, Math.round((task.budgetYuan * (0.97 - 0.3 * keen)) / 10) * 10);
  const days = Math.max(stages.length * 3, Math.round(task.budgetYuan / 2500) + 6 + Math.round(8 * (1 - keen)));
  const { version } = await db.task.findUniqueOrThrow({ where: { id }, select: { version: true } });
  const [amounts, plan] = [parts(price, shares), parts(days, shares)];
  const proposal = proposals[(number + provider.orgId.charCodeAt(35)) % proposals.length]!.replaceAll("{title}", task.title).replaceAll(
    "{deliverables}",
    task.deliverables,
  );
  await submitBid(provider.viewer, id, {
    price: BigInt(price) * 100n,
    taxIncluded: keen < 0.8,
    days,
    stages: amounts.map((amount, i) => ({ amount: BigInt(amount) * 100n, days: plan[i]! })),
    proposal,
    files: [],
    taskVersion: version,
  }).catch((e) => {
    // A provider with too many bids under way sits this one out.
    if (!(e instanceof Refusal && e.code === "bidQuota")) throw e;
  });
}

/** Who bids: those of the trade first, then their neighbours; never the employer's own people. */
export function biddersFor(town: Town, task: TownTask, number: number, count: number): Party[] {
  const group = groupOf(task.category);
  const fit = (p: Party) => (p.trade.includes(group) ? 0 : 1);
  const turned = town.providers.map((_, i) => town.providers[(i + number * 3) % town.providers.length]!);
  return [...turned].sort((a, b) => fit(a) - fit(b)).slice(0, count);
}

export const pointsFor = (number: number, i: number) => [60 + ((number * 7 + i * 13) % 38), 55 + ((number * 5 + i * 17) % 42)];

/** The employer reads the proposals of a sealed tender and scores them. */
export async function score({ id, employer, number }: Posted) {
  const bids = await db.bid.findMany({
    where: { taskId: id, state: { in: ["SUBMITTED", "QUALIFIED"] } },
    orderBy: { label: "asc" },
    select: { id: true },
  });
  await scoreBids(
    employer.viewer,
    id,
    bids.map((bid, i) => ({ id: bid.id, points: pointsFor(number, i) })),
  );
}

/** Every proposal of a live tender passes, except the one named. */
export async function judge({ id, employer, number }: Posted, failLabel?: number) {
  const bids = await db.bid.findMany({
    where: { taskId: id, state: "SUBMITTED" },
    orderBy: { label: "asc" },
    select: { id: true, label: true },
  });
  for (const [i, bid] of bids.entries()) {
    const failed = bid.label === failLabel;
    await judgeBid(employer.viewer, {
      bidId: bid.id,
      verdict: failed ? "fail" : "pass",
      points: failed ? [] : pointsFor(number, i),
      reason: failed ? "方案没有回应验收要求，也未说明人员安排。" : "",
    });
  }
}

/** One bid in the live room, a step and a half under the bidder's last price. */
export async function underbid(taskId: string, turn: number) {
  const room = await db.auction.findUniqueOrThrow({ where: { taskId }, include: { bidders: { orderBy: { label: "asc" } } } });
  const bidder = room.bidders[turn % room.bidders.length]!;
  const price = bidder.priceFen - room.minStepFen - (room.minStepFen / 2n / 1000n) * 1000n;
  if (price < room.floorFen) return;
  await placeBid(taskId, bidder.bidId, { price, intentId: randomUUID() });
}

export const bestBid = (taskId: string) => db.bid.findFirstOrThrow({ where: { taskId, rank: 1 }, select: { id: true, providerId: true } });

export const partyOf = (town: Town, orgId: string): Party => town.providers.find((p) => p.orgId === orgId)!;
