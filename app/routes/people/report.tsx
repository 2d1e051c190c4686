import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { reportCampaign } from "#app/campaigns/watching/report-campaign.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { fileReport } from "#app/people/desk/file-report.server.ts";
import { reportForm } from "#app/people/desk/report.ts";
import {
  type CampaignReason,
  campaignReasons,
  type ReportSubject,
  reportGroups,
  reportReasons,
  reportSubjects,
} from "#app/people/desk/report-reasons.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { SelectField, TextField } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";
import { reportable } from "./reportable.server.ts";

export const meta = titled((t) => t("people.report.title"));

const pages: Record<ReportSubject, string> = { task: "tasks", organisation: "providers", campaign: "campaigns" };
const Params = z.object({ type: z.enum(reportSubjects), id: z.uuid() });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const { type, id } = orNotFound(Params.safeParse(params).data);
  return { type, name: orNotFound(await reportable(viewer, type, id)), back: `/${pages[type]}/${id}` };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const { type, id } = orNotFound(Params.safeParse(params).data);
  orNotFound(await reportable(viewer, type, id));
  const answer = await submit(request, reportForm(type), async (form) => {
    await limit("report", viewer);
    if (type === "campaign") await reportCampaign(viewer, id, form);
    else await fileReport(viewer, { subjectType: type, subjectId: id, ...form });
  });
  return answer.ok ? redirect(`/report/${type}/${id}?done=sent`) : answer.reply;
}

export default function Report() {
  const { t } = useTranslation();
  const { type, name, back } = useLoaderData<typeof loader>();
  const sent = useSearchParams()[0].get("done") === "sent";
  const option = (value: (typeof reportReasons)[number] | CampaignReason) => ({ value, label: t(`people.report.reasons.${value}`) });
  const reasons =
    type === "campaign"
      ? reportGroups.flatMap((group) => campaignReasons[group].map((r) => ({ ...option(r), group: t(`people.report.groups.${group}`) })))
      : reportReasons.map(option);
  return (
    <Page title={t(`people.report.${type}`, { name })} intro={t("people.report.intro")} width="narrow">
      <Done says={{ sent: t("people.report.sent") }} />
      {sent ? (
        <div>
          <ButtonLink to={back}>{name}</ButtonLink>
        </div>
      ) : (
        <Card>
          <PostForm>
            <SelectField name="reason" label={t("people.report.reason")} options={reasons} required />
            <TextField
              name="text"
              label={t("people.report.text")}
              hint={t("people.report.textHint")}
              required
              minLength={10}
              maxLength={2000}
            />
            <div>
              <Button variant="primary">{t("people.report.button")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
    </Page>
  );
}
