import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Sheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireOperator } from "#app/people/auth.server.ts";
import { logChoices, operatorLog } from "#app/people/desk/log.server.ts";
import { logSearch, readLogQuery } from "#app/people/desk/log.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
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
  const search = new URL(request.url).searchParams;
  const query = readLogQuery(search);
  const [log, choices] = await Promise.all([operatorLog(query, Before.safeParse(search.get("before")).data), logChoices()]);
  return { ...log, ...choices, query };
}

export default function Log() {
  const { t } = useTranslation();
  // An act without a name of its own is shown by its code.
  const tell = t as unknown as (key: string, otherwise: string) => string;
  const { acts, next, query, operators, kinds } = useLoaderData<typeof loader>();
  const any = { value: "", label: t("desk.find.all") };
  return (
    <Page
      title={t("desk.log")}
      intro={t("desk.logs.intro")}
      actions={
        <form method="post" action={`/desk/log.csv?${logSearch(query)}`}>
          <Button size="sm" icon={<Sheet size={15} aria-hidden />}>
            {t("desk.logs.csv")}
          </Button>
        </form>
      }
    >
      <Filters clear="/desk/log" active={Object.values(query).filter(Boolean).length}>
        <SelectField
          name="operator"
          label={t("desk.logs.operator")}
          defaultValue={query.operator ?? ""}
          options={[any, ...operators.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <SelectField
          name="act"
          label={t("desk.logs.act")}
          defaultValue={query.act ?? ""}
          options={[any, ...kinds.map((act) => ({ value: act, label: tell(`desk.logs.${act}`, act) }))]}
        />
        <Field name="subject" label={t("desk.logs.subjectId")} defaultValue={query.subject ?? ""} maxLength={100} />
        <Field type="date" name="from" label={t("money.statement.from")} defaultValue={query.from ?? ""} />
        <Field type="date" name="to" label={t("money.statement.to")} defaultValue={query.to ?? ""} />
      </Filters>
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
      <Pager next={next && `/desk/log?${logSearch(query, { before: next })}`} />
    </Page>
  );
}

const pages: Record<string, string> = {
  organisation: "/providers/",
  task: "/tasks/",
  contract: "/contracts/",
  campaign: "/desk/campaigns/",
  dispute: "/desk/disputes/",
  cardDispute: "/desk/card-disputes/",
  claim: "/desk/deposits/claims/",
  manualAct: "/desk/books/manual/",
  defect: "/desk/campaigns/defects/",
};

function Subject({ type, id, name }: { type: string; id: string; name: string }) {
  const { t } = useTranslation();
  const page = pages[type];
  return (
    <>
      {page ? (
        <a href={page + id} className="link break-words">
          {name}
        </a>
      ) : (
        <span className="break-all">{name}</span>
      )}{" "}
      <Link to={`/desk/log?${new URLSearchParams({ subject: id })}`} className="text-sm text-muted hover:underline">
        {t("desk.logs.sameSubject")}
      </Link>
    </>
  );
}
