import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { groupOf } from "#app/tasks/categories.ts";
import { seenInMarket } from "#app/tasks/visible.server.ts";

const NEWEST = 8;
const ROOMS = 6;
const SOON_MS = 48 * 3_600_000;

/** What goes on in the market right now: the newest open tasks, live rooms now and soon, and how much is open in each category. */
export async function marketNow(viewer: Viewer | null, now: Date) {
  const open = { state: "OPEN" as const, closeAt: { gt: now }, ...seenInMarket(viewer) };
  const [newest, rooms, byCategory] = await Promise.all([
    db.task.findMany({
      where: open,
      orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
      take: NEWEST,
      select: {
        id: true,
        title: true,
        category: true,
        kind: true,
        budgetFen: true,
        bidCount: true,
        closeAt: true,
        employer: { select: { name: true, city: true, verifiedAt: true } },
      },
    }),
    db.auction.findMany({
      where: {
        OR: [{ state: { in: ["LOBBY", "RUNNING", "PAUSED"] } }, { state: "SCHEDULED", startAt: { lt: new Date(now.getTime() + SOON_MS) } }],
        task: seenInMarket(viewer),
      },
      orderBy: [{ startAt: "asc" }],
      take: ROOMS,
      select: {
        taskId: true,
        state: true,
        startAt: true,
        endAt: true,
        budgetFen: true,
        task: { select: { title: true, category: true } },
        _count: { select: { bidders: true } },
      },
    }),
    db.task.groupBy({ by: ["category"], where: open, _count: true }),
  ]);
  const counts: Record<string, number> = {};
  for (const row of byCategory) counts[groupOf(row.category)] = (counts[groupOf(row.category)] ?? 0) + row._count;
  return {
    newest: newest.map(({ employer, ...task }) => ({
      ...task,
      employer: { name: employer.name, city: employer.city, verified: !!employer.verifiedAt },
    })),
    rooms: rooms.map(({ task, _count, ...room }) => ({ ...room, title: task.title, category: task.category, bidders: _count.bidders })),
    counts,
  };
}
