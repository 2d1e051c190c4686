import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** An operator takes an alarm on, and writes down what is being done about it. It is over only when its cause is gone. */
export async function acknowledgeAlarm(viewer: Viewer, { alarmId, note }: { alarmId: string; note: string }): Promise<void> {
  await transact(async (tx) => {
    const now = await appNow(tx);
    const alarm = await tx.alarm.findUnique({ where: { id: alarmId }, select: { key: true } });
    if (!viewer.operator || !alarm) throw new Refusal("notFound");
    await operatorAct(tx, viewer, { act: "alarm.acknowledge", subject: { type: "alarm", id: alarm.key }, reason: note }, now);
    const { count } = await tx.alarm.updateMany({
      where: { id: alarmId, acknowledgedAt: null, overAt: null },
      data: { acknowledgedById: viewer.userId, acknowledgedAt: now, note },
    });
    if (count === 0) throw new Refusal("wrongState");
  });
}
