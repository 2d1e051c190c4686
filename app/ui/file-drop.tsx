import { FileText, Paperclip, X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptAttribute, type FileItem, fileLimits } from "#app/files/file.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { buttonClass } from "./button.tsx";
import { cx } from "./cx.ts";
import { describedBy, FieldErrors } from "./field.tsx";
import { useFieldReply, useSay } from "./reply.tsx";
import { useRunning } from "./running.ts";
import { type Upload, useUploads } from "./upload.ts";

const plainInput =
  "max-w-full text-sm text-muted file:mr-3 file:min-h-9 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-edge file:bg-panel file:px-3 file:font-medium file:text-ink hover:file:bg-sunken";

/**
 * Files of a form, by the name "files[]". Without scripts it is a plain file input, sent with the form (which then needs
 * encType="multipart/form-data"). With scripts files are dropped or chosen, go up at once with their progress, and the form only carries
 * their ids. Files that came with a refused post, or that the thing already holds (`held`), stay unless taken out.
 */
export function FileDrop({
  name = "files[]",
  label,
  hint,
  held = [],
  max = fileLimits.maxFiles,
  accept = acceptAttribute,
}: {
  name?: string;
  label: ReactNode;
  hint?: ReactNode;
  held?: readonly FileItem[];
  max?: number;
  accept?: string;
}) {
  const { t } = useTranslation();
  const id = useId();
  const running = useRunning();
  const reply = useFieldReply(name);
  const plain = useFieldReply(name.replace(/\[\]$/, ""));
  const errors = [...reply.errors, ...plain.errors];
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const returned = ([] as string[]).concat(reply.value ?? []).filter((text) => /^[0-9a-f-]{36}$/.test(text));
  const known = reply.replied
    ? returned.map((fileId, i) => held.find((f) => f.id === fileId) ?? nameless(fileId, t("ui.files.kept", { n: i + 1 })))
    : held;
  const { uploads, add, remove, restart, busy } = useUploads(known);

  // Chosen before scripts ran: they go up now, and not a second time with the form.
  useEffect(() => {
    const early = [...(input.current?.files ?? [])];
    if (early.length > 0) add(early);
    if (input.current) input.current.value = "";
  }, [add]);
  // The form came through: what it carried belongs to the thing now, and only what the thing holds is shown.
  const holds = useRef(held);
  holds.current = held;
  useEffect(() => {
    const form = input.current?.form;
    const again = () => restart(holds.current);
    form?.addEventListener("reset", again);
    return () => form?.removeEventListener("reset", again);
  }, [restart]);
  useEffect(() => input.current?.setCustomValidity(busy ? t("ui.files.wait") : ""), [busy, t]);

  const take = (files: FileList | null) => {
    if (files) add([...files].slice(0, Math.max(0, max - uploads.length)));
    if (input.current) input.current.value = "";
  };
  const limit = hint ?? t("ui.files.limit", { maxMb: fileLimits.maxBytes / 1024 / 1024, max });
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        className={cx(
          "grid gap-3 rounded-md border border-dashed px-4 py-3.5",
          over ? "border-river-600 bg-river-50" : "border-edge bg-page",
        )}
      >
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <input
            ref={input}
            id={id}
            type="file"
            multiple={max > 1}
            accept={accept}
            name={running ? undefined : name}
            onChange={(event) => running && take(event.currentTarget.files)}
            aria-invalid={errors.length > 0 || undefined}
            aria-describedby={describedBy(id, errors, limit)}
            className={running ? "peer sr-only" : plainInput}
          />
          {running && (
            <label
              htmlFor={id}
              className={cx(
                buttonClass({ size: "sm" }),
                "peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-river-600",
              )}
            >
              <Paperclip size={15} aria-hidden />
              {t("ui.files.choose")}
            </label>
          )}
          {running && <span className="text-sm text-muted max-sm:hidden">{t("ui.files.drop")}</span>}
        </div>
        {uploads.length > 0 && (
          <ul className="grid gap-1.5" aria-live="polite">
            {uploads.map((upload) => (
              <UploadRow key={upload.key} upload={upload} name={name} running={running} remove={() => remove(upload.key)} />
            ))}
          </ul>
        )}
      </div>
      <FieldErrors id={id} errors={errors} />
      <p id={`${id}-hint`} className="text-sm text-muted">
        {limit}
      </p>
    </div>
  );
}

const nameless = (id: string, name: string): FileItem => ({ id, name, mime: "", sizeBytes: 0, href: `/files/${id}` });

function UploadRow({ upload, name, running, remove }: { upload: Upload; name: string; running: boolean; remove: () => void }) {
  const { t } = useTranslation();
  const say = useSay();
  const { held, wrong } = upload;
  return (
    <li className="relative flex items-center gap-2.5 overflow-hidden rounded-md border border-line bg-panel px-3 py-1.5">
      <FileText size={16} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 flex-1">
        {held ? (
          <a href={held.href} className="link block truncate" target="_blank" rel="noreferrer">
            {upload.name}
          </a>
        ) : (
          <span className="block truncate">{upload.name}</span>
        )}
        {wrong && (
          <span className="block text-sm text-danger-600">{wrong.code === "uploadFailed" ? t("ui.files.failed") : say.refusal(wrong)}</span>
        )}
      </span>
      {!wrong && (
        <span className="digits shrink-0 text-xs text-muted">
          {held ? upload.sizeBytes > 0 && formatBytes(upload.sizeBytes) : t("ui.files.uploading", { percent: upload.percent })}
        </span>
      )}
      {held && running && <input type="hidden" name={name} value={held.id} />}
      {running ? (
        <button
          type="button"
          onClick={remove}
          aria-label={t("ui.files.remove", { name: upload.name })}
          className="-m-1 rounded-sm p-2 text-muted hover:text-danger-600"
        >
          <X size={16} aria-hidden />
        </button>
      ) : (
        held && (
          <label className="flex items-center gap-1.5 text-sm">
            <input type="checkbox" name={name} value={held.id} defaultChecked className="accent-river-600" />
            {t("ui.files.keep")}
          </label>
        )
      )}
      {!held && !wrong && (
        <span className="absolute inset-x-0 bottom-0 h-0.5 bg-sunken" aria-hidden>
          <span className="block h-full bg-river-600 transition-[width]" style={{ width: `${upload.percent}%` }} />
        </span>
      )}
    </li>
  );
}
