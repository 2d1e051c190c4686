import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { DecisionForm, RefusalForm } from "#app/people/desk/manual/manual.ts";
import { manualDetail } from "#app/people/desk/manual/queries.server.ts";
import { refuseManual } from "#app/people/desk/manual/refuse-manual.server.ts";
import { withdrawManual } from "#app/people/desk/manual/withdraw-manual.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { Decide, Decided } from "./manual-decide.tsx";
import { type ActName, absolute, manualTones } from "./manual-parts.ts";

const idOf = (text: string | undefined) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  const act = orNotFound(await manualDetail(idOf(params.actId)));
  return { act, own: act.proposedById === viewer.userId };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const actId = idOf(params.actId);
  const form = await receiveForm(request, viewer);
  const acts = {
    approve: () => submitForm(form, DecisionForm, ({ decision }) => approveManual(viewer, { actId, decision }, { settler, purposes })),
    refuse: () => submitForm(form, RefusalForm, ({ decision }) => refuseManual(viewer, actId, decision)),
    withdraw: () => submitForm(form, z.strictObject({}), () => withdrawManual(viewer, actId)),
  };
  const act = acts[String(form.get("intent")) as keyof typeof acts];
  if (!act) throw refuse("unreadable");
  const done = await act();
  return done.ok ? redirect(`/desk/books/manual/${actId}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("reconcile.manual.title"));

export default function ManualActPage() {
  const { t } = useTranslation();
  const { act, own } = useLoaderData<typeof loader>();
  const title = `${t(`reconcile.manual.kind.${act.kind}`)} · ${t(`reconcile.manual.act.${act.act as ActName}`)}`;
  const key = act.kind === "SUSPENSE" ? act.subject.replace("suspense:", "cleared:") : `manual:${act.id}`;
  return (
    <Page
      title={title}
      crumbs={[
        { label: t("money.books.title"), to: "/desk/books" },
        { label: t("reconcile.manual.title"), to: "/desk/books/manual" },
        { label: title },
      ]}
      chips={<Chip tone={manualTones[act.state]}>{t(`reconcile.manual.state.${act.state}`)}</Chip>}
      actions={
        act.state === "APPROVED" &&
        act.kind !== "INTENT" && (
          <ButtonLink to={`/desk/books/journal?${new URLSearchParams({ q: key })}`}>{t("reconcile.manual.journal")}</ButtonLink>
        )
      }
    >
      <Columns side={act.state === "PROPOSED" ? <Decide act={act} own={own} /> : <Decided act={act} />}>
        <Card>
          <KeyValue
            pairs={[
              {
                label: t("reconcile.manual.amount"),
                value: <Money fen={act.kind === "SUSPENSE" ? act.amountFen : absolute(act.amountFen)} strong />,
              },
              { label: t("reconcile.manual.source"), value: <span className="font-mono text-sm break-all">{act.subject}</span> },
              act.org !== null && { label: t("reconcile.manual.party"), value: act.org },
              act.reference !== "" && { label: t("reconcile.manual.reference"), value: act.reference },
              { label: t("reconcile.manual.by"), value: act.proposedBy },
              { label: t("reconcile.manual.at"), value: <When at={act.proposedAt} /> },
            ]}
          />
        </Card>
        <Card title={t("reconcile.manual.reason")}>
          <Prose text={act.reason} />
        </Card>
      </Columns>
    </Page>
  );
}
