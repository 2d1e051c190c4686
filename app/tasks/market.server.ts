import { db } from "#app/db.server.ts";
import { orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { question } from "#app/search/segment.ts";
import { isGroup } from "#app/tasks/categories.ts";
import { type MarketQuery, type Sort, statesOf, writeCursor } from "#app/tasks/market.ts";
import { policy } from "#app/tasks/policy.ts";
import { phaseOf } from "#app/tasks/task.ts";
import { Prisma } from "../../generated/prisma/client.ts";

const { sql } = Prisma;

/** Each order's column, written as a whole number in the cursor, and its direction. */
const orders: Record<Sort, { column: Prisma.Sql; asNumber: Prisma.Sql; fromNumber: (n: string) => Prisma.Sql; down: boolean }> = {
  newest: { column: sql`t."publishedAt"`, asNumber: msOf(sql`t."publishedAt"`), fromNumber: atMs, down: true },
  closing: { column: sql`t."closeAt"`, asNumber: msOf(sql`t."closeAt"`), fromNumber: atMs, down: false },
  budget: { column: sql`t."budgetFen"`, asNumber: sql`t."budgetFen"::text`, fromNumber: (n) => sql`${n}::bigint`, down: true },
  quiet: { column: sql`t."bidCount"`, asNumber: sql`t."bidCount"::text`, fromNumber: (n) => sql`${n}::int`, down: false },
};
function msOf(column: Prisma.Sql) {
  return sql`(extract(epoch FROM ${column}) * 1000)::bigint::text`;
}
function atMs(ms: string) {
  return sql`to_timestamp(${ms}::bigint / 1000.0)::timestamptz(3)`;
}

function conditions(viewer: Viewer | null, query: MarketQuery, now: Date, { category = true } = {}): Prisma.Sql {
  const orgs = orgIdsOf(viewer);
  const list = [
    sql`t."publishedAt" IS NOT NULL`,
    sql`t.state IN (${Prisma.join(statesOf[query.stage].map((s) => sql`${s}::"TaskState"`))})`,
  ];
  const mine = sql`t."employerId" = ANY(${orgs}::uuid[]) OR EXISTS (SELECT 1 FROM "TaskInvite" i WHERE i."taskId" = t.id AND i."orgId" = ANY(${orgs}::uuid[]))`;
  list.push(orgs.length > 0 ? sql`(t.visibility = 'PUBLIC' OR ${mine})` : sql`t.visibility = 'PUBLIC'`);
  if (query.stage === "open") list.push(sql`t."closeAt" > ${now}`);
  if (category && query.category)
    list.push(isGroup(query.category) ? sql`t.category LIKE ${`${query.category}.%`}` : sql`t.category = ${query.category}`);
  if (query.min !== null) list.push(sql`t."budgetFen" >= ${query.min}`);
  if (query.max !== null) list.push(sql`t."budgetFen" <= ${query.max}`);
  if (query.kind) list.push(sql`t.kind = ${query.kind}::"TaskKind"`);
  if (query.days) list.push(sql`t."closeAt" > ${now} AND t."closeAt" <= ${new Date(now.getTime() + query.days * 86_400_000)}`);
  return Prisma.join(list, " AND ");
}

/** Above this share of all tasks a word is common: walking the newest finds enough at once; below it the index gives the few at once. */
const COMMON_SHARE = 0.01;

/**
 * Where to look: all tasks, or those with the words. For rare words the index is read first and only its rows are judged; left to itself
 * the planner would walk the newest tasks in vain.
 */
async function source(words: string | null): Promise<{ from: Prisma.Sql; also: Prisma.Sql }> {
  const table = sql`"Task" t`;
  if (words === null) return { from: table, also: Prisma.empty };
  const match = sql`search @@ to_tsquery('simple', ${words})`;
  const [plan] = await db.$queryRaw<
    { "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }[]
  >`EXPLAIN (FORMAT JSON) SELECT 1 FROM "Task" WHERE ${match}`;
  const [size] = await db.$queryRaw<
    { n: number }[]
  >`SELECT greatest(reltuples, 0)::float8 AS n FROM pg_class WHERE oid = '"Task"'::regclass`;
  const expected = plan?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
  if (size && size.n > 10_000 && expected > size.n * COMMON_SHARE)
    return { from: table, also: sql` AND t.search @@ to_tsquery('simple', ${words})` };
  const columns = sql`id, "publishedAt", "closeAt", "budgetFen", "bidCount", category, kind, state, visibility, "employerId"`;
  return { from: sql`(SELECT ${columns} FROM "Task" WHERE ${match} OFFSET 0) t`, also: Prisma.empty };
}

/** A page of the market, with how many there are in all (exact up to 2,000) and in each group of categories. */
export async function marketPage(viewer: Viewer | null, query: MarketQuery, now: Date) {
  const words = query.q ? question(query.q) : null;
  const nothing = query.q !== "" && words === null;
  if (nothing) return { tasks: [], next: null, total: 0, counts: {} as Record<string, number> };
  const { from, also } = await source(words);
  const where = sql`${conditions(viewer, query, now)}${also}`;
  const { column, asNumber, fromNumber, down } = orders[query.sort];
  const past = query.after
    ? sql` AND (${column}, t.id) ${down ? sql`<` : sql`>`} (${fromNumber(query.after.value)}, ${query.after.id}::uuid)`
    : Prisma.empty;
  const direction = down ? sql`DESC` : sql`ASC`;
  const size = policy.pageSize;
  const [rows, [count], groups] = await Promise.all([
    db.$queryRaw<{ id: string; value: string }[]>`
      SELECT t.id, ${asNumber} AS value FROM ${from} WHERE ${where}${past} ORDER BY ${column} ${direction}, t.id ${direction} LIMIT ${size + 1}`,
    db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${policy.countUpTo + 1}) few`,
    db.$queryRaw<{ group: string; n: number }[]>`
      SELECT split_part(category, '.', 1) AS "group", count(*)::int AS n
      FROM (SELECT t.category FROM ${from} WHERE ${conditions(viewer, query, now, { category: false })}${also} ORDER BY t."publishedAt" DESC LIMIT ${policy.countUpTo}) few
      GROUP BY 1`,
  ]);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    tasks: await cards(shown.map((r) => r.id)),
    next: rows.length > size && last ? writeCursor({ value: last.value, id: last.id }) : null,
    total: count?.n ?? 0,
    counts: Object.fromEntries(groups.map((g) => [g.group, g.n])),
  };
}

const cardSelect = {
  id: true,
  title: true,
  category: true,
  kind: true,
  state: true,
  visibility: true,
  budgetFen: true,
  budgetIsGuide: true,
  workDays: true,
  bidCount: true,
  closeAt: true,
  liveAt: true,
  publishedAt: true,
  coverFileId: true,
  scope: true,
  employer: { select: { id: true, name: true, city: true, verifiedAt: true } },
  contracts: { select: { state: true }, orderBy: { createdAt: "desc" }, take: 1 },
  deposits: { where: { kind: "INTENT", state: "HELD" }, select: { id: true }, take: 1 },
} satisfies Prisma.TaskSelect;

/** Cards of these tasks, in this order: what everybody may see of them. */
async function cards(ids: string[]) {
  const rows = await db.task.findMany({ where: { id: { in: ids } }, select: cardSelect });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { employer, contracts, deposits, scope, state, ...card } = row;
    const { verifiedAt, ...who } = employer;
    return [
      {
        ...card,
        phase: phaseOf(state, contracts[0]?.state),
        bonded: deposits.length > 0,
        excerpt: scope.slice(0, 140),
        employer: { ...who, verified: verifiedAt !== null },
      },
    ];
  });
}
export type TaskCard = Awaited<ReturnType<typeof cards>>[number];
