import { expect, test } from "vitest";
import { addReward } from "#app/campaigns/changing/add-reward.server.ts";
import { promiseDate } from "#app/campaigns/changing/promise-date.server.ts";
import { manageCampaign } from "#app/campaigns/editing/manage.server.ts";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { fundedCampaign } from "#app/campaigns/fulfilling/fixtures.ts";
import { managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { moneyPage } from "#app/campaigns/paying-out/queries.server.ts";
import { postUpdate } from "#app/campaigns/showing/post-update.server.ts";
import { db } from "#app/db.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { operator, viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const no = (code: string) => expect.objectContaining({ code });

test("a creator that is suspended goes on with what backers wait for, and offers nothing new", async () => {
  const { campaignId, creator } = await fundedCampaign();
  await suspendOrganisation((await operator()).viewer, creator.orgId, "资料不实，待核实");
  const viewer = await viewerAgain(creator.userId, creator.orgId);
  expect(await managed(viewer, campaignId)).toMatchObject({ mayManage: true, mayBegin: false });
  expect(await manageCampaign(viewer, campaignId)).toMatchObject({ mayBegin: false });
  expect(await moneyPage(viewer, campaignId)).toMatchObject({ mayManage: true, mayBegin: false, mayPay: false });
  const told = {
    audience: "EVERYONE" as const,
    nowText: "模具已完成",
    nextText: "开始小批量",
    nextDue: new Date((await appNow()).getTime() + 86_400_000 * 30),
  };
  await postUpdate(viewer, campaignId, { title: "模具完成了", body: "<p>模具已经完成，开始准备小批量试产。</p>", pictures: [], ...told });
  await sendSurvey(viewer, campaignId);
  const reward = await db.reward.findFirstOrThrow({ where: { campaignId } });
  const promised = new Date((await appNow()).getTime() + 86_400_000 * 200);
  await promiseDate(viewer, { rewardId: reward.id, promised, note: "排产推迟" });
  await beginProduction(viewer, campaignId);
  await expect(addReward(viewer, campaignId, {} as never)).rejects.toEqual(no("orgSuspended"));
  await expect(saveDraft(viewer, campaignId, { section: "faq", values: {} })).rejects.toEqual(no("orgSuspended"));
});
