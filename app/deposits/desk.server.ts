import { db } from "#app/db.server.ts";
import { heldFen } from "#app/deposits/deposit.ts";
import { toSendFen } from "#app/deposits/money/remit.server.ts";

/** What the desk reads of deposits. The page asks for an operator before. */
const PAGE = 25;
const cut = <T extends { id: string }>(rows: T[]) => ({
  rows: rows.slice(0, PAGE),
  next: rows.length > PAGE ? rows[PAGE - 1]!.id : null,
});

/** Open claims, the first to be decided first; closed ones, the latest first. */
export async function deskClaims(show: "open" | "closed", before: string | null) {
  const open = show === "open";
  const rows = await db.depositClaim.findMany({
    where: {
      state: open ? { in: ["OPEN", "HEARD"] } : { in: ["PAID", "REFUSED", "WITHDRAWN"] },
      ...(before ? { id: open ? { gt: before } : { lt: before } } : {}),
    },
    orderBy: { id: open ? "asc" : "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      state: true,
      promise: true,
      amountFen: true,
      paidFen: true,
      filedAt: true,
      answerBy: true,
      decideBy: true,
      contract: { select: { title: true, provider: { select: { name: true } }, employer: { select: { name: true } } } },
    },
  });
  return cut(rows);
}

export async function deskDeposits(before: string | null) {
  const rows = await db.deposit.findMany({
    where: { paidFen: { gt: 0 }, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      kind: true,
      state: true,
      tierFen: true,
      paidFen: true,
      returnedFen: true,
      forfeitedFen: true,
      chargedBackFen: true,
      heldAt: true,
      org: { select: { id: true, name: true } },
      task: { select: { id: true, title: true } },
    },
  });
  return cut(rows.map((row) => ({ ...row, heldFen: heldFen(row) })));
}

/** Sums that no further try will move by itself, as far as they are still to be sent. */
export async function stuckSums() {
  const rows = await db.depositRemittance.findMany({
    where: { state: "STUCK" },
    orderBy: { id: "asc" },
    take: 50,
    select: {
      id: true,
      amountFen: true,
      keptFen: true,
      repaidFen: true,
      lastError: true,
      createdAt: true,
      orgId: true,
      deposit: { select: { kind: true } },
    },
  });
  return rows.map(({ keptFen, repaidFen, ...row }) => ({ ...row, amountFen: toSendFen({ ...row, keptFen, repaidFen }) }));
}
