import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { NoInput } from "#app/campaigns/fulfilling/late/late.ts";
import { batchesOf, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { beginProduction } from "#app/campaigns/fulfilling/shipping/begin-production.server.ts";
import { finishDelivery } from "#app/campaigns/fulfilling/shipping/finish-delivery.server.ts";
import { moveBatch, planBatches, removeBatch } from "#app/campaigns/fulfilling/shipping/plan-batches.server.ts";
import { prepareBatch } from "#app/campaigns/fulfilling/shipping/prepare-batch.server.ts";
import { MoveBatch, OnBatch, PlanBatches } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { orNotFound } from "#app/http.server.ts";
import { formatDate } from "#app/i18n/format.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { BatchList } from "./parts/batches.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";
import { ShareStats } from "./parts/parcels.tsx";

const WEEK = 7 * 86_400_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  return { campaign, firstAt: formatDate(campaign.now.getTime() + WEEK), ...(await batchesOf(campaign.id)) };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "batches", {
    produce: act(NoInput, ({ viewer, id }) => beginProduction(viewer, id)),
    plan: act(PlanBatches, ({ viewer, id }, input) => planBatches(viewer, id, input)),
    move: act(MoveBatch, ({ viewer, id }, input) => moveBatch(viewer, id, input)),
    prepare: act(OnBatch, async ({ viewer, id }, { batchId }) => void (await prepareBatch(viewer, id, batchId))),
    remove: act(OnBatch, ({ viewer, id }, { batchId }) => removeBatch(viewer, id, batchId)),
    finish: act(NoInput, ({ viewer, id }) => finishDelivery(viewer, id)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.batches.title")} · ${campaign.title}`);

export default function ManageBatches() {
  const { campaign, batches, waiting, share, firstAt } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  const ready = campaign.lifecycle === "SUCCESSFUL" && campaign.collection === "CLOSED";
  const acts = ready && campaign.mayManage;
  const capacity = campaign.capacityPerWeek;
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.fulfilling.batches.title")}
      intro={t("campaigns.fulfilling.batches.intro")}
      chips={<Chip tone="info">{t(`campaigns.fulfilment.${campaign.fulfilment}`)}</Chip>}
      actions={
        <ButtonLink size="sm" to={`/campaigns/${campaign.id}/manage/shipments`}>
          {t("campaigns.fulfilling.batches.shipments")}
        </ButtonLink>
      }
    >
      <Above campaign={campaign} />
      {!ready && <Notice>{t("campaigns.fulfilling.onlyAfter")}</Notice>}
      {ready && <ShareStats share={share} />}
      {acts && (campaign.fulfilment === "NOT_STARTED" || campaign.fulfilment === "SURVEY") && (
        <Card>
          <PostForm intent="produce">
            <p>{t("campaigns.fulfilling.batches.productionText")}</p>
            <Button variant="primary" className="justify-self-start">
              {t("campaigns.fulfilling.batches.production")}
            </Button>
          </PostForm>
        </Card>
      )}
      {campaign.productionAt && (
        <p className="text-muted">
          {t("campaigns.fulfilling.batches.producing")} <When at={campaign.productionAt} day />
          {campaign.deliveredAt && (
            <>
              {" · "}
              {t("campaigns.fulfilling.batches.finished")} <When at={campaign.deliveredAt} day />
            </>
          )}
        </p>
      )}
      {acts && waiting > 0 && (
        <Card
          title={t("campaigns.fulfilling.batches.plan")}
          actions={<Chip>{`${t("campaigns.fulfilling.batches.waiting")} ${waiting}`}</Chip>}
        >
          <PostForm intent="plan">
            <div className="grid gap-5 sm:grid-cols-3">
              <Field
                name="size"
                label={t("campaigns.fulfilling.batches.size")}
                hint={capacity === null ? undefined : t("campaigns.fulfilling.batches.sizeHint", { n: capacity })}
                defaultValue={capacity ?? 200}
                inputMode="numeric"
                required
              />
              <Field name="everyDays" label={t("campaigns.fulfilling.batches.everyDays")} defaultValue={7} inputMode="numeric" required />
              <Field name="firstAt" label={t("campaigns.fulfilling.batches.firstAt")} type="date" defaultValue={firstAt} required />
            </div>
            <Button className="justify-self-start">{t("campaigns.fulfilling.batches.make")}</Button>
          </PostForm>
        </Card>
      )}
      <BatchList campaignId={campaign.id} batches={batches} acts={acts} />
      {acts && share.delivered >= share.shippable && campaign.fulfilment !== "DELIVERED" && campaign.fulfilment !== "DEFAULTED" && (
        <PostForm intent="finish">
          <p className="text-sm text-muted">{t("campaigns.fulfilling.batches.finishText")}</p>
          <Button className="justify-self-start">{t("campaigns.fulfilling.batches.finish")}</Button>
        </PostForm>
      )}
    </ManagePage>
  );
}
