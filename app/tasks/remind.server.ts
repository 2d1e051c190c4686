import { db } from "#app/db.server.ts";
import { type NoticeContent, notifyOrg } from "#app/people/notify.server.ts";
import type { Permission } from "#app/people/viewer.ts";
import { policy } from "#app/tasks/policy.ts";
import { appNow, transact } from "#app/transact.server.ts";

const BATCH = 40;
type Row = { id: string; taskId: string; orgId: string; title: string; at: Date };
type Kind = "select" | "grace" | "award" | "reconfirm" | "qualify" | "fix";
type Reminder = { permission: Permission; page: string; kind: NoticeContent["kind"]; due: (from: Date, to: Date) => Promise<Row[]> };

const subjectOf = (kind: Kind, row: { id: string; at: Date }, lead: number) => `${kind}:${row.id}:${row.at.getTime()}:${lead / 3_600_000}`;

/** Whose turn it is, until when, and what the notice says. Each deadline is reminded of 72, 24 and 2 hours before, as far as they fit. */
const reminders: Record<Kind, Reminder> = {
  select: {
    permission: "task:manage",
    page: "select",
    kind: "tasks.notice.remindSelect",
    due: (from, to) => tasksDue({ state: "SELECTION", selectBy: { gt: from, lte: to } }, (t) => t.selectBy!),
  },
  grace: {
    permission: "task:manage",
    page: "select",
    kind: "tasks.notice.remindGrace",
    due: async (from, to) => {
      const shift = (d: Date) => new Date(d.getTime() - policy.selectGraceMs);
      const rows = await tasksDue({ state: "SELECTION", selectBy: { gt: shift(from), lte: shift(to) } }, (t) => t.selectBy!);
      return rows.map((r) => ({ ...r, at: new Date(r.at.getTime() + policy.selectGraceMs) }));
    },
  },
  qualify: {
    permission: "task:manage",
    page: "qualify",
    kind: "tasks.notice.remindQualify",
    due: (from, to) => tasksDue({ state: "QUALIFYING", liveAt: null, qualifyUntilAt: { gt: from, lte: to } }, (t) => t.qualifyUntilAt!),
  },
  award: {
    permission: "bid:place",
    page: "award",
    kind: "tasks.notice.remindAward",
    due: async (from, to) => {
      const rows = await db.award.findMany({
        where: { state: "OFFERED", voidedAt: null, acceptBy: { gt: from, lte: to }, task: { state: "AWARD_PENDING" } },
        select: { id: true, taskId: true, acceptBy: true, bid: { select: { providerId: true } }, task: { select: { title: true } } },
        take: 500,
      });
      return rows.map((r) => ({ id: r.id, taskId: r.taskId, orgId: r.bid.providerId, title: r.task.title, at: r.acceptBy }));
    },
  },
  reconfirm: {
    permission: "bid:place",
    page: "bid",
    kind: "tasks.notice.remindReconfirm",
    due: async (from, to) => {
      const rows = await db.bid.findMany({
        where: { state: "NEEDS_RECONFIRM", task: { state: "OPEN", closeAt: { gt: from, lte: to } } },
        select: { id: true, taskId: true, providerId: true, task: { select: { title: true, closeAt: true } } },
        take: 500,
      });
      return rows.map((r) => ({ id: r.id, taskId: r.taskId, orgId: r.providerId, title: r.task.title, at: r.task.closeAt! }));
    },
  },
  fix: {
    permission: "bid:place",
    page: "bid",
    kind: "tasks.notice.remindFix",
    due: async (from, to) => {
      const rows = await db.bid.findMany({
        where: { state: "SUBMITTED", fixUntilAt: { gt: from, lte: to }, task: { state: "QUALIFYING" } },
        select: { id: true, taskId: true, providerId: true, fixUntilAt: true, task: { select: { title: true } } },
        take: 500,
      });
      return rows.map((r) => ({ id: r.id, taskId: r.taskId, orgId: r.providerId, title: r.task.title, at: r.fixUntilAt! }));
    },
  },
};

type Dated = { selectBy: Date | null; qualifyUntilAt: Date | null };
async function tasksDue(where: NonNullable<Parameters<typeof db.task.findMany>[0]>["where"], at: (task: Dated) => Date): Promise<Row[]> {
  const rows = await db.task.findMany({
    where,
    select: { id: true, title: true, employerId: true, selectBy: true, qualifyUntilAt: true },
    take: 500,
  });
  return rows.map((t) => ({ id: t.id, taskId: t.id, orgId: t.employerId, title: t.title, at: at(t) }));
}

/** The clock: tells whose turn it is that time runs out. Each lead is told once; a late run tells only the nearest one. */
export async function remind(now: Date): Promise<number> {
  const leads = [...policy.remindBeforeMs].sort((a, b) => a - b);
  let done = 0;
  for (const [kind, reminder] of Object.entries(reminders) as [Kind, Reminder][]) {
    let from = now;
    for (const lead of leads) {
      const to = new Date(now.getTime() + lead);
      const rows = await reminder.due(from, to);
      const told = await alreadyTold(rows.map((row) => subjectOf(kind, row, lead)));
      for (const row of rows.filter((r) => !told.has(subjectOf(kind, r, lead))).slice(0, BATCH)) {
        await tell(kind, reminder, row, lead);
        done++;
      }
      from = to;
    }
  }
  return done;
}

async function alreadyTold(subjects: string[]): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const rows = await db.notice.findMany({ where: { subject: { in: subjects } }, select: { subject: true }, distinct: ["subject"] });
  return new Set(rows.map((r) => r.subject!));
}

function tell(kind: Kind, reminder: Reminder, row: Row, lead: number): Promise<void> {
  return transact(async (tx) => {
    const subject = subjectOf(kind, row, lead);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
    if ((await tx.notice.count({ where: { subject } })) > 0) return;
    const params = { title: row.title, dueAt: row.at.toISOString() };
    await notifyOrg(
      tx,
      row.orgId,
      reminder.permission,
      { kind: reminder.kind, params, href: `/tasks/${row.taskId}/${reminder.page}`, subject },
      await appNow(tx),
    );
  });
}
