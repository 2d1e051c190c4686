import { z } from "zod";

/**
 * An organisation's statement: every movement that changed what is held for it, with the balance after each. As employer that is the
 * money in its milestones' escrow, in its deposits and on its way back; as provider the pay, the stages of its campaigns and the shares
 * of others' deposits that are released and not yet sent.
 */
export const roles = ["employer", "provider"] as const;
export type StatementRole = (typeof roles)[number];

const DAY_MS = 86_400_000;
const day = z.iso.date().nullable().catch(null);
export const StatementQuery = z.object({ org: z.uuid().nullable().catch(null), role: z.enum(roles).catch("employer"), from: day, to: day });

/** Days are Beijing's. Without a choice: the last three months. `until` is the first moment that no longer belongs to the period. */
export function periodOf({ from, to }: { from: string | null; to: string | null }, now: Date) {
  const midnight = (date: string) => new Date(`${date}T00:00:00+08:00`);
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const until = new Date(midnight(to ?? today).getTime() + DAY_MS);
  const since = from ? midnight(from) : new Date(until.getTime() - 90 * DAY_MS);
  return since < until ? { since, until } : { since: new Date(until.getTime() - DAY_MS), until };
}

/** Periods that people ask for, as days of Beijing's calendar: this month and the last, this quarter, this year. */
export function usualPeriods(now: Date) {
  const today = new Date(now.getTime() + 8 * 3_600_000);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  const iso = (y: number, m: number, d: number) => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10);
  return [
    { key: "thisMonth", from: iso(year, month, 1), to: iso(year, month + 1, 0) },
    { key: "lastMonth", from: iso(year, month - 1, 1), to: iso(year, month, 0) },
    { key: "thisQuarter", from: iso(year, month - (month % 3), 1), to: iso(year, month - (month % 3) + 3, 0) },
    { key: "thisYear", from: iso(year, 0, 1), to: iso(year, 11, 31) },
  ] as const;
}

/** A cell that a spreadsheet will not take for a formula. */
export const safeCell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

export type StatementLine = {
  id: string;
  at: Date;
  kind: string;
  contractId: string | null;
  campaignId: string | null;
  taskId: string | null;
  title: string | null;
  stage: string | null;
  other: string | null;
  effectFen: bigint;
  /** The platform's fee inside this movement, for the provider. */
  feeFen: bigint;
  balanceFen: bigint;
};

type About = Pick<StatementLine, "contractId" | "campaignId" | "taskId">;
/** The page of what a movement was about; null where it has none. */
export const pathOf = ({ contractId, campaignId, taskId }: About) =>
  contractId ? `/contracts/${contractId}` : campaignId ? `/campaigns/${campaignId}` : taskId ? `/tasks/${taskId}` : null;
