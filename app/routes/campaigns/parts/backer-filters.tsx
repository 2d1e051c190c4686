import { useTranslation } from "react-i18next";
import { type BackersFilter, filterKeys, parcelGroups, pledgeGroups } from "#app/campaigns/fulfilling/backers/filter.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field, regionOptions, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";

type Named = { id: string; title: string };
type Option = { value: string; label: string };
type Choices = { rewards: readonly Named[]; items: readonly string[]; skus: readonly Option[]; batches: readonly Named[] };
const options = (all: readonly Named[]) => all.map(({ id, title }) => ({ value: id, label: title }));

export function BackerFilters({
  filter,
  choices,
  provinces,
  active,
}: {
  filter: BackersFilter;
  choices: Choices;
  provinces: readonly { code: string; name: string }[];
  active: number;
}) {
  const { t } = useTranslation();
  const empty = t("campaigns.fulfilling.backers.filter.any");
  const select = (name: keyof BackersFilter, label: string, of: readonly Option[]) => (
    <SelectField name={name} label={label} empty={empty} options={of} defaultValue={filter[name] ?? ""} key={`${name}:${filter[name]}`} />
  );
  const day = (name: "from" | "to" | "paidFrom" | "paidTo") => (
    <Field
      name={name}
      type="date"
      label={t(`campaigns.fulfilling.backers.filter.${name}`)}
      defaultValue={filter[name] ?? ""}
      key={`${name}:${filter[name]}`}
    />
  );
  return (
    <Filters clear="?" active={active}>
      {select(
        "group",
        t("campaigns.fulfilling.backers.filter.group"),
        pledgeGroups.map((value) => ({ value, label: t(`campaigns.fulfilling.backers.filter.groups.${value}`) })),
      )}
      {select("reward", t("campaigns.fulfilling.backers.filter.reward"), options(choices.rewards))}
      {select(
        "item",
        t("campaigns.fulfilling.backers.filter.item"),
        choices.items.map((value) => ({ value, label: value })),
      )}
      {choices.skus.length > 0 && select("sku", t("campaigns.fulfilling.backers.filter.sku"), choices.skus)}
      {select("province", t("campaigns.fulfilling.backers.filter.province"), regionOptions(provinces))}
      {select(
        "parcel",
        t("campaigns.fulfilling.backers.filter.parcel"),
        parcelGroups.map((value) => ({ value, label: t(`campaigns.fulfilling.backers.filter.parcels.${value}`) })),
      )}
      {choices.batches.length > 0 &&
        select(
          "batch",
          t("campaigns.fulfilling.backers.filter.batch"),
          choices.batches.map(({ id, title }) => ({ value: id, label: t("campaigns.fulfilling.batches.name", { title }) })),
        )}
      {day("from")}
      {day("to")}
      {day("paidFrom")}
      {day("paidTo")}
    </Filters>
  );
}

type Taken = { id: string; kind: string; rows: number; at: Date; by: string };

/** A download is an ordinary post that the browser makes itself: the answer is a file, not a page. */
export function ExportCard({ campaignId, filter, exports }: { campaignId: string; filter: BackersFilter; exports: readonly Taken[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.fulfilling.backers.export.title")}>
      <form method="post" action={`/campaigns/${campaignId}/manage/export`} className="flex flex-wrap items-end gap-4">
        {filterKeys.map((key) => filter[key] !== null && <input key={key} type="hidden" name={key} value={filter[key]} />)}
        <SelectField
          name="kind"
          label={t("campaigns.fulfilling.backers.export.kind")}
          options={(["pledges", "items"] as const).map((value) => ({
            value,
            label: t(`campaigns.fulfilling.backers.export.kinds.${value}`),
          }))}
          className="min-w-36"
        />
        <SelectField
          name="format"
          label={t("campaigns.fulfilling.backers.export.format")}
          options={[
            { value: "csv", label: "CSV" },
            { value: "xlsx", label: "Excel (XLSX)" },
          ]}
          className="min-w-36"
        />
        <Button>{t("campaigns.fulfilling.backers.export.take")}</Button>
      </form>
      <p className="text-sm text-muted">{t("campaigns.fulfilling.backers.export.text")}</p>
      {exports.length > 0 && (
        <div className="grid gap-1 text-sm text-muted">
          <p className="font-medium">{t("campaigns.fulfilling.backers.export.last")}</p>
          <ul>
            {exports.map(({ id, kind, rows, at, by }) => (
              <li key={id}>
                <When at={at} />{" "}
                {t("campaigns.fulfilling.backers.export.row", {
                  by,
                  rows,
                  kind: t(`campaigns.fulfilling.backers.export.kinds.${kind as "pledges" | "items"}`),
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}
