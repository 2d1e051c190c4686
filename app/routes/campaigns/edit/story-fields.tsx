import { lazy, type RefObject, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asMarkup } from "#app/campaigns/editing/markup.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { FileItem } from "#app/files/file.ts";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { pictureTypes, useHeld } from "./basics-fields.tsx";

/** Loaded here only: nobody else needs it. */
const StoryEditor = lazy(() => import("./story-editor.tsx"));

/** The story: with scripts an editor that writes into a hidden input, without them the same text to write by hand. */
export function StoryFields({ files, story = "" }: { files: readonly FileItem[]; story?: string }) {
  const { t } = useTranslation();
  const running = useRunning();
  const pictures = useHeld("pictures[]", files);
  // Until the editor has arrived people already write: it begins with what they wrote.
  const written = useRef<string | null>(null);
  const plain = (
    <TextField
      name="story"
      label={t("campaigns.editing.story")}
      hint={t("campaigns.editing.storyPlain")}
      rows={18}
      required
      defaultValue={story}
    />
  );
  return (
    <>
      {running ? (
        <div
          onInput={({ target }) => {
            if (target instanceof HTMLTextAreaElement) written.current = target.value;
          }}
        >
          <Suspense fallback={plain}>
            <StoryBox story={story} written={written} />
          </Suspense>
        </div>
      ) : (
        plain
      )}
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

function StoryBox({ story, written }: { story: string; written: RefObject<string | null> }) {
  const { t } = useTranslation();
  const reply = useFieldReply("story");
  const [first] = useState(() => asMarkup(String(written.current ?? (reply.replied ? reply.value : story) ?? "")));
  const [html, setHtml] = useState(first);
  return (
    <div className="grid gap-1.5">
      <span className="text-sm font-medium">{t("campaigns.editing.story")}</span>
      <StoryEditor html={first} label={t("campaigns.editing.story")} onChange={setHtml} />
      <input type="hidden" name="story" value={html} />
      {reply.errors.length > 0 && <p className="text-sm font-medium text-danger-600">{reply.errors.join(" ")}</p>}
      <p className="text-sm text-muted">{t("campaigns.editing.storyHint")}</p>
    </div>
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
