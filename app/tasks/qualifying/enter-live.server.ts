import { Refusal } from "#app/refusal.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { moveTask, signalParties } from "#app/tasks/move.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** T7: the announced start has come. Called by the room's clock in the transaction that opens the room. */
export async function enterLive(tx: Tx, taskId: string, now: Date): Promise<void> {
  const { task } = await lockTask(tx, taskId);
  if (task.state !== "QUALIFYING" || !task.liveAt || task.liveAt > now) throw new Refusal("wrongState");
  await moveTask(tx, task, { verb: "enterLive", to: "LIVE", actor: byClock }, now);
  await signalParties(tx, taskId);
}
