import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { decideReport } from "#app/people/desk/decide-report.server.ts";
import { reportDetail } from "#app/people/desk/queries.server.ts";
import { ReportDecisionForm } from "#app/people/desk/report.ts";
import type { ReportReason, ReportSubject } from "#app/people/desk/report-reasons.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.reports"));
export const shouldRevalidate = () => true;

const idOf = (text: string | undefined) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { report: orNotFound(await reportDetail(idOf(params.id))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const id = idOf(params.id);
  const answer = await submit(request, ReportDecisionForm, async (decision) => {
    await limit("operate", viewer);
    await decideReport(viewer, id, decision);
  });
  return answer.ok ? redirect(`/desk/reports/${id}`) : answer.reply;
}

export default function Report() {
  const { t } = useTranslation();
  const { report } = useLoaderData<typeof loader>();
  const task = report.subjectType === "task";
  return (
    <Page
      title={report.subject}
      crumbs={[{ label: t("desk.reports"), to: "/desk/reports" }, { label: report.subject }]}
      chips={
        <>
          <Chip>{t(`desk.report.subjectType.${report.subjectType as ReportSubject}`)}</Chip>
          <Chip tone={report.state === "OPEN" ? "warn" : "neutral"}>{t(`desk.state.${report.state}`)}</Chip>
        </>
      }
      actions={
        <>
          <ButtonLink to={`/${task ? "tasks" : "providers"}/${report.subjectId}`}>{t("desk.report.open")}</ButtonLink>
          {!task && <ButtonLink to={`/desk/organisations?q=${encodeURIComponent(report.subject)}`}>{t("desk.report.manage")}</ButtonLink>}
        </>
      }
    >
      <Columns side={report.state === "OPEN" ? <Decide /> : <Decided />}>
        <Card title={t("desk.report.text")}>
          <Prose text={report.text} />
          <KeyValue
            pairs={[
              { label: t("desk.report.reason"), value: t(`people.report.reasons.${report.reason as ReportReason}`) },
              { label: t("desk.report.by"), value: report.reporter },
              { label: t("desk.report.at"), value: <When at={report.createdAt} /> },
              { label: t("desk.report.others"), value: report.others },
            ]}
          />
        </Card>
      </Columns>
    </Page>
  );
}

function Decide() {
  const { t } = useTranslation();
  const options = (["uphold", "dismiss"] as const).map((value) => ({
    value,
    label: t(`desk.report.${value}`),
    hint: t(`desk.report.${value}Hint`),
  }));
  return (
    <Card title={t("desk.report.decision")}>
      <PostForm>
        <ChoiceField name="decision" label={t("desk.report.decision")} options={options} required cards columns="" />
        <TextField name="answer" label={t("desk.report.answer")} hint={t("desk.report.answerHint")} rows={4} required maxLength={1000} />
        <Button variant="primary">{t("desk.report.button")}</Button>
      </PostForm>
    </Card>
  );
}

function Decided() {
  const { t } = useTranslation();
  const { report } = useLoaderData<typeof loader>();
  return (
    <Card title={t("desk.report.decision")}>
      <p>{report.decision}</p>
      <p className="text-sm text-muted">
        {report.decidedBy} {report.decidedAt && <When at={report.decidedAt} />}
      </p>
    </Card>
  );
}
