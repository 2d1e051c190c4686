import { db } from "#app/db.server.ts";
import type { CardDispute } from "../../generated/prisma/client.ts";

const PAGE = 30;
const openStates = ["INQUIRY", "OPEN", "PARKED"] as const;
const closedStates = ["WON", "LOST", "CLOSED"] as const;

/** Card disputes for the desk: open ones oldest first, closed ones newest first. */
export async function deskCardDisputes(show: "open" | "closed", after: string | null) {
  const open = show === "open";
  const rows = await db.cardDispute.findMany({
    where: { state: { in: open ? [...openStates] : [...closedStates] }, ...(after ? { id: open ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: open ? "asc" : "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      refType: true,
      refId: true,
      orgId: true,
      amountFen: true,
      reason: true,
      pspStatus: true,
      state: true,
      answerBy: true,
      answerState: true,
      openedAt: true,
      closedAt: true,
    },
  });
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

/** How many wait for something at the desk: for its home. */
export const openCardDisputes = () => db.cardDispute.count({ where: { state: { in: [...openStates] } } });

/** The disputes about these things, for the pages of those whom they concern. What the channel calls them stays at the desk. */
export async function disputesAbout(refType: "milestone" | "pledge" | "debtPayment" | "deposit", refIds: string[]) {
  const rows = await db.cardDispute.findMany({ where: { refType, refId: { in: refIds } }, orderBy: { id: "desc" }, take: 50 });
  return rows.map(sideView);
}
export type SideDispute = ReturnType<typeof sideView>;

const sideView = (row: CardDispute) => ({
  id: row.id,
  refId: row.refId,
  state: row.state,
  reason: row.reason,
  amountFen: row.amountFen,
  frozenFen: row.frozenFen,
  answerBy: row.answerBy,
  answered: row.answerState === "SENT",
  payeeFen: row.earningsFen + row.debtFen,
  openedAt: row.openedAt,
  closedAt: row.closedAt,
});

/** Everything about one for the desk, or null. */
export async function cardDisputeRow(id: string) {
  const row = await db.cardDispute.findUnique({ where: { id } });
  if (!row) return null;
  const by = row.answeredById ? await db.user.findUnique({ where: { id: row.answeredById }, select: { name: true } }) : null;
  return { ...row, by: by?.name ?? null };
}
