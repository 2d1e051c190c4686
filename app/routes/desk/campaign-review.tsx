import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { approveCampaign } from "#app/campaigns/reviewing/approve-campaign.server.ts";
import { reviewPage } from "#app/campaigns/reviewing/queries.server.ts";
import { rejectCampaign } from "#app/campaigns/reviewing/reject-campaign.server.ts";
import { requestChanges } from "#app/campaigns/reviewing/request-changes.server.ts";
import { ApproveForm, ReasonForm } from "#app/campaigns/reviewing/review.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { belongs } from "#app/people/viewer.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { Diff } from "../campaigns/parts/diff.tsx";
import { DecideBox, SnapshotCards, Videos } from "./campaign-review-parts.tsx";

export const meta = titled<typeof loader>(
  (t, data) => `${t("campaigns.reviewing.desk.title")}${t("ui.colon")}${data.review.campaign.title}`,
);
export const shouldRevalidate = () => true;
const idOf = (params: { reviewId?: string }) => orNotFound(z.uuid().safeParse(params.reviewId).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  const found = orNotFound(await reviewPage(idOf(params)));
  return { ...found, own: belongs(viewer, found.review.campaign.creatorId) };
}

async function decide(viewer: Viewer, campaignId: string, form: FormData) {
  const intent = String(form.get("intent"));
  if (intent === "approve")
    return submitForm(form, ApproveForm, async (input) => {
      await limit("operate", viewer);
      return (await approveCampaign(viewer, campaignId, input)) === "FIRST" ? "first" : "approved";
    });
  if (intent !== "change" && intent !== "reject") throw refuse("unreadable");
  return submitForm(form, ReasonForm, async ({ reason }) => {
    await limit("operate", viewer);
    await (intent === "change" ? requestChanges : rejectCampaign)(viewer, campaignId, reason);
    return intent === "change" ? "changed" : "rejected";
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const reviewId = idOf(params);
  const { review } = orNotFound(await reviewPage(reviewId));
  const answer = await decide(viewer, review.campaign.id, await request.formData());
  return answer.ok ? redirect(`/desk/campaigns/reviews/${reviewId}?done=${answer.value}`) : answer.reply;
}

const dones = ["approved", "first", "changed", "rejected"] as const;

export default function CampaignReview() {
  const { review, snapshot, before, firstName, loud, own } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const done = dones.find((one) => one === params.get("done"));
  const { campaign } = review;
  const waiting = review.state === "PENDING" && campaign.lifecycle === "IN_REVIEW";
  const side = (
    <>
      <Card>
        <KeyValue
          stacked
          pairs={[
            { label: t("campaigns.reviewing.desk.creator"), value: campaign.creator.name },
            { label: t("campaigns.reviewing.desk.goal"), value: <Money fen={campaign.goalFen} /> },
            { label: t("campaigns.reviewing.desk.version"), value: review.n },
            { label: t("campaigns.reviewing.desk.submitted"), value: <When at={review.submittedAt} /> },
            waiting && { label: t("campaigns.reviewing.desk.due"), value: <Deadline at={review.dueAt} /> },
          ]}
        />
        {campaign.physical && <Videos campaignId={campaign.id} snapshot={snapshot} />}
        <p className="text-sm text-muted">
          {t("campaigns.reviewing.desk.hash")} <code className="font-mono text-xs break-all">{review.hash}</code>
        </p>
      </Card>
      {waiting && !own && <DecideBox campaign={campaign} first={review.firstById ? review : null} />}
    </>
  );
  return (
    <Page
      title={campaign.title}
      crumbs={[{ label: t("campaigns.reviewing.desk.title"), to: "/desk/campaigns/reviews" }, { label: campaign.title }]}
      chips={
        <>
          <Chip>{t(`campaigns.reviewing.desk.states.${review.state}`)}</Chip>
          {review.appeal && <Chip tone="warn">{t("campaigns.reviewing.desk.appeal")}</Chip>}
        </>
      }
      actions={<ButtonLink to={`/campaigns/${campaign.id}`}>{t("campaigns.editing.sections.preview")}</ButtonLink>}
    >
      {done && <Notice tone="ok">{t(`campaigns.reviewing.desk.done.${done}`)}</Notice>}
      {review.reason && <Notice title={t(`campaigns.reviewing.desk.states.${review.state}`)}>{review.reason}</Notice>}
      {review.appealText && (
        <Notice tone="warn" title={t("campaigns.reviewing.desk.appeal")}>
          {review.appealText}
        </Notice>
      )}
      {waiting && firstName && review.firstAt && (
        <Notice tone="info">
          {t("campaigns.reviewing.desk.firstBy", {
            name: firstName,
            at: review.firstAt.toISOString(),
            policy: [
              review.refundPolicy ? t(`campaigns.policy.${review.refundPolicy}`) : "",
              t(`campaigns.reviewing.desk.stages.${review.inStock ? "yes" : "no"}`),
            ].join(" · "),
          })}
        </Notice>
      )}
      {before?.reason && <Notice title={t("campaigns.reviewing.desk.previous")}>{before.reason}</Notice>}
      {loud.length > 0 && <Notice tone="warn">{t("campaigns.reviewing.desk.loud", { words: loud.join("、") })}</Notice>}
      <Columns side={side}>
        {before && (
          <Card title={t("campaigns.reviewing.desk.diff")}>
            {JSON.stringify(before.snapshot) === JSON.stringify(snapshot) ? (
              <Prose text={t("campaigns.reviewing.desk.noDiff")} />
            ) : (
              <Diff before={before.snapshot} after={snapshot} />
            )}
          </Card>
        )}
        <SnapshotCards snapshot={snapshot} />
      </Columns>
    </Page>
  );
}
