import { db } from "#app/db.server.ts";
import { namesOf } from "#app/people/desk/queries.server.ts";
import { orgNames } from "#app/people/queries.server.ts";

const PAGE = 30;
const MOST = 200;

async function named<R extends { proposedById: string; decidedById: string | null; orgId: string | null }>(rows: R[]) {
  const [people, names] = await Promise.all([
    namesOf(rows.flatMap((row) => [row.proposedById, row.decidedById])),
    orgNames(rows.flatMap((row) => row.orgId ?? [])),
  ]);
  return rows.map((row) => ({
    ...row,
    proposedBy: people.get(row.proposedById) ?? "",
    decidedBy: row.decidedById ? (people.get(row.decidedById) ?? "") : null,
    org: row.orgId ? (names.get(row.orgId) ?? "") : null,
  }));
}

/** Proposals: open ones the oldest first, decided ones the newest first. */
export async function manualList(open: boolean, after: string | null) {
  const rows = await db.manualAct.findMany({
    where: { state: open ? "PROPOSED" : { not: "PROPOSED" }, ...(after ? { id: open ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: open ? "asc" : "desc" },
    take: PAGE + 1,
  });
  const acts = await named(rows.slice(0, PAGE));
  return { acts, next: rows.length > PAGE ? acts.at(-1)!.id : null };
}

export async function manualDetail(id: string) {
  const row = await db.manualAct.findUnique({ where: { id } });
  return row && (await named([row]))[0]!;
}

export type SuspenseItem = { transactionId: string; source: string; netFen: bigint; at: Date; proposedId: string | null };
/** What stands in suspense, the oldest first, with the proposal that waits about it. */
export const suspenseItems = () =>
  db.$queryRaw<SuspenseItem[]>`
    SELECT substr(t."idemKey", 9) AS "transactionId", t.ref AS source, -e."amountFen" AS "netFen", t.at, m.id AS "proposedId"
      FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id JOIN "LedgerTx" t ON t.id = e."txId" AND t.kind = 'unknownTransaction'
      LEFT JOIN "ManualAct" m ON m.subject = 'suspense:' || substr(t."idemKey", 9) AND m.state = 'PROPOSED'
     WHERE a.key = 'suspense:cny' AND NOT EXISTS (SELECT FROM "LedgerTx" c WHERE c."idemKey" = 'cleared:' || substr(t."idemKey", 9))
     ORDER BY e.id LIMIT ${MOST}`;
