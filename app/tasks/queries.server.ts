import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { belongs, can, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { validStates } from "#app/tasks/bid.ts";
import { phaseOf } from "#app/tasks/task.ts";
import { maySeeTask } from "#app/tasks/visible.server.ts";

/** What the pages of a task read. Each answer holds exactly what its viewer may see; null when the task is not theirs to know. */

/** May this viewer download what is attached to the task? */
export async function maySeeTaskFiles(viewer: Viewer | null, taskId: string): Promise<boolean> {
  const task = await db.task.findUnique({
    where: { id: taskId },
    select: { id: true, employerId: true, state: true, visibility: true, publishedAt: true },
  });
  return task !== null && maySeeTask(viewer, task);
}

/**
 * What is attached to a bid: its maker always; the employer from the moment proposals are opened, and as long as they are judged
 * without names, without the files' own names too.
 */
export async function maySeeBidFiles(viewer: Viewer | null, bidId: string): Promise<boolean | "nameless"> {
  if (!viewer) return false;
  const bid = await db.bid.findUnique({
    where: { id: bidId },
    select: { providerId: true, task: { select: { employerId: true, state: true, suspendedFrom: true } } },
  });
  if (!bid) return false;
  if (belongs(viewer, bid.providerId)) return true;
  const state = bid.task.suspendedFrom ?? bid.task.state;
  if (!belongs(viewer, bid.task.employerId) || ["DRAFT", "IN_REVIEW", "REJECTED", "OPEN"].includes(state)) return false;
  return state === "QUALIFYING" || state === "LIVE" ? "nameless" : true;
}

/** How an employer behaved so far, in simple counts. */
export async function employerCard(orgId: string) {
  const org = await db.organisation.findUniqueOrThrow({
    where: { id: orgId },
    select: { id: true, name: true, city: true, verifiedAt: true, avatarFileId: true, createdAt: true },
  });
  const [row] = await db.$queryRaw<{ posted: number; chosen: number; unchosen: number; completed: number }[]>`
    SELECT count(*) FILTER (WHERE t."publishedAt" IS NOT NULL)::int AS posted,
      count(*) FILTER (WHERE t.state = 'CONTRACTING' OR EXISTS (SELECT 1 FROM "Award" a WHERE a."taskId" = t.id))::int AS chosen,
      count(*) FILTER (WHERE t.state = 'FAILED' AND t."endReason" = 'noChoice')::int AS unchosen,
      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM "Contract" c WHERE c."taskId" = t.id AND c.state = 'COMPLETED'))::int AS completed
    FROM "Task" t WHERE t."employerId" = ${orgId}::uuid`;
  const { verifiedAt, ...who } = org;
  const decided = row!.chosen + row!.unchosen;
  return { ...who, verified: verifiedAt !== null, ...row!, selectionRate: decided > 0 ? Math.round((row!.chosen * 100) / decided) : null };
}

const taskSelect = {
  id: true,
  employerId: true,
  kind: true,
  state: true,
  title: true,
  category: true,
  scope: true,
  deliverables: true,
  ipClause: true,
  invoiceFirst: true,
  budgetFen: true,
  budgetIsGuide: true,
  workDays: true,
  bidDays: true,
  weightPrice: true,
  weightTime: true,
  weightQuality: true,
  weightRecord: true,
  visibility: true,
  version: true,
  bidCount: true,
  rejections: true,
  reviewReason: true,
  endReason: true,
  suspendedFrom: true,
  submittedAt: true,
  publishedAt: true,
  closeAt: true,
  qualifyUntilAt: true,
  liveAt: true,
  selectBy: true,
  selectionAt: true,
  stages: { select: { ord: true, title: true, acceptance: true }, orderBy: { ord: "asc" } },
  criteria: { select: { ord: true, name: true, weight: true }, orderBy: { ord: "asc" } },
  amendments: { select: { version: true, changes: true, reason: true, at: true }, orderBy: { version: "desc" } },
  auction: { select: { state: true, startAt: true, endAt: true } },
} as const;

/** The task itself, as whoever may see it sees it. */
export async function readTask(viewer: Viewer | null, taskId: string) {
  const task = await db.task.findUnique({ where: { id: taskId }, select: taskSelect });
  if (!task || !(await maySeeTask(viewer, task))) return null;
  const mine = belongs(viewer, task.employerId);
  const contract = await db.contract.findFirst({
    where: { taskId },
    orderBy: { createdAt: "desc" },
    select: { id: true, state: true, employerId: true, providerId: true },
  });
  const party = contract && (belongs(viewer, contract.employerId) || belongs(viewer, contract.providerId) || viewer?.operator);
  const { employerId, reviewReason, rejections, endReason, ...shown } = task;
  // The reason of a rejection and of a suspension is between us and the employer.
  const inside = mine || viewer?.operator === true;
  return {
    ...shown,
    phase: phaseOf(task.state, contract?.state),
    contractId: party ? contract.id : null,
    reviewReason: inside ? reviewReason : null,
    endReason: inside || task.state === "FAILED" || task.state === "CANCELLED" ? endReason : null,
    rejections: inside ? rejections : 0,
    employerId,
    mine,
    mayManage: viewer !== null && mine && can(viewer, employerId, "task:manage"),
  };
}
export type TaskView = NonNullable<Awaited<ReturnType<typeof readTask>>>;

/** The viewer's own bid on a task, the newest one, over all their organisations. Own scores only once the choice has begun. */
export async function ownBid(viewer: Viewer | null, taskId: string) {
  const orgs = orgIdsOf(viewer);
  if (orgs.length === 0) return null;
  const bid = await db.bid.findFirst({
    where: { taskId, providerId: { in: orgs } },
    orderBy: { submittedAt: "desc" },
    include: {
      stages: { select: { ord: true, amountFen: true, days: true }, orderBy: { ord: "asc" } },
      scores: { select: { ord: true, points: true }, orderBy: { ord: "asc" } },
      versions: { select: { version: true, sha256: true, at: true }, orderBy: { version: "desc" }, take: 20 },
      awards: {
        select: { id: true, state: true, place: true, offeredAt: true, acceptBy: true, voidedAt: true },
        orderBy: { offeredAt: "desc" },
        take: 1,
      },
      task: { select: { state: true, selectionAt: true } },
    },
  });
  if (!bid) return null;
  const {
    task,
    createdById: _,
    qualityMilli,
    recordMilli,
    priceScoreMilli,
    timeScoreMilli,
    scoreMilli,
    rank,
    scores,
    awards,
    ...own
  } = bid;
  const score =
    task.selectionAt && scoreMilli !== null
      ? { qualityMilli, recordMilli, priceScoreMilli, timeScoreMilli, scoreMilli, rank, scores }
      : null;
  const files = (await filesOf("bid", [bid.id])).get(bid.id)!;
  return { ...own, score, award: awards[0] ?? null, files, mayBid: viewer !== null && can(viewer, bid.providerId, "bid:place") };
}
export type OwnBid = NonNullable<Awaited<ReturnType<typeof ownBid>>>;

const profile = { id: true, name: true, city: true, verifiedAt: true, kind: true } as const;

/** Who has bid, for the employer of an open sealed tender: profiles in the order of the alphabet, nothing of the bids. */
export async function bidderProfiles(taskId: string) {
  const bids = await db.bid.findMany({
    where: { taskId, state: { in: ["SUBMITTED", "NEEDS_RECONFIRM"] } },
    select: { provider: { select: profile } },
    orderBy: { provider: { name: "asc" } },
    take: 100,
  });
  return bids.map(({ provider: { verifiedAt, ...who } }) => ({ ...who, verified: verifiedAt !== null }));
}

/** The bids of a qualifying, for the employer: proposals by number, no names, no prices. */
export async function namelessBids(taskId: string) {
  const bids = await db.bid.findMany({
    where: { taskId, state: { in: ["SUBMITTED", "QUALIFIED", "DISQUALIFIED"] } },
    orderBy: { label: "asc" },
    select: {
      id: true,
      label: true,
      state: true,
      days: true,
      proposal: true,
      fixUntilAt: true,
      feedback: true,
      disqualifyReason: true,
      qualityMilli: true,
      scores: { select: { ord: true, points: true }, orderBy: { ord: "asc" } },
    },
  });
  const files = await filesOf(
    "bid",
    bids.map((b) => b.id),
  );
  // A file's name may give its maker away.
  return bids.map((bid) => ({
    ...bid,
    files: files.get(bid.id)!.map((file, i) => ({ ...file, name: `${i + 1}${/\.[^.]{1,8}$/.exec(file.name)?.[0] ?? ""}` })),
  }));
}
export type NamelessBid = Awaited<ReturnType<typeof namelessBids>>[number];

/** The bids to choose from, best first, with everything; for the employer, from SELECTION on. */
export async function bidsToChoose(taskId: string) {
  const bids = await db.bid.findMany({
    where: { taskId, state: { notIn: ["NEEDS_RECONFIRM", "WITHDRAWN"] } },
    orderBy: [{ rank: { sort: "asc", nulls: "last" } }, { label: "asc" }],
    select: {
      id: true,
      label: true,
      state: true,
      priceFen: true,
      taxIncluded: true,
      days: true,
      proposal: true,
      qualityMilli: true,
      recordMilli: true,
      priceScoreMilli: true,
      timeScoreMilli: true,
      scoreMilli: true,
      rank: true,
      disqualifyReason: true,
      stages: { select: { ord: true, amountFen: true, days: true }, orderBy: { ord: "asc" } },
      scores: { select: { ord: true, points: true }, orderBy: { ord: "asc" } },
      provider: { select: profile },
    },
  });
  const files = await filesOf(
    "bid",
    bids.map((b) => b.id),
  );
  return bids.map(({ provider: { verifiedAt, ...who }, ...bid }) => ({
    ...bid,
    valid: (validStates as readonly string[]).includes(bid.state),
    files: files.get(bid.id)!,
    provider: { ...who, verified: verifiedAt !== null },
  }));
}
export type BidToChoose = Awaited<ReturnType<typeof bidsToChoose>>[number];

/** The offers made so far: the employer and the bidders see which number was chosen and why. */
export async function offersOf(taskId: string) {
  const awards = await db.award.findMany({
    where: { taskId },
    orderBy: { offeredAt: "asc" },
    select: {
      id: true,
      place: true,
      state: true,
      reason: true,
      offeredAt: true,
      acceptBy: true,
      answeredAt: true,
      bid: { select: { label: true, rank: true } },
    },
  });
  return awards.map(({ bid, ...award }) => ({ ...award, label: bid.label, rank: bid.rank }));
}
