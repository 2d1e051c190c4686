import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type DefectState, type defectKinds, type Remedy, remedies, restFen } from "#app/campaigns/fulfilling/defects/defect.ts";
import type { DefectView } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money, MoneyField } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

const tone = {
  REPORTED: "warn",
  ANSWERED: "info",
  ACCEPTED: "info",
  ESCALATED: "danger",
  DECIDED: "info",
  CLOSED: "ok",
} as const satisfies Record<DefectState, string>;

export function DefectChip({ state }: { state: DefectState }) {
  const { t } = useTranslation();
  return <Chip tone={tone[state]}>{t(`campaigns.fulfilling.defects.states.${state}`)}</Chip>;
}

/** What was reported, what was offered, what was decided; below it what one can do. */
export function DefectCard({ defect, named, children }: { defect: DefectView; named?: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  const kind = defect.kind as (typeof defectKinds)[number];
  const remedy = defect.remedy as Remedy | null;
  const offer = remedy && (
    <>
      {t(`campaigns.fulfilling.defects.remedies.${remedy}`)} {defect.remedyFen !== null && <Money fen={defect.remedyFen} strong />}
    </>
  );
  return (
    <Card
      id={`defect-${defect.id}`}
      title={t(`campaigns.fulfilling.defects.kinds.${kind}`)}
      actions={
        <>
          <DefectChip state={defect.state} />
          <When at={defect.at} className="text-sm text-muted" />
        </>
      }
    >
      {named && (
        <p className="text-sm text-muted">
          {t("campaigns.fulfilling.defects.from", { name: defect.backer, no: defect.pledge.queueNo ?? "-" })}
        </p>
      )}
      <Prose text={defect.text} />
      <FileRows files={defect.files} />
      <KeyValue
        pairs={[
          defect.state === "REPORTED" && {
            label: t("campaigns.fulfilling.defects.answerBy"),
            value: <Deadline at={defect.answerBy} />,
          },
          defect.decideBy !== null &&
            (defect.state === "ESCALATED" || defect.state === "ANSWERED") && {
              label: t("campaigns.fulfilling.defects.decideBy"),
              value: <Deadline at={defect.decideBy} />,
            },
          defect.answer !== null && {
            label: t("campaigns.fulfilling.defects.offered"),
            value: (
              <>
                {defect.decidedAt === null && offer}
                <Prose text={defect.answer} />
              </>
            ),
          },
          defect.decision !== null && {
            label: t("campaigns.fulfilling.defects.decision"),
            value: (
              <>
                {offer}
                <Prose text={defect.decision} />
              </>
            ),
          },
        ]}
      />
      {children}
    </Card>
  );
}

/** What a creator offers and what an operator decides: the same choice, with the amount of a refund and reasons. */
export function RemedyForm({
  defect,
  intent,
  text,
  label,
  send,
}: {
  defect: Pick<DefectView, "id" | "pledge">;
  intent: string;
  text: "answer" | "decision";
  label: string;
  send: string;
}) {
  const { t } = useTranslation();
  return (
    <PostForm intent={intent} className="border-t border-line pt-4">
      <input type="hidden" name="defectId" value={defect.id} />
      <ChoiceField
        name="remedy"
        label={t("campaigns.fulfilling.defects.remedy")}
        options={remedies.map((value) => ({ value, label: t(`campaigns.fulfilling.defects.remedies.${value}`) }))}
        columns="sm:grid-cols-4"
        required
      />
      <MoneyField
        name="amount"
        label={t("campaigns.fulfilling.defects.amount")}
        hint={t("campaigns.fulfilling.defects.amountHint", { restFen: restFen(defect.pledge) })}
      />
      <TextField name={text} label={label} rows={3} maxLength={2000} required />
      <Button variant="primary" className="justify-self-start">
        {send}
      </Button>
    </PostForm>
  );
}
