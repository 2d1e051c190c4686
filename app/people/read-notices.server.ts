import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";

/** Marks notices of the viewer as read: the named one, or all up to the newest that the page showed. */
export async function readNotices(viewer: Viewer, which: { id: string } | { upTo: string }): Promise<void> {
  await transact(async (tx) => {
    const id = "id" in which ? which.id : { lte: which.upTo };
    await tx.notice.updateMany({ where: { userId: viewer.userId, id, readAt: null }, data: { readAt: await appNow(tx) } });
    afterCommit(tx, () => signal({ user: viewer.userId }, "notices"));
  });
}
