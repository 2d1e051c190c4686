import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireOperator } from "#app/people/auth.server.ts";
import { operatorLog } from "#app/people/desk/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("desk.log"));

const Before = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return operatorLog(Before.safeParse(new URL(request.url).searchParams.get("before")).data);
}

export default function Log() {
  const { t } = useTranslation();
  // An act without a name of its own is shown by its code.
  const tell = t as unknown as (key: string, otherwise: string) => string;
  const { acts, next } = useLoaderData<typeof loader>();
  return (
    <Page title={t("desk.log")} intro={t("desk.logs.intro")}>
      <Card flush>
        <Table
          caption={t("desk.log")}
          empty={t("desk.logs.empty")}
          rows={acts}
          rowKey={(a) => a.id}
          columns={[
            {
              key: "act",
              head: t("desk.logs.act"),
              main: true,
              className: "sm:whitespace-nowrap",
              cell: (a) => tell(`desk.logs.${a.act}`, a.act),
            },
            { key: "operator", head: t("desk.logs.operator"), className: "sm:whitespace-nowrap", cell: (a) => a.operator },
            {
              key: "subject",
              head: t("desk.logs.subject"),
              cell: (a) => <Subject type={a.subjectType} id={a.subjectId} name={a.subject} />,
            },
            { key: "reason", head: t("desk.logs.reason"), cell: (a) => a.reason },
            { key: "at", head: t("desk.logs.at"), cell: (a) => <When at={a.at} /> },
          ]}
        />
      </Card>
      <Pager next={next && `/desk/log?before=${next}`} />
    </Page>
  );
}

const pages: Record<string, string> = {
  organisation: "/providers/",
  task: "/tasks/",
  contract: "/contracts/",
  campaign: "/desk/campaigns/",
};

function Subject({ type, id, name }: { type: string; id: string; name: string }) {
  const page = pages[type];
  return page ? (
    <a href={page + id} className="link">
      {name}
    </a>
  ) : (
    <span className="break-all">{name}</span>
  );
}
