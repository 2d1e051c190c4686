import { changeWords } from "#app/campaigns/changing/change-words.server.ts";
import { raiseLimit } from "#app/campaigns/changing/raise-limit.server.ts";
import { Content } from "#app/campaigns/content.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
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

/** What happens while a campaign takes pledges: words, changes in the open, those who wait or leave, operators. */
const DAY = 86_400_000;

/** What creators say while their campaign's money comes in, when they had nothing prepared. */
const plan = { now: "到账与补扣进行中", next: "公布到账结果与生产安排", nextInDays: 9 };

/** Updates on the days that their creator planned, of several the last with a picture in its text; comments of backers and the creator's answers. */
export function speak({ line }: Cast, { id, creator, campaign, launchDay, endDay }: Begun) {
  const updates = campaign.updates ?? [];
  for (const { day, title, text, ...said } of updates) {
    const shown = updates.length > 1 && title === updates.at(-1)?.title;
    const {
      now: nowText,
      next: nextText,
      nextInDays,
    } = launchDay + day > endDay ? { ...plan, ...said } : { now: "", next: "", nextInDays: 0, ...said };
    if (launchDay + day > -0.1) continue;
    line.at(launchDay + day, async () => {
      const nextDue = nextInDays ? new Date((await appNow()).getTime() + nextInDays * DAY) : null;
      const drawn = shown && (await upload(creator.viewer, `${campaign.key}-近况.jpg`, await paint(portraits[campaign.key], "sheet")));
      const picture = drawn ? `<img src="/files/${drawn}" alt="${campaign.alt.sheet}">` : "";
      await postUpdate(creator.viewer, id, {
        title,
        body: `<p>${text}</p>${picture}`,
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

/** After some days an often asked question is answered in the open, and of one limited reward there is more. */
export function changeSome({ cast }: Life, { id, creator, campaign, launchDay }: Begun) {
  cast.line.at(launchDay + 5.3, async () => {
    const { content } = await db.campaign.findUniqueOrThrow({ where: { id }, select: { content: true } });
    const { storyHtml: story, videoUrl, faq } = Content.parse(content);
    const more = { question: "可以开发票吗？", answer: "可以，问卷里填写抬头和税号，随货寄出或发电子发票。" };
    await changeWords(creator.viewer, id, { story, videoUrl, pictures: [], faq: [...faq, more] });
    const wide = campaign.rewards.find((r) => r.limit && !r.windowDays && !r.secret);
    const reward = wide && (await db.reward.findFirst({ where: { campaignId: id, title: wide.title }, select: { id: true } }));
    if (wide?.limit && reward) await raiseLimit(creator.viewer, reward.id, wide.limit + Math.ceil(wide.limit / 2));
  });
}

/** What will be for sale afterwards, a tenth dearer; early birds and secret rewards are not. */
export function sellLate({ cast }: Life, { id, creator, campaign, launchDay }: Begun) {
  cast.line.at(launchDay + 8.3, async () => {
    const asked = campaign.rewards.filter((r) => !r.windowDays && !r.secret && !r.limit).map((r) => r.title);
    const rewards = await db.reward.findMany({ where: { campaignId: id, title: { in: asked } }, select: { id: true, priceFen: true } });
    await scheduleLate(creator.viewer, id, { prices: rewards.map((r) => ({ rewardId: r.id, price: (r.priceFen * 11n) / 10n })) });
  });
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

export const pledgesOf = (campaignId: string) =>
  db.pledge.findMany({
    where: { campaignId, pledgedAt: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, state: true, queueNo: true, amountFen: true },
  });

/** In the last day two want to leave: a small pledge may go, one that would sink the campaign waits for another. */
export function leaveLate({ cast }: Life, begun: Begun) {
  cast.line.at(-0.04, async () => {
    const { goalFen, pledgedFen } = await db.campaign.findUniqueOrThrow({ where: { id: begun.id } });
    const pledges = (await pledgesOf(begun.id)).sort((a, b) => Number(a.amountFen - b.amountFen));
    const rest = pledgedFen - goalFen;
    const small = pledges.find((p) => p.amountFen <= rest);
    const large = begun.endDay < 0.95 && small ? pledges.find((p) => p !== small && p.amountFen > rest - small.amountFen) : undefined;
    for (const one of [small, large]) if (one) await cancelPledge(await viewerAgain(one.userId), one.id, "临时有别的开支。");
  });
}

type Said = { reason: string; text: string };
export async function report({ cast, number }: Life, { id }: Begun, { reason, text }: Said) {
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
