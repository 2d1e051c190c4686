import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { holdStage } from "#app/campaigns/paying-out/hold-stage.server.ts";
import { deskMoney } from "#app/campaigns/paying-out/queries.server.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { returnUnreleased } from "#app/campaigns/refunding/return-unreleased.server.ts";
import { id, line } from "#app/form.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { payoutTones, useHoldReason, useStageName } from "../campaigns/parts/money-stages.tsx";
import { Done } from "../people/done.tsx";

const Decide = z.object({ payoutId: id, reason: line(300, 2), act: z.enum(["hold", "unhold", "release", "giveBack"]), campaignId: id });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return deskMoney();
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, Decide, async ({ payoutId, campaignId, reason, act }) => {
    await limit("operate", viewer);
    if (act === "giveBack") await returnUnreleased(viewer, campaignId, reason);
    else if (act === "release") await releaseStage(viewer, payoutId, reason);
    else await holdStage(viewer, payoutId, act === "hold", reason);
  });
  return done.ok ? redirect("/desk/campaigns/money?done=done", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.payouts.desk.money"));

type Loaded = Awaited<ReturnType<typeof deskMoney>>;

export default function DeskMoney() {
  const { settling, stages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.payouts.desk.money")}>
      <Done says={{ done: t("campaigns.payouts.desk.done") }} />
      <Card title={t("campaigns.payouts.desk.settling")} flush>
        <Table
          rows={settling}
          rowKey={(row) => row.id}
          caption={t("campaigns.payouts.desk.settling")}
          empty={t("campaigns.payouts.desk.noSettling")}
          columns={[
            { key: "campaign", head: t("campaigns.payouts.desk.campaign"), main: true, cell: (row) => <ToCampaign campaign={row} /> },
            {
              key: "state",
              head: t("campaigns.payouts.desk.state"),
              cell: (row) =>
                row.lifecycle === "SETTLING" ? t("campaigns.lifecycle.SETTLING") : t(`campaigns.collection.${row.collection}`),
            },
            {
              key: "progress",
              head: t("campaigns.payouts.desk.progress"),
              cell: (row) =>
                (["waiting", "failing", "collected", "dropped"] as const)
                  .filter((key) => row[key] > 0)
                  .map((key) => t(`campaigns.payouts.desk.${key}`, { n: row[key] }))
                  .join(" · "),
            },
            {
              key: "until",
              head: t("campaigns.payouts.desk.until"),
              cell: (row) => {
                const at = row.decisionBy ?? row.windowEndsAt ?? row.deadlineAt;
                return at && <Deadline at={at} />;
              },
            },
            { key: "fen", head: t("campaigns.payouts.received"), end: true, cell: (row) => <Money fen={row.receivedFen} /> },
          ]}
        />
      </Card>
      <Card title={t("campaigns.payouts.desk.stages")}>
        {stages.length === 0 && <Empty title={t("campaigns.payouts.desk.noStages")} />}
        <ul className="grid gap-4">
          {stages.map((stage) => (
            <StageLine key={stage.id} stage={stage} />
          ))}
        </ul>
      </Card>
    </Page>
  );
}

const ToCampaign = ({ campaign }: { campaign: { id: string; title: string } }) => (
  <Link to={`/desk/campaigns/${campaign.id}`} className="font-medium text-river-700 hover:underline">
    {campaign.title}
  </Link>
);

/** A stage that is not final; before its release an operator holds it, lets it go on, or releases it with a reason. */
function StageLine({ stage }: { stage: Loaded["stages"][number] }) {
  const { t } = useTranslation();
  const name = useStageName();
  const why = useHoldReason();
  const waits = stage.state === "PLANNED" || stage.state === "HELD";
  return (
    <li className="grid gap-2 rounded-md border border-line px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <ToCampaign campaign={stage.campaign} /> · {name(stage.stage)}
        <Chip tone={payoutTones[stage.state]}>{t(`campaigns.payout.${stage.state}`)}</Chip>
        {stage.warnedAt && <Chip tone="warn">{t("campaigns.payouts.desk.long")}</Chip>}
        {stage.unspentFen > 0n && <Money fen={stage.unspentFen} strong />}
        {stage.dueAt && <When at={stage.dueAt} className="text-sm text-muted" />}
      </p>
      {stage.holdReason && <p className="text-sm text-muted">{why(stage.holdReason)}</p>}
      {stage.state === "FAILED" && stage.lastError && <p className="text-sm text-muted">{stage.lastError}</p>}
      {waits && (
        <Dialog
          intent={`stage:${stage.id}`}
          trigger={t("campaigns.payouts.desk.acts")}
          title={name(stage.stage)}
          intro={stage.campaign.title}
          size="sm"
        >
          <PostForm intent={`stage:${stage.id}`}>
            <input type="hidden" name="payoutId" value={stage.id} />
            <input type="hidden" name="campaignId" value={stage.campaign.id} />
            <Field name="reason" label={t("campaigns.payouts.desk.reason")} maxLength={300} required />
            <div className="flex flex-wrap gap-3">
              <Button size="sm" name="act" value={stage.state === "HELD" ? "unhold" : "hold"}>
                {t(stage.state === "HELD" ? "campaigns.payouts.desk.unhold" : "campaigns.payouts.desk.hold")}
              </Button>
              <Button size="sm" variant="primary" name="act" value="release">
                {t("campaigns.payouts.desk.release")}
              </Button>
              {!stage.campaign.unreleasedBackAt && (
                <Button size="sm" variant="danger" name="act" value="giveBack">
                  {t("campaigns.payouts.desk.giveBack")}
                </Button>
              )}
            </div>
          </PostForm>
        </Dialog>
      )}
    </li>
  );
}
