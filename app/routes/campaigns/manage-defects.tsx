import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { answerDefect } from "#app/campaigns/fulfilling/defects/answer-defect.server.ts";
import { AnswerDefect } from "#app/campaigns/fulfilling/defects/defect.ts";
import { defectsOf } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { DefectCard, RemedyForm } from "./parts/defect.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";

const shows = ["open", "closed"] as const;
const Query = z.object({ show: z.enum(shows).catch("open"), before: z.uuid().nullable().catch(null) });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const search = new URL(request.url).searchParams;
  const { show, before } = Query.parse({ show: search.get("show"), before: search.get("before") });
  return { campaign, show, before, ...(await defectsOf(campaign.id, show, before)) };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "defects", { answer: act(AnswerDefect, ({ viewer }, input) => answerDefect(viewer, input)) });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.defects.title")} · ${campaign.title}`);

export default function ManageDefects() {
  const { campaign, defects, next, show, before } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  return (
    <ManagePage campaign={campaign} title={t("campaigns.fulfilling.defects.title")} intro={t("campaigns.fulfilling.defects.intro")}>
      <Above campaign={campaign} />
      <Tabs
        label={t("campaigns.fulfilling.defects.title")}
        tabs={shows.map((key) => ({ to: `?show=${key}`, label: t(`campaigns.fulfilling.defects.${key}`), current: key === show }))}
      />
      {defects.length === 0 && (
        <Card>
          <Empty title={t("campaigns.fulfilling.defects.none")} />
        </Card>
      )}
      {defects.map((defect) => (
        <DefectCard key={defect.id} defect={defect} named>
          {defect.state === "REPORTED" && campaign.mayManage && (
            <RemedyForm
              defect={defect}
              intent={`answer:${defect.id}`}
              text="answer"
              label={t("campaigns.fulfilling.defects.answer")}
              send={t("campaigns.fulfilling.defects.send")}
            />
          )}
          {(defect.state === "ACCEPTED" || defect.state === "DECIDED") && (
            <ButtonLink size="sm" className="justify-self-start" to={`/campaigns/${campaign.id}/manage/backers/${defect.pledgeId}`}>
              {t("campaigns.fulfilling.defects.ship")}
            </ButtonLink>
          )}
        </DefectCard>
      ))}
      <Pager previous={before ? `?show=${show}` : null} next={next ? `?show=${show}&before=${next}` : null} />
    </ManagePage>
  );
}
