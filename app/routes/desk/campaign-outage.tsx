import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { extendAfterOutage } from "#app/campaigns/launching/extend-after-outage.server.ts";
import { OutageForm } from "#app/campaigns/launching/launch.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { DateTimeField, TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { CampaignTabs } from "./campaign-tabs.tsx";

export const meta = titled((t) => t("campaigns.reviewing.desk.outage"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const answer = await submit(request, OutageForm, async (outage) => {
    await limit("operate", viewer);
    return extendAfterOutage(viewer, outage);
  });
  return answer.ok ? redirect(`/desk/campaigns/outage?extended=${answer.value}`) : answer.reply;
}

export default function CampaignOutage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const extended = params.get("extended");
  return (
    <Page title={t("campaigns.reviewing.desk.outage")} intro={t("campaigns.reviewing.desk.outageIntro")}>
      <CampaignTabs />
      {extended !== null && <Notice tone="ok">{t("campaigns.reviewing.desk.outageDone", { count: Number(extended) || 0 })}</Notice>}
      <Card>
        <PostForm>
          <div className="grid gap-4 sm:grid-cols-2">
            <DateTimeField name="fromAt" label={t("campaigns.reviewing.desk.outageFrom")} required />
            <DateTimeField name="toAt" label={t("campaigns.reviewing.desk.outageTo")} required />
          </div>
          <TextField name="reason" label={t("campaigns.reviewing.desk.outageReason")} rows={3} maxLength={500} required />
          <div>
            <Button variant="primary">{t("campaigns.reviewing.desk.outageSend")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
