import { db } from "#app/db.server.ts";
import type { LogQuery } from "#app/people/desk/log.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { namesOf, subjectNames } from "#app/people/desk/queries.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

const PAGE = 50;
const FILE = 50_000;
const DAY_MS = 86_400_000;

const wanted = ({ operator, act, subject, from, to }: LogQuery): Prisma.OperatorActWhereInput => ({
  ...(operator ? { operatorId: operator } : {}),
  ...(act ? { act } : {}),
  ...(subject ? { subjectId: subject } : {}),
  ...(from || to
    ? {
        at: {
          ...(from ? { gte: new Date(`${from}T00:00:00+08:00`) } : {}),
          ...(to ? { lt: new Date(new Date(`${to}T00:00:00+08:00`).getTime() + DAY_MS) } : {}),
        },
      }
    : {}),
});

type Row = { id: bigint; operatorId: string; act: string; subjectType: string; subjectId: string; reason: string | null; at: Date };
async function named<R extends Row>(rows: R[]) {
  const [names, subjects] = await Promise.all([
    namesOf([...rows.map((a) => a.operatorId), ...rows.filter((a) => a.subjectType === "user").map((a) => a.subjectId)]),
    subjectNames(rows),
  ]);
  return rows.map((row) => ({
    ...row,
    id: String(row.id),
    operator: names.get(row.operatorId) ?? row.operatorId,
    subject: subjects.get(row.subjectId) ?? names.get(row.subjectId) ?? row.subjectId,
  }));
}

/** What operators did, the newest first, a page at a time. */
export async function operatorLog(query: LogQuery, before?: bigint) {
  const rows = await db.operatorAct.findMany({
    where: { ...wanted(query), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    omit: { details: true },
  });
  const acts = await named(rows.slice(0, PAGE));
  return { acts, next: rows.length > PAGE ? acts.at(-1)!.id : null };
}

/** Whom and what the log can be asked for. Kinds of acts are found by hopping along their index: there are few of them and many rows. */
export async function logChoices() {
  const [operators, acts] = await Promise.all([
    db.user.findMany({ where: { operator: true }, orderBy: { id: "asc" }, take: 100, select: { id: true, name: true } }),
    db.$queryRaw<{ act: string }[]>`
      WITH RECURSIVE hop AS (
        (SELECT act FROM "OperatorAct" ORDER BY act LIMIT 1)
        UNION ALL SELECT (SELECT a.act FROM "OperatorAct" a WHERE a.act > hop.act ORDER BY a.act LIMIT 1) FROM hop WHERE hop.act IS NOT NULL)
      SELECT act FROM hop WHERE act IS NOT NULL LIMIT 300`,
  ]);
  return { operators, kinds: acts.map((row) => row.act) };
}

/** The log as rows of a file, the oldest first. That it was taken out is an act as well. */
export async function exportLog(viewer: Viewer, query: LogQuery) {
  await transact(async (tx) => {
    const details = Object.fromEntries(Object.entries(query).filter(([, value]) => value));
    await operatorAct(tx, viewer, { act: "log.export", subject: { type: "log", id: "operators" }, details }, await appNow(tx));
  });
  const rows = await db.operatorAct.findMany({ where: wanted(query), orderBy: { id: "desc" }, take: FILE });
  return named(rows.reverse());
}
