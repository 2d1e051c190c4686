import { useTranslation } from "react-i18next";
import { policy } from "#app/campaigns/policy.ts";
import type { FileItem } from "#app/files/file.ts";
import { Field } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { useRunning } from "#app/ui/running.ts";
import { WrittenField } from "../parts/written-field.tsx";
import { pictureTypes, useHeld } from "./basics-fields.tsx";

/** The story. The editor sends its pictures by itself; without scripts they are chosen here and named in the text. */
export function StoryFields({ files, story = "" }: { files: readonly FileItem[]; story?: string }) {
  const { t } = useTranslation();
  const running = useRunning();
  const pictures = useHeld("pictures[]", files);
  return (
    <>
      <WrittenField name="story" label={t("campaigns.editing.story")} rows={18} defaultValue={story} />
      {!running && (
        <FileDrop
          name="pictures[]"
          label={t("campaigns.editing.pictures")}
          hint={t("campaigns.editing.picturesHint")}
          held={pictures}
          max={policy.pictures}
          accept={pictureTypes}
        />
      )}
      {running && pictures.map((file) => <input key={file.id} type="hidden" name="pictures[]" value={file.id} />)}
      {!running && pictures.length > 0 && (
        <ul className="grid gap-1 text-sm">
          {pictures.map((file) => (
            <li key={file.id}>
              <code className="break-all">{`<img src="/files/${file.id}" alt="">`}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function VideoField() {
  const { t } = useTranslation();
  return (
    <Field
      name="videoUrl"
      label={`${t("campaigns.editing.videoUrl")} (${t("campaigns.editing.optional")})`}
      hint={t("campaigns.editing.videoHint")}
      inputMode="url"
      maxLength={300}
    />
  );
}
