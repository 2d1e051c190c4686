import type { App } from "../app.ts";
import type { Run } from "../case.ts";
import { advance, askedUnder, fault, listed, noFaults } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, type Fact, ready, rightWithin } from "../wishes/everything.ts";
import { endpoint, isPage, WAY, wayOf } from "../wishes/wish.ts";

type Old = { id: string; attempt: number; way: string; requests: number; done: number };

/** How often the channel was asked for what these intents wish, and how often that had an effect. */
async function askedFor(place: Place, intents: readonly Pick<Old, "id" | "attempt" | "way">[]): Promise<Old[]> {
  return Promise.all(
    intents.map(async (intent) => {
      const under = await askedUnder(place, { key: `${intent.id}:${intent.attempt}` });
      const sum = (of: "requests" | "done") => under.reduce((all, row) => all + row[of], 0);
      return { ...intent, requests: sum("requests"), done: sum("done") };
    }),
  );
}

/** None of these wishes gets an answer, and nobody can read what became of them. */
async function strike(place: Place, app: App, facts: readonly Fact[], kind: string) {
  const known = (await place.sql<{ id: string }>(`SELECT id FROM "PspIntent"`)).map(({ id }) => id);
  // Not even for the moment in which the faults change.
  app.freeze();
  await noFaults(place);
  await fault(place, "GET *", "fail_before", { times: 10_000 });
  for (const at of new Set(facts.map(({ wish }) => endpoint[wish.kind]))) await fault(place, at, kind, { times: 10_000 });
  app.thaw();
  for (const { ask } of facts) await ask();
  let unknown: Pick<Old, "id" | "attempt" | "way">[] = [];
  await until(async () => {
    unknown = await place.sql(`SELECT id, attempt, ${WAY} AS way FROM "PspIntent" WHERE state = 'UNKNOWN' AND NOT id = ANY($1::uuid[])`, [
      known,
    ]);
    const missing = facts.filter(({ wish }) => !unknown.some(({ way }) => way === wayOf(wish)));
    return missing.length === 0 || `not unknown: ${missing.map(({ wish }) => wayOf(wish)).join(", ")}`;
  }, BOUND_MS);
  return unknown;
}

const FOUR_DAYS = 16;
/**
 * Half of what was sent happened and half did not, nobody here knows which, and a day passes: the channel has forgotten the keys. What
 * happened is found by reading; what did not is given up under its old key and wished for anew.
 */
export const run: Run = async (place) => {
  const these = wishes.filter((wish) => !isPage(wish) && !wish.there);
  const app = await place.startApp();
  const happened = await ready(place, these);
  const lost = await ready(place, these);
  const unknown = [...(await strike(place, app, happened, "commit_then_500")), ...(await strike(place, app, lost, "fail_before"))];
  await app.kill();
  await noFaults(place);
  const old = await askedFor(place, unknown);
  const [made, absent] = [old.filter(({ done }) => done === 1), old.filter(({ done }) => done === 0)];
  place.must(made.length === happened.length, `${made.length} of the unknown had happened, not ${happened.length}`);
  place.must(absent.length === lost.length, `${absent.length} of the unknown had not happened, not ${lost.length}`);

  await advance(place, "25h");
  await place.startApp();
  await quiet(place, BOUND_MS, "5m");
  const after = new Map((await askedFor(place, old)).map((one) => [one.id, one]));
  const again = old.filter(({ id, requests }) => after.get(id)!.requests !== requests);
  place.must(again.length === 0, `old keys were sent again: ${again.map(({ way }) => way).join(", ")}`);
  const states = new Map(
    (await place.sql<{ id: string; state: string }>(`SELECT id, state FROM "PspIntent"`)).map((row) => [row.id, row.state]),
  );
  for (const { id, way, done } of old) {
    const wanted = done === 1 ? "SUCCEEDED" : "FAILED";
    place.must(states.get(id) === wanted, `${way}, ${done === 1 ? "made" : "never made"}, is ${states.get(id)}`);
  }
  // A card is charged anew at its next time; everything else is wished for at once.
  for (let quarter = 0; quarter < FOUR_DAYS && (await firstWrong([...happened, ...lost])); quarter++) {
    await advance(place, "6h");
    await quiet(place, BOUND_MS, "5m");
  }
  // The product's own clock looks once a second: what became due in these days is done now.
  await rightWithin([...happened, ...lost], BOUND_MS);
  await quiet(place, BOUND_MS, "5m");
  await allRight(place, [...happened, ...lost], "after the keys were old");
  const payments = (await listed(place, "charges")).length;
  return `${old.length} unknown, 25 h old: ${made.length} found by reading, ${absent.length} given up and wished anew, ${again.length} old keys sent again, ${payments} charges in all`;
};

async function firstWrong(facts: readonly Fact[]) {
  for (const { wrong } of facts) if (await wrong()) return true;
  return false;
}
