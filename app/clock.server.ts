import { db } from "#app/db.server.ts";
import { sweepFiles } from "#app/files/sweep-files.server.ts";
import { appNow } from "#app/transact.server.ts";

/** One kind of thing that time does: takes a bounded batch of what is due, each in its own transaction; returns how many it did. */
export type Due = (now: Date) => Promise<number>;

/** What time asks for. Order matters only where one row lists before another that reads its result. */
const due: Record<string, Due> = {
  sweepFiles,
};

/**
 * Does everything that is due by app_now() and returns how many things it did. A late or second run does no harm: each verb's guard
 * decides. One failing row is reported and the others go on. The moment of the run is kept: its gap tells of an outage.
 */
export async function tick(): Promise<number> {
  const now = await appNow();
  let done = 0;
  for (const [name, run] of Object.entries(due)) {
    try {
      done += await run(now);
    } catch (e) {
      console.error(`clock: ${name}`, e);
    }
  }
  await db.appClock.update({ where: { id: 1 }, data: { tickAt: await appNow() } });
  return done;
}
