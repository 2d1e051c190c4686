import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deskViews, reviewQueue } from "#app/campaigns/reviewing/queries.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Countdown, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { OrgName } from "../tasks/parts/words.tsx";
import { ReviewTabs } from "./campaign-review-parts.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

export const meta = titled((t) => t("campaigns.reviewing.desk.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const params = new URL(request.url).searchParams;
  const view = z.enum(deskViews).safeParse(params.get("view")).data ?? "waiting";
  const after = z.uuid().safeParse(params.get("after")).data ?? null;
  return { view, paged: after !== null, ...(await reviewQueue(view, after)) };
}

const tones = { PENDING: "warn", APPROVED: "ok", CHANGES_REQUESTED: "info", REJECTED: "danger", WITHDRAWN: "neutral" } as const;

export default function CampaignReviews() {
  const { view, reviews, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("notices");
  const base = `/desk/campaigns/reviews?view=${view}`;
  return (
    <Page title={t("campaigns.reviewing.desk.title")}>
      <CampaignTabs />
      <ReviewTabs current={view} />
      <Card flush>
        <Table
          rows={reviews}
          rowKey={(review) => review.id}
          caption={t("campaigns.reviewing.desk.title")}
          empty={t("campaigns.reviewing.desk.empty")}
          columns={[
            {
              key: "title",
              head: t("campaigns.reviewing.desk.campaign"),
              main: true,
              cell: (review) => (
                <Link to={`/desk/campaigns/reviews/${review.id}`} className="link">
                  {review.campaign.title}
                </Link>
              ),
            },
            {
              key: "creator",
              head: t("campaigns.reviewing.desk.creator"),
              cell: ({ campaign }) => <OrgName name={campaign.creator.name} verified={campaign.creator.verifiedAt !== null} />,
            },
            {
              key: "state",
              head: t("campaigns.reviewing.desk.state"),
              cell: (review) => (
                <span className="inline-flex flex-wrap gap-1.5">
                  <Chip tone={tones[review.state]}>{t(`campaigns.reviewing.desk.states.${review.state}`)}</Chip>
                  {review.appeal && <Chip tone="warn">{t("campaigns.reviewing.desk.appeal")}</Chip>}
                  {review.state === "PENDING" && review.firstById && <Chip tone="info">{t("campaigns.reviewing.desk.first")}</Chip>}
                </span>
              ),
            },
            { key: "goal", head: t("campaigns.reviewing.desk.goal"), end: true, cell: ({ campaign }) => <Money fen={campaign.goalFen} /> },
            {
              key: "due",
              head: t(view === "waiting" ? "campaigns.reviewing.desk.due" : "campaigns.reviewing.desk.submitted"),
              cell: (review) =>
                view === "waiting" ? (
                  <span className="grid">
                    <When at={review.dueAt} />
                    <Countdown at={review.dueAt} className="text-sm" />
                  </span>
                ) : (
                  <When at={review.submittedAt} />
                ),
            },
          ]}
        />
      </Card>
      <Pager previous={paged ? base : null} next={next && `${base}&after=${next}`} />
    </Page>
  );
}
