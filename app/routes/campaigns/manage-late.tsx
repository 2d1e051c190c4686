import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { cancelLate } from "#app/campaigns/fulfilling/late/cancel-late.server.ts";
import { endLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { idleEnd, NoInput, ScheduleLate } from "#app/campaigns/fulfilling/late/late.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { lateOf, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Money, MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const running = campaign.lifecycle === "LIVE" && campaign.deadlineAt !== null && campaign.now < campaign.deadlineAt;
  const before = running || campaign.lifecycle === "APPROVED" || campaign.lifecycle === "PRELAUNCH";
  return { campaign, before, idleAt: idleEnd(campaign), ...(await lateOf(campaign.id)) };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "late", {
    schedule: act(ScheduleLate, ({ viewer, id }, input) => scheduleLate(viewer, id, input)),
    cancel: act(NoInput, ({ viewer, id }) => cancelLate(viewer, id)),
    end: act(NoInput, ({ viewer, id }) => endLate(viewer, id)),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.late.title")} · ${campaign.title}`);

export default function ManageLate() {
  const { campaign, before, idleAt, rewards, pledges, amountFen } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  const state = campaign.latePledge;
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.fulfilling.late.title")}
      intro={t("campaigns.fulfilling.late.intro")}
      chips={<Chip tone={state === "OPEN" ? "live" : "neutral"}>{t(`campaigns.late.${state}`)}</Chip>}
    >
      <Above campaign={campaign} />
      {state === "OFF" && !before && <Notice>{t("campaigns.fulfilling.late.tooLate")}</Notice>}
      {state === "SCHEDULED" && <Notice tone="ok">{t("campaigns.fulfilling.late.scheduled")}</Notice>}
      {state === "ENDED" && <Notice>{t("campaigns.fulfilling.late.ended")}</Notice>}
      {state === "OPEN" && (
        <Notice tone="live" title={t("campaigns.fulfilling.late.open")}>
          {t("campaigns.fulfilling.late.openText", { at: idleAt })}
        </Notice>
      )}
      {(state === "OPEN" || state === "ENDED") && (
        <Card>
          <Stats>
            <Stat label={t("campaigns.fulfilling.late.pledges")} value={pledges} />
            <Stat label={t("campaigns.fulfilling.late.amount")} value={<Money fen={amountFen} />} />
          </Stats>
        </Card>
      )}
      {state === "OFF" && before && campaign.mayBegin ? (
        <Card>
          <PostForm intent="schedule">
            <div className="grid gap-5 sm:grid-cols-2">
              {rewards.map((reward, i) => (
                <div key={reward.id}>
                  <input type="hidden" name={`prices[${i}].rewardId`} value={reward.id} />
                  <MoneyField
                    name={`prices[${i}].price`}
                    label={t("campaigns.fulfilling.late.price", { title: reward.title })}
                    hint={t("campaigns.fulfilling.late.priceHint", { priceFen: reward.priceFen })}
                    fen={reward.latePriceFen}
                  />
                </div>
              ))}
            </div>
            <Button variant="primary" className="justify-self-start">
              {t("campaigns.fulfilling.late.schedule")}
            </Button>
          </PostForm>
        </Card>
      ) : (
        <Card flush>
          <Table
            rows={rewards}
            rowKey={(row) => row.id}
            caption={t("campaigns.fulfilling.late.title")}
            columns={[
              { key: "reward", head: t("campaigns.fulfilling.late.reward"), main: true, cell: (row) => row.title },
              { key: "price", head: t("campaigns.fulfilling.late.campaignPrice"), end: true, cell: (row) => <Money fen={row.priceFen} /> },
              {
                key: "late",
                head: t("campaigns.fulfilling.late.latePrice"),
                end: true,
                cell: (row) =>
                  row.latePriceFen === null ? t("campaigns.fulfilling.late.notOffered") : <Money fen={row.latePriceFen} strong />,
              },
              {
                key: "left",
                head: t("campaigns.fulfilling.late.left"),
                end: true,
                cell: (row) => (row.limit === null ? "∞" : row.limit - row.claimed),
              },
            ]}
          />
        </Card>
      )}
      {state === "SCHEDULED" && before && campaign.mayManage && (
        <PostForm intent="cancel">
          <Button className="justify-self-start">{t("campaigns.fulfilling.late.cancel")}</Button>
        </PostForm>
      )}
      {state === "OPEN" && campaign.mayManage && (
        <Dialog trigger={t("campaigns.fulfilling.late.end")} title={t("campaigns.fulfilling.late.end")} variant="danger" intent="end">
          <PostForm intent="end">
            <p>{t("campaigns.fulfilling.late.endConfirm")}</p>
            <Button variant="danger">{t("campaigns.fulfilling.late.end")}</Button>
          </PostForm>
        </Dialog>
      )}
    </ManagePage>
  );
}
