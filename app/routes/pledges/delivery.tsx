import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { acceptRemedy, closeDefect } from "#app/campaigns/fulfilling/defects/accept-remedy.server.ts";
import { OnDefect, openDefects, ReportDefect, reportableUntil } from "#app/campaigns/fulfilling/defects/defect.ts";
import { escalateDefect } from "#app/campaigns/fulfilling/defects/escalate-defect.server.ts";
import { reportDefect } from "#app/campaigns/fulfilling/defects/report-defect.server.ts";
import { deliveryOf } from "#app/campaigns/fulfilling/delivery.server.ts";
import { confirmReceipt } from "#app/campaigns/fulfilling/shipping/confirm-receipt.server.ts";
import { OnShipment, receivedAt } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { act, actOn } from "../campaigns/manage-acts.server.ts";
import { DefectCard } from "../campaigns/parts/defect.tsx";
import { Done } from "../people/done.tsx";
import { DefectActs, MyParcel, ReportForm } from "./parts/my-delivery.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const id = orNotFound(z.uuid().safeParse(params.pledgeId).data);
  const delivery = orNotFound(await deliveryOf(viewer, id));
  const ends = delivery.shipments.flatMap((parcel) => reportableUntil(receivedAt(parcel))?.getTime() ?? []);
  const until = ends.length > 0 ? new Date(Math.max(...ends)) : null;
  const open = delivery.defects.some((defect) => openDefects.includes(defect.state));
  const mayReport = delivery.state === "COLLECTED" && !open && until !== null && delivery.now < until;
  return { delivery, until, mayReport };
}

export const action = (args: ActionFunctionArgs) =>
  actOn(args, "pledgeId", (id) => `/pledges/${id}/delivery`, {
    received: act(OnShipment, async ({ viewer }, { shipmentId }) => {
      await confirmReceipt(viewer, shipmentId);
      return "?done=received";
    }),
    report: act(ReportDefect, async ({ viewer }, input) => void (await reportDefect(viewer, input))),
    accept: act(OnDefect, ({ viewer }, { defectId }) => acceptRemedy(viewer, defectId)),
    escalate: act(OnDefect, ({ viewer }, { defectId }) => escalateDefect(viewer, defectId)),
    close: act(OnDefect, ({ viewer }, { defectId }) => closeDefect(viewer, defectId)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { delivery }) => `${t("campaigns.fulfilling.mine.delivery")} · ${delivery.campaign.title}`);

export default function PledgeDelivery() {
  const { delivery, until, mayReport } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`pledge:${delivery.id}`);
  return (
    <Page
      width="text"
      title={t("campaigns.fulfilling.mine.delivery")}
      crumbs={[
        { label: t("campaigns.pledging.page.crumb"), to: "/my/pledges" },
        { label: delivery.campaign.title, to: `/pledges/${delivery.id}` },
        { label: t("campaigns.fulfilling.mine.delivery") },
      ]}
    >
      <Done says={{ received: t("campaigns.fulfilling.mine.thanks"), done: t("campaigns.fulfilling.done") }} />
      <Card>
        <KeyValue
          pairs={[
            delivery.queueNo !== null && { label: t("campaigns.fulfilling.mine.queue"), value: delivery.queueNo },
            delivery.batch !== null && {
              label: t("campaigns.fulfilling.mine.batch"),
              value: (
                <>
                  {t("campaigns.fulfilling.batches.name", { title: delivery.batch.title })}
                  {" · "}
                  {t("campaigns.fulfilling.mine.planned", { at: delivery.batch.plannedAt })}
                  {delivery.batch.note && <span className="block text-sm text-muted">{delivery.batch.note}</span>}
                </>
              ),
            },
          ]}
        />
        {delivery.shipments.length === 0 && <p className="text-muted">{t("campaigns.fulfilling.mine.noParcel")}</p>}
        {delivery.shipments.map((parcel) => (
          <MyParcel key={parcel.id} parcel={parcel} />
        ))}
      </Card>
      {delivery.defects.map((defect) => (
        <DefectCard key={defect.id} defect={defect}>
          <DefectActs defect={defect} now={delivery.now} />
        </DefectCard>
      ))}
      {mayReport && until && <ReportForm pledgeId={delivery.id} until={until} />}
      {delivery.messages.length > 0 && (
        <Card id="messages" title={t("campaigns.fulfilling.mine.messages")}>
          {delivery.messages.map((message) => (
            <article key={message.id} className="grid gap-1 border-t border-line pt-3 first:border-t-0 first:pt-0">
              <h3 className="font-medium">{message.subject}</h3>
              <When at={message.at} className="text-sm text-muted" />
              <Prose text={message.text} />
            </article>
          ))}
        </Card>
      )}
    </Page>
  );
}
