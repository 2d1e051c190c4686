import { isOpen, stepUpPolicy } from "#app/people/account/step-up.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Sends a letter with a new code to the person's mail box, unless the last one is good and went a moment ago. Says whether it did. */
export async function askStepUp(viewer: Viewer): Promise<boolean> {
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${viewer.userId}::uuid FOR NO KEY UPDATE`;
    const now = await appNow(tx);
    const last = await tx.stepUp.findUnique({ where: { userId: viewer.userId } });
    if (last && isOpen(last, now) && now.getTime() - last.sentAt.getTime() < stepUpPolicy.againMs) return false;
    const data = { round: (last?.round ?? 0) + 1, sentAt: now, tries: 0, provenAt: null };
    await tx.stepUp.upsert({ where: { userId: viewer.userId }, create: { userId: viewer.userId, ...data }, update: data });
    await enqueue(tx, "mail-code", { userId: viewer.userId });
    return true;
  });
}
