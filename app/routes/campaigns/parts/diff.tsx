import { useTranslation } from "react-i18next";
import type { Json } from "#app/campaigns/changing/chain.ts";
import { blocksOf, type Leaf, leavesOf, lineDiff, nearChanges } from "#app/campaigns/changing/diff.ts";
import { formatDateTime, formatFen } from "#app/i18n/format.ts";
import { cx } from "#app/ui/cx.ts";

const isPicture = (leaf: Leaf) => ["image", "cover", "coverFileId", "fileIds"].includes(leaf.key) && typeof leaf.value === "string";

/** Codes whose words stand elsewhere. */
const names: Record<string, readonly string[]> = {
  kind: ["campaigns.reviewing.kind"],
  category: ["campaigns.category", "tasks.category"],
  zone: ["campaigns.zone"],
};

/** Values as lines in the reader's language: "档位 1 · 价格: ¥199.00". */
export function useLines() {
  const { t, i18n } = useTranslation();
  const word = (key: string) => {
    const path = `campaigns.reviewing.key.${key}`;
    return i18n.exists(path) ? (t as unknown as (path: string) => string)(path) : key;
  };
  const said = ({ key, value }: Leaf): string => {
    const named = names[key]?.map((name) => `${name}.${value}`).find((path) => i18n.exists(path));
    if (named) return (t as unknown as (path: string) => string)(named);
    if (typeof value === "boolean") return t(value ? "campaigns.reviewing.yes" : "campaigns.reviewing.no");
    if (key.endsWith("Fen") && /^\d+$/.test(String(value))) return formatFen(String(value));
    if (key.endsWith("At") && typeof value === "string") return formatDateTime(value);
    if (key === "endMinute")
      return `${String(Math.floor(Number(value) / 60)).padStart(2, "0")}:${String(Number(value) % 60).padStart(2, "0")}`;
    if (key === "startShareBps") return `${Number(value) / 100}%`;
    return String(value);
  };
  const at = (path: Leaf["path"]) => path.map((part) => (typeof part === "number" ? String(part) : word(part))).join(" ");
  return (value: Json | undefined): string[] =>
    leavesOf(value).flatMap((leaf) => {
      if (leaf.value === null || leaf.value === "") return [];
      if (isPicture(leaf)) return [`${at(leaf.path)}${t("ui.colon")}#${String(leaf.value).slice(-6)}`];
      const name = at(leaf.path);
      if (leaf.key === "storyHtml" || (leaf.path.length === 0 && String(leaf.value).startsWith("<"))) return blocksOf(String(leaf.value));
      return [name ? `${name}${t("ui.colon")}${said(leaf)}` : said(leaf)];
    });
}

/** Before and after as one text: what went is struck through, what came is marked, also for those who see no colours. */
export function Diff({ before, after, whole }: { before: Json | undefined; after: Json | undefined; whole?: boolean }) {
  const { t } = useTranslation();
  const lines = useLines();
  const all = lineDiff(before === null ? [] : lines(before), lines(after ?? undefined));
  const shown = whole ? all : nearChanges(all);
  if (shown.length === 0) return <p className="text-sm text-muted">–</p>;
  const pictures = [...leavesOf(before), ...leavesOf(after)].filter(isPicture);
  const ids = [...new Set(pictures.map((leaf) => String(leaf.value)))];
  return (
    <div className="grid gap-2">
      <ul className="overflow-hidden rounded-md border border-line text-sm">
        {shown.map((line, i) =>
          line === null ? (
            <li key={i} className="bg-sunken px-3 py-0.5 text-center text-faint" aria-hidden>
              …
            </li>
          ) : (
            <li
              key={i}
              className={cx(
                "flex gap-2 px-3 py-1 break-words",
                line.kind === "gone" && "bg-danger-50 text-danger-700",
                line.kind === "new" && "bg-ok-50 text-ok-700",
              )}
            >
              <span aria-hidden className="w-3 shrink-0 select-none">
                {line.kind === "gone" ? "−" : line.kind === "new" ? "+" : ""}
              </span>
              {line.kind === "gone" ? (
                <del className="min-w-0 no-underline">
                  <span className="sr-only">{t("campaigns.reviewing.changes.before")}: </span>
                  {line.text}
                </del>
              ) : line.kind === "new" ? (
                <ins className="min-w-0 no-underline">
                  <span className="sr-only">{t("campaigns.reviewing.changes.after")}: </span>
                  {line.text}
                </ins>
              ) : (
                <span className="min-w-0">{line.text}</span>
              )}
            </li>
          ),
        )}
      </ul>
      {ids.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {ids.map((id) => (
            <img
              key={id}
              src={`/files/${id}?size=thumb`}
              alt=""
              loading="lazy"
              className="h-24 rounded-md border border-line object-cover"
            />
          ))}
        </div>
      )}
    </div>
  );
}
