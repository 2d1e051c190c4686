import { enqueue } from "#app/queue.server.ts";
import { transact } from "#app/transact.server.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Run } from "../case.ts";
import { advance, fault, noFaults, rules } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, named, ready } from "../wishes/everything.ts";
import { endpoint, type Wish } from "../wishes/wish.ts";

const SLOW_MS = 5000;
/** By one kind of each that a worker sends. */
const these = ["release-milestone", "refund-milestone", "collect-pledge"].map(
  (purpose) => wishes.find((wish) => wish.purpose === purpose)!,
);

const hits = async (place: Place) => (await rules(place))[0];
const intentOf = async (place: Place, { purpose, kind }: Wish) => {
  const [row] = await place.sql<{ id: string }>(`SELECT id FROM "PspIntent" WHERE purpose = $1 AND kind::text = $2 AND state = 'SENDING'`, [
    purpose,
    kind,
  ]);
  return row!.id;
};

/** While one worker's request is under way another is made to believe that the first is dead: the channel answers it 409. */
export const run: Run = async (place) => {
  await place.startApp();
  await place.startApp({ role: "worker", port: await freePort() });
  for (const wish of these) {
    const facts = await ready(place, [wish]);
    await fault(place, endpoint[wish.kind], "latency", { latencyMs: SLOW_MS, times: 1 });
    await facts[0]!.ask();
    await until(async () => (await hits(place))!.hit === 1, 60_000);
    const intentId = await intentOf(place, wish);
    await place.sql(`UPDATE "PspIntent" SET "leaseUntil" = NULL WHERE id = $1`, [intentId]);
    await transact((tx) => enqueue(tx, wish.kind === "CHARGE" ? "send-charge" : "send-intent", { intentId }));
    const states = new Set<string>();
    await until(
      async () => {
        const [row] = await place.sql<{ state: string }>(`SELECT state FROM "PspIntent" WHERE id = $1`, [intentId]);
        states.add(row!.state);
        return row!.state === "SUCCEEDED" || row!.state;
      },
      60_000,
      5,
    );
    place.must(states.has("UNKNOWN") || states.has("SENDING"), `${named(wish)}: it was never under way`);
    place.must(!states.has("FAILED"), `${named(wish)}: it was called failed while its first request was under way`);
    await noFaults(place);
    await quiet(place);
    await allRight(place, facts, "asked for by two workers");
  }
  return `${these.length} kinds, each asked for by two processes at once: one effect each`;
};

/** A worker stands still in the middle of its call, its lease ends, another does the work, and then it wakes up. */
export const runZombie: Run = async (place) => {
  const still = await place.startApp();
  const facts = await ready(place, these);
  await Promise.all(
    [...new Set(these.map(({ kind }) => endpoint[kind]))].map((at) => fault(place, at, "latency", { latencyMs: SLOW_MS, times: 2 })),
  );
  for (const { ask } of facts) await ask();
  await until(async () => {
    const missing = (await rules(place)).filter(
      ({ path, hit }) => hit < these.filter(({ kind }) => endpoint[kind] === `POST ${path}`).length,
    );
    return missing.length === 0 || `not asked: ${missing.map(({ path }) => path).join(", ")}`;
  }, 60_000);
  still.freeze();
  await noFaults(place);
  await advance(place, "3m");
  const other = await place.startApp({ role: "worker", port: await freePort() });
  // What stands still may hold a lock for ever: this one waits for nothing that is not the money's.
  await until(
    async () => {
      for (const { wrong } of facts) {
        const found = await wrong();
        if (found) return found;
      }
      return true;
    },
    90_000,
    200,
  );
  still.thaw();
  await quiet(place);
  await allRight(place, facts, "a worker that woke up too late");
  await other.kill();
  return `${facts.length} items done by the second worker, none again by the first`;
};

const PAUSE_MS = 95_000;
/** The database stands still for longer than a lease while answers are on their way to be written down. */
export const runPause: Run = async (place) => {
  await place.startApp();
  await place.startApp({ role: "worker", port: await freePort() });
  const facts = await ready(place, these);
  for (const at of new Set(these.map(({ kind }) => endpoint[kind]))) await fault(place, at, "latency", { latencyMs: SLOW_MS, times: 2 });
  for (const { ask } of facts) await ask();
  await until(async () => (await rules(place)).every(({ hit }) => hit > 0) || "not asked", 60_000);
  const pids = [place.postgres.pid, ...(await place.sql<{ pid: number }>("SELECT pid FROM pg_stat_activity")).map(({ pid }) => pid)];
  const signal = (name: NodeJS.Signals) => {
    for (const pid of pids)
      try {
        process.kill(pid, name);
      } catch {
        // This connection has ended meanwhile.
      }
  };
  signal("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  signal("SIGCONT");
  await noFaults(place);
  await quiet(place, 120_000);
  await allRight(place, facts, "the database stood still");
  return `${PAUSE_MS / 1000} s without the database, two workers: ${facts.length} items done once`;
};
