import { en } from "#app/i18n/en.ts";
import { createI18n, type Language, languages } from "#app/i18n/i18n.ts";
import { places } from "#app/i18n/places.ts";
import { zh } from "#app/i18n/zh.ts";

const instances = { zh: createI18n("zh", zh), en: createI18n("en", en, places) };
export const i18nFor = (lng: Language) => instances[lng];
export function languageOf(request: Request): Language {
  const cookie = /(?:^|;\s*)lang=(zh|en)/.exec(request.headers.get("cookie") ?? "")?.[1] as Language | undefined;
  if (cookie) return cookie;
  for (const part of (request.headers.get("accept-language") ?? "").split(",")) {
    const two = part.trim().slice(0, 2).toLowerCase();
    if (languages.includes(two as Language)) return two as Language;
  }
  return "zh";
}
