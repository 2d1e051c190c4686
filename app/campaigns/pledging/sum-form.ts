import { type Rates, type Total, totalOf } from "#app/campaigns/pledging/price.ts";
import { type Zone, zoneOf } from "#app/campaigns/zones.ts";
import { formObject } from "#app/form.ts";

/** What the form says right now, complete or not: the page shows its sum before it is sent, on the server as in the browser. */
type Offered = { id: string; nowFen: bigint; taxFen: bigint; ships: boolean };
type Address = { id: string; provinceCode: string };
export type FormSum = { total: Total; zone: Zone | null; ships: boolean; place: string; nowhere: boolean; qty: Record<string, number> };

const fenOf = (text: unknown): bigint => {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(String(text ?? "").replace(/[¥¥,,\s]/g, ""));
  return match ? BigInt(match[1]!) * 100n + BigInt((match[2] ?? "").padEnd(2, "0")) : 0n;
};

export function sumForm(form: FormData, rewards: readonly Offered[], rates: Rates, addresses: readonly Address[]): FormSum {
  const {
    lines,
    bonus,
    place = "",
  } = formObject(form) as { lines?: { rewardId?: string; qty?: string }[]; bonus?: string; place?: string };
  const wanted = (Array.isArray(lines) ? lines : []).flatMap((line) => {
    const reward = rewards.find((r) => r.id === line?.rewardId);
    const qty = Number(line?.qty ?? 0);
    return reward && Number.isInteger(qty) && qty > 0 && qty < 100
      ? [{ id: reward.id, qty, priceFen: reward.nowFen, taxFen: reward.taxFen, ships: reward.ships }]
      : [];
  });
  const ships = wanted.some((l) => l.ships);
  const provinceCode = addresses.find((a) => a.id === place)?.provinceCode ?? (/^\d{6}$/.test(place) ? place : null);
  const zone = ships && provinceCode ? zoneOf(provinceCode) : null;
  const total = totalOf(wanted, rates, zone, fenOf(bonus));
  return { total, zone, ships, place, nowhere: ships && !zone, qty: Object.fromEntries(wanted.map((l) => [l.id, l.qty])) };
}

/** A form as the browser would send it, from what was typed before. */
export function formOf(values: Record<string, string | string[] | undefined>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) form.append(name, one);
  return form;
}
