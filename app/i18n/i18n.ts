import { createInstance, type i18n, type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { formatDate, formatDateTime, formatFen } from "#app/i18n/format.ts";
import { type Places, placeIn } from "#app/i18n/place.ts";
import type { Messages } from "#app/i18n/zh.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Messages };
    enableSelector: false;
  }
}
export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];
export const htmlLang = { zh: "zh-CN", en: "en" } as const;

/** Synchronous: both sides hold the messages before the first render, so server and browser print the same text. */
export function createI18n(lng: Language, messages: Messages, places: Places = {}): i18n {
  const instance = createInstance();
  instance.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    resources: { [lng]: { translation: messages, places } },
    showSupportNotice: false,
  } as Parameters<typeof instance.init>[0]);
  instance.services.formatter?.add("datetime", (value) => formatDateTime(value));
  instance.services.formatter?.add("date", (value) => formatDate(value));
  instance.services.formatter?.add("money", (value) => formatFen(value));
  made.set(lng, instance);
  return instance;
}

const made = new Map<Language, i18n>();
/** The words of a language outside of components: on the server of both, in the browser of the page's own. */
export function translatorOf(language: Language): TFunction {
  const instance = made.get(language) ?? [...made.values()][0];
  if (!instance) throw new Error("no language has been loaded");
  return instance.t;
}

export const useLanguage = (): Language => (useTranslation().i18n.language === "en" ? "en" : "zh");

/** How this page's language names a province or a city. Addresses with their districts are named on the server. */
export function usePlace(): (name: string) => string {
  const { i18n } = useTranslation();
  const known: Places | undefined = i18n.getResourceBundle(i18n.language, "places");
  return (name) => placeIn(known, name);
}
