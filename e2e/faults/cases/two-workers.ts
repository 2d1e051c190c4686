import { enqueue } from "#app/queue.server.ts";
import { transact } from "#app/transact.server.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Run } from "../case.ts";
import { advance, askedUnder, fault, holds, letGo, noFaults } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { freezeIdle } from "../still.ts";
import { BOUND_MS, until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { funded } from "../wishes/contracts.ts";
import { allRight, type Fact, ready, rightWithin } from "../wishes/everything.ts";
import { endpoint, wayOf } from "../wishes/wish.ts";

/** By one kind of each that a worker sends. */
const these = ["release-milestone", "refund-milestone", "collect-pledge"].map(
  (purpose) => wishes.find((wish) => wish.purpose === purpose)!,
);

/** What a stage that stays holds: without it the channel's fees would keep a refund waiting for somebody else's payment. */
const reserve = (place: Place) => funded(place);

/** The channel holds back these many answers at least. */
const held = (place: Place, n: number) =>
  until(async () => {
    const found = (await holds(place)).length;
    return found >= n || `${found} of ${n} are asked`;
  }, BOUND_MS);

/** Their requests have arrived and stand there, before their effect. */
async function holdUp(place: Place, facts: readonly Fact[]) {
  for (const at of new Set(facts.map(({ wish }) => endpoint[wish.kind])))
    await fault(place, at, "hold_before", { each: "intent", times: 100 });
  for (const { ask } of facts) await ask();
  await held(place, facts.length);
  return (await holds(place)).map(({ key }) => key!);
}

/** What was asked for under these keys had one effect each. */
async function onceEach(place: Place, keys: readonly string[], what: string) {
  for (const key of keys) {
    const under = await askedUnder(place, { key });
    const done = under.reduce((sum, row) => sum + row.done, 0);
    place.must(done === 1, `${what}: ${done} effects under the key ${key}`);
  }
}

/** While one worker's request is under way another is made to believe that the first is dead: the channel answers it 409. */
export const run: Run = async (place) => {
  await place.startApp();
  await place.startApp({ role: "worker", port: await freePort() });
  await reserve(place);
  let refused = 0;
  for (const wish of these) {
    const facts = await ready(place, [wish]);
    const keys = await holdUp(place, facts);
    const intentId = keys[0]!.split(":")[0]!;
    await place.sql(`UPDATE "PspIntent" SET "leaseUntil" = NULL WHERE id = $1`, [intentId]);
    await transact((tx) => enqueue(tx, wish.kind === "CHARGE" ? "send-charge" : "send-intent", { intentId }));
    const states = new Set<string>();
    const watch = async () => {
      const [row] = await place.sql<{ state: string }>(`SELECT state FROM "PspIntent" WHERE id = $1`, [intentId]);
      states.add(row!.state);
      return row!.state;
    };
    await until(async () => {
      await watch();
      const [asked] = await askedUnder(place, { key: keys[0]! });
      return asked?.statuses.includes("409") || `answered ${asked?.statuses ?? "nobody"}`;
    }, BOUND_MS);
    refused++;
    await letGo(place);
    await until(async () => (await watch()) === "SUCCEEDED" || [...states].join(", "), BOUND_MS, 5);
    place.must(
      !states.has("FAILED") && !states.has("PARKED"),
      `${wayOf(wish)}: it was ${[...states].join(", ")} while its first request was under way`,
    );
    await noFaults(place);
    await quiet(place);
    await onceEach(place, keys, wayOf(wish));
    await allRight(place, facts, "asked for by two workers");
  }
  return `${refused} kinds, each asked for by two processes at once and answered 409 to one of them: one effect each`;
};

/** A worker stands still in the middle of its call, its lease ends, another does the work, and then it wakes up. */
export const runZombie: Run = async (place) => {
  const still = await place.startApp();
  await reserve(place);
  const facts = await ready(place, these);
  const keys = await holdUp(place, facts);
  await freezeIdle(place, still);
  await noFaults(place);
  // What was on the wire has its effect, and nobody hears of it.
  await letGo(place);
  await advance(place, "3m");
  const other = await place.startApp({ role: "worker", port: await freePort() });
  await rightWithin(facts, BOUND_MS);
  still.thaw();
  await quiet(place);
  await onceEach(place, keys, "a worker that woke up too late");
  await allRight(place, facts, "a worker that woke up too late");
  await other.kill();
  return `${facts.length} items done by the second worker, none again by the first`;
};

const PAUSE_MS = 95_000;
/** The database stands still for longer than a lease while answers are on their way to be written down. */
export const runPause: Run = async (place) => {
  await place.startApp();
  await place.startApp({ role: "worker", port: await freePort() });
  await reserve(place);
  const facts = await ready(place, these);
  const keys = await holdUp(place, facts);
  const pids = [place.postgres.pid, ...(await place.sql<{ pid: number }>("SELECT pid FROM pg_stat_activity")).map(({ pid }) => pid)];
  place.freeze(pids);
  await letGo(place);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  place.thaw();
  await noFaults(place);
  await quiet(place);
  await onceEach(place, keys, "the database stood still");
  await allRight(place, facts, "the database stood still");
  return `${PAUSE_MS / 1000} s without the database, two workers: ${facts.length} items done once`;
};
