import { Form, Link } from "@remix-run/react";
import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "./button.tsx";

/** A GET form over a list: fields in a row, applied by a button, cleared by a link. Its address can be shared. */
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
  return (
    <Form
      method="get"
      action={action}
      aria-label={t("ui.filters.label")}
      className="no-print rounded-lg border border-line bg-panel p-4 shadow-panel"
    >
      <div className="grid grid-cols-2 items-end gap-x-4 gap-y-3 sm:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] max-sm:[&>:first-child]:col-span-2">
        {children}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant="primary" size="sm" icon={<SlidersHorizontal size={15} aria-hidden />}>
          {t("ui.filters.apply")}
        </Button>
        {clear && active > 0 && (
          <Link to={clear} className={buttonClass({ variant: "ghost", size: "sm" })}>
            {t("ui.filters.clear", { count: active })}
          </Link>
        )}
      </div>
    </Form>
  );
}
