import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireOperator } from "#app/people/auth.server.ts";
import { verificationList } from "#app/people/desk/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.verifications"));

const states = ["PENDING", "APPROVED", "REJECTED"] as const;
const Query = z.object({ state: z.enum(states).catch("PENDING"), after: z.uuid().optional().catch(undefined) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { state, after } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { state, ...(await verificationList(state, after)) };
}

export default function Verifications() {
  const { t } = useTranslation();
  const { state, requests, next } = useLoaderData<typeof loader>();
  const tabs = states.map((s) => ({ to: `/desk/verifications?state=${s}`, label: t(`desk.state.${s}`), current: s === state }));
  return (
    <Page title={t("desk.verifications")}>
      <Tabs tabs={tabs} label={t("desk.verifications")} />
      <Card flush>
        <Table
          caption={t("desk.verifications")}
          empty={t("desk.verification.empty")}
          rows={requests}
          rowKey={(r) => r.id}
          columns={[
            {
              key: "name",
              head: t("desk.verification.legalName"),
              main: true,
              cell: (r) => (
                <Link to={`/desk/verifications/${r.id}`} className="link">
                  {r.legalName}
                </Link>
              ),
            },
            { key: "org", head: t("desk.verification.organisation"), cell: (r) => r.org.name },
            { key: "kind", head: t("desk.verification.kind"), cell: (r) => t(`people.kind.${r.org.kind}`) },
            { key: "number", head: t("desk.verification.number"), cell: (r) => t("desk.verification.last4", { last4: r.idNumberLast4 }) },
            { key: "at", head: t("desk.verification.asked"), cell: (r) => <When at={r.requestedAt} /> },
          ]}
        />
      </Card>
      <Pager next={next && `/desk/verifications?state=${state}&after=${next}`} />
    </Page>
  );
}
