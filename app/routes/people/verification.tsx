import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { verificationOf } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { CompanyVerificationForm, PersonVerificationForm } from "#app/people/verification/real-name.ts";
import { requestRealName } from "#app/people/verification/request-real-name.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { NextMove, When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";
import { OrganisationPage } from "./organisation-page.tsx";

export const meta = titled<typeof loader>((t, { org }) => `${t("people.verification.title")} · ${org.name}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  return orNotFound(await verificationOf(viewer, params.orgId!));
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const org = orNotFound(viewer.orgs.find((o) => o.id === params.orgId));
  const answer = await submit(
    request,
    org.kind === "PERSON" ? PersonVerificationForm : CompanyVerificationForm,
    async (form) => {
      await limit("askVerification", viewer);
      await requestRealName(viewer, org.id, form);
    },
    viewer,
  );
  return answer.ok ? redirect(`/organisations/${org.id}/verification?done=sent`) : answer.reply;
}

const tones = { PENDING: "info", APPROVED: "ok", REJECTED: "danger" } as const;

export default function Verification() {
  const { t } = useTranslation();
  const { org, requests } = useLoaderData<typeof loader>();
  const pending = requests.some((request) => request.state === "PENDING");
  return (
    <OrganisationPage org={org}>
      <Done says={{ sent: t("people.verification.sent") }} />
      {org.verifiedAt && <Notice tone="ok">{t("people.verification.verified", { name: org.legalName ?? org.name })}</Notice>}
      {pending && <NextMove who="other" title={t("people.verification.pending")} otherwise={t("people.verification.pendingText")} />}
      {!org.verifiedAt && !pending && <AskCard person={org.kind === "PERSON"} />}
      {requests.length > 0 && (
        <Card title={t("people.verification.history")}>
          <ul className="grid gap-3">
            {requests.map((request) => (
              <li key={request.id} className="grid gap-1 rounded-md border border-line px-4 py-3">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {request.legalName}
                  <Chip tone={tones[request.state]}>{t(`people.verification.state.${request.state}`)}</Chip>
                </p>
                <p className="text-sm text-muted">
                  {t("people.verification.last4", { last4: request.idNumberLast4 })} · {t("people.verification.at")}{" "}
                  <When at={request.requestedAt} />
                </p>
                {request.state === "REJECTED" && request.reason && (
                  <p className="text-sm">
                    {t("people.verification.reason")}
                    {t("ui.colon")}
                    {request.reason}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </OrganisationPage>
  );
}

function AskCard({ person }: { person: boolean }) {
  const { t } = useTranslation();
  const kind = person ? "Person" : "Company";
  return (
    <Card title={t("people.verification.title")}>
      <p className="text-muted">{t("people.verification.why")}</p>
      <PostForm encType="multipart/form-data">
        <Field name="legalName" label={t(`people.verification.legalName${kind}`)} required maxLength={80} />
        <Field
          name="idNumber"
          label={t(`people.verification.id${kind}`)}
          hint={t("people.verification.idHint")}
          autoComplete="off"
          required
          maxLength={40}
        />
        <FileDrop label={t(`people.verification.files${kind}`)} max={4} />
        <div>
          <Button variant="primary">{t("people.verification.button")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}
