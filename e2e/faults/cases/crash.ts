import { tick } from "#app/clock.server.ts";
import type { Run } from "../case.ts";
import { fault, noFaults, rules } from "../channel.ts";
import { closeGates, ofIntent, ofJob } from "../gates.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { unlisted, unwished, wishes } from "../wishes/all.ts";
import type { Fact } from "../wishes/everything.ts";
import { endpoint, isPage, stateAfterCall, WAY, type Wish, wayOf } from "../wishes/wish.ts";

/**
 * Each way of moving money is brought to the moment before its wish; then all of them are wished for and stopped at the same point, the app
 * is killed there, started again and left alone. What waits for a payer is asked for again, as a payer would.
 */
type Standing = { arrived(): Promise<void>; leave(): Promise<void> };
type Point = { name: string; of: (wish: Wish) => boolean; stop(place: Place, these: readonly Wish[]): Promise<Standing>; paid?: boolean };

const sent = (wish: Wish) => !isPage(wish);
const all = () => true;
const takesTime = (wish: Wish) => wish.later === true;

async function gates(place: Place, names: readonly string[]): Promise<Standing> {
  const closed = await closeGates(place.postgres.url("faults"), [...new Set(names)]);
  return { arrived: () => closed.arrived(), leave: () => closed.open() };
}

/** The channel holds or drops its answers to these wishes; it says how many it holds. */
async function answers(place: Place, these: readonly Wish[], kind: string, more: object): Promise<Standing> {
  const count = new Map<string, number>();
  for (const { kind: of } of these) count.set(endpoint[of], (count.get(endpoint[of]) ?? 0) + 1);
  for (const [at, times] of count) await fault(place, at, kind, { times, ...more });
  return {
    arrived: () =>
      until(async () => {
        const missing = (await rules(place)).filter(({ hit, times }) => hit < times);
        return missing.length === 0 || `not asked: ${missing.map(({ path, hit, times }) => `${path} ${hit}/${times}`).join(", ")}`;
      }, BOUND_MS),
    leave: async () => void (await noFaults(place)),
  };
}

/** Longer than the kill takes: what was on the wire arrives after its sender died. */
const ON_THE_WIRE_MS = 4000;

const points: Point[] = [
  {
    name: "after T1",
    of: all,
    async stop(place, these) {
      const gateOf = (wish: Wish) => ofIntent(wish, "CREATED", "SENDING");
      const closed = await closeGates(place.postgres.url("faults"), these.map(gateOf));
      // A worker takes all that waits in one statement: where its first row stands, the others stand too.
      const groups = [these.filter(sent).map(gateOf), ...these.filter(isPage).map((wish) => [gateOf(wish)])];
      return { arrived: () => closed.arrived(groups), leave: () => closed.open() };
    },
  },
  {
    name: "in the call, before its effect",
    of: all,
    stop: (place, these) => answers(place, these, "latency", { latencyMs: ON_THE_WIRE_MS }),
  },
  { name: "after the call's effect", of: all, stop: (place, these) => answers(place, these, "commit_then_timeout", {}) },
  {
    name: "before T2",
    of: sent,
    stop: (place, these) =>
      gates(
        place,
        these.map((wish) => ofIntent(wish, "SENDING", stateAfterCall(wish))),
      ),
  },
  {
    name: "before the page is kept",
    of: isPage,
    stop: (place, these) =>
      gates(
        place,
        these.map((wish) => ofIntent(wish, "SENDING", stateAfterCall(wish))),
      ),
  },
  {
    name: "before T2 of a payment",
    of: isPage,
    paid: true,
    stop: (place, these) =>
      gates(
        place,
        these.map((wish) => ofIntent(wish, "OPEN", "SUCCEEDED")),
      ),
  },
  {
    name: "before T2 of what took its time",
    of: takesTime,
    paid: true,
    stop: (place, these) =>
      gates(
        place,
        these.map((wish) => ofIntent(wish, "OPEN", "SUCCEEDED")),
      ),
  },
  {
    name: "after T2",
    of: sent,
    async stop(place, these) {
      const jobs = await gates(
        place,
        these.map(({ kind }) => ofJob(kind === "CHARGE" ? "send-charge" : "send-intent")),
      );
      return {
        ...jobs,
        arrived: async () => {
          await arrivedAt(place, these, "SUCCEEDED", "OPEN");
          await jobs.arrived();
        },
      };
    },
  },
  {
    name: "after T2 of a payment",
    of: isPage,
    paid: true,
    async stop(place, these) {
      const jobs = await gates(place, [ofJob("process-event")]);
      return {
        ...jobs,
        arrived: async () => {
          await arrivedAt(place, these, "SUCCEEDED");
          await jobs.arrived();
        },
      };
    },
  },
  {
    name: "after T2 of what took its time",
    of: takesTime,
    paid: true,
    async stop(place, these) {
      const closing = await gates(
        place,
        these.map((wish) => ofIntent(wish, "OPEN", "SUCCEEDED")),
      );
      let jobs: Standing | undefined;
      return {
        // Earlier notices of the same thing have long been worked off when the one that closes it stands here.
        async arrived() {
          await closing.arrived();
          jobs = await gates(place, [ofJob("process-event")]);
          await closing.leave();
          await arrivedAt(place, these, "SUCCEEDED");
          await jobs.arrived();
        },
        leave: async () => void (await jobs?.leave()),
      };
    },
  },
];

const before = new WeakMap<Place, Map<string, number>>();
const count = async (place: Place, ...states: string[]) => {
  const rows = await place.sql<{ way: string; n: number }>(
    `SELECT ${WAY} AS way, count(*)::int AS n FROM "PspIntent" WHERE state::text = ANY($1) GROUP BY 1`,
    [states],
  );
  return new Map(rows.map(({ way, n }) => [way, n]));
};
/** Each of these came to its end, or to where it waits, once more than before. */
const arrivedAt = (place: Place, these: readonly Wish[], ...states: string[]) =>
  until(async () => {
    const [now, then] = [await count(place, ...states), before.get(place)!];
    const missing = these.map(wayOf).filter((way) => (now.get(way) ?? 0) <= (then.get(way) ?? 0));
    return missing.length === 0 || `not ${states.join(" or ")}: ${missing.join(", ")}`;
  }, BOUND_MS);

/** What a worker sends is wished for while no worker lives, so that the next one finds all of it at once. */
async function wish(place: Place, facts: readonly Fact[]) {
  for (const { ask } of facts) await ask();
  await until(
    async () => {
      await tick();
      const created = await count(place, "CREATED");
      const missing = facts.map((fact) => wayOf(fact.wish)).filter((way) => !created.get(way));
      return missing.length === 0 || `not wished: ${missing.join(", ")}`;
    },
    BOUND_MS,
    200,
  );
}

/** A payer to whom the till is away tries again in a moment: the channel may still be busy with the request of the dead. */
async function payAtLast(page: Fact) {
  let address: string | undefined;
  await until(
    async () => {
      address = await page.ask().catch(() => undefined);
      return address !== undefined || `no page for ${wayOf(page.wish)}`;
    },
    BOUND_MS,
    500,
  );
  await page.pay!(address!);
}

async function round(place: Place, point: Point): Promise<number> {
  const these = wishes.filter(point.of);
  const [living] = place.apps;
  let app = living ?? (await place.startApp());
  const facts: Fact[] = await Promise.all(these.map(async (wish) => ({ wish, ...(await wish.ready(place)) })));
  await quiet(place);
  before.set(place, await count(place, "SUCCEEDED", "OPEN"));
  await app.kill();
  await wish(
    place,
    facts.filter((fact) => sent(fact.wish)),
  );
  const standing = await point.stop(place, these);
  app = await place.startApp();
  // Forms of a process that dies are never answered.
  const pages = facts.filter((fact) => isPage(fact.wish));
  const asking = pages.map(async (page) => {
    const address = await page.ask().catch(() => undefined);
    if (point.paid && address) await (await page.pay!(address))();
  });
  try {
    await standing.arrived();
  } finally {
    await app.kill();
    await standing.leave();
  }
  await Promise.all(asking);
  await place.startApp();
  if (!point.paid) for (const page of pages) await payAtLast(page);
  await quiet(place);
  for (const { wish, wrong } of facts) {
    const found = await wrong();
    place.must(found === null, `${wayOf(wish)}, killed ${point.name}: ${found}`);
  }
  return these.length;
}

export const run: Run = async (place) => {
  for (const what of unwished()) place.must(false, `no crash is tried for ${what}: add it to e2e/faults/wishes`);
  const stopped: string[] = [];
  let total = 0;
  for (const point of points) {
    const began = performance.now();
    const n = await round(place, point);
    total += n;
    stopped.push(`${point.name} ${n} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  }
  for (const what of await unlisted(place)) place.must(false, `${what} is met here and no crash is tried for it`);
  return `${wishes.length} ways, ${total} crashes by ${points.length} kills: ${stopped.join(", ")}`;
};
