import { env } from "#app/env.server.ts";

const YEAR_SECONDS = 31_536_000;

/** The chosen language, kept in the browser for a year. */
export function languageCookie(lang: "zh" | "en"): string {
  const secure = env.APP_URL.startsWith("https://") ? "; Secure" : "";
  return `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}`;
}
