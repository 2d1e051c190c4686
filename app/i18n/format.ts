import type { Language } from "#app/i18n/i18n.ts";

/*
 * How numbers and moments are written. Hand-made where the browser's and the server's Intl could print different text: the page the
 * server sent and the page the browser makes of it must be the same to the letter.
 */

/** 123450n → "¥1,234.50". A minus stands before the sign. */
export function formatFen(fen: bigint | number | string): string {
  const value = BigInt(fen);
  const size = value < 0n ? -value : value;
  const yuan = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n ? "−" : ""}¥${yuan}.${String(size % 100n).padStart(2, "0")}`;
}

/** 123450n → "1234.50", as an amount stands in an input. */
export const fenToInput = (fen: bigint | number | string) => formatFen(fen).replace("−", "-").replace(/[¥,]/g, "");

const BEIJING_MS = 8 * 3_600_000;
const beijing = (moment: Date | string | number) => new Date(new Date(moment).getTime() + BEIJING_MS).toISOString();

/** "2026-11-23 14:30", Beijing time (China has one zone and no summer time). */
export const formatDateTime = (moment: Date | string | number) => beijing(moment).slice(0, 16).replace("T", " ");
/** "2026-11-23 14:30:05" */
export const formatSecond = (moment: Date | string | number) => beijing(moment).slice(0, 19).replace("T", " ");
/** "2026-11-23" */
export const formatDate = (moment: Date | string | number) => beijing(moment).slice(0, 10);
/** "14:30:05" */
export const formatClock = (moment: Date | string | number) => beijing(moment).slice(11, 19);
/** "2026-11-23T14:30", the value of a datetime-local input that is read as Beijing time. */
export const dateTimeToInput = (moment: Date | string | number) => beijing(moment).slice(0, 16);

const weekdays = {
  zh: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
} as const;
export const formatWeekday = (moment: Date | string | number, language: Language) =>
  weekdays[language][new Date(beijing(moment)).getUTCDay()]!;

const units = {
  zh: { day: " 天", hour: " 小时", minute: " 分", second: " 秒" },
  en: { day: " d", hour: " h", minute: " min", second: " s" },
} as const;

/** The two largest units: "2 天 3 小时", "12 分 30 秒". */
export function formatDuration(ms: number, language: Language): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const unit = units[language];
  const parts: [number, string][] = [
    [Math.floor(all / 86_400), unit.day],
    [Math.floor(all / 3600) % 24, unit.hour],
    [Math.floor(all / 60) % 60, unit.minute],
    [all % 60, unit.second],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return `0${unit.second}`;
  return parts
    .slice(first, first + 2)
    .filter(([n], i) => i === 0 || n > 0)
    .map(([n, name]) => `${n}${name}`)
    .join(" ");
}

/** 10485760 → "10.0 MB" */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
