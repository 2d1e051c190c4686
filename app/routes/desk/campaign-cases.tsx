import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { caseList } from "#app/campaigns/watching/cases.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CasesTable } from "./campaign-cases-table.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

export const meta = titled((t) => t("campaigns.watching.cases.title"));

const Query = z.object({ state: z.enum(["open", "decided"]).catch("open"), page: z.coerce.number().int().min(1).max(1000).catch(1) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { state, page } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { state, page, ...(await caseList({ open: state === "open", page })) };
}

export default function Cases() {
  const { t } = useTranslation();
  const { state, page, cases, more } = useLoaderData<typeof loader>();
  useSignal("notices");
  const address = (n: number) => `/desk/campaigns/cases?state=${state}&page=${n}`;
  return (
    <Page title={t("campaigns.watching.cases.title")}>
      <CampaignTabs />
      <Tabs
        label={t("campaigns.watching.cases.title")}
        tabs={[
          { to: "/desk/campaigns/cases", label: t("campaigns.watching.cases.open"), current: state === "open" },
          { to: "/desk/campaigns/cases?state=decided", label: t("campaigns.watching.cases.decided"), current: state === "decided" },
        ]}
      />
      <Card flush>
        <CasesTable cases={cases} empty={t("campaigns.watching.cases.empty")} />
      </Card>
      <Pager previous={page > 1 ? address(page - 1) : null} next={more ? address(page + 1) : null} />
    </Page>
  );
}
