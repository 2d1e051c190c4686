import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileItem } from "#app/files/file.ts";
import { policy } from "#app/tasks/policy.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";

type Stage = { ord: number; title: string };
export type Held = {
  priceFen: bigint;
  taxIncluded: boolean;
  days: number;
  proposal: string;
  stages: { amountFen: bigint; days: number }[];
  files: FileItem[];
};

/** Fen and days of the stages as they are being typed, for the line below the plan. */
function sums(form: HTMLFormElement, count: number) {
  const values = new FormData(form);
  const number = (name: string) => Number(String(values.get(name) ?? "").replace(/[¥,,\s]/g, "")) || 0;
  let fen = 0;
  let days = 0;
  for (let i = 0; i < count; i++) {
    fen += Math.round(number(`stages[${i}].amount`) * 100);
    days += number(`stages[${i}].days`);
  }
  return { fen, days };
}

export function BidFields({ stages, version, held }: { stages: readonly Stage[]; version: number; held: Held | null }) {
  const { t } = useTranslation();
  const running = useRunning();
  const fits = held?.stages.length === stages.length;
  const [sum, setSum] = useState(() => ({
    fen: fits ? Number(held.priceFen) : 0,
    days: fits ? held.days : 0,
  }));
  const onInput = (event: FormEvent<HTMLFormElement>) => setSum(sums(event.currentTarget, stages.length));
  return (
    <PostForm intent="bid" encType="multipart/form-data" onInput={onInput}>
      <input type="hidden" name="taskVersion" value={version} />
      <div className="grid gap-5 sm:grid-cols-2">
        <MoneyField name="price" label={t("tasks.bidding.price")} required fen={held?.priceFen} />
        <Field
          name="days"
          label={t("tasks.bidding.days")}
          unit={t("tasks.posting.dayUnit")}
          inputMode="numeric"
          maxLength={3}
          required
          defaultValue={held?.days}
        />
      </div>
      <CheckField name="taxIncluded" label={t("tasks.bidding.tax")} defaultChecked={held?.taxIncluded ?? true} />
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">{t("tasks.bidding.plan")}</legend>
        <p className="text-sm text-muted">{t("tasks.bidding.planHint")}</p>
        {stages.map((stage, i) => (
          <div
            key={stage.ord}
            className="grid grid-cols-2 items-end gap-x-4 gap-y-1 rounded-md border border-line p-3 sm:grid-cols-[minmax(0,1fr)_10rem_8rem]"
          >
            <p className="col-span-2 font-medium sm:col-span-1 sm:self-center">
              {stage.ord}. {stage.title}
            </p>
            <MoneyField
              name={`stages[${i}].amount`}
              label={t("tasks.bidding.amount")}
              required
              fen={fits ? held.stages[i]!.amountFen : null}
            />
            <Field
              name={`stages[${i}].days`}
              label={t("tasks.bidding.stageDays")}
              inputMode="numeric"
              maxLength={3}
              required
              defaultValue={fits ? held.stages[i]!.days : undefined}
            />
          </div>
        ))}
        {running && (
          <p className="digits text-sm text-muted" aria-live="polite">
            {t("tasks.bidding.planSum", { sum: sum.fen, count: sum.days })}
          </p>
        )}
      </fieldset>
      <ProposalFields held={held} />
      <div>
        <Button variant="primary">{held ? t("tasks.bidding.update") : t("tasks.bidding.submit")}</Button>
      </div>
    </PostForm>
  );
}

export function ProposalFields({ held }: { held: Pick<Held, "proposal" | "files"> | null }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="proposal"
        label={t("tasks.bidding.proposal")}
        hint={t("tasks.bidding.proposalHint", { max: policy.proposalChars })}
        rows={9}
        maxLength={policy.proposalChars}
        required
        defaultValue={held?.proposal}
      />
      <FileDrop label={t("tasks.bidding.proposalFiles")} held={held?.files ?? []} max={policy.files} />
    </>
  );
}
