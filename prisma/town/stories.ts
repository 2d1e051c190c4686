import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { db } from "#app/db.server.ts";
import { groupOf } from "#app/tasks/categories.ts";
import { amendTask } from "#app/tasks/posting/amend-task.server.ts";
import { cancelTask } from "#app/tasks/posting/cancel-task.server.ts";
import { rejectTask } from "#app/tasks/posting/reject-task.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { suspendTask } from "#app/tasks/posting/suspend-task.server.ts";
import { scheduleRoom } from "#app/tasks/qualifying/schedule-room.server.ts";
import { accept, agree, award, chat, type Deal, deliver, fund, sign, stage, work } from "./make-contracts.ts";
import type { Party, Town } from "./make-people.ts";
import { biddersFor, bidOn, judge, type Posted, publishTask, score, typeDraft, underbid } from "./make-tasks.ts";
import { patterns } from "./patterns.ts";
import type { TownTask } from "./tasks.ts";
import type { Timeline } from "./timeline.ts";

/** One task of the town and how far its life has come. `day` is when it was published, in days before the present. */
export type Story = {
  town: Town;
  line: Timeline;
  employer: Party;
  task: TownTask;
  number: number;
  day: number;
  bids: number;
  bidders?: Party[];
};
type Then = (posted: Posted, closes: number) => void;

const HOUR = 1 / 24;

/** Published on its day; bids come in until `bidsEnd` days later, else over the first part of the bidding. `then` continues from the close. */
function tender(story: Story, wish: { live?: boolean; bond?: boolean; bidDays: number; bidsEnd?: number }, then: Then = () => {}) {
  const { town, line, employer, task, number, day, bids } = story;
  line.at(day, async () => {
    const posted = await publishTask(town, employer, task, number, wish);
    const bidders = (story.bidders ?? biddersFor(town, task, number, bids)).filter((b) => b.orgId !== employer.orgId);
    for (const [i, bidder] of bidders.entries()) {
      const at = day + (wish.bidsEnd ?? wish.bidDays * 0.6) * ((i + 1) / (bidders.length + 1));
      if (at < -0.02) line.at(at, () => bidOn(posted, bidder, ((i * 37 + number * 11) % 100) / 100));
    }
    const closes = day + wish.bidDays;
    // Whatever goes on from here does so nine hours later, or more.
    if (closes < 0) line.turnWithin(closes, closes + 8.7 * HOUR);
    then(posted, closes);
  });
}

export const open = (story: Story) => tender(story, { bidDays: 10 + (story.number % 12) });
/** Every second employer puts a bond on a live tender. */
export const openLive = (story: Story) => tender(story, { live: true, bond: story.number % 2 === 0, bidDays: 8 });
/** Nobody is chosen in time: the bidders share the bond. */
export const unchosen = (story: Story) => tender(story, { bond: true, bidDays: 3 });

export const draft = ({ line, employer, task, number, day }: Story) =>
  line.at(day, async () => void (await typeDraft(employer, task, number, { bidDays: 7 }, 2 + (number % 4))));

/** Complete, and waits for its bond. */
export const unpaidBond = ({ line, employer, task, number, day }: Story) =>
  line.at(day, async () => void (await typeDraft(employer, task, number, { live: true, bond: true, bidDays: 7 })));

export const inReview = ({ line, employer, task, number, day }: Story) =>
  line.at(day, async () => void (await submitTask(employer.viewer, await typeDraft(employer, task, number, { bidDays: 7 }))));

export const rejected = ({ town, line, employer, task, number, day }: Story) =>
  line.at(day, async () => {
    const id = await typeDraft(employer, task, number, { bidDays: 7 });
    await submitTask(employer.viewer, id);
    line.at(day + 2 * HOUR, () => rejectTask(town.operator.viewer, id, "交付物没有写明数量与格式，请补充后重新提交。"));
  });

/** The employer asks for more on the way; some bidders have confirmed again. */
export const amended = (story: Story) =>
  tender(story, { bidDays: 14 }, (posted) =>
    story.line.at(-1, async () => {
      const { task, employer } = posted;
      const stages = patterns[groupOf(task.category)]!.map((s) => ({ title: s.title, acceptance: s.items }));
      const more = {
        title: task.title,
        scope: `${task.about}\n\n补充：需要提供两次线下培训，并附培训签到与课件。`,
        deliverables: task.deliverables,
        stages,
      };
      await amendTask(employer.viewer, posted.id, {
        ...more,
        budget: BigInt(Math.round(task.budgetYuan * 1.1)) * 100n,
        budgetIsGuide: false,
        workDays: 30,
        reason: "增加两次线下培训，预算相应提高。",
      });
    }),
  );

export const suspended = (story: Story) =>
  tender(story, { bidDays: 12, bidsEnd: 3 }, (posted) =>
    story.line.at(-2, () => suspendTask(story.town.operator.viewer, posted.id, "收到举报，正在核实是否涉及未授权素材。")),
  );
export const cancelled = (story: Story) =>
  tender(story, { bidDays: 12, bidsEnd: 2 }, (posted) =>
    story.line.at(story.day + 3, () => cancelTask(story.employer.viewer, posted.id, "内部计划调整，暂缓采购。")),
  );
/** Nobody bids. */
export const failed = (story: Story) => tender({ ...story, bids: 0 }, { bidDays: 3 });
export const qualifying = (story: Story) => tender(story, { live: true, bidDays: 4 });
export const selection = (story: Story) => tender(story, { bidDays: 4 });
export const scored = (story: Story) =>
  tender(story, { bidDays: 4 }, (posted, closes) => story.line.at(closes + 10 * HOUR, () => score(posted)));
export const awarded = (story: Story) =>
  tender(story, { bidDays: 3 }, (posted, closes) =>
    story.line.at(closes + 10 * HOUR, async () => {
      await score(posted);
      await award(story.town, posted);
    }),
  );

/** The room that a newcomer can watch: everything is judged; it opens `minutes` after the town is built. */
export const liveSoon = (story: Story, minutes: number) =>
  tender(story, { live: true, bond: true, bidDays: 3 }, (posted, closes) => {
    story.line.at(closes + 10 * HOUR, () => judge(posted));
    // The last act of the past: four hours' notice before a start in the real future.
    story.line.at(-4.2 * HOUR, () =>
      scheduleRoom(story.employer.viewer, posted.id, {
        startAt: new Date(Date.now() + minutes * 60_000),
        minutes: 30,
        show: "FULL_LADDER",
      }),
    );
  });

const ROOM_MINUTES = 30;
/** A live tender whose room ran `turns` bids. */
export function afterRoom(story: Story, turns: number, then: (posted: Posted, at: number) => void = () => {}) {
  const { line } = story;
  tender(story, { live: true, bidDays: 3 }, (posted, closes) => {
    line.at(closes + 10 * HOUR, async () => {
      await judge(posted, 3);
      const { now } = (await db.$queryRaw<[{ now: Date }]>`SELECT app_now() AS now`)[0];
      const startAt = new Date(Math.ceil((now.getTime() + 20 * 3_600_000) / 3_600_000) * 3_600_000);
      await scheduleRoom(story.employer.viewer, posted.id, { startAt, minutes: ROOM_MINUTES, show: "BEST_SCORE" });
      const opens = line.daysAt(startAt);
      line.turn(opens + 2 / 86_400);
      for (let i = 0; i < turns; i++) line.at(opens + (60 + i * (1620 / turns)) / 86_400, () => underbid(posted.id, i), true);
      line.turn(opens + (ROOM_MINUTES * 60 + 1) / 86_400);
      then(posted, opens + 2 * HOUR);
    });
  });
}

/** From the close to an agreed contract; `then` gets the deal and the day. */
export function contracted(story: Story, then: (deal: Deal, day: number) => void) {
  tender(story, { bidDays: 3 }, (posted, closes) =>
    story.line.at(closes + 9 * HOUR, async () => {
      await score(posted);
      await award(story.town, posted);
      const day = closes + 20 * HOUR;
      story.line.at(day, async () => then(await agree(story.town, posted), day));
    }),
  );
}

export const unsigned = (story: Story) => contracted(story, (deal, day) => story.line.at(day + 2 * HOUR, () => sign(deal, "provider")));
export const signed = (story: Story) =>
  contracted(story, (deal, day) => story.line.at(day + 2 * HOUR, () => sign(deal, "provider", "employer")));

/** Signed and the first stage paid. */
export function running(story: Story, then: (deal: Deal, day: number) => void) {
  contracted(story, (deal, day) => {
    story.line.at(day + 3 * HOUR, () => sign(deal, "employer", "provider"));
    story.line.at(day + 5 * HOUR, () => fund(deal, 1));
    story.line.at(day + 6 * HOUR, () => chat(deal, 2 + (story.number % 3)));
    then(deal, day + 8 * HOUR);
  });
}

export const funded = (story: Story) => running(story, () => {});
export const working = (story: Story) => running(story, (deal, day) => story.line.at(day, () => work(deal, 1)));

/** The first stage is delivered three days into the work. */
export function delivered(story: Story, then: (deal: Deal, day: number) => void = () => {}) {
  running(story, (deal, day) => {
    story.line.at(day, () => work(deal, 1));
    story.line.at(day + 3, () => deliver(deal, 1));
    then(deal, day + 3);
  });
}
export const submitted = (story: Story) => delivered(story);
export const changes = (story: Story) =>
  delivered(story, (deal, day) =>
    story.line.at(day + 1, async () => {
      const milestone = await stage(deal, 1);
      const failed = [milestone.items[0]!.id];
      await requestChanges(story.employer.viewer, {
        milestoneId: milestone.id,
        failed,
        text: "第一项的说明与实物不一致，请补充对照表并更新文件。",
      });
    }),
  );
export const accepted = (story: Story) => delivered(story, (deal, day) => story.line.at(day + 1, () => accept(deal, 1)));

/** Both sides agree to give the first stage's money back. */
export const refunded = (story: Story) =>
  running(story, (deal, day) => {
    story.line.at(day, () => work(deal, 1));
    story.line.at(day + 2, async () => {
      const milestone = await stage(deal, 1);
      const proposal = { milestoneId: milestone.id, amount: milestone.amountFen, reason: "需求方向变化，双方同意终止本阶段并全额退回。" };
      await proposeRefund(deal.provider.viewer, proposal);
      const { id } = await db.refundProposal.findFirstOrThrow({
        where: { milestoneId: milestone.id, state: "PROPOSED" },
        select: { id: true },
      });
      await answerRefund(story.employer.viewer, id, "AGREED");
    });
  });

/** Every stage paid, delivered, accepted and released, one after another. */
export const completed = (story: Story) => {
  const { line } = story;
  const stages = patterns[groupOf(story.task.category)]!.length;
  delivered(story, (deal, day) => {
    line.at(day + 1, () => accept(deal, 1));
    for (let ord = 2; ord <= stages; ord++) {
      const from = day + 1 + (ord - 2) * 4;
      line.at(from + 6 * HOUR, () => fund(deal, ord));
      line.at(from + 8 * HOUR, () => work(deal, ord));
      line.at(from + 3, () => deliver(deal, ord));
      line.at(from + 3.5, () => accept(deal, ord));
    }
  });
};
