import { type DeskTab, frozenStates } from "#app/contracts/disputes/dispute.ts";
import { disputeTurn } from "#app/contracts/disputes/dispute-turn.ts";
import { withBank } from "#app/contracts/disputes/ended-by-bank.server.ts";
import { sideOf } from "#app/contracts/lock.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { mayGoOn, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

export type DisputePage = NonNullable<Awaited<ReturnType<typeof disputePage>>>;

const inMyContract = (viewer: Viewer) => {
  const ids = orgIdsOf(viewer);
  return { milestone: { contract: { OR: [{ employerId: { in: ids } }, { providerId: { in: ids } }] } } };
};
/** A dispute for its parties and for operators. */
export const seenBy = (viewer: Viewer, disputeId: string): Prisma.DisputeWhereInput =>
  viewer.operator ? { id: disputeId } : { id: disputeId, ...inMyContract(viewer) };

/** A dispute, where it stands and what may be done, with what both sides say and show. */
export async function disputePage(viewer: Viewer, disputeId: string) {
  const dispute = await db.dispute.findFirst({ where: seenBy(viewer, disputeId), select: pageSelect });
  if (!dispute) return null;
  const { milestone, decisions, evidence, items, ...row } = (await withBank([dispute]))[0]!;
  const { contract, ...stage } = milestone;
  const [files, delivered, now] = await Promise.all([
    filesOf("dispute", [row.id, ...evidence.map((e) => e.id)]),
    filesOf(
      "delivery",
      stage.deliveries.map((d) => d.id),
    ),
    appNow(),
  ]);
  const side = sideOf(viewer, contract);
  const orgId = side === "EMPLOYER" ? contract.employerId : contract.providerId;
  return {
    ...row,
    milestone: { ...stage, deliveries: stage.deliveries.map((d) => ({ ...d, files: delivered.get(d.id) ?? [] })) },
    contract,
    openedBySide: row.side,
    viewerSide: side,
    mayAct: side !== null && mayGoOn(viewer, orgId, "contract:act"),
    statementsLeft: policy.dispute.maxStatements - evidence.filter((e) => e.kind === "STATEMENT" && e.orgId === orgId).length,
    turn: disputeTurn(row, now),
    failed: items.map((i) => i.item.text),
    files: files.get(row.id) ?? [],
    decisions: decisions.map(({ operatorId, ...d }) => ({ ...d, byViewer: operatorId === viewer.userId })),
    evidence: evidence.map(({ orgId: by, ...e }) => ({
      ...e,
      side: by === contract.employerId ? ("EMPLOYER" as const) : ("PROVIDER" as const),
      files: files.get(e.id) ?? [],
    })),
  };
}

const pageSelect = {
  id: true,
  side: true,
  amountFen: true,
  wantedFen: true,
  reason: true,
  state: true,
  openedAt: true,
  dueAt: true,
  objectUntil: true,
  respondedAt: true,
  reinstatedAt: true,
  proposedAt: true,
  proposalFen: true,
  proposal: true,
  employerAgrees: true,
  providerAgrees: true,
  employerWaivedAt: true,
  providerWaivedAt: true,
  appealSide: true,
  filedSide: true,
  filedAt: true,
  filedWith: true,
  filingNumber: true,
  frozenUntil: true,
  toProviderFen: true,
  toEmployerFen: true,
  ground: true,
  executedAt: true,
  items: { select: { item: { select: { text: true } } }, orderBy: { item: { ord: "asc" } } },
  offers: { orderBy: { id: "asc" }, take: 100, select: { id: true, side: true, toProviderFen: true, at: true } },
  decisions: {
    orderBy: { instance: "asc" },
    select: { instance: true, operatorId: true, toProviderFen: true, toEmployerFen: true, reasons: true, at: true },
  },
  evidence: { orderBy: { id: "asc" }, take: 200, select: { id: true, kind: true, orgId: true, text: true, at: true } },
  milestone: {
    select: {
      id: true,
      title: true,
      state: true,
      amountFen: true,
      fundedAt: true,
      acceptedAt: true,
      acceptedByRule: true,
      items: { select: { id: true, text: true }, orderBy: { ord: "asc" } },
      deliveries: {
        orderBy: { round: "asc" },
        select: {
          id: true,
          round: true,
          note: true,
          at: true,
          changesText: true,
          changesAt: true,
          answers: { select: { itemId: true, answer: true, failed: true } },
        },
      },
      contract: {
        select: {
          id: true,
          title: true,
          employerId: true,
          providerId: true,
          employer: { select: { name: true } },
          provider: { select: { name: true } },
          signatures: { select: { side: true, at: true } },
        },
      },
    },
  },
} as const satisfies Prisma.DisputeSelect;

const PAGE = 30;
/** What waits for an operator: a mediation without a proposal, a decision, an appeal. */
const waiting: Prisma.DisputeWhereInput = { OR: [{ state: { in: ["PANEL", "APPEALED"] } }, { state: "MEDIATION", proposedAt: null }] };
const inTab: Record<DeskTab, Prisma.DisputeWhereInput> = {
  todo: waiting,
  running: { state: { in: frozenStates }, NOT: waiting },
  decided: { state: { in: ["EXECUTED", "SETTLED"] } },
  withdrawn: { state: "WITHDRAWN" },
};
const deskSelect = {
  id: true,
  amountFen: true,
  state: true,
  side: true,
  wantedFen: true,
  openedAt: true,
  dueAt: true,
  objectUntil: true,
  proposedAt: true,
  employerAgrees: true,
  providerAgrees: true,
  employerWaivedAt: true,
  providerWaivedAt: true,
  toProviderFen: true,
  toEmployerFen: true,
  executedAt: true,
  milestone: {
    select: {
      title: true,
      contract: { select: { title: true, employer: { select: { name: true } }, provider: { select: { name: true } } } },
    },
  },
} as const satisfies Prisma.DisputeSelect;

/** Disputes for the desk: living ones by what is due next, ended ones newest first; a keyset page at a time, after the row of that id. */
export async function deskDisputes(tab: DeskTab, after: string | null) {
  const living = tab === "todo" || tab === "running";
  const last = after && living ? await db.dispute.findUnique({ where: { id: after }, select: { id: true, dueAt: true } }) : null;
  const beyond: Prisma.DisputeWhereInput = last?.dueAt
    ? { OR: [{ dueAt: { gt: last.dueAt } }, { dueAt: last.dueAt, id: { gt: last.id } }] }
    : after && !living
      ? { id: { lt: after } }
      : {};
  const rows = await db.dispute.findMany({
    where: { AND: [inTab[tab], beyond] },
    orderBy: living ? [{ dueAt: "asc" }, { id: "asc" }] : { id: "desc" },
    take: PAGE + 1,
    select: deskSelect,
  });
  const now = await appNow();
  const disputes = (await withBank(rows.slice(0, PAGE))).map((row) => ({ ...row, turn: disputeTurn(row, now) }));
  return { disputes, next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

/** Sums that failed too often and wait for an operator. */
export const stuckRemittances = () =>
  db.remittance.findMany({
    where: { state: "STUCK" },
    orderBy: { id: "asc" },
    take: 50,
    select: {
      id: true,
      kind: true,
      amountFen: true,
      lastError: true,
      createdAt: true,
      milestone: { select: { title: true, contractId: true } },
    },
  });

/** May this viewer download what is attached to a dispute or its evidence? */
export const seesDispute = async (viewer: Viewer | null, subjectId: string) => {
  if (!viewer) return false;
  if (viewer.operator) return true;
  const where = inMyContract(viewer);
  return (
    (await db.dispute.count({ where: { id: subjectId, ...where } })) > 0 ||
    (await db.disputeEvidence.count({ where: { id: subjectId, dispute: where } })) > 0
  );
};
