import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { disputedPledges } from "#app/campaigns/card-disputes/queries.server.ts";
import { allocate } from "#app/campaigns/paying-out/allocate.server.ts";
import { EvidenceForm } from "#app/campaigns/paying-out/evidence.ts";
import { moneyPage } from "#app/campaigns/paying-out/queries.server.ts";
import { showEvidence, showMilestone } from "#app/campaigns/paying-out/show-evidence.server.ts";
import { transferStage } from "#app/campaigns/paying-out/transfer-stage.server.ts";
import { id } from "#app/form.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputes } from "../money/parts/card-disputes.tsx";
import { makeBudgetTask } from "./budget-task.server.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";
import { BudgetTasks } from "./parts/money-budget.tsx";
import { CollectionCard, MoneyStats, RefundsCard, ResultCard } from "./parts/money-figures.tsx";
import { Stages } from "./parts/money-stages.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const page = orNotFound(await moneyPage(viewer, campaignId));
  return { page, cards: await disputedPledges(campaignId) };
}

const OfMilestone = z.object({ payoutId: id, milestoneId: id });
export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "money", {
    transfer: act(z.object({ payoutId: id }), ({ viewer }, { payoutId }) => transferStage(viewer, payoutId)),
    make: act(z.object({ lineId: id }), ({ viewer, id: campaignId }, { lineId }) => makeBudgetTask(viewer, campaignId, lineId)),
    allocate: act(OfMilestone, ({ viewer }, { payoutId, milestoneId }) => allocate(viewer, payoutId, milestoneId)),
    showEvidence: act(EvidenceForm, async ({ viewer }, input) => void (await showEvidence(viewer, input))),
    showMilestone: act(OfMilestone, ({ viewer }, { payoutId, milestoneId }) => showMilestone(viewer, payoutId, milestoneId)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { page }) => `${t("campaigns.payouts.title")} · ${page.campaign.title}`);

export default function ManageMoney() {
  const { page, cards } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { campaign, result } = page;
  useSignal(`campaign:${campaign.id}`);
  return (
    <ManagePage
      campaign={{ ...campaign, mayManage: page.mayManage, mayBegin: page.mayBegin }}
      title={t("campaigns.payouts.title")}
      intro={t("campaigns.payouts.intro")}
    >
      <Above campaign={page} />
      {campaign.collection === "DECISION_NEEDED" && campaign.decisionBy && (
        <Notice
          tone="warn"
          title={t("campaigns.collecting.decision.title")}
          action={
            <ButtonLink variant="primary" to={`/campaigns/${campaign.id}/manage/decision`}>
              {t("campaigns.payouts.decide")}
            </ButtonLink>
          }
        >
          <Deadline at={campaign.decisionBy} /> {t("campaigns.collecting.decision.silence")}
        </Notice>
      )}
      <MoneyStats campaign={campaign} />
      {!result && <Notice>{t("campaigns.payouts.notYet")}</Notice>}
      <Columns
        side={
          <>
            {result && <ResultCard result={result} />}
            <CollectionCard page={page} />
            {page.refunds.length > 0 && <RefundsCard refunds={page.refunds} />}
          </>
        }
      >
        <CardDisputes
          disputes={cards.disputes}
          side="payee"
          names={Object.fromEntries(cards.pledges.map(({ id, queueNo }) => [id, t("cards.side.pledge", { n: queueNo ?? "–" })]))}
        />
        {page.stages.length > 0 && <Stages page={page} />}
        <BudgetTasks page={page} />
      </Columns>
    </ManagePage>
  );
}
