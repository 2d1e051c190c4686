import { db } from "#app/db.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";
import type { AlarmShow } from "#app/people/desk/alarms/alarm.ts";
import { namesOf } from "#app/people/desk/queries.server.ts";

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

export type KeptCheck = { name: CheckName; found: number; examples: string[]; at: Date | null };
/** What each check found when it was last run; one that was not yet says so. */
export async function keptChecks(): Promise<KeptCheck[]> {
  const runs = new Map((await db.checkRun.findMany()).map((run) => [run.name, run]));
  return (Object.keys(checks) as CheckName[]).map((name) => {
    const run = runs.get(name);
    return { name, found: run?.found ?? 0, examples: run?.examples ?? [], at: run?.at ?? null };
  });
}
