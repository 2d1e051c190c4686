import { ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { DraftValues } from "#app/campaigns/editing/brief.ts";
import { countRows } from "#app/campaigns/editing/draft.ts";
import { Card, Prose } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Story } from "../parts/about.tsx";

/** The page as it will look, from what is typed now: also what is not yet valid. */
export function Preview({ values, storyHtml }: { values: DraftValues; storyHtml: string }) {
  const { t } = useTranslation();
  const of = (name: string) => String(values[name] ?? "");
  const cover = ([] as string[]).concat(values["cover[]"] ?? [])[0];
  const rows = (list: string) => Array.from({ length: countRows(values, list) }, (_, i) => (field: string) => of(`${list}[${i}].${field}`));
  return (
    <>
      <Notice>{t("campaigns.editing.previewIntro")}</Notice>
      <header className="grid gap-2">
        <h2 className="text-2xl">{of("title") || t("campaigns.editing.untitled")}</h2>
        <p className="text-lg text-muted">{of("tagline")}</p>
      </header>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <div className="aspect-[16/9] overflow-hidden rounded-lg border border-line bg-sunken">
            {cover ? (
              <img src={`/files/${cover}`} alt={of("coverAlt")} className="size-full object-cover" />
            ) : (
              <span className="grid size-full place-items-center text-faint">
                <ImageOff size={40} aria-hidden />
              </span>
            )}
          </div>
          <Card title={t("campaigns.editing.sections.story")}>
            <Story html={storyHtml} />
          </Card>
          <Card title={t("campaigns.editing.sections.budget")}>
            <p className="digits text-xl font-semibold">¥{of("goal") || "–"}</p>
            <ul className="divide-y divide-line">
              {rows("budget").map((row, i) => (
                <li key={i} className="flex justify-between gap-4 py-2">
                  <span>
                    {row("title")}
                    {row("note") && <span className="block text-sm text-muted">{row("note")}</span>}
                  </span>
                  <span className="digits whitespace-nowrap">¥{row("amount")}</span>
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t("campaigns.editing.sections.team")}>
            {rows("team").map((row, i) => (
              <div key={i}>
                <p className="font-medium">
                  {row("name")} <span className="font-normal text-muted">{row("role")}</span>
                </p>
                <Prose text={row("about")} />
              </div>
            ))}
          </Card>
        </div>
        <aside className="grid gap-4">
          {[...rows("rewards"), ...rows("addOns")].map((row, i) => (
            <Card key={i} title={row("title")}>
              <p className="digits text-lg font-semibold">¥{row("price")}</p>
              <Prose text={row("description")} className="text-sm" />
              <p className="text-sm text-muted">
                {row("limit") ? t("campaigns.editing.limited", { count: Number(row("limit")) || 0 }) : t("campaigns.editing.unlimited")}
                {row("promised") && ` · ${t("campaigns.editing.promised")} ${row("promised")}`}
              </p>
            </Card>
          ))}
        </aside>
      </div>
    </>
  );
}
