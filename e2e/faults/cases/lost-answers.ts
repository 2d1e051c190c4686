import type { Run } from "../case.ts";
import { askedUnder, fault, noFaults, rules } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { allRight, ready, rightWithin, wishAll } from "../wishes/everything.ts";
import { endpoint, WAY, wayOf } from "../wishes/wish.ts";

const RIGHT_MS = 60_000;
const MANY = 10_000;

/** Everything that is asked for from now on, whatever it is: its first answer is lost in this way. */
const loseFirst = (place: Place, kind: string) => fault(place, "POST *", kind, { each: "intent", times: MANY });

async function lose(place: Place, kind: string): Promise<string> {
  if (place.apps.size === 0) await place.startApp();
  const facts = await ready(place);
  const [since] = await place.sql<{ at: Date }>(`SELECT app_now() AS at`);
  await loseFirst(place, kind);
  const began = performance.now();
  await wishAll(facts);
  // No clock is moved: it comes right by itself, in a person's time.
  await rightWithin(facts, RIGHT_MS);
  const seconds = (performance.now() - began) / 1000;
  const struck = (await rules(place)).flatMap(({ keys }) => keys);
  await noFaults(place);
  await quiet(place);
  await allRight(place, facts, kind);

  const wished = new Map<string, number>();
  let again = 0;
  for (const key of struck)
    for (const { endpoint: at, requests, done } of await askedUnder(place, { key })) {
      again += requests - 1;
      wished.set(at, (wished.get(at) ?? 0) + 1);
      place.must(requests >= 2, `${kind}: ${at} was not asked again under the key ${key}`);
      place.must(done === 1, `${kind}: ${done} effects of ${at} under the key ${key}`);
    }
  // Each wish met the fault itself, by its own call.
  const keys = new Set(struck.map((key) => key.split(":")[0]!));
  for (const { wish } of facts) {
    const made = await place.sql<{ id: string; state: string; attempt: number }>(
      `SELECT id, state, attempt FROM "PspIntent" WHERE ${WAY} = $1`,
      [wayOf(wish)],
    );
    const lost = made.filter(({ id }) => keys.has(id));
    place.must(lost.length === 1, `${kind}: ${lost.length} answers to ${wayOf(wish)} were lost, not one`);
    for (const { state } of lost) place.must(state === "SUCCEEDED", `${kind}: ${wayOf(wish)} is ${state} though its call had happened`);
    place.must((wished.get(endpoint[wish.kind]) ?? 0) > 0, `${kind}: no answer of ${endpoint[wish.kind]} was lost`);
  }
  const [failed] = await place.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM "PspIntent" WHERE state = 'FAILED' AND "createdAt" >= $1`,
    [since!.at],
  );
  place.must(failed!.n === 0, `${kind}: ${failed!.n} intents failed though their calls had happened`);
  const kinds = [...wished].map(([at, n]) => `${n} ${at.replace(/^POST \/v\d\//, "")}`).join(", ");
  return `${kind}: ${struck.length} answers lost (${kinds}), each asked again under its key, ${again} times in all, right in ${seconds.toFixed(1)} s`;
}

export const run500: Run = async (place) => lose(place, "commit_then_500");
export const runSilent: Run = async (place) =>
  [await lose(place, "reset_after_commit"), await lose(place, "commit_then_timeout")].join("; ");
/** Whatever is asked again under the key, the channel answers 500 for a day: only reading tells what happened. */
export const runStored: Run = async (place) => lose(place, "commit_then_500_stored");
