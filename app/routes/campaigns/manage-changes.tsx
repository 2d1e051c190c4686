import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { wordsChange } from "#app/campaigns/changing/change.ts";
import { raises } from "#app/campaigns/changing/may-raise.ts";
import { newDates } from "#app/campaigns/changing/new-dates.server.ts";
import { pendingCorrections, ratesWithRises } from "#app/campaigns/changing/queries.server.ts";
import { Content, Items } from "#app/campaigns/content.ts";
import { campaignFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { manageCampaign } from "#app/campaigns/editing/manage.server.ts";
import { db } from "#app/db.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { titled } from "#app/ui/title.ts";
import { actChanges } from "./changes-acts.server.ts";
import { AddRewardBox, RewardBox } from "./parts/change-rewards.tsx";
import { ShippingBox } from "./parts/change-shipping.tsx";
import { CoverBox, WordsBox } from "./parts/change-words.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { LifecycleChip } from "./parts/words.tsx";

export const meta = titled((t) => t("campaigns.reviewing.changes.title"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await manageCampaign(viewer, params.campaignId ?? ""));
  const [row, files, pending, shipping, expected] = await Promise.all([
    db.campaign.findUniqueOrThrow({ where: { id: campaign.id }, select: { content: true } }),
    campaignFiles(db, campaign.id),
    pendingCorrections(campaign.id),
    ratesWithRises(campaign.id),
    newDates(
      db,
      campaign.rewards.map(({ id }) => id),
    ),
  ]);
  const rewards = campaign.rewards.map(({ items, ...reward }) => ({
    ...reward,
    items: Items.parse(items),
    pending: pending.has(reward.id),
    newDate: expected.get(reward.id) ?? null,
  }));
  const { rewards: _all, ...rest } = campaign;
  return { campaign: rest, rewards, content: Content.safeParse(row.content).data ?? null, files: [...files.values()], shipping };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = params.campaignId ?? "";
  const answer = await actChanges(request, { viewer, id: campaignId });
  return answer.ok ? redirect(`/campaigns/${campaignId}/manage/changes?done=${answer.value}`, 303) : answer.reply;
}

const dones = ["words", "cover", "added", "limit", "closed", "image", "edited", "asked", "dated", "shipping", "tax"] as const;

/** Everything that may still change once a campaign is public, and what may not. */
export default function ManageChanges() {
  const { campaign, rewards, content, files, shipping } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const done = dones.find((one) => one === params.get("done"));
  const open = wordsChange.includes(campaign.lifecycle);
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.reviewing.changes.title")}
      intro={t("campaigns.reviewing.changes.manageIntro")}
      chips={<LifecycleChip lifecycle={campaign.lifecycle} />}
      actions={
        campaign.launchedAt && (
          <ButtonLink size="sm" to={`/campaigns/${campaign.id}/changes`}>
            {t("campaigns.reviewing.changes.see")}
          </ButtonLink>
        )
      }
    >
      {done && <Notice tone="ok">{t(`campaigns.reviewing.changes.done.${done}`)}</Notice>}
      {!open && <Notice>{t(`campaigns.editing.manage.nextText.${campaign.lifecycle}`, { at: "" })}</Notice>}
      {open && (
        <>
          <h2 className="text-xl">{t("campaigns.reviewing.changes.rewards")}</h2>
          {rewards.map((reward) => (
            <RewardBox
              key={reward.id}
              reward={reward}
              lifecycle={campaign.lifecycle}
              files={files}
              dearer={raises(campaign)}
              begins={campaign.mayBegin}
            />
          ))}
        </>
      )}
      {open && campaign.mayBegin && (
        <>
          {campaign.lifecycle === "LIVE" && <AddRewardBox />}
          {raises(campaign) && shipping.length > 0 && <ShippingBox rates={shipping} />}
          {content && <WordsBox content={content} files={files} />}
          <CoverBox coverFileId={campaign.coverFileId} coverAlt={campaign.coverAlt} />
        </>
      )}
    </ManagePage>
  );
}
