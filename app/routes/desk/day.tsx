import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Printer, Sheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { DayTables } from "./day-tables.tsx";
import { DayResult } from "./days.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  return orNotFound(await dayStatement(orNotFound(z.iso.date().safeParse(params.day).data)));
}
export const meta = titled((t) => t("reconcile.day.title"));

export default function Day() {
  const { t } = useTranslation();
  const day = useLoaderData<typeof loader>();
  const { statement, next, previous } = day;
  return (
    <Page
      title={t("reconcile.day.of", { day: statement.day })}
      intro={
        <>
          {t("reconcile.day.madeAt")} <When at={statement.at} />
        </>
      }
      chips={<DayResult {...statement} />}
      crumbs={[
        { label: t("money.books.title"), to: "/desk/books" },
        { label: t("reconcile.day.list"), to: "/desk/books/days" },
        { label: statement.day },
      ]}
      actions={
        <>
          <a href={`/desk/books/days/${statement.day}.csv`} className={buttonClass({ size: "sm" })} download>
            <Sheet size={15} aria-hidden /> {t("money.statement.csv")}
          </a>
          <Button type="button" size="sm" icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            {t("money.statement.print")}
          </Button>
        </>
      }
    >
      <Card>
        <Stats>
          <Stat label={t("reconcile.day.channelOpening")} value={<Money fen={statement.channelOpeningFen} />} />
          <Stat label={t("reconcile.day.channelClosing")} value={<Money fen={statement.channelClosingFen} />} />
          <Stat
            label={t("reconcile.day.channelSaid")}
            value={statement.channelSaidFen === null ? t("reconcile.day.notAsked") : <Money fen={statement.channelSaidFen} />}
          />
          <Stat label={t("reconcile.day.booksOpening")} value={<Money fen={statement.booksOpeningFen} />} />
          <Stat label={t("reconcile.day.booksClosing")} value={<Money fen={statement.booksClosingFen} />} />
          <Stat
            label={t("reconcile.day.difference")}
            value={<Money fen={statement.channelClosingFen - statement.booksClosingFen} sign />}
          />
          <Stat
            label={t("reconcile.day.unexplained")}
            value={<Money fen={statement.unexplainedFen} />}
            tone={statement.unexplainedFen === 0n ? "ok" : "danger"}
          />
        </Stats>
      </Card>
      <DayTables {...day} />
      <p className="font-mono text-xs break-all text-muted">{statement.hash}</p>
      <Pager previous={previous && `/desk/books/days/${previous}`} next={next && `/desk/books/days/${next}`} />
    </Page>
  );
}
