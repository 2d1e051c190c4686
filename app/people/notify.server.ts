import type { Messages } from "#app/i18n/zh.ts";
import { signal } from "#app/live/live.server.ts";
import { type Permission, rolesWith } from "#app/people/viewer.ts";
import { enqueueAll } from "#app/queue.server.ts";
import type { Params } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";

/** "tasks.notice.awarded": a sentence of a room's dictionary, in both languages. */
export type NoticeKind = {
  [Room in keyof Messages & string]: Messages[Room] extends { notice: infer N } ? `${Room}.notice.${keyof N & string}` : never;
}[keyof Messages & string];

/** params fill the sentence; money as fen in text ("...Fen"), moments as ISO text ("...At"). href is the page where one acts. */
export type NoticeContent = { kind: NoticeKind; params: Params; href: string; subject?: string };

/** Keeps a notice for each person in the caller's transaction, with its mail; their pages hear of it after the commit. */
export async function notifyUsers(tx: Tx, userIds: readonly string[], notice: NoticeContent, now: Date) {
  const unique = [...new Set(userIds)];
  if (unique.length === 0) return;
  const rows = await tx.notice.createManyAndReturn({
    data: unique.map((userId) => ({
      userId,
      kind: notice.kind,
      params: notice.params,
      href: notice.href,
      subject: notice.subject ?? null,
      createdAt: now,
    })),
    select: { id: true, userId: true },
  });
  await enqueueAll(
    tx,
    "mail-notice",
    rows.map((row) => ({ noticeId: row.id })),
  );
  afterCommit(tx, () => {
    for (const userId of unique) signal({ user: userId }, "notices");
  });
}

/** The same to the members of an organisation who may act on it. */
export async function notifyOrg(tx: Tx, orgId: string, permission: Permission, notice: NoticeContent, now: Date) {
  const members = await tx.member.findMany({ where: { orgId, role: { in: rolesWith(permission) } }, select: { userId: true } });
  await notifyUsers(
    tx,
    members.map((m) => m.userId),
    notice,
    now,
  );
}

/** The same to every operator, but to one who knows it already. */
export async function notifyOperators(tx: Tx, notice: NoticeContent, now: Date, exceptId?: string) {
  const operators = await tx.user.findMany({
    where: { operator: true, suspendedAt: null, closedAt: null, ...(exceptId ? { id: { not: exceptId } } : {}) },
    select: { id: true },
    take: 50,
  });
  await notifyUsers(
    tx,
    operators.map((o) => o.id),
    notice,
    now,
  );
}
