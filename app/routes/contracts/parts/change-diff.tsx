import { useTranslation } from "react-i18next";
import type { Difference } from "#app/contracts/changes/change-order.ts";
import { Money } from "#app/ui/money.tsx";

type Compared = { changes: readonly Difference[]; totalBefore: string; totalAfter: string };

/** Old and new side by side, one block a change; below it what the whole contract then costs. */
export function ChangeDiff({ changes, totalBefore, totalAfter }: Compared) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      {changes.map((change) => (
        <section key={`${change.part}:${change.ord}`} className="overflow-hidden rounded-md border border-line">
          <h3 className="bg-sunken px-3 py-1.5 text-sm font-medium">{t(`contracts.changes.part.${change.part}`, { n: change.ord })}</h3>
          <dl className="grid divide-line max-sm:divide-y sm:grid-cols-2 sm:divide-x">
            <Sheet label={t("contracts.changes.before")} change={change} texts={change.before} kept={change.after} gone />
            <Sheet label={t("contracts.changes.after")} change={change} texts={change.after} kept={change.before} />
          </dl>
        </section>
      ))}
      {totalBefore !== totalAfter && (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-muted">{t("contracts.changes.total")}</span>
          <Money fen={totalBefore} className="text-muted line-through" />
          <Money fen={totalAfter} strong />
        </p>
      )}
    </div>
  );
}

type Side = { label: string; change: Difference; texts: readonly string[]; kept: readonly string[]; gone?: boolean };

function Sheet({ label, change, texts, kept, gone }: Side) {
  const { t } = useTranslation();
  const lines = useLines(change, texts);
  return (
    <div className="grid content-start gap-1 px-3 py-2">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="grid gap-1">
        {lines.length === 0 && <span className="text-muted">{t("contracts.changes.none")}</span>}
        {lines.map((line, i) => {
          const stays = change.part === "items" && kept.includes(texts[i]!);
          const look = stays
            ? "text-muted"
            : gone
              ? "rounded-sm bg-danger-50 px-1 line-through decoration-danger-600/60"
              : "rounded-sm bg-ok-50 px-1";
          return (
            <span key={`${i}:${texts[i]}`} className={`whitespace-pre-line ${look}`}>
              {line}
            </span>
          );
        })}
      </dd>
    </div>
  );
}

/** The values of one side as a person reads them. A whole stage is its name, amount, days and items. */
function useLines({ part }: Difference, texts: readonly string[]) {
  const { t } = useTranslation();
  const money = (fen: string) => <Money fen={fen} />;
  const workDays = (n: string) => t("contracts.changes.daysValue", { n });
  if (part === "price") return texts.map(money);
  if (part === "days") return texts.map(workDays);
  if (part === "invoiceFirst") return texts.map((yes) => t(`contracts.changes.${yes === "true" ? "yes" : "no"}`));
  if (part !== "added" && part !== "dropped") return texts.filter(Boolean);
  return texts.map((text, i) => (i === 1 ? money(text) : i === 2 ? workDays(text) : text));
}
