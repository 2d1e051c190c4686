import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { DecisionForm } from "#app/campaigns/collecting/decision.ts";
import { deliverAnyway } from "#app/campaigns/collecting/deliver-anyway.server.ts";
import { decisionPage } from "#app/campaigns/collecting/queries.server.ts";
import { refundAll } from "#app/campaigns/collecting/refund-all.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = orNotFound(z.uuid().safeParse(params.campaignId).data);
  return orNotFound(await decisionPage(viewer, campaignId));
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "money", {
    deliver: act(DecisionForm, ({ viewer, id }, input) => deliverAnyway(viewer, id, input)),
    refundAll: act(z.object({}), ({ viewer, id }) => refundAll(viewer, id)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.collecting.decision.title")} · ${campaign.title}`);

/** Too little came in: the creator signs to deliver, or gives everything back. */
export default function ManageDecision() {
  const { campaign, collectedFen, mayPay } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const percent = Number((collectedFen * 1000n) / campaign.goalFen) / 10;
  const { decisionBy } = campaign;
  return (
    <ManagePage campaign={campaign} title={t("campaigns.collecting.decision.title")}>
      <Above campaign={{ mayManage: mayPay }} />
      {decisionBy === null ? (
        <Notice>{t("campaigns.collecting.decision.over")}</Notice>
      ) : (
        <>
          <Notice
            tone="warn"
            title={t("campaigns.collecting.decision.intro", { amountFen: collectedFen, goalFen: campaign.goalFen, percent })}
          >
            {t("campaigns.collecting.decision.by")} <Deadline at={decisionBy} />
            <br />
            {t("campaigns.collecting.decision.silence")}
          </Notice>
          {mayPay && (
            <div className="grid gap-6 lg:grid-cols-2">
              <Card title={t("campaigns.collecting.decision.deliver")}>
                <p className="text-muted">{t("campaigns.collecting.decision.deliverText")}</p>
                <PostForm intent="deliver">
                  <TextField
                    name="text"
                    label={t("campaigns.collecting.decision.how")}
                    hint={t("campaigns.collecting.decision.howHint")}
                    rows={6}
                    maxLength={2000}
                    required
                  />
                  <Field name="signature" label={t("campaigns.collecting.decision.signature")} maxLength={40} required />
                  <Button variant="primary" className="justify-self-start">
                    {t("campaigns.collecting.decision.sign")}
                  </Button>
                </PostForm>
              </Card>
              <Card title={t("campaigns.collecting.decision.refund")}>
                <p className="text-muted">{t("campaigns.collecting.decision.refundText")}</p>
                <Dialog
                  intent="refundAll"
                  trigger={t("campaigns.collecting.decision.refundAct")}
                  title={t("campaigns.collecting.decision.refund")}
                  intro={t("campaigns.collecting.decision.refundText")}
                  variant="danger"
                >
                  <PostForm intent="refundAll">
                    <Button variant="danger" className="justify-self-start">
                      {t("campaigns.collecting.decision.refundAct")}
                    </Button>
                  </PostForm>
                </Dialog>
              </Card>
            </div>
          )}
        </>
      )}
    </ManagePage>
  );
}
