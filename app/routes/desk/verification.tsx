import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { verificationDetail } from "#app/people/desk/queries.server.ts";
import { revealId } from "#app/people/desk/reveal-id.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { decideRealName } from "#app/people/verification/decide-real-name.server.ts";
import { DecisionForm } from "#app/people/verification/real-name.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.verifications"));
export const shouldRevalidate = () => true;

const idOf = (text: string | undefined) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { request: orNotFound(await verificationDetail(idOf(params.id))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const id = idOf(params.id);
  await limit("operate", viewer);
  const form = await request.formData();
  if (form.get("intent") === "reveal") {
    const answer = await submitForm(form, z.strictObject({}), () => revealId(viewer, id));
    return answer.ok ? data({ number: answer.value }) : answer.reply;
  }
  const answer = await submitForm(form, DecisionForm, (decision) => decideRealName(viewer, id, decision));
  return answer.ok ? redirect(`/desk/verifications/${id}`) : answer.reply;
}

const tones = { PENDING: "warn", APPROVED: "ok", REJECTED: "danger" } as const;

export default function Verification() {
  const { t } = useTranslation();
  const { request } = useLoaderData<typeof loader>();
  const waiting = request.state === "PENDING";
  return (
    <Page
      title={request.legalName}
      crumbs={[{ label: t("desk.verifications"), to: "/desk/verifications" }, { label: request.legalName }]}
      chips={<Chip tone={tones[request.state]}>{t(`desk.state.${request.state}`)}</Chip>}
    >
      <Columns side={waiting ? <Decide /> : <Decided />} sideFirst={!waiting}>
        <Card>
          <KeyValue
            pairs={[
              { label: t("desk.verification.legalName"), value: request.legalName },
              {
                label: t("desk.verification.organisation"),
                value: (
                  <a href={`/providers/${request.org.id}`} className="link">
                    {request.org.name}
                  </a>
                ),
              },
              { label: t("desk.verification.kind"), value: t(`people.kind.${request.org.kind}`) },
              { label: t("desk.verification.number"), value: <IdNumber /> },
              { label: t("desk.verification.by"), value: request.requestedBy },
              { label: t("desk.verification.asked"), value: <When at={request.requestedAt} /> },
            ]}
          />
        </Card>
        <Card title={t("desk.verification.files")}>
          <FileRows files={request.files} />
        </Card>
      </Columns>
    </Page>
  );
}

function IdNumber() {
  const { t } = useTranslation();
  const { request } = useLoaderData<typeof loader>();
  const reply = useActionData<{ number?: string }>();
  if (reply?.number) {
    return (
      <>
        <span className="font-mono tracking-wide">{reply.number}</span>
        <span className="block text-sm text-muted">{t("desk.verification.revealed")}</span>
      </>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-3">
      {t("desk.verification.last4", { last4: request.idNumberLast4 })}
      {request.state === "PENDING" && (
        <Form method="post">
          <Button name="intent" value="reveal" size="sm">
            {t("desk.verification.reveal")}
          </Button>
        </Form>
      )}
    </span>
  );
}

function Decide() {
  const { t } = useTranslation();
  const options = (["approve", "reject"] as const).map((value) => ({
    value,
    label: t(`desk.verification.${value}`),
    hint: t(`desk.verification.${value}Hint`),
  }));
  return (
    <Card title={t("desk.verification.decide")}>
      <PostForm intent="decide">
        <ChoiceField name="decision" label={t("desk.verification.decision")} options={options} required cards columns="" />
        <TextField name="reason" label={t("desk.verification.reason")} hint={t("desk.verification.reasonHint")} rows={3} maxLength={500} />
        <Button variant="primary">{t("desk.verification.button")}</Button>
      </PostForm>
    </Card>
  );
}

function Decided() {
  const { t } = useTranslation();
  const { request } = useLoaderData<typeof loader>();
  return (
    <Card title={t("desk.verification.decision")}>
      <KeyValue
        stacked
        pairs={[
          { label: t("desk.verification.decision"), value: t(`desk.state.${request.state}`) },
          request.decidedAt !== null && { label: t("desk.verification.decided"), value: <When at={request.decidedAt} /> },
          { label: t("desk.verification.decidedBy"), value: request.decidedBy },
          request.reason !== null && { label: t("desk.verification.reason"), value: request.reason },
        ]}
      />
    </Card>
  );
}
