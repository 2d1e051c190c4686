import { useTranslation } from "react-i18next";
import type { StageView } from "#app/contracts/queries.server.ts";
import { Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { FileRows } from "#app/ui/files.tsx";

type Shown = {
  items: { id: string; text: string }[];
  deliveries: (Pick<StageView["deliveries"][number], "id" | "round" | "note" | "at" | "changesText" | "files"> & {
    answers: { itemId: string; answer: string; failed: boolean }[];
  })[];
};

/** The items that this delivery answered: a change may have retired some and added others since. */
const answered = (stage: Shown, delivery: Shown["deliveries"][number]) =>
  stage.items.filter((item) => delivery.answers.some((answer) => answer.itemId === item.id));

/** What was delivered, item by item, and what the employer wanted changed; the newest open, older ones folded. */
export function Deliveries({ stage, bare }: { stage: Shown; bare?: boolean }) {
  const { t } = useTranslation();
  if (stage.deliveries.length === 0) return null;
  return (
    <section className="grid gap-2">
      {!bare && <h3 className="text-sm font-medium">{t("contracts.deliver.history")}</h3>}
      {stage.deliveries.map((delivery, i) => (
        <details key={delivery.id} open={i === 0} className="rounded-md border border-line px-4 py-2">
          <summary className="min-h-8 py-1 font-medium">
            {t("contracts.deliver.round", { n: delivery.round })}
            <span className="ml-2 text-sm font-normal text-muted">{t("contracts.deliver.at", { at: delivery.at })}</span>
          </summary>
          <div className="grid gap-3 py-2">
            <Prose text={delivery.note} />
            <ol className="grid gap-2">
              {answered(stage, delivery).map((item, n) => {
                const answer = delivery.answers.find((a) => a.itemId === item.id);
                return (
                  <li key={item.id} className="grid gap-0.5 rounded-sm bg-page px-3 py-2">
                    <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
                      {t("contracts.deliver.answer", { n: n + 1, text: item.text })}
                      {answer?.failed && <Chip tone="danger">{t("contracts.deliver.failed")}</Chip>}
                    </p>
                    <Prose text={answer?.answer ?? ""} />
                  </li>
                );
              })}
            </ol>
            {delivery.files.length > 0 && <FileRows files={delivery.files} />}
            {delivery.changesText && (
              <div className="border-l-4 border-warn-200 pl-3">
                <p className="text-sm font-medium text-warn-700">{t("contracts.deliver.changes")}</p>
                <Prose text={delivery.changesText} />
              </div>
            )}
          </div>
        </details>
      ))}
    </section>
  );
}
