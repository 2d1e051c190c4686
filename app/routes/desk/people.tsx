import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { findPeople } from "#app/people/desk/queries.server.ts";
import { SuspendForm } from "#app/people/desk/report.ts";
import { resumePerson } from "#app/people/desk/resume-person.server.ts";
import { suspendPerson } from "#app/people/desk/suspend-person.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "../people/done.tsx";
import { Suspension } from "./suspension.tsx";

export const meta = titled((t) => t("desk.people"));
export const shouldRevalidate = () => true;

const Query = z.object({
  q: z.string().trim().max(100).catch(""),
  only: z.enum(["all", "suspended"]).catch("all"),
  before: z.uuid().optional().catch(undefined),
});

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { q, only, before } = Query.parse({ q: "", ...Object.fromEntries(new URL(request.url).searchParams) });
  return { q, only, ...(await findPeople(q, only, before)) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const form = await request.formData();
  const [act, text] = String(form.get("intent")).split(":");
  const id = orNotFound(z.uuid().safeParse(text).data);
  const verb = act === "resume" ? resumePerson : suspendPerson;
  const answer = await submitForm(form, SuspendForm, ({ reason }) => verb(viewer, id, reason));
  return answer.ok ? redirect("/desk/people?done=saved") : answer.reply;
}

export default function People() {
  const { t } = useTranslation();
  const { q, only, people, next } = useLoaderData<typeof loader>();
  return (
    <Page title={t("desk.people")}>
      <Done says={{ saved: t("desk.saved") }} />
      <Filters action="/desk/people" clear="/desk/people" active={Number(q !== "") + Number(only !== "all")}>
        <Field name="q" type="search" label={t("desk.find.people")} defaultValue={q} maxLength={100} />
        <SelectField
          name="only"
          label={t("desk.find.only")}
          defaultValue={only}
          options={[
            { value: "all", label: t("desk.find.all") },
            { value: "suspended", label: t("desk.find.suspended") },
          ]}
        />
      </Filters>
      <Card flush>
        <Table
          caption={t("desk.people")}
          empty={t("desk.find.empty")}
          rows={people}
          rowKey={(p) => p.id}
          columns={[
            { key: "name", head: t("desk.find.name"), main: true, cell: (p) => p.name },
            { key: "email", head: t("desk.find.email"), cell: (p) => <span className="break-all">{p.email}</span> },
            {
              key: "orgs",
              head: t("desk.find.orgs"),
              cell: (p) =>
                p.memberships.map(({ org }) => (
                  <Link key={org.id} to={`/providers/${org.id}`} className="link block">
                    {org.name}
                  </Link>
                )),
            },
            { key: "state", head: t("desk.find.state"), cell: (p) => <State person={p} /> },
            { key: "since", head: t("desk.find.since"), cell: (p) => <When at={p.createdAt} day /> },
            {
              key: "act",
              head: <span className="sr-only">{t("desk.find.acts")}</span>,
              cell: (p) =>
                !p.operator && (
                  <Suspension id={p.id} name={p.name} suspended={p.suspendedAt !== null} text={t("desk.find.suspendPersonText")} />
                ),
            },
          ]}
        />
      </Card>
      <Pager next={next && `/desk/people?${new URLSearchParams({ q, only, before: next })}`} />
    </Page>
  );
}

type Person = ReturnType<typeof useLoaderData<typeof loader>>["people"][number];

function State({ person }: { person: Person }) {
  const { t } = useTranslation();
  if (person.suspendedAt) return <Chip tone="danger">{t("desk.find.suspended")}</Chip>;
  if (person.operator) return <Chip tone="info">{t("desk.find.operator")}</Chip>;
  if (!person.emailVerified) return <Chip tone="warn">{t("desk.find.unconfirmed")}</Chip>;
  return <Chip tone="ok">{t("desk.find.active")}</Chip>;
}
