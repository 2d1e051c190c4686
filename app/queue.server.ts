import { fromPrisma, type Job, type JobResult, PgBoss, type SendOptions } from "pg-boss";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { SteadyClient } from "#app/steady-client.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** What a job carries: ids, never the truth itself; the worker reads that again. */
export type JobData = Record<string, string>;
export type Handlers = Record<string, (data: JobData) => Promise<void>>;

/** A mail server or Stripe that is away for a while is tried again for about six hours. A worker that dies is noticed within seconds. */
const QUEUE = {
  retryLimit: 80,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  heartbeatSeconds: 10,
  expireInSeconds: 120,
  deleteAfterSeconds: 86_400,
};

/** Jobs that come by thousands, and how many of them a worker takes at once: a call for each of them would make it take them one by one. */
const BY_THOUSANDS: Record<string, number> = {
  "process-event": 12,
  "settle-lot": 12,
  // Their outcomes are written in groups (payments/apply-charges): more at once make fewer, larger groups.
  "send-charge": 100,
};
const calls = (name: string) => !(name in BY_THOUSANDS);

/** The owner of the database makes the schema together with the migrations: this role could not. */
const queue = singleton("queue", () => ({
  boss: undefined as PgBoss | undefined,
  started: undefined as Promise<PgBoss> | undefined,
  known: new Map<string, Promise<void>>(),
  working: false,
}));

async function start() {
  const database = { connectionString: env.DATABASE_URL, Client: SteadyClient };
  const boss = new PgBoss({
    ...database,
    schema: "pgboss",
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    useListenNotify: env.ROLE !== "web",
    supervise: env.ROLE !== "web",
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  queue.boss = boss;
  boss.on("error", (error) => console.error(`queue: ${error.message}`));
  await boss.start();
  return boss;
}

const ready = () => {
  queue.started ??= start().catch((error) => {
    queue.started = undefined;
    throw error;
  });
  return queue.started;
};

function ensure(boss: PgBoss, name: string) {
  const known = queue.known.get(name) ?? boss.createQueue(name, { ...QUEUE, notify: calls(name) });
  queue.known.set(name, known);
  return known;
}

/** Sent in the caller's transaction: no commit, no job. */
export async function enqueue(tx: Tx, name: string, data: JobData, options: SendOptions = {}) {
  const boss = await ready();
  await ensure(boss, name);
  await boss.send(name, data, { ...options, db: fromPrisma(tx) });
}

/** Of one key one job in so many seconds: several who look at the same moment send it once. What is over is soon forgotten. */
type Look = { key: string; seconds: number };
const LOOKED_S = 3600;

/**
 * For whoever comes back for as long as a thing is not done: sent unless a job of its key waits already, and never tried again by
 * itself. An outage leaves one waiting job for each thing, not one for each look.
 */
export async function enqueueLook(tx: Tx, name: string, data: JobData, { key, seconds }: Look) {
  const boss = await ready();
  await ensure(boss, name);
  const waiting = await boss.findJobs(name, { key, queued: true, limit: 1, db: fromPrisma(tx) });
  if (waiting.length > 0) return;
  await enqueue(tx, name, data, { singletonKey: key, singletonSeconds: seconds, retryLimit: 0, deleteAfterSeconds: LOOKED_S });
}

/** Many jobs of one name by one statement. */
export async function enqueueAll(tx: Tx, name: string, all: readonly JobData[]) {
  if (all.length === 0) return;
  const boss = await ready();
  await ensure(boss, name);
  await boss.insert(
    name,
    all.map((data) => ({ data })),
    { db: fromPrisma(tx) },
  );
}

/**
 * A worker takes several jobs at once, and while a look fills its hands it looks again at once. The commit that makes a job wakes it, but
 * for jobs that come by thousands; what becomes due later, or was made while nobody listened, is found by looking.
 */
const WORK = {
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 2,
  batchSize: 12,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** Each job of a batch ends for itself. */
async function one(job: Job<JobData>, handle: (data: JobData) => Promise<void>): Promise<JobResult> {
  try {
    await handle(job.data);
    return { id: job.id, status: "completed" };
  } catch (error) {
    return { id: job.id, status: "failed", output: { message: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  }
}

/** Works through the jobs of each name, a few at a time; a job that throws is tried again later. */
export async function startQueue(handlers: Handlers) {
  const boss = await ready();
  for (const [name, handle] of Object.entries(handlers)) {
    await ensure(boss, name);
    // A queue that an earlier release made calls as it did then.
    await boss.updateQueue(name, { notify: calls(name) });
    const work = { ...WORK, batchSize: BY_THOUSANDS[name] ?? WORK.batchSize };
    await boss.work<JobData, unknown, typeof work>(name, work, (batch) => Promise.all(batch.map((job) => one(job, handle))));
  }
  queue.working = true;
}

export const queueWorks = () => queue.working;

/** Lets running jobs finish for a moment; what did not is tried again by the next worker. */
export async function stopQueue() {
  const { boss } = queue;
  if (!boss) return;
  await queue.started?.catch(() => undefined);
  Object.assign(queue, { boss: undefined, started: undefined, working: false });
  queue.known.clear();
  await boss.stop({ graceful: true, timeout: 3000 });
}
