import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { dayList } from "#app/payments/day-statement/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const before = z.iso.date().nullable().catch(null).parse(new URL(request.url).searchParams.get("before"));
  return { ...(await dayList(before)), before };
}
export const meta = titled((t) => t("reconcile.day.list"));

export default function Days() {
  const { t } = useTranslation();
  const { days, next, before } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("reconcile.day.list")}
      intro={t("reconcile.day.intro")}
      crumbs={[{ label: t("money.books.title"), to: "/desk/books" }, { label: t("reconcile.day.list") }]}
    >
      <Card flush>
        <Table
          rows={days}
          rowKey={(day) => day.day}
          caption={t("reconcile.day.list")}
          empty={t("reconcile.day.none")}
          columns={[
            {
              key: "day",
              head: t("reconcile.day.day"),
              main: true,
              cell: (day) => (
                <Link to={`/desk/books/days/${day.day}`} className="digits font-medium text-river-700 hover:underline">
                  {day.day}
                </Link>
              ),
            },
            { key: "books", head: t("reconcile.day.books"), end: true, cell: (day) => <Money fen={day.booksClosingFen} /> },
            { key: "channel", head: t("reconcile.day.channel"), end: true, cell: (day) => <Money fen={day.channelClosingFen} /> },
            {
              key: "difference",
              head: t("reconcile.day.difference"),
              end: true,
              cell: (day) => <Money fen={day.channelClosingFen - day.booksClosingFen} sign />,
            },
            { key: "suspense", head: t("money.account.suspense_cny"), end: true, cell: (day) => <Money fen={day.suspenseFen} sign /> },
            { key: "state", head: t("money.books.result"), cell: (day) => <DayResult {...day} /> },
          ]}
        />
      </Card>
      <Pager previous={before ? "/desk/books/days" : null} next={next && `?before=${next}`} />
    </Page>
  );
}

/** Agrees, differs for known reasons, or does not tie. */
export function DayResult({
  booksClosingFen,
  channelClosingFen,
  unexplainedFen,
}: {
  booksClosingFen: bigint;
  channelClosingFen: bigint;
  unexplainedFen: bigint;
}) {
  const { t } = useTranslation();
  if (unexplainedFen !== 0n) return <Chip tone="danger">{t("reconcile.day.unexplained")}</Chip>;
  if (booksClosingFen !== channelClosingFen) return <Chip tone="info">{t("reconcile.day.explained")}</Chip>;
  return <Chip tone="ok">{t("money.books.agrees")}</Chip>;
}
