import type { Editor } from "@tiptap/react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileItem } from "#app/files/file.ts";
import { Button } from "#app/ui/button.tsx";

const panel = "grid gap-3 border-t border-line bg-page p-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end";

export function LinkPanel({ editor, close }: { editor: Editor; close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [href, setHref] = useState<string>(editor.getAttributes("link").href ?? "https://");
  return (
    <div className={panel}>
      <label htmlFor={id} className="grid gap-1 text-sm font-medium">
        {t("campaigns.editing.tool.linkUrl")}
        <input id={id} value={href} onChange={(event) => setHref(event.target.value)} className="box-field" inputMode="url" />
      </label>
      <span className="flex gap-2">
        <Button
          type="button"
          disabled={!/^https:\/\/\S+\.\S+/.test(href)}
          onClick={() => {
            editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
            close();
          }}
        >
          {t("campaigns.editing.tool.linkSet")}
        </Button>
        <Button
          type="button"
          variant="ghost"
          onClick={() => {
            editor.chain().focus().extendMarkRange("link").unsetLink().run();
            close();
          }}
        >
          {t("campaigns.editing.tool.linkOff")}
        </Button>
      </span>
    </div>
  );
}

async function send(file: File): Promise<FileItem | null> {
  const form = new FormData();
  form.append("file", file);
  const answer = await fetch("/files", { method: "POST", body: form }).catch(() => null);
  const body = answer?.ok ? ((await answer.json()) as { files?: FileItem[] }) : null;
  return body?.files?.[0] ?? null;
}

/** A picture goes in with the words that describe it; without them there is no way to insert it. */
export function PicturePanel({ editor, close }: { editor: Editor; close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [alt, setAlt] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  async function insert() {
    if (!file) return;
    setState("busy");
    const kept = await send(file);
    if (!kept) return setState("failed");
    editor
      .chain()
      .focus()
      .setImage({ src: `/files/${kept.id}`, alt: alt.trim() })
      .run();
    close();
  }
  return (
    <div className={panel}>
      <div className="grid gap-3 sm:grid-cols-2">
        <label htmlFor={`${id}-file`} className="grid gap-1 text-sm font-medium">
          {t("campaigns.editing.tool.pictureFile")}
          <input
            id={`${id}-file`}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            className="max-w-full text-sm"
          />
        </label>
        <label htmlFor={`${id}-alt`} className="grid gap-1 text-sm font-medium">
          {t("campaigns.editing.tool.pictureAlt")}
          <input id={`${id}-alt`} value={alt} maxLength={200} onChange={(event) => setAlt(event.target.value)} className="box-field" />
        </label>
      </div>
      <Button type="button" disabled={!file || alt.trim().length < 2 || state === "busy"} onClick={insert}>
        {t("campaigns.editing.tool.pictureInsert")}
      </Button>
      {state === "failed" && (
        <p role="alert" className="text-sm text-danger-600 sm:col-span-2">
          {t("campaigns.editing.tool.pictureFailed")}
        </p>
      )}
    </div>
  );
}
