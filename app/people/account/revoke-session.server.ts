import { disconnectPerson } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** Ends one of the viewer's own sessions: whoever uses it is a visitor from their next request on. */
export async function revokeSession(viewer: Viewer, sessionId: string): Promise<void> {
  await transact(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, userId: viewer.userId } });
    if (count === 0) throw new Refusal("notFound");
    afterCommit(tx, () => disconnectPerson(viewer.userId));
  });
}
