import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { caseTimeline } from "#app/contracts/disputes/case-timeline.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOn } from "./acts.server.ts";
import { DisputeAnswer, DisputeMore } from "./parts/dispute-acts.tsx";
import { DisputeOutcome, DisputeStatement } from "./parts/dispute-case.tsx";
import { DisputeOffers } from "./parts/dispute-offers.tsx";
import { DisputePackage } from "./parts/dispute-package.tsx";
import { DisputeProposal } from "./parts/dispute-proposal.tsx";
import { DisputeTimeline } from "./parts/dispute-timeline.tsx";
import { DisputeChip, DisputeTurn } from "./parts/dispute-turn.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const found = orNotFound(await disputePage(viewer, uuid(params.disputeId)));
  const dispute = orNotFound(found.contract.id === params.contractId ? found : null);
  return { dispute, timeline: await caseTimeline(dispute) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOn(request, { viewer, contractId: uuid(params.contractId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}

export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { dispute }) => `${t("contracts.dispute.crumb")} · ${dispute.contract.title}`);

export default function DisputeRoute() {
  const { dispute, timeline } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${dispute.contract.id}`);
  const reply = useFormReply();
  return (
    <Page
      width="text"
      title={t("contracts.dispute.name", { amountFen: dispute.amountFen })}
      intro={`${dispute.contract.title} · ${dispute.milestone.title}`}
      chips={<DisputeChip {...dispute} />}
      crumbs={[
        { label: t("contracts.page.crumb"), to: "/contracts" },
        { label: dispute.contract.title, to: `/contracts/${dispute.contract.id}` },
        { label: t("contracts.dispute.crumb") },
      ]}
      actions={
        <ButtonLink size="sm" to={`/contracts/${dispute.contract.id}`}>
          {t("contracts.dispute.back")}
        </ButtonLink>
      }
    >
      {reply && reply.values.intent === undefined && <Refused reply={reply} />}
      <DisputeTurn dispute={dispute} />
      <DisputeOutcome dispute={dispute} />
      <DisputeProposal dispute={dispute} />
      <DisputeAnswer dispute={dispute} />
      <DisputeOffers dispute={dispute} />
      <DisputeStatement dispute={dispute} />
      <DisputeMore dispute={dispute} />
      <DisputeTimeline events={timeline} amountFen={dispute.amountFen} />
      <DisputePackage dispute={dispute} />
    </Page>
  );
}
