import { db } from "#app/db.server.ts";
import { company, type Known, operator, person } from "#app/people/fixtures.ts";
import type { BidForm } from "#app/tasks/bid.ts";
import { submitBid } from "#app/tasks/bidding/submit-bid.server.ts";
import { approveTask } from "#app/tasks/posting/approve-task.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { type DraftValues, steps } from "#app/tasks/task.ts";

/** Tasks and bids for tests and the seed, made through the verbs. */
export const briefValues = (changes: DraftValues = {}): DraftValues => ({
  kind: "TENDER_SEALED",
  category: "design.logo",
  title: "为新茶饮品牌设计标志",
  scope: "我们在兰州开一家以三炮台为特色的新茶饮店，需要一套有黄河意象的标志，含中英文组合与单色稿。",
  deliverables: "AI 源文件、PNG 与 SVG 各一套，使用规范一份",
  ipClause: "ASSIGN_ON_RELEASE",
  "stages[0].title": "创意提案",
  "stages[0].acceptance": "三个不同方向的草案\n每个方向附一段说明",
  "stages[1].title": "定稿交付",
  "stages[1].acceptance": "矢量源文件完整\n使用规范不少于 8 页",
  budget: "8000",
  workDays: "20",
  bidDays: "7",
  weightPrice: "40",
  weightTime: "10",
  weightQuality: "35",
  weightRecord: "15",
  "criteria[0].name": "方案质量",
  "criteria[0].weight": "60",
  "criteria[1].name": "相关经验",
  "criteria[1].weight": "40",
  visibility: "PUBLIC",
  ...changes,
});

/** A draft with every step saved. */
export async function draftTask(by: Known, changes: DraftValues = {}): Promise<string> {
  const values = briefValues(changes);
  let taskId: string | null = null;
  for (const { key } of steps) taskId = await saveDraft(by.viewer, taskId, key, values);
  return taskId!;
}

let reviewer: Known | undefined;
/** A published task. A verified employer's passes review by itself, another's is approved by an operator. */
export async function openTask({
  employer,
  ...changes
}: {
  employer?: Known;
  [field: string]: DraftValues[string] | Known | undefined;
} = {}) {
  const by = employer ?? (await company());
  const taskId = await draftTask(by, changes as DraftValues);
  if ((await submitTask(by.viewer, taskId)) === "IN_REVIEW") {
    reviewer ??= await operator();
    await approveTask(reviewer.viewer, taskId);
  }
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId }, select: { closeAt: true } });
  return { taskId, employer: by, closeAt: task.closeAt! };
}

/** A bid's form as parsed: amounts in yuan, split evenly over the task's stages. */
export function bidForm(yuan: number, days = 14, stageCount = 2, changes: Partial<BidForm> = {}): BidForm {
  const price = BigInt(Math.round(yuan * 100));
  const even = price / BigInt(stageCount);
  const daysEach = Math.floor(days / stageCount);
  const stages = Array.from({ length: stageCount }, (_, i) => ({
    amount: i === stageCount - 1 ? price - even * BigInt(stageCount - 1) : even,
    days: i === stageCount - 1 ? days - daysEach * (stageCount - 1) : daysEach,
  }));
  const proposal = "我们做过十二个茶饮品牌，先访谈再出三个方向，每周同步一次进度。";
  return { price, taxIncluded: true, days, stages, proposal, files: [], taskVersion: 1, ...changes };
}

/** A bid by a new provider, or by this one. */
export async function bidOn(
  taskId: string,
  yuan: number,
  { by, days, stageCount, ...changes }: { by?: Known; days?: number; stageCount?: number } & Partial<BidForm> = {},
) {
  const provider = by ?? (await person());
  const receipt = await submitBid(provider.viewer, taskId, bidForm(yuan, days, stageCount, changes as Partial<BidForm>));
  return { ...receipt, provider };
}

export const stateOf = async (taskId: string) =>
  (await db.task.findUniqueOrThrow({ where: { id: taskId }, select: { state: true } })).state;
export const bidStateOf = async (bidId: string) =>
  (await db.bid.findUniqueOrThrow({ where: { id: bidId }, select: { state: true } })).state;
