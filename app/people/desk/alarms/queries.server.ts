import { db } from "#app/db.server.ts";
import type { CheckName } from "#app/ledger/checks.server.ts";
import type { AlarmShow } from "#app/people/desk/alarms/alarm.ts";
import { allChecks, isLate } from "#app/people/desk/alarms/turns.server.ts";
import { namesOf } from "#app/people/desk/queries.server.ts";
import { appNow } from "#app/transact.server.ts";

const PAGE = 30;

/** Alarms, the newest first: raised and nobody's, taken on, over. */
export async function alarmList(show: AlarmShow, before: string | null) {
  const where = show === "over" ? { overAt: { not: null } } : { overAt: null, acknowledgedAt: show === "open" ? null : { not: null } };
  const rows = await db.alarm.findMany({
    where: { ...where, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
  });
  const alarms = rows.slice(0, PAGE);
  const names = await namesOf(alarms.map((alarm) => alarm.acknowledgedById));
  return {
    alarms: alarms.map(({ acknowledgedById, params, ...alarm }) => ({
      ...alarm,
      params: params as Record<string, string>,
      acknowledgedBy: acknowledgedById ? (names.get(acknowledgedById) ?? "") : null,
    })),
    next: rows.length > PAGE ? alarms.at(-1)!.id : null,
  };
}

/** found counts also for a check that failed: it could not be asked, and its example says why. isLate: the clock left it out. */
export type KeptCheck = { name: CheckName; found: number; examples: string[]; failed: boolean; isLate: boolean; at: Date | null };
/** What each check found when it was last run; one that was not yet says so. */
export async function keptChecks(): Promise<KeptCheck[]> {
  const [rows, now] = await Promise.all([db.checkRun.findMany(), appNow()]);
  const runs = new Map(rows.map((run) => [run.name, run]));
  return allChecks.map((name) => {
    const run = runs.get(name);
    if (!run) return { name, found: 0, examples: [], failed: false, isLate: false, at: null };
    const { found, examples, failed, at } = run;
    return { name, found, examples, failed, isLate: isLate({ name, at }, now), at };
  });
}
