import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { findOrganisations } from "#app/people/desk/queries.server.ts";
import { SuspendForm } from "#app/people/desk/report.ts";
import { resumeOrganisation } from "#app/people/desk/resume-organisation.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
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

export const meta = titled((t) => t("desk.organisations"));
export const shouldRevalidate = () => true;

const choices = ["all", "verified", "suspended"] as const;
const Query = z.object({
  q: z.string().trim().max(100).catch(""),
  only: z.enum(choices).catch("all"),
  before: z.uuid().optional().catch(undefined),
});

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { q, only, before } = Query.parse({ q: "", ...Object.fromEntries(new URL(request.url).searchParams) });
  return { q, only, ...(await findOrganisations(q, only, before)) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const form = await request.formData();
  const [act, text] = String(form.get("intent")).split(":");
  const id = orNotFound(z.uuid().safeParse(text).data);
  const verb = act === "resume" ? resumeOrganisation : suspendOrganisation;
  const answer = await submitForm(form, SuspendForm, ({ reason }) => verb(viewer, id, reason));
  return answer.ok ? redirect("/desk/organisations?done=saved") : answer.reply;
}

export default function Organisations() {
  const { t } = useTranslation();
  const { q, only, organisations, next } = useLoaderData<typeof loader>();
  return (
    <Page title={t("desk.organisations")}>
      <Done says={{ saved: t("desk.saved") }} />
      <Filters action="/desk/organisations" clear="/desk/organisations" active={Number(q !== "") + Number(only !== "all")}>
        <Field name="q" type="search" label={t("desk.find.organisations")} defaultValue={q} maxLength={100} />
        <SelectField
          name="only"
          label={t("desk.find.only")}
          defaultValue={only}
          options={choices.map((value) => ({ value, label: t(`desk.find.${value}`) }))}
        />
      </Filters>
      <Card flush>
        <Table
          caption={t("desk.organisations")}
          empty={t("desk.find.empty")}
          rows={organisations}
          rowKey={(o) => o.id}
          columns={[
            {
              key: "name",
              head: t("desk.find.name"),
              main: true,
              cell: (o) => (
                <>
                  <Link to={`/providers/${o.id}`} className="link">
                    {o.name}
                  </Link>
                  {o.legalName && o.legalName !== o.name && <span className="block text-sm font-normal text-muted">{o.legalName}</span>}
                </>
              ),
            },
            { key: "kind", head: t("desk.verification.kind"), cell: (o) => t(`people.kind.${o.kind}`) },
            { key: "members", head: t("desk.find.members"), end: true, cell: (o) => o._count.members },
            { key: "state", head: t("desk.find.state"), cell: (o) => <State org={o} /> },
            { key: "since", head: t("desk.find.since"), cell: (o) => <When at={o.createdAt} day /> },
            {
              key: "act",
              head: <span className="sr-only">{t("desk.find.acts")}</span>,
              cell: (o) => <Suspension id={o.id} name={o.name} suspended={o.suspendedAt !== null} text={t("desk.find.suspendText")} />,
            },
          ]}
        />
      </Card>
      <Pager next={next && `/desk/organisations?${new URLSearchParams({ q, only, before: next })}`} />
    </Page>
  );
}

type Org = ReturnType<typeof useLoaderData<typeof loader>>["organisations"][number];

function State({ org }: { org: Org }) {
  const { t } = useTranslation();
  if (org.suspendedAt) {
    return (
      <>
        <Chip tone="danger">{t("desk.find.suspended")}</Chip>
        <span className="block text-sm text-muted">{org.suspensionReason}</span>
      </>
    );
  }
  return org.verifiedAt ? <Chip tone="ok">{t("desk.find.verified")}</Chip> : <Chip>{t("desk.find.active")}</Chip>;
}
