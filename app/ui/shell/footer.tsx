import { Link } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "./language-switch.tsx";
import { Mark } from "./logo.tsx";

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="no-print mt-auto border-t border-line bg-panel text-sm text-muted">
      <div className="mx-auto flex w-full max-w-house flex-wrap items-center gap-x-6 gap-y-3 px-4 py-6 sm:px-6">
        <span className="flex items-center gap-2 font-semibold text-ink">
          <Mark size={22} />
          {t("ui.name")}
        </span>
        <span className="flex items-start gap-1.5">
          <ShieldCheck size={16} className="mt-0.5 shrink-0 text-ok-600" aria-hidden />
          {t("ui.footer.promise")}
        </span>
        <span className="flex flex-wrap items-center gap-x-5 gap-y-1 sm:ml-auto">
          <Link to="/providers" className="py-1.5 hover:text-ink hover:underline">
            {t("ui.nav.providers")}
          </Link>
          <Link to="/terms" className="py-1.5 hover:text-ink hover:underline">
            {t("ui.footer.terms")}
          </Link>
          <Link to="/privacy" className="py-1.5 hover:text-ink hover:underline">
            {t("ui.footer.privacy")}
          </Link>
          <LanguageSwitch />
        </span>
      </div>
    </footer>
  );
}
