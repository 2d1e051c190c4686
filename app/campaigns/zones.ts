/** Shipping zones by province (the first two digits of the national codes, GB/T 2260). */
export type Zone = "LOCAL" | "MAINLAND" | "REMOTE";
const GANSU = "62";
/** Tibet, Xinjiang, Qinghai and Inner Mongolia: carriers charge more. */
const remote = new Set(["54", "65", "63", "15"]);
/** Beyond customs: not served. */
const beyond = new Set(["71", "81", "82"]);

/** The zone of a province's code ("62" or "620000"); null where nothing is sent. */
export function zoneOf(provinceCode: string): Zone | null {
  const province = provinceCode.slice(0, 2);
  if (beyond.has(province)) return null;
  if (province === GANSU) return "LOCAL";
  return remote.has(province) ? "REMOTE" : "MAINLAND";
}
