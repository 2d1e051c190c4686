import type { Run } from "../case.ts";
import { askedUnder, fault, noFaults, rules } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, ready, wishAll } from "../wishes/everything.ts";
import { endpoint } from "../wishes/wish.ts";

/** The first answer to every wish is lost in this way; each kind of request is counted. */
async function loseAnswers(place: Place, kind: string) {
  const count = new Map<string, number>();
  for (const { kind: of } of wishes) count.set(endpoint[of], (count.get(endpoint[of]) ?? 0) + 1);
  for (const [at, times] of count) await fault(place, at, kind, { times });
}

async function lose(place: Place, kind: string): Promise<string> {
  if (place.apps.size === 0) await place.startApp();
  const facts = await ready(place);
  const [since] = await place.sql<{ at: Date }>(`SELECT app_now() AS at`);
  await loseAnswers(place, kind);
  const began = performance.now();
  await wishAll(facts);
  // What the clock finds due is wished for by its next tick.
  await until(async () => {
    const [made] = await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "PspIntent" WHERE "createdAt" >= $1`, [since!.at]);
    return made!.n >= wishes.length || `${made!.n} of ${wishes.length} wishes are made`;
  }, BOUND_MS);
  await quiet(place, 120_000);
  const seconds = (performance.now() - began) / 1000;
  await allRight(place, facts, kind);
  const struck = await rules(place);
  await noFaults(place);
  const hit = struck.reduce((sum, rule) => sum + rule.hit, 0);
  place.must(hit === wishes.length, `${kind}: ${hit} answers were lost, not ${wishes.length}`);
  // Some wishes were kept before their page was asked for.
  const intents = await place.sql<{ id: string }>(`SELECT id FROM "PspIntent"`);
  let again = 0;
  for (const { id } of intents)
    for (const { key, requests, done } of await askedUnder(place, id)) {
      again += requests - 1;
      place.must(done <= 1, `${kind}: ${done} effects under the key ${key}`);
    }
  place.must(again >= hit, `${kind}: asked again ${again} times for ${hit} lost answers`);
  place.must(seconds <= 60, `${kind}: right only after ${seconds.toFixed(0)} s`);
  const [failed] = await place.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM "PspIntent" WHERE state = 'FAILED' AND "createdAt" >= $1`,
    [since!.at],
  );
  place.must(failed!.n === 0, `${kind}: ${failed!.n} intents failed though their calls had happened`);
  return `${kind} ${hit} lost, asked again ${again} times under the same keys, right in ${seconds.toFixed(1)} s`;
}

export const run500: Run = async (place) => lose(place, "commit_then_500");
export const runSilent: Run = async (place) =>
  [await lose(place, "reset_after_commit"), await lose(place, "commit_then_timeout")].join("; ");
/** Whatever is asked again under the key, the channel answers 500 for a day: only reading tells what happened. */
export const runStored: Run = async (place) => lose(place, "commit_then_500_stored");
