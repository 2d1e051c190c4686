import { Link } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Items } from "#app/campaigns/content.ts";
import type { DraftValues } from "#app/campaigns/editing/brief.ts";
import { lists, optionsText } from "#app/campaigns/editing/brief.ts";
import { countRows } from "#app/campaigns/editing/draft.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { FileItem } from "#app/files/file.ts";
import type { FormReply } from "#app/form.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { DateTimeField, Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { useFieldReply, useSay } from "#app/ui/reply.tsx";
import { pictureTypes, useHeld } from "./basics-fields.tsx";
import { RowButtons } from "./frame.tsx";

type RewardList = "rewards" | "addOns";

/** The rewards that are there, each with its own page; inside the section's form, so that its buttons work. */
export function RewardList({
  list,
  campaignId,
  draft,
}: {
  list: RewardList;
  campaignId: string;
  draft: { values: DraftValues; errors: FormReply["errors"] };
}) {
  const { t } = useTranslation();
  const say = useSay();
  const count = countRows(draft.values, list);
  const of = (i: number, field: string) => String(draft.values[`${list}[${i}].${field}`] ?? "");
  const at = (row: number) => `/campaigns/${campaignId}/edit?section=${list}&row=${row}`;
  return (
    <>
      {count === 0 && <Empty title={t(list === "rewards" ? "campaigns.editing.noRewards" : "campaigns.editing.noAddOns")} />}
      {count > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {Array.from({ length: count }, (_, i) => {
            const wrong = Object.entries(draft.errors).find(([name]) => name.startsWith(`${list}[${i}]`))?.[1];
            const title = of(i, "title") || t("campaigns.editing.row", { n: i + 1 });
            return (
              <li key={i} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-0 flex-1">
                  <Link to={at(i)} className="link font-medium">
                    {title}
                  </Link>
                  <p className="text-sm text-muted">
                    ¥{of(i, "price") || "–"} ·{" "}
                    {of(i, "limit")
                      ? t("campaigns.editing.limited", { count: Number(of(i, "limit")) || 0 })
                      : t("campaigns.editing.unlimited")}
                    {of(i, "promised") && ` · ${of(i, "promised")}`}
                  </p>
                  {wrong && <p className="text-sm text-danger-600">{wrong.slice(0, 1).map(say.complaint).join(" ")}</p>}
                </div>
                <RowButtons list={list} i={i} name={title} />
              </li>
            );
          })}
        </ul>
      )}
      {count < lists[list].max && (
        <div>
          <ButtonLink to={at(count)} size="sm" icon={<Plus size={16} aria-hidden />}>
            {t(list === "rewards" ? "campaigns.editing.newReward" : "campaigns.editing.newAddOn")}
          </ButtonLink>
        </div>
      )}
    </>
  );
}

/** A reward as it stands, where it is changed after the launch. */
export type StandingReward = {
  title: string;
  description: string;
  priceFen: bigint;
  taxFen: bigint;
  limit: number | null;
  perBacker: number;
  items: Items;
  promisedAt: Date;
  opensAt: Date | null;
  closesAt: Date | null;
  ships: boolean;
  customised: boolean;
};
const moment = (at: Date | null | undefined) => at && dateTimeToInput(at);

/** kind: left out where the form itself asks for it. */
type FieldsProps = { at: string; kind?: "REWARD" | "ADDON"; files: readonly FileItem[]; values: DraftValues; now?: StandingReward };

/** The inputs of one reward: "rewards[2].price". With an empty `at` they are the form of a reward added or edited after the launch. */
export function RewardFields({ at, kind, files, values, now }: FieldsProps) {
  const { t } = useTranslation();
  const name = (field: string) => (at ? `${at}.${field}` : field);
  const picture = useHeld(name("picture[]"), files);
  const { reward: one, addOn: several } = policy.perBacker;
  const perBacker = now?.perBacker ?? (kind && (kind === "ADDON" ? several : one));
  const units = { reward: one, addOn: several };
  const named = Object.entries(values).filter(([key, v]) => key.startsWith(name("items[")) && key.endsWith("].name") && v !== "");
  const shown = Math.min(policy.items, Math.max(3, (now?.items.length ?? named.length) + 1));
  return (
    <>
      <Field name={name("title")} label={t("campaigns.editing.rewardTitle")} maxLength={40} required defaultValue={now?.title} />
      <TextField
        name={name("description")}
        label={t("campaigns.editing.rewardDescription")}
        rows={3}
        maxLength={600}
        required
        defaultValue={now?.description}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <MoneyField name={name("price")} label={t("campaigns.editing.rewardPrice")} required fen={now?.priceFen} />
        <Field
          name={name("limit")}
          label={t("campaigns.editing.rewardLimit")}
          hint={t("campaigns.editing.rewardLimitHint")}
          defaultValue={now?.limit ?? undefined}
          inputMode="numeric"
          maxLength={6}
        />
        <Field
          name={name("perBacker")}
          label={t("campaigns.editing.perBacker")}
          inputMode="numeric"
          maxLength={2}
          {...(perBacker === undefined
            ? { hint: t("campaigns.editing.perBackerHint", units) }
            : { required: true, defaultValue: perBacker })}
        />
      </div>
      <MoneyField
        name={name("tax")}
        label={`${t("campaigns.editing.rewardTax")} (${t("campaigns.editing.optional")})`}
        hint={t("campaigns.editing.rewardTaxHint")}
        fen={now?.taxFen || undefined}
        className="sm:max-w-xs"
      />
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">{t("campaigns.editing.items")}</legend>
        <p className="text-sm text-muted">{t("campaigns.editing.itemOptionsHint")}</p>
        {Array.from({ length: shown }, (_, j) => (
          <div key={j} className="grid grid-cols-[minmax(0,1fr)_5rem] gap-3 sm:grid-cols-[minmax(0,1fr)_5rem_minmax(0,1.4fr)]">
            <Field
              name={name(`items[${j}].name`)}
              label={`${t("campaigns.editing.itemName")} ${j + 1}`}
              maxLength={40}
              defaultValue={now?.items[j]?.name}
            />
            <Field
              name={name(`items[${j}].qty`)}
              label={t("campaigns.editing.itemQty")}
              inputMode="numeric"
              maxLength={2}
              defaultValue={now?.items[j]?.qty ?? 1}
            />
            <Field
              name={name(`items[${j}].options`)}
              label={t("campaigns.editing.itemOptions")}
              maxLength={400}
              defaultValue={now?.items[j] && optionsText(now.items[j].options)}
              className="max-sm:col-span-2"
            />
          </div>
        ))}
        <ListProblem name={name("items")} />
      </fieldset>
      <Field
        name={name("promised")}
        type="date"
        label={t("campaigns.editing.promised")}
        hint={t("campaigns.editing.promisedHint")}
        required
        defaultValue={moment(now?.promisedAt)?.slice(0, 10)}
        className="sm:max-w-xs"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DateTimeField
          name={name("opensAt")}
          label={t("campaigns.editing.opensAt")}
          hint={t("campaigns.editing.windowHint")}
          defaultValue={moment(now?.opensAt) ?? undefined}
        />
        <DateTimeField
          name={name("closesAt")}
          label={t("campaigns.editing.closesAt")}
          hint={t("campaigns.editing.windowHint")}
          defaultValue={moment(now?.closesAt) ?? undefined}
        />
      </div>
      <FileDrop
        name={name("picture[]")}
        label={`${t("campaigns.editing.rewardPicture")} (${t("campaigns.editing.optional")})`}
        hint={t("campaigns.editing.coverHint")}
        held={picture}
        max={1}
        accept={pictureTypes}
      />
      <div className="grid gap-3">
        <CheckField name={name("ships")} label={t("campaigns.editing.ships")} defaultChecked={now?.ships ?? true} />
        <CheckField
          name={name("customised")}
          label={t("campaigns.editing.customised")}
          hint={t("campaigns.editing.customisedHint")}
          defaultChecked={now?.customised}
        />
        {!now && <CheckField name={name("secret")} label={t("campaigns.editing.secret")} />}
      </div>
    </>
  );
}

function ListProblem({ name }: { name: string }) {
  const { errors } = useFieldReply(name);
  return errors.length > 0 ? <p className="text-sm font-medium text-danger-600">{errors.join(" ")}</p> : null;
}
