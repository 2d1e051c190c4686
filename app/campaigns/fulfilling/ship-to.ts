import { z } from "zod";
import type { Fulfilment } from "#app/campaigns/campaign.ts";

/** Where a reward goes, as it was confirmed: a copy, so that the address book may change. Kept in Pledge.shipTo. */
export const ShipTo = z.object({
  name: z.string(),
  phone: z.string(),
  provinceCode: z.string(),
  cityCode: z.string().optional(),
  districtCode: z.string().optional(),
  region: z.string(),
  street: z.string(),
});
export type ShipTo = z.output<typeof ShipTo>;
export const readShipTo = (stored: unknown): ShipTo | null => ShipTo.safeParse(stored).data ?? null;

/** Creators see whole addresses once things are made and sent; before that nobody needs them. */
export const showsAddresses = (fulfilment: Fulfilment) => fulfilment !== "NOT_STARTED" && fulfilment !== "SURVEY";

/** 王*   138****1234   甘肃省 兰州市 城关区 ******** */
export const masked = (to: ShipTo): ShipTo => ({
  ...to,
  name: `${[...to.name][0] ?? ""}${"*".repeat(Math.max(1, [...to.name].length - 1))}`,
  phone: `${to.phone.slice(0, 3)}****${to.phone.slice(-4)}`,
  street: "********",
});

/** "62" of "620000": codes are told apart by their province whatever their length. */
export const provinceOf = (code: string | null) => (code ? code.slice(0, 2) : null);

/** Would a parcel end at the same door? */
export const sameAddress = (a: ShipTo, b: ShipTo | null) =>
  b !== null && a.name === b.name && a.phone === b.phone && a.region === b.region && a.street === b.street;
