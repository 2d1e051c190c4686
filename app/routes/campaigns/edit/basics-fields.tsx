import { useTranslation } from "react-i18next";
import { categories } from "#app/campaigns/campaign.ts";
import { evidenceKinds } from "#app/campaigns/content.ts";
import { policy } from "#app/campaigns/policy.ts";
import { videoCode } from "#app/campaigns/reviewing/review.ts";
import type { FileItem } from "#app/files/file.ts";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { Rows } from "./frame.tsx";

export const pictureTypes = "image/png,image/jpeg,image/webp";
type Files = readonly FileItem[];

/** Of the campaign's files those that this input holds, so that they show by their names. */
export function useHeld(name: string, files: Files): Files {
  const { value } = useFieldReply(name);
  const ids = ([] as string[]).concat(value ?? []);
  return files.filter((file) => ids.includes(file.id));
}

export function BasicsFields({ files }: { files: Files }) {
  const { t } = useTranslation();
  const cover = useHeld("cover[]", files);
  return (
    <>
      <Field
        name="title"
        label={t("campaigns.editing.name")}
        hint={t("campaigns.editing.nameHint", { max: policy.titleChars })}
        maxLength={policy.titleChars}
        required
      />
      <Field
        name="tagline"
        label={t("campaigns.editing.tagline")}
        hint={t("campaigns.editing.taglineHint", { max: policy.taglineChars })}
        maxLength={policy.taglineChars}
        required
      />
      <SelectField
        name="category"
        label={t("campaigns.editing.category")}
        empty={t("campaigns.editing.categoryEmpty")}
        options={categories.map((value) => ({ value, label: t(`campaigns.category.${value}`) }))}
        required
        className="sm:max-w-sm"
      />
      <FileDrop
        name="cover[]"
        label={t("campaigns.editing.cover")}
        hint={t("campaigns.editing.coverHint")}
        held={cover}
        max={1}
        accept={pictureTypes}
      />
      {cover[0] && <img src={`${cover[0].href}?size=thumb`} alt="" className="max-h-56 w-fit max-w-full rounded-md border border-line" />}
      <Field name="coverAlt" label={t("campaigns.editing.coverAlt")} hint={t("campaigns.editing.coverAltHint")} maxLength={120} required />
      <CheckField name="physical" label={t("campaigns.editing.physical")} hint={t("campaigns.editing.physicalHint")} defaultChecked />
    </>
  );
}

export function EvidenceFields({ files, count, more, campaignId }: { files: Files; count: number; more: boolean; campaignId: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice>{t("campaigns.editing.videoCode", { code: videoCode(campaignId) })}</Notice>
      <Rows list="evidence" count={count} more={more}>
        {(i) => <EvidenceRow i={i} files={files} />}
      </Rows>
    </>
  );
}

function EvidenceRow({ i, files }: { i: number; files: Files }) {
  const { t } = useTranslation();
  const at = `evidence[${i}]`;
  const held = useHeld(`${at}.files[]`, files);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name={`${at}.kind`}
          label={t("campaigns.editing.evidenceKind")}
          options={evidenceKinds.map((value) => ({ value, label: t(`campaigns.editing.kinds.${value}`) }))}
          defaultValue="PHOTO"
        />
        <Field name={`${at}.at`} type="date" label={t("campaigns.editing.evidenceAt")} />
      </div>
      <TextField name={`${at}.text`} label={t("campaigns.editing.evidenceText")} rows={2} maxLength={500} />
      <Field
        name={`${at}.url`}
        label={`${t("campaigns.editing.evidenceUrl")} (${t("campaigns.editing.optional")})`}
        maxLength={300}
        inputMode="url"
      />
      <FileDrop name={`${at}.files[]`} label={t("campaigns.editing.evidenceFiles")} held={held} max={6} />
    </>
  );
}
