import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { DecideDispute } from "#app/contracts/milestones/milestone.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { DisputeCase } from "../contracts/parts/dispute-case.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  return { dispute: orNotFound(await disputePage(viewer, orNotFound(z.uuid().safeParse(params.disputeId).data))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, DecideDispute, async (input) => {
    await limit("operate", viewer);
    await decideDispute(viewer, input);
  });
  return done.ok ? redirect(`/desk/disputes/${params.disputeId}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { dispute }) => `${t("contracts.desk.case")} · ${dispute.contract.title}`);

export default function DeskDispute() {
  const { dispute } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${dispute.contract.id}`);
  return (
    <Page
      width="text"
      title={t("contracts.dispute.name", { amountFen: dispute.amountFen })}
      intro={`${dispute.contract.title} · ${dispute.milestone.title}`}
      chips={<Chip tone={dispute.state === "OPENED" ? "danger" : "neutral"}>{t(`contracts.dispute.state.${dispute.state}`)}</Chip>}
      crumbs={[{ label: t("contracts.desk.title"), to: "/desk/disputes" }, { label: t("contracts.desk.case") }]}
      actions={
        <ButtonLink size="sm" to={`/contracts/${dispute.contract.id}`}>
          {t("contracts.desk.contract")}
        </ButtonLink>
      }
    >
      {dispute.state === "EXECUTED" && <Notice tone="ok">{t("contracts.desk.done")}</Notice>}
      <DisputeCase dispute={dispute} />
      {dispute.state === "OPENED" && dispute.viewerSide !== null && <Notice tone="warn">{t("contracts.desk.own")}</Notice>}
      {dispute.state === "OPENED" && dispute.viewerSide === null && (
        <Card title={t("contracts.desk.decide")}>
          <PostForm intent="decide">
            <p className="text-muted">{t("contracts.desk.decideText")}</p>
            <input type="hidden" name="disputeId" value={dispute.id} />
            <div className="grid gap-5 sm:grid-cols-2">
              <MoneyField name="toProvider" label={t("contracts.dispute.toProvider")} required />
              <MoneyField name="toEmployer" label={t("contracts.dispute.toEmployer")} required />
            </div>
            <TextField name="decision" label={t("contracts.dispute.decision")} rows={5} maxLength={3000} required />
            <Button variant="primary" className="justify-self-start">
              {t("contracts.desk.decide")}
            </Button>
          </PostForm>
        </Card>
      )}
    </Page>
  );
}
