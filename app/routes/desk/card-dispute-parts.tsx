import { useTranslation } from "react-i18next";
import { answerFields, type CardCase, fieldsFor, type KeptAnswer } from "#app/payments/card-dispute.ts";
import type { cardDisputeRow } from "#app/payments/card-dispute-queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { useBankState } from "../money/parts/card-words.tsx";

type Row = Omit<NonNullable<Awaited<ReturnType<typeof cardDisputeRow>>>, "answer"> & { kept: KeptAnswer | null };

/** Who, what, until when, and what the bank did so far. */
export function Facts({ dispute, payer }: { dispute: Row; payer: string }) {
  const { t } = useTranslation();
  const bank = useBankState();
  const money = (fen: bigint) => <Money fen={fen} />;
  const waits = dispute.closedAt === null && dispute.answerState !== "SENT" && dispute.answerBy;
  return (
    <Card>
      <KeyValue
        pairs={[
          { label: t("cards.amount"), value: <Money fen={dispute.amountFen} strong /> },
          { label: t("cards.desk.payer"), value: payer },
          { label: t("cards.desk.status"), value: bank(dispute.pspStatus) },
          waits && { label: t("cards.by"), value: <Deadline at={waits} passed={t("cards.desk.late")} /> },
          { label: t("cards.openedAt"), value: <When at={dispute.openedAt} /> },
          dispute.closedAt && { label: t("cards.closedAt"), value: <When at={dispute.closedAt} /> },
          dispute.withdrawnFen > 0n && { label: t("cards.desk.withdrawn"), value: money(dispute.withdrawnFen) },
          dispute.reinstatedFen > 0n && { label: t("cards.desk.back"), value: money(dispute.reinstatedFen) },
          dispute.feeFen > 0n && { label: t("cards.desk.fee"), value: money(dispute.feeFen) },
          dispute.frozenFen > 0n && { label: t("cards.desk.frozen"), value: money(dispute.frozenFen) },
          { label: t("cards.desk.number"), value: <code className="break-all text-sm">{dispute.pspId}</code> },
        ]}
      />
    </Card>
  );
}

const parts = ["refundFen", "escrowFen", "earningsFen", "incomeFen", "debtFen", "lossFen"] as const;

/** Where the lost money came from, to the fen. */
export function Borne({ dispute }: { dispute: Row }) {
  const { t } = useTranslation();
  return (
    <Card title={t("cards.desk.borne")}>
      <KeyValue
        pairs={parts
          .filter((part) => dispute[part] > 0n)
          .map((part) => ({ label: t(`cards.desk.part.${part}`), value: <Money fen={dispute[part]} /> }))}
      />
    </Card>
  );
}

/** What was answered, and where the answer is. */
export function Answered({ dispute }: { dispute: Row }) {
  const { t } = useTranslation();
  const conceded = dispute.kept !== null && "concede" in dispute.kept;
  const evidence = dispute.kept !== null && "evidence" in dispute.kept ? dispute.kept.evidence : {};
  return (
    <Card title={t("cards.desk.answer")}>
      {dispute.answerState === "SENDING" && <Notice>{t("cards.desk.sending")}</Notice>}
      {dispute.answerState === "FAILED" && <Notice tone="danger">{t("cards.desk.failed", { error: dispute.answerError ?? "" })}</Notice>}
      {dispute.answerState === "SENT" && <Notice tone="ok">{conceded ? t("cards.desk.conceded") : t("cards.desk.sent")}</Notice>}
      {dispute.answeredAt && (
        <p className="text-sm text-muted">
          {t("cards.desk.answeredBy", { name: dispute.by ?? "" })} <When at={dispute.answeredAt} />
        </p>
      )}
      {!conceded && (
        <details>
          <summary className="cursor-pointer text-river-700">{t("cards.desk.answered")}</summary>
          <dl className="mt-3 grid gap-3">
            {answerFields.map((field) =>
              evidence[field] ? (
                <div key={field}>
                  <dt className="text-sm text-muted">{t(`cards.desk.field.${field}`)}</dt>
                  <dd className="break-words whitespace-pre-wrap">{evidence[field]}</dd>
                </div>
              ) : null,
            )}
          </dl>
        </details>
      )}
    </Card>
  );
}

const long: readonly string[] = [
  "product_description",
  "refund_policy_disclosure",
  "refund_refusal_explanation",
  "cancellation_policy_disclosure",
  "cancellation_rebuttal",
  "access_activity_log",
  "uncategorized_text",
  "shipping_tracking_number",
];

/** The evidence that fits what was paid for, as the records have it, to be corrected and submitted once; or the dispute is accepted. */
export function AnswerForm({ about: { evidence, kind }, id }: { about: CardCase; id: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Card title={t("cards.desk.evidence")}>
        <p className="text-muted">{t("cards.desk.evidenceIntro")}</p>
        <PostForm intent="answer" action={`/desk/card-disputes/${id}`}>
          {fieldsFor(kind).map((field) => {
            const said = evidence[field] ?? "";
            const about = { name: field, label: t(`cards.desk.field.${field}`), defaultValue: said };
            if (!long.includes(field)) return <Field key={field} {...about} maxLength={500} />;
            const rows = Math.min(12, Math.max(3, said.split("\n").length + 1));
            return <TextField key={field} {...about} rows={rows} maxLength={18_000} required={field === "product_description"} />;
          })}
          <Button variant="primary" className="justify-self-start">
            {t("cards.desk.submit")}
          </Button>
        </PostForm>
      </Card>
      <Card title={t("cards.desk.concede")}>
        <p className="text-muted">{t("cards.desk.concedeText")}</p>
        <PostForm intent="concede" action={`/desk/card-disputes/${id}?do=concede`}>
          <CheckField name="sure" label={t("cards.desk.concedeSure")} required />
          <Button variant="danger" className="justify-self-start">
            {t("cards.desk.concede")}
          </Button>
        </PostForm>
      </Card>
    </>
  );
}
