import { z } from "zod";
import { line } from "#app/form.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

export const AsideForm = z.strictObject({ eventId: z.string().min(1).max(100), reason: line(300, 4) });
export type AsideForm = z.output<typeof AsideForm>;

/** Until an event is this old it may still be early: what it is about may be on its way into the database. */
const OLD_MS = 24 * 3_600_000;
export const isOldEvent = (event: { receivedAt: Date }, now: Date) => event.receivedAt.getTime() <= now.getTime() - OLD_MS;

/**
 * An event that nothing here can act on is set aside: it is tried no more, and its row and the log say who decided that and why. What
 * money it tells of is not lost by it: the channel's journal is compared line by line without events.
 */
export async function setAsideEvent(viewer: Viewer, { eventId, reason }: AsideForm): Promise<void> {
  await transact(async (tx) => {
    const now = await appNow(tx);
    const event = await tx.pspInbox.findUnique({ where: { eventId }, select: { type: true, lastError: true } });
    if (!viewer.operator || !event) throw new Refusal("notFound");
    const { count } = await tx.pspInbox.updateMany({
      where: { eventId, processedAt: null, receivedAt: { lte: new Date(now.getTime() - OLD_MS) } },
      data: { processedAt: now, dueAt: null, lastError: `set aside by ${viewer.userId}: ${reason}` },
    });
    if (count === 0) throw new Refusal("wrongState");
    const details = { type: event.type, error: event.lastError };
    await operatorAct(tx, viewer, { act: "setAsideEvent", subject: { type: "event", id: eventId }, reason, details }, now);
  });
}
