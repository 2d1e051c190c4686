import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { requireOperator } from "#app/people/auth.server.ts";
import { deskCounts } from "#app/people/desk/queries.server.ts";
import { Card, Empty, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { counts: await deskCounts() };
}

export default function DeskHome() {
  const { t } = useTranslation();
  const { counts } = useLoaderData<typeof loader>();
  const queues = [
    { to: "/desk/tasks", label: t("desk.tasks"), count: counts.tasks },
    { to: "/desk/campaigns/reviews", label: t("desk.campaignReviews"), count: counts.campaignReviews },
    { to: "/desk/campaigns/cases", label: t("desk.campaignCases"), count: counts.campaignCases },
    { to: "/desk/campaigns/evidence", label: t("desk.campaignEvidence"), count: counts.evidence },
    { to: "/desk/campaigns/refunds", label: t("desk.campaignRefunds"), count: counts.refunds },
    { to: "/desk/campaigns/defects", label: t("desk.campaignDefects"), count: counts.defects },
    { to: "/desk/disputes", label: t("desk.disputes"), count: counts.disputes },
    { to: "/desk/deposits", label: t("desk.claims"), count: counts.claims },
    { to: "/desk/card-disputes", label: t("desk.cardDisputes"), count: counts.cardDisputes },
    { to: "/desk/verifications", label: t("desk.verifications"), count: counts.verifications, oldest: counts.oldestVerificationAt },
    { to: "/desk/reports", label: t("desk.reports"), count: counts.reports },
    { to: "/desk/books", label: t("desk.intents"), count: counts.intents },
    { to: "/desk/books/manual", label: t("desk.manualActs"), count: counts.manualActs },
    { to: "/desk/alarms", label: t("desk.alarms"), count: counts.alarms },
  ];
  return (
    <Page title={t("desk.title")}>
      <Card title={t("desk.waiting")}>
        {queues.every((queue) => queue.count === 0) && <Empty title={t("desk.nothing")} />}
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {queues.map((queue) => (
            <li key={queue.to}>
              <Link
                to={queue.to}
                className={`flex min-h-20 items-center justify-between gap-4 rounded-md border px-4 py-3 hover:border-edge ${
                  queue.count > 0 ? "border-loess-200 bg-loess-50" : "border-line bg-panel"
                }`}
              >
                <span>
                  <span className="block font-medium">{queue.label}</span>
                  {queue.oldest && (
                    <span className="block text-sm text-muted">
                      {t("desk.oldest")} <When at={queue.oldest} />
                    </span>
                  )}
                </span>
                <span className={`digits text-2xl font-semibold ${queue.count > 0 ? "text-loess-700" : "text-faint"}`}>{queue.count}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("desk.town")}>
        <Stats>
          <Stat label={t("desk.countPeople")} value={counts.people} />
          <Stat label={t("desk.countOrganisations")} value={counts.organisations} />
          <Stat label={t("desk.countSuspended")} value={counts.suspended} />
          <Stat label={t("desk.countWords")} value={counts.words} />
        </Stats>
      </Card>
    </Page>
  );
}
