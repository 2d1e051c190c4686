import { useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** A thin line at the top while the next page is on its way; only when that takes long enough to be noticed. */
export function Loading() {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!busy) return setShown(false);
    const soon = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(soon);
  }, [busy]);
  return (
    <div role="status" className="no-print pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden">
      {shown && (
        <>
          <span className="sr-only">{t("ui.loading")}</span>
          <span className="block h-full w-2/5 animate-slide bg-river-600" />
        </>
      )}
    </div>
  );
}
