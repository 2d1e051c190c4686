import { useTranslation } from "react-i18next";
import type { ratesWithRises } from "#app/campaigns/changing/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Rates = Awaited<ReturnType<typeof ratesWithRises>>;

/** Fees of each zone, how backers answer their last rise, and a new one. */
export function ShippingBox({ rates }: { rates: Rates }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.reviewing.changes.shipping.title")} id="shipping">
      <p className="text-muted">{t("campaigns.reviewing.changes.shipping.text")}</p>
      <ul className="divide-y divide-line">
        {rates.map((rate) => (
          <li key={rate.zone} className="flex flex-wrap items-start justify-between gap-3 py-3">
            <div className="grid gap-0.5">
              <span className="font-medium">{t(`campaigns.zone.${rate.zone}`)}</span>
              <span className="text-sm text-muted">{t("campaigns.reviewing.changes.shipping.now", rate)}</span>
              {rate.untilAt && (
                <span className="text-sm text-muted">
                  {t("campaigns.reviewing.changes.shipping.answers", { ...rate, untilAt: rate.untilAt.toISOString() })}
                </span>
              )}
            </div>
            <Raise rate={rate} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Raise({ rate }: { rate: Rates[number] }) {
  const { t } = useTranslation();
  const intent = `shipping:${rate.zone}`;
  const title = `${t("campaigns.reviewing.changes.shipping.title")} · ${t(`campaigns.zone.${rate.zone}`)}`;
  return (
    <Dialog intent={intent} size="sm" trigger={t("campaigns.reviewing.changes.shipping.title")} title={title}>
      <PostForm intent={intent}>
        <input type="hidden" name="zone" value={rate.zone} />
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyField name="first" label={t("campaigns.reviewing.changes.shipping.first")} fen={rate.firstFen} required />
          <MoneyField name="extra" label={t("campaigns.reviewing.changes.shipping.extra")} fen={rate.extraFen} required />
        </div>
        <RiseNote />
        <div>
          <Button variant="primary">{t("campaigns.reviewing.changes.shipping.save")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}

/** Why something becomes dearer, for everybody to read. */
export function RiseNote() {
  const { t } = useTranslation();
  return (
    <TextField
      name="note"
      label={t("campaigns.reviewing.changes.shipping.note")}
      hint={t("campaigns.reviewing.changes.shipping.confirm")}
      rows={4}
      required
      minLength={10}
      maxLength={1000}
    />
  );
}
