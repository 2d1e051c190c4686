import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { backerPage, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { delayShipment, markSigned } from "#app/campaigns/fulfilling/shipping/follow-shipment.server.ts";
import { shipPledge } from "#app/campaigns/fulfilling/shipping/ship-pledges.server.ts";
import { DelayShipment, OnShipment, ShipOne } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { correctAddress } from "#app/campaigns/fulfilling/survey/correct-address.server.ts";
import { CorrectAddress } from "#app/campaigns/fulfilling/survey/survey.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { namedIn, regionIn } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { CorrectForm, ParcelActs, ShipForm } from "./parts/backer.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const { districts, ...pledge } = orNotFound(await backerPage(campaign, params.pledgeId ?? ""));
  const language = languageOf(request);
  // What goes on the parcel is shown as it is kept; only what one chooses from is named for the reader.
  const named = districts.map((one) => ({ city: regionIn(language, one.city), districts: namedIn(language, one.districts) }));
  return { campaign, pledge: { ...pledge, districts: named } };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, `backers/${args.params.pledgeId}`, {
    ship: act(ShipOne, async ({ viewer, id }, input) => void (await shipPledge(viewer, id, input))),
    signed: act(OnShipment, ({ viewer }, { shipmentId }) => markSigned(viewer, shipmentId)),
    delay: act(DelayShipment, ({ viewer }, input) => delayShipment(viewer, input)),
    correct: act(CorrectAddress, ({ viewer }, input) => correctAddress(viewer, input)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((_, { pledge }) => pledge.name);

export default function ManageBacker() {
  const { campaign, pledge } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  const acts = campaign.mayManage && campaign.collection === "CLOSED" && pledge.state === "COLLECTED";
  const ships = pledge.lines.some((line) => line.ships);
  return (
    <ManagePage
      campaign={campaign}
      title={`${pledge.name} · ${pledge.queueNo === null ? t("campaigns.fulfilling.backer.noNumber") : t("campaigns.fulfilling.backer.title", { no: pledge.queueNo })}`}
      chips={<Chip tone={pledge.state === "COLLECTED" ? "ok" : "neutral"}>{t(`campaigns.pledge.${pledge.state}`)}</Chip>}
    >
      <Above campaign={campaign} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 gap-6">
          <Card title={t("campaigns.fulfilling.backers.what")}>
            <KeyValue
              pairs={[
                ...pledge.lines.map((line) => ({
                  label: `${line.title} × ${line.qty}`,
                  value: Object.entries(line.options ?? {})
                    .map(([item, chosen]) => `${item}: ${Object.values(chosen).join(" / ")}`)
                    .join("; "),
                })),
                pledge.bonusFen > 0n && { label: t("campaigns.fulfilling.backers.bonus"), value: <Money fen={pledge.bonusFen} /> },
                { label: t("campaigns.fulfilling.backers.amount"), value: <Money fen={pledge.amountFen} strong /> },
                pledge.refundedFen > 0n && {
                  label: t("campaigns.fulfilling.sheet.refundedFen"),
                  value: <Money fen={pledge.refundedFen} />,
                },
              ]}
            />
          </Card>
          <Card title={t("campaigns.fulfilling.backer.answers")}>
            {pledge.answers === null ? (
              <p className="text-muted">{t("campaigns.fulfilling.backer.noAnswers")}</p>
            ) : (
              <KeyValue
                pairs={pledge.questions.flatMap((q) => (pledge.answers?.[q.id] ? [{ label: q.label, value: pledge.answers[q.id] }] : []))}
              />
            )}
          </Card>
        </div>
        <div className="grid min-w-0 gap-6">
          {ships && (
            <Card title={t("campaigns.fulfilling.backer.address")}>
              {!pledge.open && <Notice>{t("campaigns.fulfilling.backers.masked")}</Notice>}
              {pledge.to ? (
                <p>
                  {pledge.to.name} {pledge.to.phone}
                  <span className="block">
                    {pledge.to.region} {pledge.to.street}
                  </span>
                  {pledge.addressChangedAt && (
                    <span className="block text-sm text-muted">
                      {t("campaigns.fulfilling.backer.changedAt")} <When at={pledge.addressChangedAt} />
                    </span>
                  )}
                </p>
              ) : (
                <p className="text-muted">{t("campaigns.fulfilling.backers.noAddress")}</p>
              )}
              {acts && pledge.mayCorrect && <CorrectForm pledge={pledge} />}
            </Card>
          )}
          <Card title={t("campaigns.fulfilling.backer.parcels")}>
            {pledge.shipments.length === 0 && <p className="text-muted">{t("campaigns.fulfilling.backer.noParcels")}</p>}
            {pledge.shipments.map((parcel) => (
              <ParcelActs key={parcel.id} parcel={parcel} acts={campaign.mayManage} />
            ))}
            {acts && <ShipForm pledgeId={pledge.id} />}
          </Card>
        </div>
      </div>
    </ManagePage>
  );
}
