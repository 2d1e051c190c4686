import { Form, Link } from "@remix-run/react";
import { ChevronDown, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "./button.tsx";

/**
 * A GET form over a list: fields in a row, applied by a button, cleared by a link. Its address can be shared. On a phone it is folded
 * away behind one line (a checkbox, so that it unfolds without scripts) unless something is filtered.
 */
export function Filters({
  action,
  clear,
  active = 0,
  children,
}: {
  action?: string;
  clear?: string;
  active?: number;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Form
      method="get"
      action={action}
      aria-label={t("ui.filters.label")}
      className="rounded-lg border border-line bg-panel px-4 shadow-panel sm:py-4 print:hidden"
    >
      <input type="checkbox" id={id} defaultChecked={active > 0} className="peer sr-only sm:hidden" />
      <label
        htmlFor={id}
        className="flex min-h-12 items-center gap-2 font-medium peer-checked:[&>:last-child]:rotate-180 peer-focus-visible:outline-2 peer-focus-visible:outline-river-600 sm:hidden"
      >
        <SlidersHorizontal size={16} className="text-muted" aria-hidden />
        <span className="flex-1">{t("ui.filters.label")}</span>
        <ChevronDown size={18} className="text-muted transition-transform" aria-hidden />
      </label>
      <div className="max-sm:hidden max-sm:pb-4 max-sm:peer-checked:block">
        <div className="grid grid-cols-2 items-end gap-x-4 gap-y-3 max-sm:[&>:first-child]:col-span-2 max-sm:[&>:last-child]:col-span-2 sm:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))]">
          {children}
          <div className="flex items-center gap-2 max-sm:mt-1 sm:min-h-10">
            <Button variant="primary" size="sm" icon={<SlidersHorizontal size={15} aria-hidden />}>
              {t("ui.filters.apply")}
            </Button>
            {clear && active > 0 && (
              <Link to={clear} className={buttonClass({ variant: "ghost", size: "sm" })}>
                {t("ui.filters.clear", { count: active })}
              </Link>
            )}
          </div>
        </div>
      </div>
    </Form>
  );
}
