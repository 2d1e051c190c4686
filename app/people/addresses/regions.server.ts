import { areaList } from "@vant/area-data";
import type { Language } from "#app/i18n/i18n.ts";
import { placeIn } from "#app/i18n/place.ts";
import { places } from "#app/i18n/places.ts";
import { districts } from "#app/people/addresses/district-names.server.ts";

/** Provinces, cities and districts by their six-digit codes. Nothing is sent beyond the customs border, so those are not in the lists. */
const BEYOND = ["71", "81", "82", "90"];
type List = Record<string, string>;
const names = areaList as { province_list: List; city_list: List; county_list: List };
export type Region = { code: string; name: string };

const below = (list: List, prefix: string): Region[] =>
  Object.entries(list)
    .filter(([code]) => code.startsWith(prefix))
    .map(([code, name]) => ({ code, name }));

export const provinces = (): Region[] => below(names.province_list, "").filter(({ code }) => !BEYOND.includes(code.slice(0, 2)));
export const provinceName = (code: string): string | null => names.province_list[code] ?? null;
export const citiesOf = (provinceCode: string) => below(names.city_list, provinceCode.slice(0, 2));
export const districtsOf = (cityCode: string) => below(names.county_list, cityCode.slice(0, 4));

/** "甘肃省 兰州市 城关区", or null when the three do not belong together. A municipality is not said twice. */
export function regionOf(provinceCode: string, cityCode: string, districtCode: string): string | null {
  const province = names.province_list[provinceCode];
  const city = names.city_list[cityCode];
  const district = names.county_list[districtCode];
  const fits = cityCode.slice(0, 2) === provinceCode.slice(0, 2) && districtCode.slice(0, 4) === cityCode.slice(0, 4);
  if (!province || !city || !district || !fits || BEYOND.includes(provinceCode.slice(0, 2))) return null;
  return [province, ...(city === province ? [] : [city]), district].join(" ");
}

const nameIn = (language: Language, name: string) => (language === "zh" ? name : (districts[name] ?? placeIn(places, name)));
/** Regions to choose from, named for this reader. */
export const namedIn = (language: Language, regions: readonly Region[]): Region[] =>
  regions.map(({ code, name }) => ({ code, name: nameIn(language, name) }));
/** "甘肃省 兰州市 城关区" → "Gansu, Lanzhou, Chengguan District". What is kept stays Chinese: it goes on parcels. */
export const regionIn = (language: Language, region: string) =>
  language === "zh"
    ? region
    : region
        .split(" ")
        .map((name) => nameIn(language, name))
        .join(", ");
/** Something with the text of its region in it, with the region named for this reader. */
export const placedIn = <Row extends { region: string | null }>(language: Language, row: Row): Row => ({
  ...row,
  region: row.region && regionIn(language, row.region),
});
