import { Download, FileText, ImageIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type FileItem, imageMimes } from "#app/files/file.ts";
import { formatBytes } from "#app/i18n/format.ts";

/** Files to open or download, pictures with a small preview. */
export function FileRows({ files, empty }: { files: readonly FileItem[]; empty?: string }) {
  const { t } = useTranslation();
  if (files.length === 0) return <p className="text-muted">{empty ?? t("ui.files.none")}</p>;
  return (
    <ul className="grid gap-2 sm:grid-cols-2">
      {files.map((file) => {
        const picture = file.mime in imageMimes;
        return (
          <li key={file.id} className="min-w-0">
            <a
              href={file.href}
              className="flex items-center gap-3 rounded-md border border-line bg-panel p-2 pr-3 hover:border-edge hover:bg-page"
            >
              {picture ? (
                <img src={`${file.href}?size=thumb`} alt="" loading="lazy" className="size-11 shrink-0 rounded-sm bg-sunken object-cover" />
              ) : (
                <span className="grid size-11 shrink-0 place-items-center rounded-sm bg-sunken text-muted">
                  <FileText size={20} aria-hidden />
                </span>
              )}
              <span className="min-w-0 flex-1">
                <span className="block truncate">
                  <span className="sr-only">{t("ui.files.download")}</span>
                  {file.name}
                </span>
                <span className="digits block text-xs text-muted">{formatBytes(file.sizeBytes)}</span>
              </span>
              {picture ? (
                <ImageIcon size={16} className="text-faint" aria-hidden />
              ) : (
                <Download size={16} className="text-faint" aria-hidden />
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
