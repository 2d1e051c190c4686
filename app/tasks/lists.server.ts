import { db } from "#app/db.server.ts";
import { orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { policy } from "#app/tasks/policy.ts";
import { phaseOf } from "#app/tasks/task.ts";
import type { DeskView, MyBidView, MyTaskView } from "#app/tasks/views.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

const taskStatesOf: Record<MyTaskView, Prisma.TaskWhereInput> = {
  all: {},
  draft: { state: { in: ["DRAFT", "IN_REVIEW", "REJECTED"] } },
  running: { state: { in: ["OPEN", "QUALIFYING", "LIVE", "SUSPENDED"] } },
  choosing: { state: { in: ["SELECTION", "AWARD_PENDING"] } },
  contract: { state: "CONTRACTING" },
  ended: { state: { in: ["FAILED", "CANCELLED"] } },
};

/** The tasks of the viewer's organisations, newest first. */
export async function myTasks(viewer: Viewer, view: MyTaskView, after: string | null) {
  const rows = await db.task.findMany({
    where: { employerId: { in: orgIdsOf(viewer) }, ...taskStatesOf[view], ...(after ? { id: { lt: after } } : {}) },
    orderBy: { id: "desc" },
    take: policy.pageSize + 1,
    select: {
      id: true,
      title: true,
      category: true,
      kind: true,
      state: true,
      budgetFen: true,
      bidCount: true,
      closeAt: true,
      qualifyUntilAt: true,
      liveAt: true,
      selectBy: true,
      createdAt: true,
      employer: { select: { name: true } },
      contracts: { select: { id: true, state: true }, orderBy: { createdAt: "desc" }, take: 1 },
      awards: { where: { state: "OFFERED", voidedAt: null }, select: { acceptBy: true }, take: 1 },
    },
  });
  const shown = rows.slice(0, policy.pageSize);
  return {
    tasks: shown.map(({ contracts, awards, employer, ...task }) => ({
      ...task,
      employer: employer.name,
      contractId: contracts[0]?.id ?? null,
      acceptBy: awards[0]?.acceptBy ?? null,
      phase: phaseOf(task.state, contracts[0]?.state),
    })),
    next: rows.length > policy.pageSize ? shown.at(-1)!.id : null,
  };
}
export type MyTask = Awaited<ReturnType<typeof myTasks>>["tasks"][number];

const bidStatesOf: Record<MyBidView, Prisma.BidWhereInput> = {
  all: {},
  running: { state: { in: ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED"] } },
  chosen: { state: { in: ["AWARDED", "STANDBY"] } },
  ended: { state: { in: ["WITHDRAWN", "DISQUALIFIED", "NOT_SELECTED", "LAPSED", "DECLINED"] } },
};

/** The bids of the viewer's organisations, newest first. */
export async function myBids(viewer: Viewer, view: MyBidView, after: string | null) {
  const rows = await db.bid.findMany({
    where: { providerId: { in: orgIdsOf(viewer) }, ...bidStatesOf[view], ...(after ? { id: { lt: after } } : {}) },
    orderBy: { id: "desc" },
    take: policy.pageSize + 1,
    select: {
      id: true,
      state: true,
      label: true,
      priceFen: true,
      days: true,
      editedAt: true,
      fixUntilAt: true,
      rank: true,
      provider: { select: { name: true } },
      awards: { where: { state: "OFFERED", voidedAt: null }, select: { acceptBy: true }, take: 1 },
      task: {
        select: {
          id: true,
          title: true,
          kind: true,
          state: true,
          closeAt: true,
          liveAt: true,
          selectBy: true,
          contracts: { select: { id: true, state: true, bidId: true }, orderBy: { createdAt: "desc" }, take: 1 },
        },
      },
    },
  });
  const shown = rows.slice(0, policy.pageSize);
  return {
    bids: shown.map(({ provider, awards, task: { contracts, ...task }, ...bid }) => ({
      ...bid,
      provider: provider.name,
      acceptBy: awards[0]?.acceptBy ?? null,
      task: { ...task, phase: phaseOf(task.state, contracts[0]?.state) },
      contractId: contracts[0]?.bidId === bid.id ? contracts[0].id : null,
    })),
    next: rows.length > policy.pageSize ? shown.at(-1)!.id : null,
  };
}
export type MyBid = Awaited<ReturnType<typeof myBids>>["bids"][number];

const deskStates: Record<DeskView, Prisma.TaskWhereInput> = {
  review: { state: "IN_REVIEW" },
  running: { state: { in: ["OPEN", "QUALIFYING", "LIVE", "SELECTION", "AWARD_PENDING"] } },
  suspended: { state: "SUSPENDED" },
};

/** For operators: tasks that wait for a review, the longest first; or those that run or stand still. */
export async function deskTasks(view: DeskView, after: string | null) {
  const rows = await db.task.findMany({
    where: { ...deskStates[view], ...(after ? { id: view === "review" ? { gt: after } : { lt: after } } : {}) },
    orderBy: { id: view === "review" ? "asc" : "desc" },
    take: policy.pageSize + 1,
    select: {
      id: true,
      title: true,
      category: true,
      kind: true,
      state: true,
      budgetFen: true,
      submittedAt: true,
      suspendedAt: true,
      closeAt: true,
      rejections: true,
      bidCount: true,
      employer: { select: { name: true, verifiedAt: true } },
    },
  });
  const shown = rows.slice(0, policy.pageSize);
  return {
    tasks: shown.map(({ employer, ...task }) => ({ ...task, employer: employer.name, verified: employer.verifiedAt !== null })),
    next: rows.length > policy.pageSize ? shown.at(-1)!.id : null,
  };
}

/** Every move a task made, for operators. */
export async function historyOf(taskId: string) {
  const rows = await db.transition.findMany({
    where: { entity: "task", entityId: taskId },
    orderBy: { id: "asc" },
    select: { id: true, from: true, to: true, verb: true, actorRole: true, reason: true, at: true },
    take: 200,
  });
  return rows.map(({ id, ...row }) => ({ ...row, key: String(id) }));
}
