import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { htmlLang, useLanguage } from "#app/i18n/i18n.ts";

const BEIJING_OFFSET_MIN = -480;

/** The same moment where the viewer is, when that is not Beijing time. Only the browser knows, so it is there only once scripts run. */
export function LocalTime({ at }: { at: Date | string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [local, setLocal] = useState<string | null>(null);
  useEffect(() => {
    const moment = new Date(at);
    if (moment.getTimezoneOffset() === BEIJING_OFFSET_MIN) return setLocal(null);
    setLocal(moment.toLocaleString(htmlLang[language], { dateStyle: "medium", timeStyle: "short" }));
  }, [at, language]);
  return local ? <span>{t("campaigns.showing.localTime", { moment: local })}</span> : null;
}
