import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { surveyOf } from "#app/campaigns/fulfilling/survey/queries.server.ts";
import { saveSurvey } from "#app/campaigns/fulfilling/survey/save-survey.server.ts";
import { earliestLock, sendSurvey } from "#app/campaigns/fulfilling/survey/send-survey.server.ts";
import { SaveSurvey, SendSurvey } from "#app/campaigns/fulfilling/survey/survey.ts";
import { orNotFound } from "#app/http.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { DateTimeField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
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
  const mayEdit = campaign.mayManage && !survey.begun && ["LIVE", "SETTLING", "SUCCESSFUL"].includes(campaign.lifecycle);
  const open = survey.tiers.filter((tier) => tier.sentAt === null);
  const over = campaign.fulfilment === "DELIVERED" || campaign.fulfilment === "DEFAULTED";
  return (
    <ManagePage campaign={campaign} title={t("campaigns.fulfilling.survey.title")} intro={t("campaigns.fulfilling.survey.intro")}>
      <Above campaign={campaign} />
      {survey.begun && (
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
        </Card>
      )}
      {survey.begun && <Rounds tiers={survey.tiers} />}
      {mayEdit ? (
        <Card>
          <SurveyForm intro={survey.intro} questions={survey.questions} rewards={survey.rewards} />
        </Card>
      ) : (
        <QuestionList
          intro={survey.intro}
          questions={survey.questions}
          rewards={survey.rewards}
          chosen={survey.begun ? survey.chosen : undefined}
        />
      )}
      {mayEdit && !ready && <Notice>{t("campaigns.fulfilling.survey.tooEarly")}</Notice>}
      {campaign.mayManage && ready && !over && open.length > 0 && (
        <Card title={t(survey.begun ? "campaigns.fulfilling.survey.sendNext" : "campaigns.fulfilling.survey.send")}>
          <PostForm intent="send" key={open.length}>
            <p className="text-muted">{t("campaigns.fulfilling.survey.sendText")}</p>
            <ChoiceField
              name="rewardIds[]"
              label={t("campaigns.fulfilling.survey.sendTo")}
              options={open.map((tier) => ({
                value: tier.id,
                label: t("campaigns.fulfilling.survey.tier", { title: tier.title, count: tier.backers }),
                ...(tier.onSale ? { hint: t("campaigns.fulfilling.survey.endsLate") } : {}),
              }))}
              defaultValue={open.map((tier) => tier.id)}
              many
            />
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

/** Each reward's round: when its backers were asked, and when their answers stand. */
function Rounds({ tiers }: { tiers: Awaited<ReturnType<typeof surveyOf>>["tiers"] }) {
  const { t } = useTranslation();
  return (
    <Card flush title={t("campaigns.fulfilling.survey.rounds")}>
      <Table
        rows={tiers}
        rowKey={(tier) => tier.id}
        caption={t("campaigns.fulfilling.survey.rounds")}
        columns={[
          { key: "reward", head: t("campaigns.fulfilling.late.reward"), main: true, cell: (tier) => tier.title },
          { key: "backers", head: t("campaigns.fulfilling.survey.backers"), end: true, cell: (tier) => tier.backers },
          {
            key: "sent",
            head: t("campaigns.fulfilling.survey.sentAt"),
            cell: (tier) => (tier.sentAt ? <When at={tier.sentAt} /> : t("campaigns.fulfilling.survey.notSent")),
          },
          {
            key: "lock",
            head: t("campaigns.fulfilling.survey.locksAt"),
            cell: (tier) =>
              tier.lockedAt ? (
                <>
                  {t("campaigns.fulfilling.survey.lockedAt")} <When at={tier.lockedAt} />
                </>
              ) : (
                tier.lockAt && <Deadline at={tier.lockAt} />
              ),
          },
        ]}
      />
    </Card>
  );
}
