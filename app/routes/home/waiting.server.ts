import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import type { Messages } from "#app/i18n/zh.ts";
import { can, mayGoOn, type Permission, type Viewer } from "#app/people/viewer.ts";
import { waitingOfCampaigns } from "./waiting-campaigns.server.ts";

export type WaitingKind = keyof Messages["ui"]["home"]["waiting"];
export type Waiting = { key: string; kind: WaitingKind; title: string; href: string; at: Date | null };

const MOST = 20;
/** Where something goes on, also those that are suspended. */
const goingOnWith = (viewer: Viewer, permission: Permission) =>
  viewer.orgs.filter((org) => mayGoOn(viewer, org.id, permission)).map((org) => org.id);
const orgsWith = (viewer: Viewer, permission: Permission) =>
  viewer.orgs.filter((org) => can(viewer, org.id, permission)).map((org) => org.id);

/** What only this person can move on, over all their organisations, the nearest deadline first. */
export async function waitingFor(viewer: Viewer): Promise<Waiting[]> {
  const lists = await Promise.all([
    ownTasks(viewer),
    ownBids(viewer),
    awards(viewer),
    rooms(viewer),
    signatures(viewer),
    milestones(viewer),
    changes(viewer),
    endings(viewer),
    desk(viewer),
    waitingOfCampaigns(viewer),
  ]);
  const far = Number.MAX_SAFE_INTEGER;
  return lists
    .flat()
    .sort((a, b) => (a.at?.getTime() ?? far) - (b.at?.getTime() ?? far))
    .slice(0, MOST);
}

async function ownTasks(viewer: Viewer): Promise<Waiting[]> {
  const tasks = await db.task.findMany({
    where: { employerId: { in: orgsWith(viewer, "task:manage") }, state: { in: ["REJECTED", "QUALIFYING", "SELECTION"] } },
    select: { id: true, title: true, state: true, qualifyUntilAt: true, selectBy: true },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return tasks.map(({ id, title, state, qualifyUntilAt, selectBy }) => {
    if (state === "QUALIFYING") return { key: id, kind: "qualify", title, href: `/tasks/${id}/qualify`, at: qualifyUntilAt };
    if (state === "SELECTION") return { key: id, kind: "select", title, href: `/tasks/${id}/select`, at: selectBy };
    return { key: id, kind: "fix", title, href: `/tasks/${id}/edit`, at: null };
  });
}

async function ownBids(viewer: Viewer): Promise<Waiting[]> {
  const bids = await db.bid.findMany({
    where: { providerId: { in: orgsWith(viewer, "bid:place") }, state: "NEEDS_RECONFIRM", task: { state: "OPEN" } },
    select: { id: true, task: { select: { id: true, title: true, closeAt: true } } },
    take: MOST,
  });
  return bids.map(({ id, task }) => ({ key: id, kind: "reconfirm", title: task.title, href: `/tasks/${task.id}/bid`, at: task.closeAt }));
}

async function awards(viewer: Viewer): Promise<Waiting[]> {
  const offers = await db.award.findMany({
    where: { state: "OFFERED", voidedAt: null, bid: { providerId: { in: orgsWith(viewer, "bid:place") } } },
    select: { id: true, acceptBy: true, task: { select: { id: true, title: true } } },
    take: MOST,
  });
  return offers.map(({ id, acceptBy, task }) => ({ key: id, kind: "award", title: task.title, href: `/tasks/${task.id}`, at: acceptBy }));
}

async function rooms(viewer: Viewer): Promise<Waiting[]> {
  const places = await db.auctionBidder.findMany({
    where: { orgId: { in: orgsWith(viewer, "bid:place") }, auction: { state: { in: ["LOBBY", "RUNNING", "PAUSED"] } } },
    select: { bidId: true, taskId: true, auction: { select: { endAt: true, task: { select: { title: true } } } } },
    take: MOST,
  });
  return places.map(({ bidId, taskId, auction }) => ({
    key: `room:${bidId}`,
    kind: "room",
    title: auction.task.title,
    href: `/tasks/${taskId}/live`,
    at: auction.endAt,
  }));
}

async function signatures(viewer: Viewer): Promise<Waiting[]> {
  const orgs = orgsWith(viewer, "contract:act");
  const contracts = await db.contract.findMany({
    where: {
      state: "SENT",
      OR: [
        { employerId: { in: orgs }, signatures: { none: { side: "EMPLOYER" } } },
        { providerId: { in: orgs }, signatures: { none: { side: "PROVIDER" } } },
      ],
    },
    select: { id: true, title: true, signBy: true },
    take: MOST,
  });
  return contracts.map(({ id, title, signBy }) => ({ key: id, kind: "sign", title, href: `/contracts/${id}`, at: signBy }));
}

async function milestones(viewer: Viewer): Promise<Waiting[]> {
  const pays = orgsWith(viewer, "pay:approve");
  const acts = goingOnWith(viewer, "contract:act");
  const rows = await db.milestone.findMany({
    where: {
      OR: [
        { state: "AWAITING_FUNDING", contract: { employerId: { in: pays }, state: { in: ["SIGNED", "ACTIVE", "PAUSED"] } } },
        { state: "SUBMITTED", contract: { employerId: { in: acts } } },
        { state: { in: ["FUNDED", "WORKING", "CHANGES_REQUESTED"] }, contract: { providerId: { in: acts } } },
      ],
    },
    select: {
      id: true,
      title: true,
      state: true,
      fundBy: true,
      fundedAt: true,
      dueAt: true,
      acceptBy: true,
      changesDueAt: true,
      contract: { select: { id: true, title: true } },
    },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map((row) => {
    const whole = { key: row.id, title: `${row.contract.title} · ${row.title}`, href: `/contracts/${row.contract.id}` };
    if (row.state === "AWAITING_FUNDING") return { ...whole, kind: "fund" as const, at: row.fundBy };
    if (row.state === "SUBMITTED") return { ...whole, kind: "accept" as const, at: row.acceptBy };
    if (row.state === "FUNDED")
      return { ...whole, kind: "start" as const, at: row.fundedAt && new Date(row.fundedAt.getTime() + policy.autoStartMs) };
    if (row.state === "CHANGES_REQUESTED") return { ...whole, kind: "change" as const, at: row.changesDueAt };
    return { ...whole, kind: "deliver" as const, at: row.dueAt };
  });
}

async function changes(viewer: Viewer): Promise<Waiting[]> {
  const acts = goingOnWith(viewer, "contract:act");
  const orders = await db.changeOrder.findMany({
    where: {
      OR: [
        { state: { in: ["PROPOSED", "COUNTERED"] }, turn: "EMPLOYER", contract: { employerId: { in: acts } } },
        { state: { in: ["PROPOSED", "COUNTERED"] }, turn: "PROVIDER", contract: { providerId: { in: acts } } },
        { state: "FUNDING", contract: { employerId: { in: orgsWith(viewer, "pay:approve") } } },
      ],
    },
    select: { id: true, state: true, answerBy: true, payBy: true, contract: { select: { id: true, title: true } } },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return orders.map(({ id, state, answerBy, payBy, contract }) => {
    const about = { key: id, title: contract.title, href: `/contracts/${contract.id}#change` };
    return state === "FUNDING" ? { ...about, kind: "payChange", at: payBy } : { ...about, kind: "answerChange", at: answerBy };
  });
}

async function endings(viewer: Viewer): Promise<Waiting[]> {
  const acts = goingOnWith(viewer, "contract:act");
  const rows = await db.ending.findMany({
    where: {
      OR: [
        { state: "ASKED", contract: { providerId: { in: acts } } },
        { state: "STATED", contract: { employerId: { in: acts } } },
      ],
    },
    select: { id: true, state: true, answerBy: true, contract: { select: { id: true, title: true } } },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map(({ id, state, answerBy, contract }) => ({
    key: id,
    kind: state === "ASKED" ? "stateDone" : "answerEnding",
    title: contract.title,
    href: `/contracts/${contract.id}#ending`,
    at: answerBy,
  }));
}

async function desk(viewer: Viewer): Promise<Waiting[]> {
  if (!viewer.operator) return [];
  const tasks = await db.task.findMany({
    where: { state: "IN_REVIEW" },
    select: { id: true, title: true, submittedAt: true },
    orderBy: { submittedAt: "asc" },
    take: 5,
  });
  return tasks.map(({ id, title }) => ({ key: `review:${id}`, kind: "review" as const, title, href: "/desk/tasks", at: null }));
}
