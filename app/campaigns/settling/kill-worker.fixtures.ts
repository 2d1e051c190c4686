import { setTimeout as wait } from "node:timers/promises";
import { tick } from "#app/clock.server.ts";
import { jobs } from "#app/jobs.server.ts";
import { startQueue } from "#app/queue.server.ts";

/** A worker of its own process: the queue and the clock and nothing else, until it is killed. */
await startQueue(jobs);
for (;;) {
  await tick();
  await wait(200);
}
