import { policy } from "#app/campaigns/policy.ts";
import type { Zone } from "#app/campaigns/zones.ts";

/** What a pledge costs: the units, the tax declared for them, sending them, and what the backer adds. Worked out here for the page and for the verb, never taken from a form. */
export type Rates = Partial<Record<Zone, { firstFen: bigint; extraFen: bigint }>>;
export type Priced = { qty: number; priceFen: bigint; taxFen: bigint; ships: boolean };

/** The first unit that ships costs the zone's rate, each further one its extra. A campaign without a rate for the zone sends for nothing. */
export function shippingFen(lines: readonly Priced[], rates: Rates, zone: Zone | null): bigint {
  const units = lines.reduce((sum, l) => sum + (l.ships ? l.qty : 0), 0);
  const rate = zone && rates[zone];
  if (units === 0 || !rate) return 0n;
  return rate.firstFen + rate.extraFen * BigInt(units - 1);
}

export type Total = { goodsFen: bigint; shippingFen: bigint; taxFen: bigint; bonusFen: bigint; amountFen: bigint };
export function totalOf(lines: readonly Priced[], rates: Rates, zone: Zone | null, bonusFen: bigint): Total {
  const goodsFen = lines.reduce((sum, l) => sum + l.priceFen * BigInt(l.qty), 0n);
  const taxFen = lines.reduce((sum, l) => sum + l.taxFen * BigInt(l.qty), 0n);
  const shipping = shippingFen(lines, rates, zone);
  return { goodsFen, shippingFen: shipping, taxFen, bonusFen, amountFen: goodsFen + shipping + taxFen + bonusFen };
}

const DAY = 86_400_000;
/** Alipay takes money back for 90 days. What is paid now may have to go back at the end of the collection's decision, and not on the last day. */
const WALLET_LAST_DAY = 85 * DAY;
export const walletAvailable = (now: Date, deadlineAt: Date) =>
  deadlineAt.getTime() + policy.drainMs + policy.windowMs + policy.decisionMs < now.getTime() + WALLET_LAST_DAY;
