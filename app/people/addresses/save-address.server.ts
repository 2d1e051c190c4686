import { type AddressForm, MOST_ADDRESSES } from "#app/people/addresses/address.ts";
import { regionOf } from "#app/people/addresses/regions.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";

/** One book has one writer at a time: the first address is the preferred one, and there is never a second. */
async function lockBook(tx: Tx, userId: string) {
  await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}
const prefer = async (tx: Tx, userId: string, id: string) => {
  await tx.address.updateMany({ where: { userId, preferred: true, id: { not: id } }, data: { preferred: false } });
  await tx.address.update({ where: { id }, data: { preferred: true } });
};

/** Adds an address or changes one of the viewer's own; province, city and district must belong together. */
export async function saveAddress(viewer: Viewer, { addressId, preferred, ...form }: AddressForm): Promise<string> {
  const region = regionOf(form.provinceCode, form.cityCode, form.districtCode);
  if (!region) throw new Refusal("regionInvalid", {}, "districtCode");
  return transact(async (tx) => {
    await lockBook(tx, viewer.userId);
    const mine = { userId: viewer.userId, deletedAt: null };
    const count = await tx.address.count({ where: mine });
    let id = addressId;
    if (id) {
      const { count: changed } = await tx.address.updateMany({ where: { ...mine, id }, data: { ...form, region } });
      if (changed !== 1) throw new Refusal("notFound");
    } else {
      if (count >= MOST_ADDRESSES) throw new Refusal("addressBookFull", { max: MOST_ADDRESSES });
      const made = await tx.address.create({
        data: { ...form, region, userId: viewer.userId, createdAt: await appNow(tx) },
        select: { id: true },
      });
      id = made.id;
    }
    if (preferred || (count === 0 && !addressId)) await prefer(tx, viewer.userId, id);
    return id;
  });
}

export async function preferAddress(viewer: Viewer, addressId: string): Promise<void> {
  return transact(async (tx) => {
    await lockBook(tx, viewer.userId);
    const mine = await tx.address.count({ where: { id: addressId, userId: viewer.userId, deletedAt: null } });
    if (mine !== 1) throw new Refusal("notFound");
    await prefer(tx, viewer.userId, addressId);
  });
}

/** Out of the book; pledges keep the copy they have. */
export async function removeAddress(viewer: Viewer, addressId: string): Promise<void> {
  return transact(async (tx) => {
    await lockBook(tx, viewer.userId);
    const { count } = await tx.address.updateMany({
      where: { id: addressId, userId: viewer.userId, deletedAt: null },
      data: { deletedAt: await appNow(tx), preferred: false },
    });
    if (count !== 1) throw new Refusal("notFound");
  });
}
