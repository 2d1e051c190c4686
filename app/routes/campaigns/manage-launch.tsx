import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { lifecycleFlow } from "#app/campaigns/campaign.ts";
import { manageCampaign } from "#app/campaigns/editing/manage.server.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
import { brokenDate, deadlineOf } from "#app/campaigns/launching/deadline.ts";
import { CancelForm, ScheduleForm } from "#app/campaigns/launching/launch.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { publishPreview } from "#app/campaigns/launching/publish-preview.server.ts";
import { scheduleLaunch } from "#app/campaigns/launching/schedule-launch.server.ts";
import { NoFields } from "#app/campaigns/reviewing/review.ts";
import { allows } from "#app/flow.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { titled } from "#app/ui/title.ts";
import { BrokenDate, CancelBox, LaunchBox, PreviewBox, ScheduleBox, ScheduledBox } from "./parts/launch-boxes.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { useStageShares } from "./parts/money-stages.tsx";
import { LifecycleChip } from "./parts/words.tsx";

export const meta = titled((t) => t("campaigns.reviewing.launch.title"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await manageCampaign(viewer, params.campaignId ?? ""));
  const [payable, now] = await Promise.all([isPayable(campaign.creatorId), appNow()]);
  const broken = { now: brokenDate(campaign, now), scheduled: campaign.launchAt && brokenDate(campaign, campaign.launchAt) };
  return { campaign, payable, endsAt: deadlineOf(now, campaign.durationDays, campaign.endMinute), broken, now };
}

const plain = { launch: [launchCampaign, "launched"], preview: [publishPreview, "preview"] } as const;

function decide(viewer: Viewer, id: string, form: FormData) {
  const intent = String(form.get("intent"));
  const act = plain[intent as keyof typeof plain];
  if (act)
    return submitForm(form, NoFields, async () => {
      await limit("act", viewer);
      await act[0](viewer, id);
      return act[1];
    });
  if (intent === "unschedule")
    return submitForm(form, NoFields, async () => {
      await scheduleLaunch(viewer, id, null);
      return "unscheduled" as const;
    });
  if (intent === "schedule")
    return submitForm(form, ScheduleForm, async ({ launchAt }) => {
      await limit("act", viewer);
      await scheduleLaunch(viewer, id, launchAt);
      return "scheduled" as const;
    });
  if (intent === "cancel")
    return submitForm(form, CancelForm, async ({ reason }) => {
      await limit("act", viewer);
      await cancelCampaign(viewer, id, reason);
      return "cancelled" as const;
    });
  throw refuse("unreadable");
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = params.campaignId ?? "";
  const answer = await decide(viewer, campaignId, await request.formData());
  return answer.ok ? redirect(`/campaigns/${campaignId}/manage/launch?done=${answer.value}`) : answer.reply;
}

const dones = ["launched", "preview", "scheduled", "unscheduled", "cancelled"] as const;

export default function ManageLaunch() {
  const { campaign, payable, endsAt, broken, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const shares = useStageShares();
  const [params] = useSearchParams();
  const done = dones.find((one) => one === params.get("done"));
  const ready = allows(lifecycleFlow, "launchCampaign", campaign.lifecycle);
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.reviewing.launch.title")}
      intro={t("campaigns.reviewing.launch.intro")}
      chips={<LifecycleChip lifecycle={campaign.lifecycle} />}
    >
      {done && <Notice tone="ok">{t(`campaigns.reviewing.launch.done.${done}`)}</Notice>}
      {!ready && <Notice>{t(campaign.launchedAt ? "campaigns.reviewing.launch.live" : "campaigns.reviewing.launch.notYet")}</Notice>}
      {ready && campaign.mayBegin && (
        <>
          <Card>
            <KeyValue
              pairs={[
                campaign.approvalEndsAt && {
                  label: t("campaigns.reviewing.launch.approved"),
                  value: <When at={campaign.approvalEndsAt} />,
                },
                {
                  label: t("campaigns.reviewing.launch.payee"),
                  value: payable ? (
                    t("campaigns.reviewing.launch.payeeReady")
                  ) : (
                    <>
                      {t("campaigns.reviewing.launch.payeeMissing")}{" "}
                      <Link to={`/payee?org=${campaign.creatorId}`} className="link">
                        {t("campaigns.reviewing.launch.payeeGo")}
                      </Link>
                    </>
                  ),
                },
                campaign.refundPolicy && {
                  label: t("campaigns.reviewing.launch.policy"),
                  value: t(`campaigns.policy.${campaign.refundPolicy}`),
                },
                { label: t("campaigns.reviewing.launch.stages"), value: shares(campaign) },
                { label: t("campaigns.reviewing.launch.ends"), value: <When at={endsAt} /> },
              ]}
            />
            {broken.now ? <BrokenDate broken={broken.now} campaignId={campaign.id} /> : <LaunchBox />}
          </Card>
          <PreviewBox lifecycle={campaign.lifecycle} followers={campaign.followers} campaignId={campaign.id} />
          {campaign.launchAt ? (
            <ScheduledBox launchAt={campaign.launchAt} broken={broken.scheduled} />
          ) : (
            !broken.now && <ScheduleBox now={now} />
          )}
        </>
      )}
      {campaign.launchedAt && campaign.deadlineAt && (
        <Card>
          <KeyValue pairs={[{ label: t("campaigns.reviewing.home.deadline"), value: <When at={campaign.deadlineAt} /> }]} />
        </Card>
      )}
      {allows(lifecycleFlow, "cancelCampaign", campaign.lifecycle) && <CancelBox />}
    </ManagePage>
  );
}
