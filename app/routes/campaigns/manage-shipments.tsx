import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { managed, shipmentsOf } from "#app/campaigns/fulfilling/queries.server.ts";
import { markManySigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { readList } from "#app/campaigns/fulfilling/shipping/read-list.server.ts";
import { importShipments } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { ImportShipments, MarkSigned, readImport, shipmentStates } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { placedIn } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";
import { ParcelTable, ShareStats } from "./parts/parcels.tsx";

const Query = z.object({ state: z.enum(shipmentStates).nullable().catch(null), before: z.uuid().nullable().catch(null) });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const search = new URL(request.url).searchParams;
  const { state, before } = Query.parse({ state: search.get("state"), before: search.get("before") });
  const { shipments, ...more } = await shipmentsOf(campaign.id, state, before);
  const named = shipments.map(({ pledge, ...one }) => ({ ...one, pledge: placedIn(languageOf(request), pledge) }));
  return { campaign, state, before, shipments: named, ...more };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "shipments", {
    import: act(ImportShipments, async ({ viewer, id }, { text, files }) => {
      const uploaded = files[0] ? await readList(viewer, files[0]) : "";
      return `?done=sent&n=${await importShipments(viewer, id, readImport(uploaded || text))}`;
    }),
    sign: act(MarkSigned, async ({ viewer, id }, { text }) => `?done=signed&n=${await markManySigned(viewer, id, text)}`),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.shipments.title")} · ${campaign.title}`);

export default function ManageShipments() {
  const { campaign, shipments, next, counts, share, state, before } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  const [search] = useSearchParams();
  const n = Number(search.get("n")) || 0;
  const ready = campaign.lifecycle === "SUCCESSFUL" && campaign.collection === "CLOSED";
  const all = Object.values(counts).reduce((a, b) => a + b, 0);
  const tabs = [
    { to: "?", label: t("campaigns.fulfilling.shipments.all"), count: all, current: state === null },
    ...shipmentStates.flatMap((key) => {
      const label = t(`campaigns.fulfilling.shipments.states.${key}`);
      return counts[key] ? [{ to: `?state=${key}`, label, count: counts[key], current: key === state }] : [];
    }),
  ];
  return (
    <ManagePage campaign={campaign} title={t("campaigns.fulfilling.shipments.title")} intro={t("campaigns.fulfilling.shipments.intro")}>
      <Above
        campaign={campaign}
        says={{ sent: t("campaigns.fulfilling.shipments.sent", { n }), signed: t("campaigns.fulfilling.shipments.signed", { n }) }}
      />
      {!ready && <Notice>{t("campaigns.fulfilling.onlyAfter")}</Notice>}
      {ready && <ShareStats share={share} />}
      {ready && campaign.mayManage && (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Card title={t("campaigns.fulfilling.shipments.import")}>
            <PostForm intent="import" encType="multipart/form-data">
              <p className="text-muted">{t("campaigns.fulfilling.shipments.importText")}</p>
              <TextField
                name="text"
                label={t("campaigns.fulfilling.shipments.text")}
                placeholder={t("campaigns.fulfilling.shipments.example")}
                rows={6}
              />
              <FileDrop
                label={t("campaigns.fulfilling.shipments.file")}
                hint={t("campaigns.fulfilling.shipments.fileHint")}
                max={1}
                accept=".csv,.txt,text/csv,text/plain"
              />
              <Button variant="primary" className="justify-self-start">
                {t("campaigns.fulfilling.shipments.send")}
              </Button>
            </PostForm>
          </Card>
          <Card title={t("campaigns.fulfilling.shipments.sign")}>
            <PostForm intent="sign">
              <p className="text-muted">{t("campaigns.fulfilling.shipments.signText")}</p>
              <TextField name="text" label={t("campaigns.fulfilling.shipments.signNumbers")} rows={6} required />
              <Button className="justify-self-start">{t("campaigns.fulfilling.shipments.signButton")}</Button>
            </PostForm>
          </Card>
        </div>
      )}
      <Tabs label={t("campaigns.fulfilling.shipments.title")} tabs={tabs} />
      <Card flush>
        <ParcelTable campaignId={campaign.id} shipments={shipments} />
      </Card>
      <Pager
        previous={before ? `?${state ? `state=${state}` : ""}` : null}
        next={next ? `?${state ? `state=${state}&` : ""}before=${next}` : null}
      />
    </ManagePage>
  );
}
