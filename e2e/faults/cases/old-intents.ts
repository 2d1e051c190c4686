import type { Run } from "../case.ts";
import { advance, control, fault, listed, noFaults, rules } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, ready } from "../wishes/everything.ts";
import { endpoint, isPage } from "../wishes/wish.ts";

type Key = { key: string; expires: number };
const keys = async (place: Parameters<Run>[0]) => (await control<{ idempotency: Key[] }>(place, "GET", "export")).idempotency;

/**
 * Half of what was sent happened and half did not, nobody here knows which, and a day passes: the channel has forgotten the keys. What
 * happened is found by reading; what did not is given up under its old key and wished for anew.
 */
export const run: Run = async (place) => {
  const these = wishes.filter((wish) => !isPage(wish));
  const app = await place.startApp();
  const happened = await ready(place, these);
  const lost = await ready(place, these);
  const strike = async (facts: typeof happened, kind: string) => {
    const at = new Map<string, number>();
    for (const { wish } of facts) at.set(endpoint[wish.kind], (at.get(endpoint[wish.kind]) ?? 0) + 1);
    for (const of of at.keys()) await fault(place, of, kind, { times: 1000 });
    for (const { ask } of facts) await ask();
    await until(async () => {
      const missing = (await rules(place)).filter(({ path, hit }) => hit < at.get(`POST ${path}`)!);
      return missing.length === 0 || `not asked: ${missing.map(({ path }) => path).join(", ")}`;
    }, 60_000);
    await until(async () => {
      const [row] = await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "PspIntent" WHERE state = 'UNKNOWN'`);
      return row!.n > 0 || "nothing is unknown";
    }, 60_000);
  };
  await strike(happened, "commit_then_500");
  await noFaults(place);
  await strike(lost, "fail_before");
  await app.kill();
  await noFaults(place);
  const old = await place.sql<{ id: string; attempt: number }>(
    `SELECT id, attempt FROM "PspIntent" WHERE state IN ('CREATED', 'SENDING', 'UNKNOWN')`,
  );
  const before = new Map((await keys(place)).map(({ key, expires }) => [key, expires]));
  await advance(place, "25h");
  await place.startApp();
  await quiet(place, 120_000, "5m");
  await allRight(place, [...happened, ...lost], "after 25 hours");
  const after = new Map((await keys(place)).map(({ key, expires }) => [key, expires]));
  const again = old.filter(({ id, attempt }) => after.get(`${id}:${attempt}`) !== before.get(`${id}:${attempt}`));
  place.must(again.length === 0, `${again.length} old keys were sent again`);
  place.must(old.length > 0, "nothing was old");
  const payments = (await listed(place, "charges")).length;
  return `${old.length} intents 25 h old, ${again.length} of their keys sent again, ${payments} charges in all`;
};
