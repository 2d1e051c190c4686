import { lazy, type RefObject, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asMarkup } from "#app/campaigns/editing/markup.ts";
import { TextField } from "#app/ui/field.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";

/** Loaded here only: nobody else needs it. */
const StoryEditor = lazy(() => import("./story-editor.tsx"));

type Props = { name: string; label: string; rows: number; defaultValue?: string; maxLength?: number };

/** Text with headings and pictures: with scripts an editor that writes into a hidden input, without them the same text to write by hand. */
export function WrittenField({ name, label, rows, defaultValue = "", maxLength }: Props) {
  const { t } = useTranslation();
  const running = useRunning();
  // Until the editor has arrived people already write: it begins with what they wrote.
  const written = useRef<string | null>(null);
  const hint = t("campaigns.editing.storyPlain");
  const plain = (
    <div className="until-editor">
      <TextField name={name} label={label} hint={hint} rows={rows} required defaultValue={defaultValue} maxLength={maxLength} />
    </div>
  );
  if (!running) return plain;
  return (
    <div
      onInput={({ target }) => {
        if (target instanceof HTMLTextAreaElement) written.current = target.value;
      }}
    >
      <Suspense fallback={plain}>
        <EditorBox name={name} label={label} begin={defaultValue} written={written} />
      </Suspense>
    </div>
  );
}

type Box = { name: string; label: string; begin: string; written: RefObject<string | null> };
function EditorBox({ name, label, begin, written }: Box) {
  const { t } = useTranslation();
  const reply = useFieldReply(name);
  const [first] = useState(() => asMarkup(String(written.current ?? (reply.replied ? reply.value : begin) ?? "")));
  const [html, setHtml] = useState(first);
  return (
    <div className="grid gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <StoryEditor html={first} label={label} onChange={setHtml} />
      <input type="hidden" name={name} value={html} />
      {reply.errors.length > 0 && <p className="text-sm font-medium text-danger-600">{reply.errors.join(" ")}</p>}
      <p className="text-sm text-muted">{t("campaigns.editing.storyHint")}</p>
    </div>
  );
}
