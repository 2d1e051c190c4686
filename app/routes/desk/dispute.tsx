import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { caseTimeline } from "#app/contracts/disputes/case-timeline.server.ts";
import { decideAppeal, decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { DecideDispute, ProposeSplit } from "#app/contracts/disputes/dispute.ts";
import { proposeSplit } from "#app/contracts/disputes/propose-split.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { DisputeOutcome, DisputeStatement } from "../contracts/parts/dispute-case.tsx";
import { DisputeOffers } from "../contracts/parts/dispute-offers.tsx";
import { DisputePackage } from "../contracts/parts/dispute-package.tsx";
import { DisputeProposal } from "../contracts/parts/dispute-proposal.tsx";
import { DisputeTimeline } from "../contracts/parts/dispute-timeline.tsx";
import { DisputeChip, DisputeTurn } from "../contracts/parts/dispute-turn.tsx";
import { DisputeJudge } from "./dispute-judge.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  const dispute = orNotFound(await disputePage(viewer, orNotFound(z.uuid().safeParse(params.disputeId).data)));
  return { dispute, timeline: await caseTimeline(dispute) };
}

/** intent -> what an operator does to the case. */
const acts: Record<string, (viewer: Viewer, form: FormData) => Promise<{ ok: true } | { ok: false; reply: unknown }>> = {
  propose: (viewer, form) => submitForm(form, ProposeSplit, (input) => proposeSplit(viewer, input)),
  decide: (viewer, form) => submitForm(form, DecideDispute, (input) => decideDispute(viewer, input)),
  decideAppeal: (viewer, form) => submitForm(form, DecideDispute, (input) => decideAppeal(viewer, input)),
};

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const form = await request.formData();
  const chosen = acts[String(form.get("intent"))];
  if (!chosen) throw refuse("unreadable");
  const done = await chosen(viewer, form);
  return done.ok ? redirect(`/desk/disputes/${params.disputeId}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { dispute }) => `${t("contracts.desk.case")} · ${dispute.contract.title}`);

export default function DeskDispute() {
  const { dispute, timeline } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${dispute.contract.id}`);
  const { employer, provider } = dispute.contract;
  return (
    <Page
      width="text"
      title={t("contracts.dispute.name", { amountFen: dispute.amountFen })}
      intro={`${dispute.contract.title} · ${dispute.milestone.title} · ${employer.name} / ${provider.name}`}
      chips={<DisputeChip {...dispute} />}
      crumbs={[{ label: t("contracts.desk.title"), to: "/desk/disputes" }, { label: t("contracts.desk.case") }]}
      actions={
        <ButtonLink size="sm" to={`/contracts/${dispute.contract.id}`}>
          {t("contracts.desk.contract")}
        </ButtonLink>
      }
    >
      {dispute.executedAt && <Notice tone="ok">{t("contracts.desk.done")}</Notice>}
      <DisputeTurn dispute={dispute} />
      <DisputeOutcome dispute={dispute} />
      <DisputeStatement dispute={dispute} />
      <DisputeOffers dispute={dispute} />
      <DisputeProposal dispute={dispute} />
      <DisputeTimeline events={timeline} amountFen={dispute.amountFen} />
      <DisputeJudge dispute={dispute} />
      <DisputePackage dispute={dispute} />
    </Page>
  );
}
