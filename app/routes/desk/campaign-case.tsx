import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { actionsOf, DecideCaseForm, NoFields } from "#app/campaigns/watching/case.ts";
import { caseDetail } from "#app/campaigns/watching/cases.server.ts";
import { decideCase } from "#app/campaigns/watching/decide-case.server.ts";
import { lookAtCase } from "#app/campaigns/watching/look-at-case.server.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { PostForm, Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { LifecycleChip } from "../campaigns/parts/words.tsx";
import { Done } from "../people/done.tsx";
import { Decide, Decided, Reports, Seen } from "./campaign-case-parts.tsx";
import { ModerationChip } from "./campaign-chips.tsx";

export const meta = titled<typeof loader>(
  (t, data) => `${t(`campaigns.watching.cases.kinds.${data.matter.kind}`)}${t("ui.colon")}${data.campaign.title}`,
);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  const found = orNotFound(await caseDetail(params.caseId ?? ""));
  return { ...found, actions: actionsOf(found.campaign) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const { matter } = orNotFound(await caseDetail(params.caseId ?? ""));
  const form = await request.formData();
  await limit("operate", viewer);
  if (form.get("intent") === "look") {
    const answer = await submitForm(form, NoFields, () => lookAtCase(viewer, matter.id));
    return answer.ok ? redirect(`/desk/campaigns/cases/${matter.id}?done=looked`) : answer.reply;
  }
  const answer = await submitForm(form, DecideCaseForm, (decision) => decideCase(viewer, matter.id, decision));
  return answer.ok ? redirect(`/desk/campaigns/cases/${matter.id}?done=decided`) : answer.reply;
}

export default function DeskCase() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const { matter, campaign, reports, actions } = data;
  const reply = useFormReply();
  // Somebody was faster: the form that was posted is no longer on the page.
  const isGone = matter.state !== "OPEN" || (reply?.values.intent === "look" && matter.lookedAt !== null);
  const kind = t(`campaigns.watching.cases.kinds.${matter.kind}`);
  return (
    <Page
      title={`${kind}: ${campaign.title}`}
      crumbs={[
        { label: t("campaigns.watching.title"), to: "/desk/campaigns" },
        { label: t("campaigns.watching.cases.title"), to: "/desk/campaigns/cases" },
        { label: kind },
      ]}
      chips={
        <>
          <Chip tone={matter.state === "OPEN" ? "warn" : "neutral"}>{t(`campaigns.watching.cases.state.${matter.state}`)}</Chip>
          <LifecycleChip lifecycle={campaign.lifecycle} />
          <ModerationChip moderation={campaign.moderation} />
        </>
      }
      actions={
        <>
          <ButtonLink to={`/desk/campaigns/${campaign.id}`}>{campaign.title}</ButtonLink>
          <ButtonLink to={`/campaigns/${campaign.id}`}>{t("campaigns.watching.one.page")}</ButtonLink>
        </>
      }
    >
      {isGone && <Refused reply={reply} />}
      <Done says={{ looked: t("campaigns.watching.cases.lookedDone"), decided: t("campaigns.watching.cases.done") }} />
      {matter.state === "OPEN" && !matter.lookedAt && (
        <Card>
          <p>
            {t("campaigns.watching.cases.lookText")} <Deadline at={matter.lookBy} />
          </p>
          <PostForm intent="look">
            <div>
              <Button variant="primary">{t("campaigns.watching.cases.look")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
      <Columns side={matter.state === "OPEN" ? <Decide actions={actions} /> : <Decided matter={matter} />}>
        <Seen matter={matter} creator={campaign.creator.name} />
        <Reports reports={reports} />
      </Columns>
    </Page>
  );
}
