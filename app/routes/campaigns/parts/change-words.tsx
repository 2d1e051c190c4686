import { useTranslation } from "react-i18next";
import type { Content } from "#app/campaigns/content.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { FileItem } from "#app/files/file.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { pictureTypes } from "../edit/basics-fields.tsx";
import { StoryFields } from "../edit/story-fields.tsx";

const MORE = 2;

/** The story, the video and the questions as they stand, to be changed in the open. */
export function WordsBox({ content, files }: { content: Content; files: readonly FileItem[] }) {
  const { t } = useTranslation();
  const rows = Math.min(policy.faq, content.faq.length + MORE);
  return (
    <Card title={t("campaigns.reviewing.changes.words")} id="words">
      <PostForm intent="words" encType="multipart/form-data">
        <StoryFields files={files} story={content.storyHtml} />
        <Field
          name="videoUrl"
          label={t("campaigns.editing.videoUrl")}
          hint={t("campaigns.editing.videoHint")}
          defaultValue={content.videoUrl ?? ""}
          maxLength={300}
        />
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className="grid gap-3 border-t border-line pt-4">
            <Field
              name={`faq[${i}].question`}
              label={`${t("campaigns.editing.question")} ${i + 1}`}
              maxLength={100}
              defaultValue={content.faq[i]?.question}
            />
            <TextField
              name={`faq[${i}].answer`}
              label={`${t("campaigns.editing.answer")} ${i + 1}`}
              rows={2}
              maxLength={1000}
              defaultValue={content.faq[i]?.answer}
            />
          </div>
        ))}
        <div>
          <Button variant="primary">{t("campaigns.reviewing.changes.wordsSave")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function CoverBox({ coverFileId, coverAlt }: { coverFileId: string | null; coverAlt: string }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.reviewing.changes.cover")} id="cover">
      {coverFileId && (
        <img src={`/files/${coverFileId}?size=thumb`} alt={coverAlt} className="max-h-48 w-fit max-w-full rounded-md border border-line" />
      )}
      <PostForm intent="cover" encType="multipart/form-data">
        <FileDrop
          name="cover[]"
          label={t("campaigns.editing.cover")}
          hint={t("campaigns.editing.coverHint")}
          max={1}
          accept={pictureTypes}
        />
        <Field name="coverAlt" label={t("campaigns.editing.coverAlt")} maxLength={120} required defaultValue={coverAlt} />
        <div>
          <Button>{t("campaigns.reviewing.changes.coverSave")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}
