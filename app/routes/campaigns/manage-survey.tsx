import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { managed, surveyOf } from "#app/campaigns/fulfilling/queries.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { earliestLock, sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { SaveSurvey, SendSurvey } from "#app/campaigns/fulfilling/survey/survey.ts";
import { orNotFound } from "#app/http.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Stat, Stats } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { DateTimeField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";
import { QuestionList, SurveyForm } from "./parts/survey-form.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  return { campaign, lockAt: dateTimeToInput(earliestLock(campaign.now)), survey: await surveyOf(campaign.id) };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "survey", {
    save: act(SaveSurvey, ({ viewer, id }, input) => saveSurvey(viewer, id, input)),
    send: act(SendSurvey, ({ viewer, id }, input) => sendSurvey(viewer, id, input)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.survey.title")} · ${campaign.title}`);

export default function ManageSurvey() {
  const { campaign, survey, lockAt } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  const ready = campaign.lifecycle === "SUCCESSFUL" && campaign.collection === "CLOSED";
  const mayEdit = campaign.mayManage && !survey.sentAt && ["LIVE", "SETTLING", "SUCCESSFUL"].includes(campaign.lifecycle);
  return (
    <ManagePage campaign={campaign} title={t("campaigns.fulfilling.survey.title")} intro={t("campaigns.fulfilling.survey.intro")}>
      <Above campaign={campaign} />
      {survey.sentAt && (
        <Card>
          <Stats>
            <Stat label={t("campaigns.fulfilling.survey.asked")} value={survey.asked} />
            <Stat label={t("campaigns.fulfilling.survey.answered")} value={survey.answered} tone="ok" />
            <Stat
              label={t("campaigns.fulfilling.survey.addressless")}
              value={survey.addressless}
              {...(survey.addressless > 0 ? { tone: "danger" as const } : {})}
            />
          </Stats>
          <KeyValue
            pairs={[
              { label: t("campaigns.fulfilling.survey.sentAt"), value: <When at={survey.sentAt} /> },
              !survey.lockedAt &&
                survey.lockAt !== null && { label: t("campaigns.fulfilling.survey.locksAt"), value: <Deadline at={survey.lockAt} /> },
              survey.lockedAt !== null && { label: t("campaigns.fulfilling.survey.lockedAt"), value: <When at={survey.lockedAt} /> },
            ]}
          />
        </Card>
      )}
      {mayEdit ? (
        <Card>
          <SurveyForm intro={survey.intro} questions={survey.questions} rewards={survey.rewards} />
        </Card>
      ) : (
        <QuestionList
          intro={survey.intro}
          questions={survey.questions}
          rewards={survey.rewards}
          chosen={survey.sentAt ? survey.chosen : undefined}
        />
      )}
      {mayEdit && !ready && <Notice>{t("campaigns.fulfilling.survey.tooEarly")}</Notice>}
      {mayEdit && ready && (
        <Card title={t("campaigns.fulfilling.survey.send")}>
          <PostForm intent="send">
            <p className="text-muted">{t("campaigns.fulfilling.survey.sendText")}</p>
            <DateTimeField name="lockAt" label={t("campaigns.fulfilling.survey.lockAt")} defaultValue={lockAt} required />
            <Button variant="primary" className="justify-self-start">
              {t("campaigns.fulfilling.survey.send")}
            </Button>
          </PostForm>
        </Card>
      )}
    </ManagePage>
  );
}
