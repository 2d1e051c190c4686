import { db } from "#app/db.server.ts";
import type { Language } from "#app/i18n/i18n.ts";
import { maskPhone } from "#app/people/addresses/address.ts";
import { citiesOf, districtsOf, namedIn, provinces } from "#app/people/addresses/regions.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** The book as it is shown: the preferred one first, phones masked. */
export async function addressBook(viewer: Viewer) {
  const rows = await db.address.findMany({
    where: { userId: viewer.userId, deletedAt: null },
    orderBy: [{ preferred: "desc" }, { id: "asc" }],
    select: { id: true, label: true, name: true, phone: true, region: true, street: true, preferred: true },
  });
  return rows.map((row) => ({ ...row, phone: maskPhone(row.phone) }));
}

export const ownAddress = (viewer: Viewer, id: string) => db.address.findFirst({ where: { id, userId: viewer.userId, deletedAt: null } });

/** The lists that the form chooses from, as far as it has come. */
export const regionLists = (provinceCode: string, cityCode: string, language: Language) => ({
  provinces: namedIn(language, provinces()),
  cities: /^\d{6}$/.test(provinceCode) ? namedIn(language, citiesOf(provinceCode)) : [],
  districts: /^\d{6}$/.test(cityCode) && cityCode.startsWith(provinceCode.slice(0, 2)) ? namedIn(language, districtsOf(cityCode)) : [],
});
