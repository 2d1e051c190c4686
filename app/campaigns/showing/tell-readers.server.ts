import { speakingStates } from "#app/campaigns/showing/talk.ts";
import { signal } from "#app/live/live.server.ts";
import type { NoticeContent } from "#app/people/notify.server.ts";
import { enqueueAll } from "#app/queue.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** More than this many hear of it by their notice and mail alone: their pages are not signalled one by one. */
const SIGNALLED = 200;
const ROWS = 1000;

/** A notice for every backer of a campaign, and for its followers unless it is for backers only: a thousand to a statement. */
export async function tellReaders(tx: Tx, campaignId: string, backersOnly: boolean, notice: NoticeContent, now: Date): Promise<number> {
  const followers = backersOnly ? Prisma.empty : Prisma.sql`UNION SELECT "userId" FROM "Follow" WHERE "campaignId" = ${campaignId}::uuid`;
  const readers = await tx.$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND state::text = ANY(${[...speakingStates]}) ${followers}`;
  for (let i = 0; i < readers.length; i += ROWS) {
    const rows = await tx.notice.createManyAndReturn({
      data: readers.slice(i, i + ROWS).map(({ userId }) => ({
        userId,
        kind: notice.kind,
        params: notice.params,
        href: notice.href,
        subject: notice.subject ?? null,
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
  if (readers.length <= SIGNALLED)
    afterCommit(tx, () => {
      for (const { userId } of readers) signal({ user: userId }, "notices");
    });
  return readers.length;
}
