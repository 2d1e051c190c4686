import { useTranslation } from "react-i18next";
import type { PledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";

/** What was chosen, line by line, and its sum. */
export function PledgeContents({ pledge }: { pledge: PledgePage }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.pledging.page.what")}>
      <ul className="grid gap-3">
        {pledge.lines.map((line) => (
          <li key={line.rewardId} className="flex items-start justify-between gap-4">
            <div className="grid min-w-0 gap-0.5">
              <p className="font-medium">
                {line.title} {line.qty > 1 && <span className="digits">× {line.qty}</span>}
              </p>
              {line.chosen.length > 0 && <p className="text-sm text-muted">{line.chosen.join(" · ")}</p>}
              {line.promisedAt && !line.addOn && (
                <p className="text-sm text-muted">{t("campaigns.pledging.page.promised", { at: line.promisedAt.toISOString() })}</p>
              )}
              {line.newDate && !line.addOn && (
                <p className="text-sm font-medium">{t("campaigns.pledging.page.newDate", { at: line.newDate.toISOString() })}</p>
              )}
            </div>
            <Money fen={line.priceFen * BigInt(line.qty)} />
          </li>
        ))}
        {pledge.lines.length === 0 && <li className="font-medium">{t("campaigns.pledging.page.bonusOnly")}</li>}
      </ul>
      <div className="border-t border-line pt-3">
        <KeyValue
          stacked
          pairs={[
            pledge.shippingFen > 0n && { label: t("campaigns.pledging.form.shipping"), value: <Money fen={pledge.shippingFen} /> },
            pledge.taxFen > 0n && { label: t("campaigns.pledging.form.tax"), value: <Money fen={pledge.taxFen} /> },
            pledge.bonusFen > 0n && { label: t("campaigns.pledging.form.bonusLine"), value: <Money fen={pledge.bonusFen} /> },
            { label: t("campaigns.pledging.page.amount"), value: <Money fen={pledge.amountFen} strong className="text-lg" /> },
            pledge.collectedFen > 0n && { label: t("campaigns.pledging.page.collected"), value: <Money fen={pledge.collectedFen} /> },
            pledge.refundedFen > 0n && { label: t("campaigns.pledging.page.refunded"), value: <Money fen={pledge.refundedFen} /> },
          ]}
        />
      </div>
    </Card>
  );
}

/** How it is paid, where it goes, what came back. */
export function PledgeSide({ pledge }: { pledge: PledgePage }) {
  const { t } = useTranslation();
  const { region, cardBrand, cardLast4 } = pledge;
  const card = cardLast4 && t("campaigns.pledging.page.cardOf", { brand: cardBrand ?? "", last4: cardLast4 });
  return (
    <Card>
      {(pledge.related || pledge.anonymous || pledge.late) && (
        <div className="flex flex-wrap gap-2">
          {pledge.related && <Chip>{t("campaigns.pledging.page.related")}</Chip>}
          {pledge.anonymous && <Chip>{t("campaigns.pledging.page.anonymous")}</Chip>}
          {pledge.late && <Chip>{t("campaigns.pledging.page.late")}</Chip>}
        </div>
      )}
      <KeyValue
        stacked
        pairs={[
          { label: t("campaigns.pledging.page.created"), value: <When at={pledge.createdAt} /> },
          { label: t("campaigns.pledging.page.lane"), value: card || t(`campaigns.lane.${pledge.lane}`) },
        ]}
      />
      {pledge.state === "RESERVED" && region && (
        <p className="border-t border-line pt-3">
          <span className="block text-sm text-muted">{t("campaigns.pledging.page.sentTo")}</span>
          {pledge.shipTo ? `${region} ${pledge.shipTo.street}` : t("campaigns.pledging.page.sentToProvince", { region })}
        </p>
      )}
    </Card>
  );
}
