import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ApproveCorrectionForm, RejectForm } from "#app/campaigns/changing/change.ts";
import { approveCorrection, rejectCorrection } from "#app/campaigns/changing/decide-correction.server.ts";
import { correctionQueue } from "#app/campaigns/changing/queries.server.ts";
import { submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty, Prose } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Diff } from "../campaigns/parts/diff.tsx";
import { ReviewReason } from "./campaign-review-parts.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

export const meta = titled((t) => t("campaigns.reviewing.desk.corrections"));
export const shouldRevalidate = () => true;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { corrections: await correctionQueue() };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const form = await request.formData();
  const approve = String(form.get("intent")).startsWith("approve");
  const answer = approve
    ? await submitForm(form, ApproveCorrectionForm, async ({ correctionId }) => {
        await limit("operate", viewer);
        await approveCorrection(viewer, correctionId);
        return "approved";
      })
    : await submitForm(form, RejectForm, async ({ correctionId, reason }) => {
        await limit("operate", viewer);
        await rejectCorrection(viewer, correctionId, reason);
        return "rejected";
      });
  return answer.ok ? redirect(`/desk/campaigns/corrections?done=${answer.value}`) : answer.reply;
}

export default function CampaignCorrections() {
  const { corrections } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const done = (["approved", "rejected"] as const).find((one) => one === params.get("done"));
  return (
    <Page title={t("campaigns.reviewing.desk.corrections")}>
      <CampaignTabs />
      {done && <Notice tone="ok">{t(`campaigns.reviewing.desk.correctionDone.${done}`)}</Notice>}
      {corrections.length === 0 && <Empty title={t("campaigns.reviewing.desk.correctionEmpty")} />}
      {corrections.map((correction) => (
        <Card
          key={correction.id}
          title={
            <Link to={`/campaigns/${correction.campaignId}`} className="link">
              {correction.title}
            </Link>
          }
          actions={
            <span className="text-sm text-muted">
              {correction.creator} · <When at={correction.at} />
            </span>
          }
        >
          <Prose text={correction.note} />
          <Diff before={correction.before} after={correction.after} whole />
          <div className="flex flex-wrap items-start gap-3">
            <PostForm intent={`approve:${correction.id}`}>
              <input type="hidden" name="correctionId" value={correction.id} />
              <Button variant="primary">{t("campaigns.reviewing.desk.correctionApprove")}</Button>
            </PostForm>
            <ReviewReason
              intent={`reject:${correction.id}`}
              trigger={t("campaigns.reviewing.desk.reject")}
              danger
              hidden={{ name: "correctionId", value: correction.id }}
            />
          </div>
        </Card>
      ))}
    </Page>
  );
}
