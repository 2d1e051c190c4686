import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { myPledges } from "#app/campaigns/pledging/queries.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Countdown, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { PledgeChip } from "./parts/pledge-words.tsx";

export const meta = titled((t) => t("campaigns.pledging.mine.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const after = z.uuid().safeParse(new URL(request.url).searchParams.get("after")).data ?? null;
  return { paged: after !== null, ...(await myPledges(viewer, after)) };
}

export default function MyPledges() {
  const { pledges, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.pledging.mine.title")}>
      <Card flush>
        <Table
          rows={pledges}
          rowKey={(pledge) => pledge.id}
          caption={t("campaigns.pledging.mine.title")}
          empty={
            <Empty
              title={t("campaigns.pledging.mine.none")}
              action={<ButtonLink to="/campaigns">{t("campaigns.pledging.mine.find")}</ButtonLink>}
            >
              {t("campaigns.pledging.mine.noneText")}
            </Empty>
          }
          columns={[
            {
              key: "campaign",
              head: t("campaigns.pledging.mine.campaign"),
              main: true,
              cell: ({ id, campaign }) => (
                <span className="flex items-center gap-3">
                  {campaign.coverFileId && (
                    <img
                      src={`/files/${campaign.coverFileId}?size=thumb`}
                      alt=""
                      loading="lazy"
                      className="h-10 w-14 shrink-0 rounded object-cover"
                    />
                  )}
                  <span className="grid">
                    <Link to={`/pledges/${id}`} className="link">
                      {campaign.title}
                    </Link>
                    <span className="text-sm font-normal text-muted">{t(`campaigns.lifecycle.${campaign.lifecycle}`)}</span>
                  </span>
                </span>
              ),
            },
            {
              key: "state",
              head: t("campaigns.pledging.mine.state"),
              cell: ({ state, claimUntilAt }) => (
                <span className="flex flex-wrap items-center gap-2">
                  <PledgeChip state={state} />
                  {state === "RESERVED" && claimUntilAt && <Countdown at={claimUntilAt} className="text-sm" />}
                </span>
              ),
            },
            { key: "amount", head: t("campaigns.pledging.mine.amount"), end: true, cell: ({ amountFen }) => <Money fen={amountFen} /> },
            { key: "when", head: t("campaigns.pledging.mine.when"), cell: ({ createdAt }) => <When at={createdAt} /> },
          ]}
        />
      </Card>
      <Pager previous={paged ? "/my/pledges" : null} next={next && `/my/pledges?after=${next}`} />
    </Page>
  );
}
