import { useLocation } from "@remix-run/react";
import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "#app/i18n/i18n.ts";
import { cx } from "../cx.ts";

/** To the other language and back to this very page; the document is loaded anew, since each browser holds one language only. */
export function LanguageSwitch({ className }: { className?: string }) {
  const { t } = useTranslation();
  const other = useLanguage() === "zh" ? "en" : "zh";
  const { pathname, search } = useLocation();
  return (
    <form method="post" action="/language" className={className}>
      <input type="hidden" name="from" value={pathname + search} />
      <button
        type="submit"
        name="lang"
        value={other}
        lang={other === "zh" ? "zh-CN" : "en"}
        aria-label={t("ui.nav.otherLabel")}
        className={cx(
          "flex min-h-10 items-center gap-1.5 rounded-md px-2 text-sm whitespace-nowrap text-muted hover:bg-sunken hover:text-ink",
        )}
      >
        <Languages size={17} aria-hidden />
        {t("ui.nav.other")}
      </button>
    </form>
  );
}
