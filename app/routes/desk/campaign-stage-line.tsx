import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { DeskMoney } from "#app/campaigns/paying-out/desk-money.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { payoutTones, useHoldReason, useStageName } from "../campaigns/parts/money-stages.tsx";

export const ToCampaign = ({ campaign }: { campaign: { id: string; title: string } }) => (
  <Link to={`/desk/campaigns/${campaign.id}`} className="font-medium text-river-700 hover:underline">
    {campaign.title}
  </Link>
);

/** A stage that is not final; before its release an operator holds it, lets it go on, or releases it with a reason. */
export function StageLine({ stage }: { stage: DeskMoney["stages"][number] }) {
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
