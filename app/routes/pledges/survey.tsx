import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deliveryOf } from "#app/campaigns/fulfilling/delivery.server.ts";
import { answerSurvey } from "#app/campaigns/fulfilling/survey/answer-survey.server.ts";
import { AnswerSurvey } from "#app/campaigns/fulfilling/survey/survey.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { placedIn } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { SelectField, TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { act, actOn } from "../campaigns/manage-acts.server.ts";
import { Done } from "../people/done.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const id = orNotFound(z.uuid().safeParse(params.pledgeId).data);
  const { shipTo, addresses, ...delivery } = orNotFound(await deliveryOf(viewer, id));
  const language = languageOf(request);
  const places = { shipTo: shipTo && placedIn(language, shipTo), addresses: addresses.map((one) => placedIn(language, one)) };
  return { delivery: { ...delivery, ...places } };
}

export const action = (args: ActionFunctionArgs) =>
  actOn(args, "pledgeId", (id) => `/pledges/${id}/survey`, {
    answer: act(AnswerSurvey, ({ viewer, id }, input) => answerSurvey(viewer, id, input)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { delivery }) => `${t("campaigns.fulfilling.mine.survey")} · ${delivery.campaign.title}`);

export default function PledgeSurvey() {
  const { delivery } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`pledge:${delivery.id}`);
  const { survey, shipTo, questions, answers, addresses, takes, standing } = delivery;
  const open = takes === "all";
  const zone = delivery.provinceCode && zoneOf(delivery.provinceCode);
  return (
    <Page
      width="text"
      title={t(survey ? "campaigns.fulfilling.mine.survey" : "campaigns.fulfilling.mine.addressOnly")}
      intro={survey?.intro && <Prose text={survey.intro} />}
      crumbs={[
        { label: t("campaigns.pledging.page.crumb"), to: "/my/pledges" },
        { label: delivery.campaign.title, to: `/pledges/${delivery.id}` },
        { label: t("campaigns.fulfilling.mine.survey") },
      ]}
    >
      <Done says={{ done: t(open ? "campaigns.fulfilling.mine.confirmed" : "campaigns.fulfilling.done") }} />
      {takes === "nothing" && (
        <Notice title={t("campaigns.fulfilling.mine.surveyLocked")}>
          {standing && shipTo && t("campaigns.fulfilling.mine.lockedText")}
        </Notice>
      )}
      {takes === "address" && (
        <Notice tone="warn" title={t("campaigns.fulfilling.mine.addressOwed")}>
          {t("campaigns.fulfilling.mine.addressOwedText")}
        </Notice>
      )}
      {survey?.lockAt && open && (
        <p>
          {t("campaigns.fulfilling.mine.locksAt")} <Deadline at={survey.lockAt} />
        </p>
      )}
      <Card>
        {shipTo && (
          <p>
            {shipTo.name} {shipTo.phone}
            <span className="block text-muted">
              {shipTo.region} {shipTo.street}
            </span>
          </p>
        )}
        {!open && questions.length > 0 && <KeyValue pairs={questions.map((q) => ({ label: q.label, value: answers[q.id] ?? "-" }))} />}
        {takes !== "nothing" && (
          <PostForm intent="answer">
            {delivery.ships && (
              <SelectField
                name="addressId"
                label={t("campaigns.fulfilling.mine.choose")}
                hint={
                  <Link to={`/addresses?back=${encodeURIComponent(`/pledges/${delivery.id}/survey`)}`} className="link">
                    {t("campaigns.fulfilling.mine.book")}
                  </Link>
                }
                {...(shipTo ? { empty: t("campaigns.fulfilling.mine.keep") } : { required: true })}
                options={addresses.map((a) => {
                  const fits = zoneOf(a.provinceCode) !== null && (!zone || zoneOf(a.provinceCode) === zone);
                  const label = `${a.label ? `${a.label}: ` : ""}${a.name} ${a.region} ${a.street}`;
                  return { value: a.id, label: fits ? label : `${label}${t("campaigns.fulfilling.mine.otherZone")}`, disabled: !fits };
                })}
              />
            )}
            {(open ? questions : []).map((q) =>
              q.kind === "CHOICE" ? (
                <ChoiceField
                  key={q.id}
                  name={`answers.${q.id}`}
                  label={q.label}
                  options={q.options.map((value) => ({ value, label: value }))}
                  defaultValue={answers[q.id] ?? ""}
                  required={q.required}
                />
              ) : (
                <TextField
                  key={q.id}
                  name={`answers.${q.id}`}
                  label={q.label}
                  defaultValue={answers[q.id] ?? ""}
                  rows={2}
                  maxLength={300}
                  required={q.required}
                />
              ),
            )}
            <Button variant="primary" className="justify-self-start">
              {t("campaigns.fulfilling.mine.confirm")}
            </Button>
          </PostForm>
        )}
      </Card>
    </Page>
  );
}
