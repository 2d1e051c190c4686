import { z } from "zod";
import { Choices } from "#app/campaigns/content.ts";
import { provinceOf } from "#app/campaigns/fulfilling/ship-to.ts";

/** Which pledges a creator looks at or takes out. Days are Beijing's. */
export const pledgeGroups = ["collected", "open", "dropped", "refunded"] as const;
export type PledgeGroup = (typeof pledgeGroups)[number];
export const statesOf: Record<PledgeGroup, readonly string[]> = {
  collected: ["COLLECTED", "DISPUTED"],
  open: ["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED"],
  dropped: ["DROPPED", "CANCELLED", "RELEASED", "CHARGED_BACK"],
  refunded: ["REFUNDING", "REFUNDED"],
};
export const parcelGroups = ["unsent", "sent", "received"] as const;

const text = (max: number) => z.string().max(max).nullable().catch(null);
/** A variant of an item as it was chosen: {"露营灯":{"颜色":"沙色"}}. */
export const skuText = (item: string, chosen: Record<string, string>) => JSON.stringify({ [item]: chosen });
export function readSku(sku: string | null) {
  try {
    const [only, ...more] = Object.entries(Choices.parse(JSON.parse(sku ?? "")));
    return only && more.length === 0 ? { item: only[0], chosen: only[1] } : null;
  } catch {
    return null;
  }
}
const day = z.iso.date().nullable().catch(null);
export const BackersQuery = z.object({
  group: z.enum(pledgeGroups).nullable().catch(null),
  reward: z.uuid().nullable().catch(null),
  item: text(80),
  sku: text(500).transform((sku) => (readSku(sku) ? sku : null)),
  province: z
    .string()
    .regex(/^\d{6}$/)
    .nullable()
    .catch(null),
  parcel: z.enum(parcelGroups).nullable().catch(null),
  batch: z.uuid().nullable().catch(null),
  from: day,
  to: day,
  paidFrom: day,
  paidTo: day,
});
export type BackersFilter = z.output<typeof BackersQuery>;
export const filterKeys = Object.keys(BackersQuery.shape) as (keyof BackersFilter)[];

/** From an address's query or from a form: empty is no filter. */
export const readFilter = (from: { get(name: string): unknown }): BackersFilter =>
  BackersQuery.parse(Object.fromEntries(filterKeys.map((key) => [key, from.get(key) || null])));
export const countFilters = (filter: BackersFilter) => filterKeys.filter((key) => filter[key] !== null).length;
/** "reward=…&from=…", without what is not filtered. */
export const filterText = (filter: BackersFilter) =>
  filterKeys.flatMap((key) => (filter[key] === null ? [] : [`${key}=${encodeURIComponent(filter[key])}`])).join("&");

const midnight = (date: string) => new Date(`${date}T00:00:00+08:00`);
const DAY = 86_400_000;
/** [since, until) of two days, either of which may be missing. */
export const span = (from: string | null, to: string | null) => ({
  since: from ? midnight(from) : null,
  until: to ? new Date(midnight(to).getTime() + DAY) : null,
});
export const provinceDigits = (filter: BackersFilter) => provinceOf(filter.province);
