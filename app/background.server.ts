import type { Server as HttpServer } from "node:http";
import { tick } from "#app/clock.server.ts";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { jobs } from "#app/jobs.server.ts";
import { joinNodes } from "#app/live/nodes.server.ts";
import { queueWorks, startQueue, stopQueue } from "#app/queue.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { attachSockets, detachSockets } from "#app/sockets.server.ts";

/** What runs beside the pages: sockets, the clock's loop, the queue's workers. The development server uses the same. */

const works = env.ROLE !== "web";
const loop = singleton("clock-loop", () => ({
  stopped: true,
  timer: undefined as NodeJS.Timeout | undefined,
  running: Promise.resolve(),
}));

/** The clock is asked again one second after it finished. */
function runClock() {
  if (loop.stopped) return;
  loop.running = tick()
    .then(() => undefined)
    .catch((error) => console.error("clock", error))
    .finally(() => {
      if (!loop.stopped) loop.timer = setTimeout(runClock, 1000);
    });
}

export async function attachAll(server: HttpServer) {
  if (env.ROLE !== "worker") attachSockets(server);
  else joinNodes();
  if (!works) return;
  await startQueue(jobs);
  loop.stopped = false;
  runClock();
}

export async function detachAll() {
  loop.stopped = true;
  clearTimeout(loop.timer);
  await Promise.allSettled([loop.running, stopQueue(), detachSockets()]);
  await db.$disconnect();
}

/** Ready: the database answers, holds every migration of this build, and what should run here runs. Otherwise what is missing. */
export async function missing(): Promise<string | null> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, 2000, "database").unref());
  const migrations = db.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
  const answer = await Promise.race([migrations.catch(() => "database"), late]);
  if (typeof answer === "string") return answer;
  const applied = new Set(answer.map(({ name }) => name));
  if (!__MIGRATIONS__.every((name) => applied.has(name))) return "migrations";
  if (works && (!queueWorks() || loop.stopped)) return "queue";
  return null;
}
