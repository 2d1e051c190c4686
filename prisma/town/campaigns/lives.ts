import { submitCampaign } from "#app/campaigns/editing/submit-campaign.server.ts";
import { makeLink } from "#app/campaigns/insight/links.server.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { scheduleLaunch } from "#app/campaigns/launching/schedule-launch.server.ts";
import { rejectCampaign } from "#app/campaigns/reviewing/reject-campaign.server.ts";
import { requestChanges } from "#app/campaigns/reviewing/request-changes.server.ts";
import { approve, type Begun, type Cast, launch, launchDayFor, typeCampaign } from "../make-campaigns.ts";
import * as after from "./afterwards.ts";
import * as answers from "./answers.ts";
import type { Fate, TownCampaign } from "./campaign.ts";
import * as meanwhile from "./meanwhile.ts";
import { type Crowd, slotAt, support, supports } from "./support.ts";

/** One campaign of the town; `number` makes it differ from the others. */
export type Life = { cast: Cast; campaign: TownCampaign; number: number };
type Then = (begun: Begun) => void;

/** Typed, reviewed and launched on its day; backers come until the end or until now. */
function launched({ cast, campaign, number }: Life, day: number, crowd: Crowd, then: Then = () => {}) {
  const { line } = cast;
  line.at(day - 4, async () => {
    const begun = await typeCampaign(cast, campaign, day);
    line.at(day - 3, () => approve(cast, begun));
    line.at(day, async () => {
      await launch(begun);
      if (number % 2 === 0) for (const name of ["展厅海报", "公众号推送"]) await makeLink(begun.creator.viewer, begun.id, { name });
      followers(cast, begun, 2 + (number % 5), number, day + 0.5, 1);
      for (const one of supports(cast, begun, number, crowd)) line.at(one.day, () => support(cast, begun, one));
      if (begun.endDay < 0) for (const minutes of [6, 16]) line.turn(begun.endDay + minutes / 1440);
      meanwhile.speak(cast, begun);
      then(begun);
    });
  });
}
/** Begun so many days ago. */
const since = (life: Life, days: number, crowd: Crowd, then?: Then) => launched(life, -days, crowd, then);
/** Ended on the first evening after this day (negative: in the past). */
const ending = (life: Life, end: number, crowd: Crowd, then?: Then) =>
  launched(life, launchDayFor(life.cast, life.campaign, end), crowd, then);

function typed({ cast, campaign }: Life, day: number, then: (begun: Begun) => Promise<void>, sections?: number) {
  cast.line.at(day, async () => then(await typeCampaign(cast, campaign, 5, sections)));
}

/** So many follow it within these days, one after the other. */
const followers = (cast: Cast, begun: Begun, count: number, number: number, from = -6, days = 5.5) => {
  for (let i = 0; i < count; i++) {
    const fan = cast.backers[(number * 5 + i * 3) % cast.backers.length]!;
    cast.line.at(slotAt(from + (i * days) / count), () => followCampaign(fan.viewer, begun.id));
  }
};

/** After the end two more pay at once. */
function comeLate({ cast, number }: Life, begun: Begun) {
  const late = supports(cast, begun, number + 50, { count: 2, share: 0.03, wallets: 100 });
  for (const [i, one] of late.entries()) cast.line.at(begun.endDay + 1.2 + i * 0.5, () => support(cast, begun, { ...one, qty: 1 }));
}

export const lives: Record<Fate, (life: Life) => void> = {
  draft: (life) => typed(life, -2, async () => {}, 6),
  inReview: (life) => typed(life, -0.7, ({ creator, id }) => submitCampaign(creator.viewer, id)),
  changesRequested: (life) =>
    typed(life, -4, async ({ creator, id }) => {
      await submitCampaign(creator.viewer, id);
      life.cast.line.at(-2.4, () =>
        requestChanges(
          life.cast.town.operator.viewer,
          id,
          "请补充水与电分离的防水等级证明，并把“合规”一项中检测机构与预计完成日期写清楚。",
        ),
      );
    }),
  rejected: (life) =>
    typed(life, -6, async ({ creator, id }) => {
      await submitCampaign(creator.viewer, id);
      life.cast.line.at(-4.3, () =>
        rejectCampaign(life.cast.town.operator.viewer, id, "页面暗示助眠功效，但没有检测依据；请改为只描述材质与用法后再来，或提出申诉。"),
      );
    }),
  approved: (life) =>
    typed(life, -5, async (begun) => {
      life.cast.line.at(-3, () => approve(life.cast, begun));
    }),
  prelaunch: (life) =>
    typed(life, -9, async (begun) => {
      const { cast, number } = life;
      cast.line.at(-8, () => approve(cast, begun));
      cast.line.at(-7, async () => {
        await publishPreview(begun.creator.viewer, begun.id);
        followers(cast, begun, 9 + (number % 4) * 6, number);
      });
      if (number % 2) cast.line.at(-1, () => scheduleLaunch(begun.creator.viewer, begun.id, cast.line.momentAt(3)));
    }),
  justBegun: (life) => since(life, 2, { count: 7, share: 0.22 }),
  live: (life) => since(life, 12, { count: 14, share: 0.55 }, (begun) => meanwhile.changeSome(life, begun)),
  nearGoal: (life) => since(life, 20, { count: 26, share: 0.88 }, (begun) => meanwhile.changeSome(life, begun)),
  overGoal: (life) => since(life, 18, { count: 37, share: 1.4 }, (begun) => meanwhile.waitFor(life, begun)),
  endingSoon: (life) => ending(life, 0.12, { count: 28, share: 1.04 }, (begun) => meanwhile.leaveLate(life, begun)),
  flagged: (life) =>
    since(life, 10, { count: 9, share: 0.4 }, (begun) => {
      meanwhile.flagged(life, begun);
      answers.related(life, begun, -1.7);
    }),
  frozen: (life) => since(life, 14, { count: 8, share: 0.35, until: -4.3 }, (begun) => meanwhile.frozen(life, begun)),
  retrying: (life) =>
    ending(life, -2.6, { count: 20, share: 1.2, wallets: 20, declined: 2, asking: 1 }, (begun) => {
      meanwhile.sellLate(life, begun);
      comeLate(life, begun);
    }),
  deciding: (life) => ending(life, -9, { count: 25, share: 1.08, wallets: 15, declined: 6 }),
  survey: (life) =>
    ending(life, -12, { count: 16, share: 1.25 }, (begun) => {
      after.survey(life, begun);
      answers.dearerTax(life, begun, -1.3);
    }),
  inProduction: (life) =>
    ending(life, -38, { count: 15, share: 1.3 }, (begun) => {
      after.inProduction(life, begun);
      answers.dearerShipping(life, begun, -2.3);
    }),
  shipping: (life) => ending(life, -27, { count: 24, share: 1.2 }, (begun) => after.ship(life, begun, 0.6)),
  delivered: (life) => ending(life, -44, { count: 14, share: 1.15 }, (begun) => after.deliver(life, begun)),
  overdue: (life) => ending(life, -31.2, { count: 19, share: 1.15 }, (begun) => after.overdue(life, begun)),
  longOverdue: (life) => ending(life, -61.2, { count: 12, share: 1.12 }, (begun) => after.longOverdue(life, begun)),
  failed: (life) => ending(life, -7, { count: 6, share: 0.3, wallets: 0 }),
  failedWallets: (life) => ending(life, -5, { count: 7, share: 0.25, wallets: 100 }),
  cancelled: (life) => since(life, 12, { count: 6, share: 0.4, until: -3.3 }, (begun) => meanwhile.cancelled(life, begun)),
};
