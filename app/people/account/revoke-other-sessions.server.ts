import { disconnectPerson } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** Ends all of the viewer's sessions but the one in use; gives how many. */
export async function revokeOtherSessions(viewer: Viewer, sessionId: string): Promise<number> {
  return transact(async (tx) => {
    afterCommit(tx, () => disconnectPerson(viewer.userId));
    return (await tx.session.deleteMany({ where: { userId: viewer.userId, NOT: { id: sessionId } } })).count;
  });
}
