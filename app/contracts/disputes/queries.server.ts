import { sideOf } from "#app/contracts/lock.server.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { can, orgIdsOf, type Viewer } from "#app/people/viewer.ts";

export type DisputePage = NonNullable<Awaited<ReturnType<typeof disputePage>>>;

const inMyContract = (viewer: Viewer) => {
  const ids = orgIdsOf(viewer);
  return { milestone: { contract: { OR: [{ employerId: { in: ids } }, { providerId: { in: ids } }] } } };
};

/** A dispute with everything that both sides put on the table; for its parties and for operators. */
export async function disputePage(viewer: Viewer, disputeId: string) {
  const dispute = await db.dispute.findFirst({
    where: viewer.operator ? { id: disputeId } : { id: disputeId, ...inMyContract(viewer) },
    select: {
      id: true,
      side: true,
      amountFen: true,
      wantedFen: true,
      reason: true,
      state: true,
      openedAt: true,
      decidedAt: true,
      toProviderFen: true,
      toEmployerFen: true,
      decision: true,
      milestone: {
        select: {
          title: true,
          state: true,
          amountFen: true,
          items: { select: { id: true, text: true }, orderBy: { ord: "asc" } },
          deliveries: {
            orderBy: { round: "asc" },
            select: {
              id: true,
              round: true,
              note: true,
              at: true,
              changesText: true,
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
            },
          },
        },
      },
      evidence: { orderBy: { id: "asc" }, take: 200, select: { id: true, orgId: true, text: true, at: true } },
    },
  });
  if (!dispute) return null;
  const { contract, ...milestone } = dispute.milestone;
  const [files, delivered] = await Promise.all([
    filesOf("dispute", [dispute.id, ...dispute.evidence.map((e) => e.id)]),
    filesOf(
      "delivery",
      milestone.deliveries.map((d) => d.id),
    ),
  ]);
  const side = sideOf(viewer, contract);
  const orgId = side === "EMPLOYER" ? contract.employerId : contract.providerId;
  return {
    ...dispute,
    milestone: { ...milestone, deliveries: milestone.deliveries.map((d) => ({ ...d, files: delivered.get(d.id) ?? [] })) },
    contract,
    openedBySide: dispute.side,
    viewerSide: side,
    mayAct: side !== null && can(viewer, orgId, "contract:act"),
    files: files.get(dispute.id) ?? [],
    evidence: dispute.evidence.map(({ orgId: by, ...e }) => ({
      ...e,
      side: by === contract.employerId ? ("EMPLOYER" as const) : ("PROVIDER" as const),
      files: files.get(e.id) ?? [],
    })),
  };
}

const PAGE = 30;
/** Disputes for the desk: those to decide first come oldest first, decided ones newest first. */
export async function deskDisputes(state: "OPENED" | "EXECUTED" | "WITHDRAWN", after: string | null) {
  const open = state === "OPENED";
  const rows = await db.dispute.findMany({
    where: { state, ...(after ? { id: open ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: open ? "asc" : "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      amountFen: true,
      side: true,
      openedAt: true,
      decidedAt: true,
      milestone: {
        select: {
          title: true,
          contract: { select: { title: true, employer: { select: { name: true } }, provider: { select: { name: true } } } },
        },
      },
    },
  });
  return { disputes: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
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

/** How many disputes wait for a decision: for the desk's home. */
export const openDisputeCount = () => db.dispute.count({ where: { state: "OPENED" } });

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
