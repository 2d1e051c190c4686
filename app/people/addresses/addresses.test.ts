import { expect, test } from "vitest";
import { placeIn } from "#app/i18n/place.ts";
import { places } from "#app/i18n/places.ts";
import { AddressForm, MOST_ADDRESSES } from "#app/people/addresses/address.ts";
import { addressBook, ownAddress, regionLists } from "#app/people/addresses/queries.server.ts";
import { regionIn, regionOf } from "#app/people/addresses/regions.server.ts";
import { preferAddress, removeAddress, saveAddress } from "#app/people/addresses/save-address.server.ts";
import { person } from "#app/people/fixtures.ts";

const typed = {
  name: "李看",
  phone: "+86 138-0000-5678",
  provinceCode: "620000",
  cityCode: "620100",
  districtCode: "620102",
  street: "雁滩路 88 号",
  label: "家",
};
const form = (changes: Partial<Record<keyof typeof typed | "preferred" | "addressId", string>> = {}) =>
  AddressForm.parse({ ...typed, ...changes });

test("the first address is the preferred one, and there is never a second; phones are shown masked", async () => {
  const { viewer } = await person();
  const first = await saveAddress(viewer, form());
  const second = await saveAddress(viewer, form({ label: "公司" }));
  const book = async () => (await addressBook(viewer)).map(({ id, preferred }) => ({ id, preferred }));
  expect(await addressBook(viewer)).toMatchObject([{ phone: "138****5678", region: "甘肃省 兰州市 城关区" }, { label: "公司" }]);
  expect(await book()).toEqual([
    { id: first, preferred: true },
    { id: second, preferred: false },
  ]);
  await preferAddress(viewer, second);
  await Promise.all([preferAddress(viewer, first), saveAddress(viewer, form({ preferred: "on" })), preferAddress(viewer, second)]);
  expect((await book()).filter((a) => a.preferred)).toHaveLength(1);
  await removeAddress(viewer, first);
  expect((await book()).map((a) => a.id)).not.toContain(first);
});

test("places that do not belong together are refused, and somebody else's address does not exist", async () => {
  const [{ viewer }, stranger] = await Promise.all([person(), person()]);
  await expect(saveAddress(viewer, form({ districtCode: "110101" }))).rejects.toMatchObject({ code: "regionInvalid" });
  await expect(saveAddress(viewer, form({ provinceCode: "710000" }))).rejects.toMatchObject({ code: "regionInvalid" });
  expect(AddressForm.safeParse({ ...typed, phone: "12345" }).success).toBe(false);
  const id = await saveAddress(viewer, form());
  expect(await ownAddress(stranger.viewer, id)).toBeNull();
  await expect(saveAddress(stranger.viewer, form({ addressId: id }))).rejects.toMatchObject({ code: "notFound" });
  await expect(removeAddress(stranger.viewer, id)).rejects.toMatchObject({ code: "notFound" });
  await expect(preferAddress(stranger.viewer, id)).rejects.toMatchObject({ code: "notFound" });
  for (let i = 1; i < MOST_ADDRESSES; i++) await saveAddress(viewer, form());
  await expect(saveAddress(viewer, form())).rejects.toMatchObject({ code: "addressBookFull" });
});

test("readers of English choose among English names, and every place has one; what is kept stays Chinese", () => {
  const { provinces, cities, districts } = regionLists("620000", "620100", "en");
  expect([provinces, cities, districts].map((list) => list.find(({ code }) => code.startsWith("6201") || code === "620000"))).toEqual([
    { code: "620000", name: "Gansu" },
    { code: "620100", name: "Lanzhou" },
    { code: "620102", name: "Chengguan District" },
  ]);
  expect(regionIn("en", "甘肃省 兰州市 城关区")).toBe("Gansu, Lanzhou, Chengguan District");
  expect(regionIn("zh", "甘肃省 兰州市 城关区")).toBe("甘肃省 兰州市 城关区");
  expect(placeIn(places, "兰州")).toBe("Lanzhou");
  expect(placeIn(places, "黄河镇")).toBe("黄河镇");
  expect(placeIn(undefined, "兰州")).toBe("兰州");
  const all = regionLists("", "", "en").provinces.flatMap(({ code }) => {
    const inside = regionLists(code, "", "en").cities;
    return [...inside, ...inside.flatMap((city) => regionLists(code, city.code, "en").districts)];
  });
  expect(all.length).toBeGreaterThan(3000);
  expect(all.filter(({ name }) => !/^[A-Z][A-Za-zêüñéâ' ,-]+$/.test(name))).toEqual([]);
});

test("a municipality is not said twice, and nothing beyond the customs border is offered", () => {
  expect(regionOf("110000", "110100", "110101")).toMatch(/^北京市 (?!北京市)/);
  const { provinces, cities, districts } = regionLists("620000", "620100", "zh");
  expect(provinces).toHaveLength(31);
  expect(cities.map((c) => c.name)).toContain("兰州市");
  expect(districts.map((d) => d.name)).toContain("城关区");
  expect(regionLists("620000", "110100", "zh").districts).toEqual([]);
});
