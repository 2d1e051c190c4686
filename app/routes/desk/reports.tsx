import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireOperator } from "#app/people/auth.server.ts";
import { reportList } from "#app/people/desk/queries.server.ts";
import type { ReportReason, ReportSubject } from "#app/people/desk/report-reasons.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.reports"));

const Query = z.object({ state: z.enum(["open", "decided"]).catch("open"), after: z.uuid().optional().catch(undefined) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { state, after } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { state, ...(await reportList(state === "open", after)) };
}

const tones = { OPEN: "warn", UPHELD: "ok", DISMISSED: "neutral" } as const;

export default function Reports() {
  const { t } = useTranslation();
  const { state, reports, next } = useLoaderData<typeof loader>();
  const tabs = [
    { to: "/desk/reports", label: t("desk.state.OPEN"), current: state === "open" },
    { to: "/desk/reports?state=decided", label: t("desk.done"), current: state === "decided" },
  ];
  return (
    <Page title={t("desk.reports")}>
      <Tabs tabs={tabs} label={t("desk.reports")} />
      <Card flush>
        <Table
          caption={t("desk.reports")}
          empty={t("desk.report.empty")}
          rows={reports}
          rowKey={(r) => r.id}
          columns={[
            {
              key: "subject",
              head: t("desk.report.subject"),
              main: true,
              cell: (r) => (
                <Link to={`/desk/reports/${r.id}`} className="link">
                  {t(`desk.report.subjectType.${r.subjectType as ReportSubject}`)} · {r.subject}
                </Link>
              ),
            },
            {
              key: "reason",
              head: t("desk.report.reason"),
              cell: (r) => t(`people.report.reasons.${r.reason as ReportReason}`),
            },
            { key: "state", head: t("desk.find.state"), cell: (r) => <Chip tone={tones[r.state]}>{t(`desk.state.${r.state}`)}</Chip> },
            { key: "at", head: t("desk.report.at"), cell: (r) => <When at={r.createdAt} /> },
          ]}
        />
      </Card>
      <Pager next={next && `/desk/reports?state=${state}&after=${next}`} />
    </Page>
  );
}
