import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireViewer } from "#app/people/auth.server.ts";
import { type MyBid, myBids } from "#app/tasks/lists.server.ts";
import { myBidViews } from "#app/tasks/views.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { BidChip, PhaseChip } from "./parts/words.tsx";

export const meta = titled((t) => t("tasks.choosing.my.bidsTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const params = new URL(request.url).searchParams;
  const view = z.enum(myBidViews).safeParse(params.get("view")).data ?? "all";
  const after = z.uuid().safeParse(params.get("after")).data ?? null;
  return { view, paged: after !== null, ...(await myBids(viewer, view, after)) };
}

const deadlineOf = (bid: MyBid): Date | null => {
  if (bid.acceptBy) return bid.acceptBy;
  if (bid.fixUntilAt) return bid.fixUntilAt;
  if (bid.task.state === "OPEN") return bid.task.closeAt;
  return bid.task.state === "QUALIFYING" ? bid.task.liveAt : null;
};
const pageOf = (bid: MyBid) => {
  if (bid.contractId) return `/contracts/${bid.contractId}`;
  if (bid.acceptBy) return `/tasks/${bid.task.id}/award`;
  if (bid.state === "NEEDS_RECONFIRM" || bid.fixUntilAt) return `/tasks/${bid.task.id}/bid`;
  return bid.task.state === "LIVE" && bid.state === "QUALIFIED" ? `/tasks/${bid.task.id}/live` : `/tasks/${bid.task.id}`;
};

export default function MyBids() {
  const { view, bids, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const base = `/my/bids?view=${view}`;
  return (
    <Page title={t("tasks.choosing.my.bidsTitle")}>
      <Tabs
        label={t("tasks.choosing.my.state")}
        tabs={myBidViews.map((v) => ({ to: `/my/bids?view=${v}`, label: t(`tasks.choosing.my.bidViews.${v}`), current: v === view }))}
      />
      <Card flush>
        <Table
          rows={bids}
          rowKey={(bid) => bid.id}
          caption={t("tasks.choosing.my.bidsTitle")}
          empty={
            <Empty title={t("tasks.choosing.my.noBids")} action={<ButtonLink to="/tasks">{t("tasks.choosing.my.find")}</ButtonLink>}>
              {t("tasks.choosing.my.noBidsHint")}
            </Empty>
          }
          columns={[
            {
              key: "title",
              head: t("tasks.choosing.my.task"),
              main: true,
              cell: (bid) => (
                <span className="grid">
                  <Link to={pageOf(bid)} className="link">
                    {bid.task.title}
                  </Link>
                  <span className="text-sm font-normal text-muted">
                    {bid.provider} · {t("tasks.bidder", { label: bid.label })}
                  </span>
                </span>
              ),
            },
            { key: "state", head: t("tasks.choosing.my.state"), cell: (bid) => <BidChip state={bid.state} /> },
            { key: "phase", head: t("tasks.choosing.my.task"), cell: (bid) => <PhaseChip phase={bid.task.phase} /> },
            { key: "price", head: t("tasks.choosing.my.price"), end: true, cell: (bid) => <Money fen={bid.priceFen} /> },
            { key: "rank", head: t("tasks.choosing.my.rank"), end: true, cell: (bid) => bid.rank ?? "–" },
            {
              key: "deadline",
              head: t("tasks.choosing.my.deadline"),
              cell: (bid) => {
                const at = deadlineOf(bid);
                return at ? <Deadline at={at} /> : "–";
              },
            },
          ]}
        />
      </Card>
      <Pager previous={paged ? base : null} next={next && `${base}&after=${next}`} />
    </Page>
  );
}
