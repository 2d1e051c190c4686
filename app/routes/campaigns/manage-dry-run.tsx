import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { type DryRunInput, dryRun } from "#app/campaigns/insight/dry-run.ts";
import { insideOf } from "#app/campaigns/insight/insight.server.ts";
import { salesOf } from "#app/campaigns/insight/sales.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { yuan } from "#app/form.ts";
import { orNotFound } from "#app/http.server.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Stat, Stats } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { ManagePage } from "./parts/manage.tsx";

const DROPPED = 5;
const REFUNDED = 3;
const MOST_FEN = 10_000_000_00n;

const amount = (text: string | null) => (text ? (yuan(0n, MOST_FEN).safeParse(text).data ?? 0n) : 0n);
const share = (text: string | null, usual: number) => {
  const typed = Number(text ?? usual);
  return Number.isFinite(typed) ? Math.min(100, Math.max(0, typed)) : usual;
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await insideOf(viewer, params.campaignId ?? ""));
  const query = new URL(request.url).searchParams;
  const sales = await salesOf(campaign.id, zoneOf);
  const assumed = {
    dropped: share(query.get("dropped"), DROPPED),
    refunded: share(query.get("refunded"), REFUNDED),
    unitFen: amount(query.get("unit")),
    fixedFen: amount(query.get("fixed")),
    zones: sales.zones.map((zone) => ({ ...zone, eachFen: amount(query.get(zone.zone)) })),
  };
  const input: DryRunInput = {
    pledgedFen: campaign.pledgedFen,
    paidFen: sales.paidFen,
    units: sales.units,
    droppedBps: Math.round(assumed.dropped * 100),
    refundedBps: Math.round(assumed.refunded * 100),
    unitCostFen: assumed.unitFen,
    fixedCostFen: assumed.fixedFen,
    zones: assumed.zones.map(({ zone, parcels, chargedFen, eachFen }) => ({
      zone,
      parcels,
      chargedFen,
      costFen: eachFen * BigInt(parcels),
    })),
  };
  return { campaign, assumed, units: sales.units, run: dryRun(input) };
}
export const meta = titled((t) => t("campaigns.insight.dry.title"));

export default function DryRunPage() {
  const { t } = useTranslation();
  const { campaign, assumed, units, run } = useLoaderData<typeof loader>();
  const breakEven =
    run.breakEvenUnits === null
      ? t("campaigns.insight.dry.never")
      : run.breakEvenUnits <= units
        ? t("campaigns.insight.dry.already")
        : t("campaigns.insight.dry.units", { count: run.breakEvenUnits });
  return (
    <ManagePage campaign={campaign} title={t("campaigns.insight.dry.title")} intro={t("campaigns.insight.dry.intro")}>
      {campaign.pledgedFen < campaign.goalFen && <Notice tone="warn">{t("campaigns.insight.dry.notReached")}</Notice>}
      <Columns
        side={
          <Card>
            <Form method="get" className="grid gap-4" preventScrollReset>
              <Field name="dropped" label={t("campaigns.insight.dry.dropped")} inputMode="decimal" defaultValue={assumed.dropped} />
              <Field name="refunded" label={t("campaigns.insight.dry.refunded")} inputMode="decimal" defaultValue={assumed.refunded} />
              <Field name="unit" label={t("campaigns.insight.dry.unit")} inputMode="decimal" defaultValue={fenToInput(assumed.unitFen)} />
              <Field
                name="fixed"
                label={t("campaigns.insight.dry.fixed")}
                inputMode="decimal"
                defaultValue={fenToInput(assumed.fixedFen)}
              />
              {assumed.zones.map(({ zone, eachFen }) => (
                <Field
                  key={zone}
                  name={zone}
                  label={t("campaigns.insight.dry.zone", { zone: t(`campaigns.zone.${zone}`) })}
                  inputMode="decimal"
                  defaultValue={fenToInput(eachFen)}
                />
              ))}
              <Button variant="primary">{t("campaigns.insight.dry.calculate")}</Button>
            </Form>
          </Card>
        }
      >
        <Card title={t("campaigns.insight.dry.result")}>
          <Stats>
            <Stat label={t("campaigns.insight.dry.receive")} value={<Money fen={run.receivedFen} />} tone="ok" />
            <Stat
              label={t("campaigns.insight.dry.left")}
              value={<Money fen={run.leftFen} />}
              tone={run.leftFen < 0n ? "danger" : undefined}
            />
            <Stat label={t("campaigns.insight.dry.breakEven")} value={breakEven} note={t("campaigns.insight.dry.sold", { count: units })} />
          </Stats>
          <KeyValue
            pairs={[
              { label: t("campaigns.insight.now.pledged"), value: <Money fen={campaign.pledgedFen} /> },
              { label: t("campaigns.insight.dry.minusDropped"), value: <Money fen={-run.droppedFen} /> },
              { label: t("campaigns.insight.dry.collected"), value: <Money fen={run.collectedFen} /> },
              { label: t("campaigns.insight.dry.minusRefunded"), value: <Money fen={-run.refundedFen} /> },
              { label: t("campaigns.insight.dry.minusFee"), value: <Money fen={-run.feeFen} /> },
              { label: t("campaigns.insight.dry.receive"), value: <Money fen={run.receivedFen} strong /> },
              { label: t("campaigns.insight.dry.cost"), value: <Money fen={-run.costFen} /> },
            ]}
          />
        </Card>
        {run.zones.length > 0 && (
          <Card title={t("campaigns.insight.dry.shipping")}>
            <KeyValue
              pairs={run.zones.map(({ zone, parcels, resultFen }) => ({
                label: `${t(`campaigns.zone.${zone as "LOCAL"}`)} · ${t("campaigns.insight.dry.parcels", { count: parcels })}`,
                value: (
                  <span className={resultFen < 0n ? "text-danger-600" : "text-ok-600"}>
                    {resultFen < 0n
                      ? t("campaigns.insight.dry.loses", { amountFen: String(-resultFen) })
                      : t("campaigns.insight.dry.gains", { amountFen: String(resultFen) })}
                  </span>
                ),
              }))}
            />
          </Card>
        )}
      </Columns>
    </ManagePage>
  );
}
