import { useTranslation } from "react-i18next";
import { riskTopics } from "#app/campaigns/content.ts";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { Rows } from "./frame.tsx";

type Grown = { count: number; more: boolean };

export function RiskFields() {
  const { t } = useTranslation();
  return (
    <>
      {riskTopics.map((topic) => (
        <TextField key={topic} name={`risks.${topic}`} label={t(`campaigns.editing.risk.${topic}`)} rows={3} maxLength={1000} required />
      ))}
    </>
  );
}

export function TeamFields({ count, more }: Grown) {
  const { t } = useTranslation();
  return (
    <>
      <Rows list="team" count={count} more={more}>
        {(i) => (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field name={`team[${i}].name`} label={t("campaigns.editing.memberName")} maxLength={30} />
              <Field name={`team[${i}].role`} label={t("campaigns.editing.memberRole")} maxLength={30} />
            </div>
            <TextField name={`team[${i}].about`} label={t("campaigns.editing.memberAbout")} rows={3} maxLength={400} />
          </>
        )}
      </Rows>
      <CheckField name="related" label={t("campaigns.editing.related")} hint={t("campaigns.editing.relatedHint")} required />
    </>
  );
}

export function FaqFields({ count, more }: Grown) {
  const { t } = useTranslation();
  return (
    <Rows list="faq" count={count} more={more}>
      {(i) => (
        <>
          <Field name={`faq[${i}].question`} label={t("campaigns.editing.question")} maxLength={100} />
          <TextField name={`faq[${i}].answer`} label={t("campaigns.editing.answer")} rows={3} maxLength={1000} />
        </>
      )}
    </Rows>
  );
}
