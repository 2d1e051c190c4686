import { expect, test } from "vitest";
import { shippingFen, totalOf, walletAvailable } from "#app/campaigns/pledging/price.ts";
import { formOf, sumForm } from "#app/campaigns/pledging/sum-form.ts";
import { choicesOf, chosen, PledgeForm } from "#app/campaigns/pledging/wish.ts";
import { formObject } from "#app/form.ts";

const rates = { LOCAL: { firstFen: 800n, extraFen: 200n }, REMOTE: { firstFen: 2500n, extraFen: 1000n } };
const lamp = { priceFen: 19_900n, taxFen: 0n, ships: true };

test("the first unit that ships costs the zone's rate, each further one its extra", () => {
  const lines = [
    { ...lamp, qty: 2 },
    { qty: 1, priceFen: 3_900n, taxFen: 120n, ships: true },
    { qty: 4, priceFen: 100n, taxFen: 10n, ships: false },
  ];
  expect(shippingFen(lines, rates, "LOCAL")).toBe(1_200n);
  expect(shippingFen(lines, rates, "REMOTE")).toBe(4_500n);
  expect(shippingFen(lines, rates, "MAINLAND")).toBe(0n);
  expect(shippingFen(lines, rates, null)).toBe(0n);
  expect(shippingFen([{ qty: 3, priceFen: 100n, taxFen: 0n, ships: false }], rates, "LOCAL")).toBe(0n);
  expect(totalOf(lines, rates, "LOCAL", 650n)).toEqual({
    goodsFen: 44_100n,
    shippingFen: 1_200n,
    taxFen: 160n,
    bonusFen: 650n,
    amountFen: 46_110n,
  });
});

test("a wallet is offered while its payment can go back until the last decision", () => {
  const now = new Date("2026-03-01T00:00:00Z");
  const days = (n: number) => new Date(now.getTime() + n * 86_400_000);
  expect(walletAvailable(now, days(60))).toBe(true);
  expect(walletAvailable(now, days(72))).toBe(true);
  expect(walletAvailable(now, days(73))).toBe(false);
});

test("the page sums what stands in its form, however unfinished", () => {
  const rewards = [
    { id: "a", nowFen: 19_900n, taxFen: 0n, ships: true },
    { id: "b", nowFen: 3_900n, taxFen: 0n, ships: false },
  ];
  const addresses = [{ id: "home", provinceCode: "540000" }];
  const sum = (values: Record<string, string>) => sumForm(formOf(values), rewards, rates, addresses);
  const typed = { "lines[0].rewardId": "a", "lines[0].qty": "2", "lines[1].rewardId": "b", "lines[1].qty": "0", bonus: "6.5" };
  expect(sum({ ...typed, place: "home" })).toMatchObject({ zone: "REMOTE", ships: true, nowhere: false, total: { amountFen: 43_950n } });
  expect(sum({ ...typed, place: "620000", bonus: "x" })).toMatchObject({ zone: "LOCAL", total: { amountFen: 40_800n } });
  expect(sum({ ...typed, place: "" })).toMatchObject({ nowhere: true, total: { amountFen: 40_450n } });
  expect(sum({ ...typed, "lines[0].qty": "-1" }).total.amountFen).toBe(650n);
  expect(sum({}).total.amountFen).toBe(0n);
});

test("a form is read with its places, its choices and what was on the screen", () => {
  const id = "01a20760-0854-7315-a32b-8dae342dd2c7";
  const form = formOf({
    "lines[0].rewardId": id,
    "lines[0].qty": "1",
    "lines[0].rewardV": "3",
    "lines[0].choice[0]": "沙色",
    "lines[0].choice[1]": "大",
    "lines[1].rewardId": id,
    "lines[1].qty": "0",
    "lines[1].rewardV": "1",
    bonus: "",
    lane: "CARD",
    place: "620000",
    shownFen: "25700",
    anonymous: "on",
  });
  const read = PledgeForm.parse(formObject(form));
  expect(read).toMatchObject({ bonusFen: 0n, provinceCode: "620000", addressId: null, shownFen: 25_700n, anonymous: true, related: false });
  expect(read.lines).toEqual([{ rewardId: id, qty: 1, rewardV: 3, choice: ["沙色", "大"], at: 0 }]);
  const items = [
    { name: "灯", qty: 1, options: [{ name: "颜色", values: ["沙色", "松绿"] }] },
    { name: "袋", qty: 1, options: [] },
    { name: "绳", qty: 1, options: [{ name: "大小", values: ["大", "小"] }] },
  ];
  const choices = choicesOf(items, read.lines[0]!.choice);
  expect(choices).toEqual({ 灯: { 颜色: "沙色" }, 绳: { 大小: "大" } });
  expect(chosen(items, choices)).toEqual({ choices });
  expect(chosen(items, choicesOf(items, ["沙色", ""]))).toEqual({ missing: 1 });
  expect(chosen(items, choicesOf(items, ["红", "大"]))).toEqual({ missing: 0 });
  expect(chosen(items, null)).toEqual({ missing: 0 });
  expect(chosen([items[1]!], null)).toEqual({ choices: null });
});
