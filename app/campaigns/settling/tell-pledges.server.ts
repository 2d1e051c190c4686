import { signal } from "#app/live/live.server.ts";
import type { NoticeKind } from "#app/people/notify.server.ts";
import { enqueueAll } from "#app/queue.server.ts";
import type { Params } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";

type ToTell = { id: string; userId: string; params: Params };
/** More than this many hear of it by their notice alone: their pages are not signalled one by one. */
const SIGNALLED = 200;
const ROWS = 1000;

/** A notice for the backer of each of these pledges, each with its own numbers, a thousand to a statement. */
export async function tellPledges(tx: Tx, pledges: readonly ToTell[], kind: NoticeKind, now: Date, subject?: (id: string) => string) {
  for (let i = 0; i < pledges.length; i += ROWS) {
    const rows = await tx.notice.createManyAndReturn({
      data: pledges.slice(i, i + ROWS).map(({ id, userId, params }) => ({
        userId,
        kind,
        params,
        href: `/pledges/${id}`,
        subject: subject?.(id) ?? null,
        createdAt: now,
      })),
      select: { id: true },
    });
    await enqueueAll(
      tx,
      "mail-notice",
      rows.map((row) => ({ noticeId: row.id })),
    );
  }
  if (pledges.length > SIGNALLED) return;
  afterCommit(tx, () => {
    for (const { id, userId } of pledges) {
      signal({ user: userId }, "notices");
      signal({ user: userId }, `pledge:${id}`);
    }
  });
}
