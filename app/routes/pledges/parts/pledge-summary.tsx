import { useTranslation } from "react-i18next";
import type { PledgeFormData } from "#app/campaigns/pledging/pledge-form.server.ts";
import type { FormSum } from "#app/campaigns/pledging/sum-form.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { SubmitButton } from "./pledge-editor.tsx";

/** What it comes to, and what the button means, beside the form. */
export function PledgeSummary({ form, sum }: { form: PledgeFormData; sum: FormSum }) {
  const { t } = useTranslation();
  const { mine, campaign } = form;
  const { goodsFen, shippingFen, taxFen, bonusFen, amountFen } = sum.total;
  const more = mine ? amountFen - mine.amountFen : 0n;
  const free = sum.nowhere ? t("campaigns.pledging.form.shippingUnknown") : t("campaigns.pledging.form.shippingFree");
  return (
    <Card title={t("campaigns.pledging.form.summary")} className="lg:sticky lg:top-20">
      {campaign.coverFileId && (
        <img src={`/files/${campaign.coverFileId}`} alt="" className="aspect-16/9 w-full rounded-md object-cover max-lg:hidden" />
      )}
      <KeyValue
        stacked
        pairs={[
          goodsFen > 0n && { label: t("campaigns.pledging.form.goods"), value: <Money fen={goodsFen} /> },
          sum.ships && { label: t("campaigns.pledging.form.shipping"), value: shippingFen > 0n ? <Money fen={shippingFen} /> : free },
          taxFen > 0n && { label: t("campaigns.pledging.form.tax"), value: <Money fen={taxFen} /> },
          bonusFen > 0n && { label: t("campaigns.pledging.form.bonusLine"), value: <Money fen={bonusFen} /> },
        ]}
      />
      <p className="flex items-baseline justify-between gap-4 border-t border-line pt-3" aria-live="polite">
        <span>{t("campaigns.pledging.form.total")}</span>
        <Money fen={amountFen} strong className="text-2xl" />
      </p>
      {mine && more !== 0n && (
        <KeyValue
          stacked
          pairs={[
            { label: t("campaigns.pledging.form.before"), value: <Money fen={mine.amountFen} /> },
            mine.lane === "WALLET" && {
              label: t(more > 0n ? "campaigns.pledging.form.more" : "campaigns.pledging.form.back"),
              value: <Money fen={more > 0n ? more : -more} strong />,
            },
          ]}
        />
      )}
      <SubmitButton form={form} wide />
      <ul className="grid gap-1.5 text-sm text-muted">
        {!mine && <li>{t("campaigns.pledging.form.holds")}</li>}
        {!campaign.isLate && <li>{t("campaigns.pledging.form.lastDay")}</li>}
        {campaign.refundPolicy && <li>{t(`campaigns.pledging.form.${campaign.refundPolicy}`)}</li>}
      </ul>
    </Card>
  );
}
