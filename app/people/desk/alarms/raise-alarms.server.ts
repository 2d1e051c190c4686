import { log } from "#app/log.server.ts";
import type { AlarmKind, Cause } from "#app/people/desk/alarms/alarm.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import { afterCommit, appNow, type Tx, transact } from "#app/transact.server.ts";

/**
 * Takes what is wrong now of some kinds: a cause without a living alarm raises one, is logged and told to every operator; one that has
 * an alarm keeps it quiet; an alarm whose cause is gone is over. Several who look at once raise it once (partial unique).
 */
export async function raiseAlarms(
  kinds: readonly AlarmKind[],
  causes: readonly Cause[],
  within?: (key: string) => boolean,
): Promise<number> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    let raised = 0;
    for (const cause of causes) if (await raise(tx, cause, now)) raised++;
    const living = await tx.alarm.findMany({ where: { kind: { in: [...kinds] }, overAt: null }, select: { id: true, key: true } });
    const seen = new Set(causes.map((cause) => cause.key));
    const over = living.filter(({ key }) => !seen.has(key) && (within?.(key) ?? true)).map(({ id }) => id);
    if (over.length > 0) await tx.alarm.updateMany({ where: { id: { in: over }, overAt: null }, data: { overAt: now } });
    return raised;
  });
}

async function raise(tx: Tx, { key, kind, params, href }: Cause, now: Date): Promise<boolean> {
  const { count } = await tx.alarm.createMany({ data: [{ key, kind, params, href, openedAt: now, seenAt: now }], skipDuplicates: true });
  if (count === 0) {
    await tx.alarm.updateMany({ where: { key, overAt: null }, data: { params, seenAt: now } });
    return false;
  }
  await notifyOperators(tx, { kind: `reconcile.notice.${kind}`, params, href: "/desk/alarms" }, now);
  afterCommit(tx, () => log.error({ alarm: key, ...params }, "alarm"));
  return true;
}
