/**
 * The chart of accounts: what an account is follows from its key. Accounts that facts outside can push either way have no floor; accounts
 * that we spend from never fall below zero. Busy accounts without a floor are spread over shards. The database holds the same table
 * (ledger_chart) and decides by it.
 */
export type Currency = "cny";
export type AccountKey =
  | `psp:${"pending" | "available"}:${Currency}`
  | `bank:${Currency}`
  | `fx:${Currency}`
  | `suspense:${Currency}`
  | `escrow:${"milestone" | "contest" | "campaign" | "equity_cooling"}:${string}`
  | `deposit:${"provider" | "bid" | "bond" | "intent"}:${string}`
  | `provider:${"pending" | "available" | "withdrawing" | "receivable"}:${string}`
  | `refund:payable:${string}`
  | `dispute:held:${string}`
  | `income:${"platform_fee" | "deposit_forfeit"}`
  | `expense:${"psp_fee" | "dispute_fee" | "platform_loss"}`;

export type Side = "DEBIT" | "CREDIT";
export type AccountClass = { prefix: string; of: "currency" | "id" | "one"; side: Side; floorZero: boolean; shards: number };

const busy = { floorZero: false, shards: 16 } as const;
const spent = { side: "CREDIT", floorZero: true, shards: 1, of: "id" } as const;

export const chart: readonly AccountClass[] = [
  { prefix: "psp:pending", of: "currency", side: "DEBIT", ...busy },
  { prefix: "psp:available", of: "currency", side: "DEBIT", ...busy },
  { prefix: "bank", of: "currency", side: "DEBIT", ...busy },
  { prefix: "fx", of: "currency", side: "DEBIT", ...busy },
  { prefix: "suspense", of: "currency", side: "CREDIT", floorZero: false, shards: 1 },
  { prefix: "escrow:milestone", ...spent },
  { prefix: "escrow:contest", ...spent },
  { prefix: "escrow:campaign", ...spent },
  { prefix: "escrow:equity_cooling", ...spent },
  { prefix: "deposit:provider", ...spent },
  { prefix: "deposit:bid", ...spent },
  { prefix: "deposit:bond", ...spent },
  { prefix: "deposit:intent", ...spent },
  { prefix: "provider:pending", ...spent },
  { prefix: "provider:available", ...spent },
  { prefix: "provider:withdrawing", ...spent },
  { prefix: "refund:payable", ...spent },
  { prefix: "provider:receivable", of: "id", side: "DEBIT", floorZero: true, shards: 1 },
  { prefix: "dispute:held", of: "id", side: "DEBIT", floorZero: false, shards: 1 },
  { prefix: "income:platform_fee", of: "one", side: "CREDIT", ...busy },
  { prefix: "income:deposit_forfeit", of: "one", side: "CREDIT", ...busy },
  { prefix: "expense:psp_fee", of: "one", side: "DEBIT", ...busy },
  { prefix: "expense:dispute_fee", of: "one", side: "DEBIT", ...busy },
  { prefix: "expense:platform_loss", of: "one", side: "DEBIT", ...busy },
];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The class of a key, or undefined for a key that the chart does not know. */
export function classOf(key: string): AccountClass | undefined {
  return chart.find(({ prefix, of }) => {
    if (of === "one") return key === prefix;
    const owner = key.startsWith(`${prefix}:`) ? key.slice(prefix.length + 1) : "";
    return of === "currency" ? /^[a-z]{3}$/.test(owner) : UUID.test(owner);
  });
}
