import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { fundedBps, keptFen } from "#app/campaigns/campaign.ts";
import { openSecret } from "#app/campaigns/changing/open-secret.server.ts";
import { manageCampaign, movesOf } from "#app/campaigns/editing/manage.server.ts";
import { withdrawCampaign } from "#app/campaigns/editing/withdraw-campaign.server.ts";
import { nextSteps } from "#app/campaigns/fulfilling/next-steps.server.ts";
import { NoFields } from "#app/campaigns/reviewing/review.ts";
import { secretFigures } from "#app/campaigns/showing/secret-group.server.ts";
import { SecretGroupForm } from "#app/campaigns/showing/secret-group.ts";
import { env } from "#app/env.server.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { titled } from "#app/ui/title.ts";
import { FulfilmentSteps } from "./parts/fulfilment-steps.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { Moves, Next } from "./parts/manage-home.tsx";
import { SecretLinks } from "./parts/secret-links.tsx";
import { LifecycleChip, ModerationChip } from "./parts/words.tsx";

export const meta = titled<typeof loader>((t, data) => data.campaign.title || t("campaigns.editing.untitled"));
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await manageCampaign(viewer, params.campaignId ?? ""));
  const [moves, next, secrets] = await Promise.all([
    movesOf(campaign.id),
    campaign.lifecycle === "SUCCESSFUL" ? nextSteps(campaign) : null,
    secretFigures(campaign.id),
  ]);
  return { campaign, moves, next, secrets, origin: env.APP_URL };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = params.campaignId ?? "";
  const form = await request.formData();
  await limit("act", viewer);
  if (String(form.get("intent")).startsWith("secret:")) {
    const opened = await submitForm(form, SecretGroupForm, (input) => openSecret(viewer, input));
    return opened.ok ? redirect(`/campaigns/${campaignId}/manage?done=opened`, 303) : opened.reply;
  }
  const answer = await submitForm(form, NoFields, () => withdrawCampaign(viewer, campaignId));
  return answer.ok ? redirect(`/campaigns/${campaignId}/edit?section=check`) : answer.reply;
}

export default function ManageHome() {
  const { campaign, moves, next, secrets, origin } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  useSignal(`campaign:${campaign.id}`);
  const { lifecycle } = campaign;
  const base = `/campaigns/${campaign.id}`;
  return (
    <ManagePage
      campaign={campaign}
      title={campaign.title || t("campaigns.editing.untitled")}
      chips={
        <>
          <LifecycleChip lifecycle={lifecycle} />
          <ModerationChip moderation={campaign.moderation} />
        </>
      }
      actions={<ButtonLink to={base}>{t("campaigns.editing.manage.page")}</ButtonLink>}
    >
      {params.get("done") === "submitted" && <Notice tone="ok">{t("campaigns.editing.manage.submitted")}</Notice>}
      {params.get("done") === "opened" && <Notice tone="ok">{t("campaigns.reviewing.home.secretOpened")}</Notice>}
      <Next campaign={campaign} />
      {next && <FulfilmentSteps campaignId={campaign.id} next={next} />}
      <Card title={t("campaigns.editing.manage.numbers")}>
        <Stats>
          <Stat
            label={t("campaigns.editing.manage.pledged")}
            value={<Money fen={campaign.pledgedFen} />}
            note={`${Math.floor(fundedBps(campaign) / 100)}%`}
          />
          <Stat label={t("campaigns.editing.manage.received")} value={<Money fen={keptFen(campaign)} />} />
          <Stat label={t("campaigns.editing.manage.backers")} value={campaign.backers} />
          <Stat label={t("campaigns.editing.manage.followers")} value={campaign.followers} />
          <Stat label={t("campaigns.editing.goal")} value={<Money fen={campaign.goalFen} />} />
        </Stats>
      </Card>
      <SecretLinks campaignId={campaign.id} opens={campaign.mayBegin} rewards={campaign.rewards} figures={secrets} origin={origin} />
      <Moves moves={moves} />
    </ManagePage>
  );
}
