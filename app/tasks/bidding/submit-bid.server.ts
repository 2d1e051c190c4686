import { refuseSelfDealing } from "#app/contracts/create-contract.server.ts";
import { setFiles } from "#app/files/link-files.server.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type BidForm, type BidState, busyStates, liveStates } from "#app/tasks/bid.ts";
import { keepVersion } from "#app/tasks/bidding/bid-content.server.ts";
import { type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { maySeeTask } from "#app/tasks/visible.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

export type Receipt = { bidId: string; version: number; sha256: string };

/**
 * A provider's bid, sent for the first time or again: the last version before the close counts, and each is kept. Open to whom the task
 * is shown, never to its own employer; the close, by the database's clock under the task's lock, is exact.
 */
export async function submitBid(viewer: Viewer, taskId: string, form: BidForm): Promise<Receipt> {
  const providerId = viewer.orgId;
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Organisation" WHERE id = ${providerId}::uuid FOR UPDATE`;
    const { task, now } = await lockTask(tx, taskId);
    if (!(await maySeeTask(viewer, task, tx))) throw new Refusal("notFound");
    if (!can(viewer, providerId, "bid:place")) throw new Refusal("notAllowed");
    await guardTask(tx, task, providerId, form, now);
    const mine = await tx.bid.findFirst({ where: { taskId, providerId, state: { in: [...liveStates] } } });
    if (mine && now.getTime() - mine.editedAt.getTime() < policy.editEveryMs) {
      throw new Refusal("editTooSoon", { seconds: Math.ceil((policy.editEveryMs - (now.getTime() - mine.editedAt.getTime())) / 1000) });
    }
    const bidId = mine ? await rewrite(tx, viewer, mine, task, form, now) : await create(tx, viewer, providerId, task, form, now);
    await setFiles(tx, viewer, form.files, "bid", bidId);
    const sha256 = await keepVersion(tx, bidId, now);
    return { bidId, version: mine ? mine.version + 1 : 1, sha256 };
  });
}

async function guardTask(tx: Tx, task: LockedTask, providerId: string, form: BidForm, now: Date) {
  if (task.state !== "OPEN" || task.closeAt! <= now) throw new Refusal("biddingClosed");
  await refuseSelfDealing(tx, task.employerId, providerId);
  if (form.taskVersion !== task.version) throw new Refusal("taskAmended");
  const stageCount = await tx.taskStage.count({ where: { taskId: task.id } });
  if (form.stages.length !== stageCount) throw new Refusal("taskAmended");
  if (form.price > task.budgetFen && !task.budgetIsGuide) throw new Refusal("overBudget", { budgetFen: String(task.budgetFen) }, "price");
}

const planOf = (form: BidForm) => form.stages.map((s, i) => ({ ord: i + 1, amountFen: s.amount, days: s.days }));

async function create(tx: Tx, viewer: Viewer, providerId: string, task: LockedTask, form: BidForm, now: Date): Promise<string> {
  const org = await tx.organisation.findUniqueOrThrow({ where: { id: providerId }, select: { verifiedAt: true } });
  const quota = org.verifiedAt ? policy.quota.verified : policy.quota.unverified;
  const busy = await tx.bid.count({
    where: {
      providerId,
      state: { in: [...busyStates] },
      task: { state: { in: ["OPEN", "QUALIFYING", "LIVE", "SELECTION", "SUSPENDED"] } },
    },
  });
  if (busy >= quota) throw new Refusal("bidQuota", { quota });
  if (task.bidCount >= policy.bidCap) throw new Refusal("bidCap", { cap: policy.bidCap });
  const label = task.lastLabel + 1;
  await tx.task.update({ where: { id: task.id }, data: { lastLabel: label, bidCount: { increment: 1 } } });
  const bid = await tx.bid.create({
    data: {
      taskId: task.id,
      providerId,
      createdById: viewer.userId,
      label,
      taskVersion: task.version,
      priceFen: form.price,
      taxIncluded: form.taxIncluded,
      days: form.days,
      proposal: form.proposal,
      submittedAt: now,
      editedAt: now,
      stages: { create: planOf(form) },
    },
    select: { id: true },
  });
  const actor = { userId: viewer.userId, role: "provider" } as const;
  await recordTransition(tx, { entity: "bid", entityId: bid.id, from: null, to: "SUBMITTED", verb: "submitBid", actor }, now);
  return bid.id;
}

type Mine = { id: string; providerId: string; taskId: string; version: number; state: BidState };

async function rewrite(tx: Tx, viewer: Viewer, bid: Mine, task: LockedTask, form: BidForm, now: Date) {
  const data = {
    version: bid.version + 1,
    taskVersion: task.version,
    priceFen: form.price,
    taxIncluded: form.taxIncluded,
    days: form.days,
    proposal: form.proposal,
    editedAt: now,
  };
  await tx.bidStage.deleteMany({ where: { bidId: bid.id } });
  await tx.bidStage.createMany({ data: planOf(form).map((s) => ({ ...s, bidId: bid.id })) });
  const actor = { userId: viewer.userId, role: "provider" } as const;
  await moveBid(tx, bid, { verb: "editBid", to: "SUBMITTED", actor, data }, now);
  return bid.id;
}
