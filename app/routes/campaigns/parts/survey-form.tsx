import { useTranslation } from "react-i18next";
import { limits, type Question, questionKinds } from "#app/campaigns/fulfilling/survey/survey.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { CheckField, ChoiceField } from "#app/ui/choice.tsx";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Reward = { id: string; title: string };
type Parts = { intro: string; questions: readonly Question[]; rewards: readonly Reward[] };
const SPARE = 2;

/** The builder: what is asked already and two empty rows more; saving makes new ones. Works as a plain form. */
export function SurveyForm({ intro, questions, rewards }: Parts) {
  const { t } = useTranslation();
  const rows: (Question | null)[] = [
    ...questions,
    ...Array<null>(Math.max(0, Math.min(SPARE, limits.questions - questions.length))).fill(null),
  ];
  return (
    <PostForm intent="save" key={questions.length}>
      <TextField name="intro" label={t("campaigns.fulfilling.survey.introField")} defaultValue={intro} rows={3} maxLength={1000} />
      {rows.map((question, i) => (
        <fieldset key={question?.id ?? `new-${i}`} className="grid gap-4 rounded-lg border border-line px-4 py-4">
          <legend className="px-1 text-sm font-medium">{t("campaigns.fulfilling.survey.question", { n: i + 1 })}</legend>
          <input type="hidden" name={`questions[${i}].id`} value={question?.id ?? ""} />
          <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
            <Field
              name={`questions[${i}].label`}
              label={t("campaigns.fulfilling.survey.label")}
              hint={t("campaigns.fulfilling.survey.labelHint")}
              defaultValue={question?.label ?? ""}
              maxLength={120}
            />
            <SelectField
              name={`questions[${i}].kind`}
              label={t("campaigns.fulfilling.survey.kind")}
              defaultValue={question?.kind ?? "CHOICE"}
              options={questionKinds.map((value) => ({ value, label: t(`campaigns.fulfilling.survey.kinds.${value}`) }))}
            />
          </div>
          <TextField
            name={`questions[${i}].options`}
            label={t("campaigns.fulfilling.survey.options")}
            defaultValue={question?.options.join("\n") ?? ""}
            rows={3}
          />
          <ChoiceField
            name={`questions[${i}].rewardIds[]`}
            label={t("campaigns.fulfilling.survey.for")}
            options={rewards.map((reward) => ({ value: reward.id, label: reward.title }))}
            defaultValue={question?.rewardIds ?? []}
            many
          />
          <CheckField
            name={`questions[${i}].required`}
            label={t("campaigns.fulfilling.survey.required")}
            defaultChecked={question?.required ?? true}
          />
        </fieldset>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary">{t("campaigns.fulfilling.survey.save")}</Button>
        <span className="text-sm text-muted">{t("campaigns.fulfilling.survey.saveHint", { max: limits.questions })}</span>
      </div>
    </PostForm>
  );
}

/** The questions as they were asked, with how many chose what. */
export function QuestionList({
  intro,
  questions,
  rewards,
  chosen,
}: Parts & { chosen?: Record<string, Record<string, number>> | undefined }) {
  const { t } = useTranslation();
  const nameOf = new Map(rewards.map((reward) => [reward.id, reward.title]));
  return (
    <Card>
      {intro && <Prose text={intro} />}
      {questions.length === 0 && <p className="text-muted">{t("campaigns.fulfilling.survey.noQuestions")}</p>}
      <ol className="grid gap-3">
        {questions.map((question) => (
          <li key={question.id} className="grid gap-1 border-t border-line pt-3 first:border-t-0 first:pt-0">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {question.label}
              <Chip>{t(`campaigns.fulfilling.survey.${question.required ? "required" : "optional"}`)}</Chip>
            </span>
            {question.options.length > 0 && (
              <span className="text-muted">
                {question.options.map((option) => (chosen ? `${option} ${chosen[question.id]?.[option] ?? 0}` : option)).join(" / ")}
              </span>
            )}
            <span className="text-sm text-muted">
              {question.rewardIds.length === 0
                ? t("campaigns.fulfilling.survey.forAll")
                : question.rewardIds.map((id) => nameOf.get(id)).join(", ")}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
