import type { Tx } from "#app/transact.server.ts";

/** Takes back a room that was announced but has not begun, when its task is cancelled or suspended. */
export async function dropRoom(tx: Tx, taskId: string) {
  await tx.auctionBidder.deleteMany({ where: { taskId } });
  await tx.auction.deleteMany({ where: { taskId, state: { in: ["SCHEDULED", "LOBBY"] } } });
  await tx.task.update({ where: { id: taskId }, data: { liveAt: null } });
}
