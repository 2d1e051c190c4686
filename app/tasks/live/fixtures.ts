import { db } from "#app/db.server.ts";
import { company, type Known, person } from "#app/people/fixtures.ts";
import { BidForm } from "#app/tasks/bid.ts";
import { closeOne } from "#app/tasks/bidding/close-bidding.server.ts";
import { submitBid } from "#app/tasks/bidding/submit-bid.server.ts";
import type { AuctionVisibility } from "#app/tasks/live/auction.ts";
import { openLobbies, startAuctions } from "#app/tasks/live/run-auction.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { judgeBid } from "#app/tasks/qualifying/judge-bid.server.ts";
import { scheduleRoom } from "#app/tasks/qualifying/schedule-room.server.ts";
import { type DraftValues, steps } from "#app/tasks/task.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** Live rooms for tests, the bench and the browser's journeys: posted, bid on, judged and announced through the verbs of everybody. */
const HOUR = 3_600_000;

/** app_now() becomes this moment. */
export async function travelTo(to: Date): Promise<Date> {
  const [clock, now] = await Promise.all([db.appClock.findUniqueOrThrow({ where: { id: 1 } }), appNow()]);
  await setOffset(Number(clock.offsetMs) + to.getTime() - now.getTime());
  return appNow();
}

export const roomDraft: DraftValues = {
  kind: "TENDER_LIVE",
  category: "design.logo",
  title: "智能水杯品牌视觉与包装设计",
  scope: "为一款面向高校学生的智能水杯设计品牌标志、标准色与包装盒，交付可直接印刷的文件。",
  deliverables: "标志源文件、色彩规范、包装盒刀版图",
  ipClause: "ASSIGN_ON_RELEASE",
  "stages[0].title": "标志定稿",
  "stages[0].acceptance": "三种尺寸的标志源文件\n黑白稿清晰可用",
  "stages[1].title": "包装定稿",
  "stages[1].acceptance": "刀版图可直接印刷",
  budget: "20000",
  workDays: "30",
  bidDays: "1",
  weightPrice: "40",
  weightTime: "10",
  weightQuality: "35",
  weightRecord: "15",
  "criteria[0].name": "创意与可行性",
  "criteria[0].weight": "100",
  visibility: "PUBLIC",
};

type Wanted = {
  /** Sealed prices in yuan, one bidder each. */
  prices?: number[];
  /** The employer's points for each bidder. */
  points?: number[];
  draft?: DraftValues;
  show?: AuctionVisibility;
  minutes?: number;
  /** Columns of the room that the test or the load sets. */
  set?: Prisma.AuctionUpdateInput;
  until?: "scheduled" | "lobby" | "running";
  /** How time is moved; the browser's journeys move the whole town's. */
  travel?: (to: Date) => Promise<Date>;
};
export type LiveBidder = Known & { bidId: string; label: number };
export type LiveRoom = { taskId: string; employer: Known; bidders: LiveBidder[]; startAt: Date };

/** A task with judged bids and an announced room; by default its bidding has just begun. */
export async function liveRoom({
  prices = [19_000, 18_500, 18_000],
  points = [],
  draft,
  show = "BEST_SCORE",
  minutes = 30,
  set,
  until = "running",
  travel = travelTo,
}: Wanted = {}): Promise<LiveRoom> {
  const employer = await company({ verified: true });
  let taskId: string | null = null;
  for (const { key } of steps) taskId = await saveDraft(employer.viewer, taskId, key, { ...roomDraft, ...draft });
  await submitTask(employer.viewer, taskId!);
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId! }, select: { id: true, closeAt: true, version: true } });
  const bidders: LiveBidder[] = [];
  for (const [i, price] of prices.entries()) {
    const known = await person({ name: `投标者${i + 1}` });
    const half = Math.floor(price / 2);
    const form = BidForm(2).parse({
      price: String(price),
      taxIncluded: "on",
      days: String(20 + (i % 5)),
      stages: [
        { amount: String(half), days: "10" },
        { amount: String(price - half), days: String(10 + (i % 5)) },
      ],
      proposal: "我们做过多款消费电子的品牌与包装，先出三套方向，再深化一套。",
      files: [],
      taskVersion: String(task.version),
    });
    const { bidId } = await submitBid(known.viewer, task.id, form);
    bidders.push({ ...known, bidId, label: i + 1 });
  }
  await travel(task.closeAt!);
  await closeOne(task.id);
  for (const [i, bidder] of bidders.entries())
    await judgeBid(employer.viewer, { bidId: bidder.bidId, verdict: "pass", points: [points[i] ?? 80], reason: "" });
  const startAt = new Date(Math.ceil(((await appNow()).getTime() + 5 * HOUR) / HOUR) * HOUR);
  await scheduleRoom(employer.viewer, task.id, { startAt, minutes, show });
  if (set) await db.auction.update({ where: { taskId: task.id }, data: set });
  if (until !== "scheduled") await openLobbies(await travel(new Date(startAt.getTime() - 5 * 60_000)));
  if (until === "running") await startAuctions(await travel(startAt));
  return { taskId: task.id, employer, bidders, startAt };
}
