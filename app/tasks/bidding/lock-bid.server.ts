import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { asProvider, lockTask } from "#app/tasks/lock.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks a bid's task and reads both. */
export async function lockBid(tx: Tx, bidId: string) {
  const found = await tx.bid.findUnique({ where: { id: bidId }, select: { taskId: true } });
  if (!found) throw new Refusal("notFound");
  const { task, now } = await lockTask(tx, found.taskId);
  const bid = await tx.bid.findUniqueOrThrow({ where: { id: bidId } });
  return { task, bid, now };
}

/** The viewer's own bid, its task locked. */
export async function lockOwnBid(tx: Tx, viewer: Viewer, bidId: string) {
  const locked = await lockBid(tx, bidId);
  return { ...locked, actor: asProvider(viewer, locked.bid) };
}
