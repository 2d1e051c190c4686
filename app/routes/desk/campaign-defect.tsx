import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { decideDefect } from "#app/campaigns/fulfilling/defects/decide-defect.server.ts";
import { DecideDefect } from "#app/campaigns/fulfilling/defects/defect.ts";
import { deskDefect } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { DefectCard, RemedyForm } from "../campaigns/parts/defect.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  return { defect: orNotFound(await deskDefect(viewer, orNotFound(z.uuid().safeParse(params.defectId).data))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, DecideDefect, async (input) => {
    await limit("operate", viewer);
    await decideDefect(viewer, input);
  });
  return done.ok ? redirect(`/desk/campaigns/defects/${params.defectId}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { defect }) => `${t("campaigns.fulfilling.desk.case")} · ${defect.campaign.title}`);

export default function DeskDefect() {
  const { defect } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${defect.campaign.id}`);
  return (
    <Page
      width="text"
      title={defect.campaign.title}
      crumbs={[
        { label: t("campaigns.fulfilling.desk.title"), to: "/desk/campaigns/defects" },
        { label: t("campaigns.fulfilling.desk.case") },
      ]}
      actions={
        <ButtonLink size="sm" to={`/campaigns/${defect.campaign.id}`}>
          {t("campaigns.fulfilling.desk.campaign")}
        </ButtonLink>
      }
    >
      <Card>
        <KeyValue
          pairs={[
            { label: t("campaigns.fulfilling.desk.creator"), value: defect.campaign.creator },
            { label: t("campaigns.fulfilling.desk.paid"), value: <Money fen={defect.pledge.collectedFen - defect.pledge.refundedFen} /> },
            defect.campaign.refundPolicy !== null && {
              label: t("campaigns.fulfilling.desk.policy"),
              value: t(`campaigns.policy.${defect.campaign.refundPolicy}`),
            },
          ]}
        />
      </Card>
      <DefectCard defect={defect} named />
      {defect.state === "ESCALATED" && defect.own && <Notice tone="warn">{t("campaigns.fulfilling.desk.own")}</Notice>}
      {defect.state === "ESCALATED" && !defect.own && (
        <Card title={t("campaigns.fulfilling.desk.decide")}>
          <p className="text-muted">{t("campaigns.fulfilling.desk.decideText")}</p>
          <RemedyForm
            defect={defect}
            intent="decide"
            text="decision"
            label={t("campaigns.fulfilling.desk.decision")}
            send={t("campaigns.fulfilling.desk.decide")}
          />
        </Card>
      )}
    </Page>
  );
}
