import { signedContract } from "#app/contracts/fixtures.ts";
import { person } from "#app/people/fixtures.ts";
import type { Run } from "../case.ts";
import { control } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { post } from "../people.ts";
import { BOUND_MS } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, ready, rightWithin } from "../wishes/everything.ts";
import { isPage } from "../wishes/wish.ts";

const AWAY_MS = 120_000;
const POOL = 10;

/** The channel is away for two minutes: people are told at once, nobody else waits for it, and afterwards everything goes on. */
export const run: Run = async (place) => {
  await place.startApp();
  const facts = await ready(
    place,
    wishes.filter((wish) => !isPage(wish) && !wish.there),
  );
  const deal = await signedContract({ employer: await person(), provider: await person() });
  place.world.kill();
  await place.world.gone;
  const began = performance.now();
  for (const { ask } of facts) await ask();
  let [slowest, most, asked, pages] = [0, 0, 0, 0];
  while (performance.now() - began < AWAY_MS) {
    const at = performance.now();
    const { status } = await post(place, deal.employer, `/contracts/${deal.contractId}`, { intent: "pay", milestoneId: deal.stages[0]! });
    slowest = Math.max(slowest, performance.now() - at);
    asked++;
    if (status >= 500 && status !== 503) place.must(false, `asking for the till answers ${status}`);
    const page = await fetch(`${place.url}/tasks`);
    if (page.ok) pages++;
    await page.text();
    const [row] = await place.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'jincheng' AND state <> 'idle'`,
    );
    most = Math.max(most, row!.n);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  await place.restartWorld();
  await control(place, "GET", "clock");
  const back = performance.now();
  await rightWithin(facts, BOUND_MS);
  const drained = (performance.now() - back) / 1000;
  // Whoever was told to come back later gets the page of the same wish.
  const { to } = await post(place, deal.employer, `/contracts/${deal.contractId}`, { intent: "pay", milestoneId: deal.stages[0]! });
  place.must(to?.includes("/c/pay/") === true, `asking again for the till leads to ${to}`);
  await quiet(place);
  await allRight(place, facts, "after the channel was away");
  place.must(slowest <= 20_000, `somebody waited ${(slowest / 1000).toFixed(1)} s`);
  place.must(most < POOL, `${most} connections were busy at once`);
  place.must(pages === asked, `${asked - pages} pages did not come meanwhile`);
  return `${asked} asked for the till meanwhile, the slowest ${(slowest / 1000).toFixed(1)} s; ${most} connections busy; ${facts.length} sums left within ${drained.toFixed(0)} s afterwards`;
};
