import { useTranslation } from "react-i18next";
import { changeable, isPaidFor, type Part, type StageFacts, type StageTerms } from "#app/contracts/changes/change-order.ts";
import { policy } from "#app/contracts/policy.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { Money, MoneyField } from "#app/ui/money.tsx";

type Shown = StageTerms & { drop: boolean; fact: StageFacts | null };

/** One stage of a change order's form. What its state does not allow is sent as it is and shown as text. */
export function StageFields({ stage, at }: { stage: Shown; at: string }) {
  const { t } = useTranslation();
  const { fact } = stage;
  const frozen = !fact || fact.disputedFen > 0n;
  const may = (part: Part) => !frozen && (changeable[fact.state]?.includes(part) ?? false);
  const price = may("price") && !fact?.moving;
  const why = whyNot(fact);
  const items = stage.items.join("\n");
  return (
    <div className="grid gap-4">
      <input type="hidden" name={`${at}.ord`} value={stage.ord} />
      {why && <p className="text-sm text-muted">{t(`contracts.changes.${why}`)}</p>}
      {may("title") ? (
        <Field name={`${at}.title`} label={t("contracts.changes.stageTitle")} defaultValue={stage.title} maxLength={80} required />
      ) : (
        <input type="hidden" name={`${at}.title`} value={stage.title} />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {price ? (
          <MoneyField name={`${at}.amount`} label={t("contracts.changes.amount")} fen={stage.amountFen} required />
        ) : (
          <Fixed name={`${at}.amount`} label={t("contracts.changes.amount")} value={fenToInput(stage.amountFen)}>
            <Money fen={stage.amountFen} />
          </Fixed>
        )}
        {may("days") ? (
          <Field
            name={`${at}.days`}
            label={t("contracts.changes.days")}
            inputMode="numeric"
            defaultValue={stage.days}
            hint={`1–${policy.maxStageDays}`}
            required
          />
        ) : (
          <Fixed name={`${at}.days`} label={t("contracts.changes.days")} value={String(stage.days)}>
            {t("contracts.changes.daysValue", { n: stage.days })}
          </Fixed>
        )}
      </div>
      {may("items") ? (
        <TextField
          name={`${at}.items`}
          label={t("contracts.changes.items")}
          hint={t("contracts.changes.itemsHint")}
          defaultValue={items}
          rows={Math.min(8, stage.items.length + 1)}
          required
        />
      ) : (
        <Fixed name={`${at}.items`} label={t("contracts.changes.items")} value={items}>
          <span className="whitespace-pre-line">{items}</span>
        </Fixed>
      )}
      {may("rounds") ? (
        <Field
          name={`${at}.extraRounds`}
          label={t("contracts.changes.extraRounds")}
          hint={t("contracts.changes.extraRoundsHint", { rounds: policy.includedRounds, days: policy.changesDays })}
          inputMode="numeric"
          defaultValue={stage.extraRounds}
          required
        />
      ) : (
        <input type="hidden" name={`${at}.extraRounds`} value={stage.extraRounds} />
      )}
      {may("dropped") && !fact?.moving && (
        <CheckField name={`${at}.drop`} label={t("contracts.changes.drop")} defaultChecked={stage.drop} />
      )}
    </div>
  );
}

function whyNot(fact: StageFacts | null) {
  if (!fact || !changeable[fact.state]) return "fixed";
  if (fact.disputedFen > 0n) return "frozen";
  if (fact.moving) return "moving";
  if (fact.state === "SUBMITTED") return "delivered";
  return isPaidFor(fact.state) ? "paidFor" : null;
}

function Fixed({ name, label, value, children }: { name: string; label: string; value: string; children: React.ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <input type="hidden" name={name} value={value} />
      <span className="text-sm font-medium">{label}</span>
      <span className="text-muted">{children}</span>
    </div>
  );
}
