import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { lifecycleFlow } from "#app/campaigns/campaign.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
import { isLaunched } from "#app/campaigns/lock.server.ts";
import { JudgeForm } from "#app/campaigns/pledging/relation.ts";
import { CancelForm, ModerateForm, moderationsOf } from "#app/campaigns/watching/case.ts";
import { caseList } from "#app/campaigns/watching/cases.server.ts";
import { deskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { judgeRelation } from "#app/campaigns/watching/judge-relation.server.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { movesOf } from "#app/flow.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { LifecycleChip } from "../campaigns/parts/words.tsx";
import { Done } from "../people/done.tsx";
import { CasesTable } from "./campaign-cases-table.tsx";
import { ModerationChip } from "./campaign-chips.tsx";
import { Facts, History, MoneyCard, PledgesCard, StagesCard } from "./campaign-facts.tsx";
import { Moderation } from "./campaign-moderation.tsx";
import { Largest, Related } from "./campaign-related.tsx";

export const meta = titled<typeof loader>((_, data) => data.campaign.title);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  const found = orNotFound(await deskCampaign(params.campaignId ?? ""));
  const { cases } = await caseList({ campaignId: found.campaign.id });
  const { lifecycle } = found.campaign;
  const mayCancel = movesOf(lifecycleFlow, lifecycle, "operator").some((verb) => verb === "cancelCampaign" || verb === "stopCampaign");
  return { ...found, cases, moves: moderationsOf(found.campaign), mayCancel, launched: isLaunched(lifecycle) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const campaignId = params.campaignId ?? "";
  const form = await request.formData();
  await limit("operate", viewer);
  const act = String(form.get("intent")).split(":")[0];
  const answer =
    act === "cancel"
      ? await submitForm(form, CancelForm, ({ reason }) => cancelCampaign(viewer, campaignId, reason))
      : act === "judge"
        ? await submitForm(form, JudgeForm, ({ pledgeId, related, reason }) =>
            judgeRelation(viewer, pledgeId, { related: related === "yes", reason }),
          )
        : await submitForm(form, ModerateForm, ({ verb, reason }) => moderateCampaign(viewer, campaignId, verb, reason));
  return answer.ok ? redirect(`/desk/campaigns/${campaignId}?done=moderated`) : answer.reply;
}

export default function DeskCampaign() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const { campaign, cases, moves, mayCancel, launched, history } = data;
  useSignal("notices");
  const reply = useFormReply();
  // Somebody was faster: the form that was posted is no longer on the page.
  const intent = String(reply?.values.intent);
  const isGone = intent.startsWith("judge:")
    ? reply?.refusal?.code === "wrongState"
    : intent === "cancel"
      ? !mayCancel
      : !moves.some((verb) => verb === intent);
  return (
    <Page
      title={campaign.title}
      crumbs={[{ label: t("campaigns.watching.title"), to: "/desk/campaigns" }, { label: campaign.title }]}
      chips={
        <>
          <LifecycleChip lifecycle={campaign.lifecycle} />
          <ModerationChip moderation={campaign.moderation} />
        </>
      }
      actions={
        <>
          <ButtonLink to={`/campaigns/${campaign.id}`}>{t("campaigns.watching.one.page")}</ButtonLink>
          {launched && <ButtonLink to={`/campaigns/${campaign.id}/report`}>{t("campaigns.watching.one.report")}</ButtonLink>}
        </>
      }
    >
      {isGone && <Refused reply={reply} />}
      <Done says={{ moderated: t("campaigns.watching.moderation.done") }} />
      <Columns
        side={
          <>
            <Moderation campaign={campaign} moves={moves} mayCancel={mayCancel} />
            <Facts data={data} />
          </>
        }
      >
        <Card flush title={t("campaigns.watching.one.cases")}>
          <CasesTable cases={cases} empty={t("campaigns.watching.one.casesNone")} own />
        </Card>
        <MoneyCard data={data} />
        <PledgesCard data={data} />
        <StagesCard data={data} />
        <Related data={data} />
        <Largest data={data} />
        <History rows={history} />
      </Columns>
    </Page>
  );
}
