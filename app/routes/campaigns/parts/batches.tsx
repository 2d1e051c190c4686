import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { formatDate } from "#app/i18n/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Batch = {
  id: string;
  title: string;
  plannedAt: Date;
  note: string;
  pledges: number;
  first: number | null;
  last: number | null;
  prepared: number;
  sent: number;
  received: number;
};

export function BatchList({ campaignId, batches, acts }: { campaignId: string; batches: readonly Batch[]; acts: boolean }) {
  const { t } = useTranslation();
  if (batches.length === 0)
    return (
      <Card>
        <Empty title={t("campaigns.fulfilling.batches.none")} />
      </Card>
    );
  return (
    <ul className="grid gap-3">
      {batches.map((batch) => {
        const done = batch.pledges === 0 ? 0 : Math.floor((batch.received * 100) / batch.pledges);
        const name = t("campaigns.fulfilling.batches.name", { title: batch.title });
        return (
          <li key={batch.id} className="grid gap-2 rounded-lg border border-line bg-panel px-4 py-3 shadow-panel sm:px-5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <Link to={`/campaigns/${campaignId}/manage/backers?batch=${batch.id}`} className="font-medium text-river-700 hover:underline">
                {name}
              </Link>
              <span className="text-sm text-muted">
                {t("campaigns.fulfilling.batches.plannedAt")} <When at={batch.plannedAt} day />
              </span>
            </div>
            <p className="text-sm text-muted">
              {batch.first !== null && t("campaigns.fulfilling.batches.range", { first: batch.first, last: batch.last })}
              {" · "}
              {t("campaigns.fulfilling.batches.pledges")} {batch.pledges}
              {" · "}
              {t("campaigns.fulfilling.batches.sent")} {batch.sent}
              {" · "}
              {t("campaigns.fulfilling.batches.received")} {batch.received}
            </p>
            {batch.note && <p className="text-sm">{batch.note}</p>}
            <span className="block h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
              <span className="block h-full bg-ok-600" style={{ width: `${done}%` }} />
            </span>
            {acts && (
              <div className="flex flex-wrap gap-2">
                {batch.prepared < batch.pledges && (
                  <PostForm intent={`prepare:${batch.id}`}>
                    <input type="hidden" name="batchId" value={batch.id} />
                    <Button size="sm">{t("campaigns.fulfilling.batches.prepare")}</Button>
                  </PostForm>
                )}
                <Dialog trigger={t("campaigns.fulfilling.batches.move")} title={name} size="sm" intent={`move:${batch.id}`}>
                  <PostForm intent={`move:${batch.id}`}>
                    <input type="hidden" name="batchId" value={batch.id} />
                    <Field
                      name="title"
                      label={t("campaigns.fulfilling.batches.titleField")}
                      defaultValue={batch.title}
                      maxLength={40}
                      required
                    />
                    <Field
                      name="plannedAt"
                      label={t("campaigns.fulfilling.batches.plannedAt")}
                      type="date"
                      defaultValue={formatDate(batch.plannedAt)}
                      required
                    />
                    <Field name="note" label={t("campaigns.fulfilling.batches.note")} defaultValue={batch.note} maxLength={300} />
                    <Button variant="primary">{t("campaigns.fulfilling.batches.save")}</Button>
                  </PostForm>
                </Dialog>
                {batch.prepared === 0 && (
                  <PostForm intent={`remove:${batch.id}`}>
                    <input type="hidden" name="batchId" value={batch.id} />
                    <Button size="sm" variant="ghost">
                      {t("campaigns.fulfilling.batches.remove")}
                    </Button>
                  </PostForm>
                )}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
