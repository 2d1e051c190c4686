import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { signedContract } from "#app/contracts/fixtures.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import type { Run } from "../case.ts";
import { quiet } from "../oracle.ts";
import { cookieOf, post } from "../people.ts";
import { wishes } from "../wishes/all.ts";
import { campaign } from "../wishes/campaigns.ts";
import { allRight, ready } from "../wishes/everything.ts";
import { isPage } from "../wishes/wish.ts";

const PER_SECOND = 50;
const SECONDS = 300;
const P95_MS = 300;

/** Five minutes of people who read, write, pledge and pay, at a fixed rate whatever the answers take. */
export const run: Run = async (place) => {
  await place.startApp();
  const facts = await ready(
    place,
    wishes.filter((wish) => !isPage(wish)),
  );
  const people = await Promise.all(Array.from({ length: 60 }, () => backer()));
  const deals = await Promise.all(
    Array.from({ length: 30 }, async () => signedContract({ employer: await person(), provider: await person() })),
  );
  const campaignId = await campaign(place);
  const wish = await wishFor(campaignId, { rewards: { 1: 1 } });
  const read = async (at: string, who?: Known) => {
    const answer = await fetch(`${place.url}${at}`, { headers: who ? { cookie: await cookieOf(who) } : {} });
    await answer.text();
    return answer.status;
  };
  const acts: ((i: number) => Promise<number>)[] = [
    () => read("/tasks"),
    () => read("/campaigns"),
    () => read(`/campaigns/${campaignId}`),
    (i) => read(`/contracts/${deals[i % deals.length]!.contractId}`, deals[i % deals.length]!.employer),
    (i) => read("/my/pledges", people[i % people.length]),
    async (i) =>
      (
        await post(place, deals[i % deals.length]!.employer, `/contracts/${deals[i % deals.length]!.contractId}`, {
          intent: "message",
          text: `第 ${i} 条`,
        })
      ).status,
    async (i) => {
      const of = deals[i % deals.length]!;
      return (await post(place, of.employer, `/contracts/${of.contractId}`, { intent: "pay", milestoneId: of.stages[0]! })).status;
    },
  ];
  for (const who of people) await claimPledge(who.viewer, campaignId, wish).catch(() => undefined);
  for (const { ask } of facts) await ask();
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const flying = new Set<Promise<void>>();
  const began = performance.now();
  for (let i = 0; i < PER_SECOND * SECONDS; i++) {
    const due = began + (i * 1000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const one = acts[i % acts.length]!(i)
      .catch(() => 0)
      .then((status) => {
        times.push(performance.now() - due);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      });
    flying.add(one);
    void one.finally(() => flying.delete(one));
  }
  await Promise.all(flying);
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)]!;
  const broken = [...statuses].filter(([status]) => status === 0 || status >= 500).reduce((sum, [, n]) => sum + n, 0);
  place.must(broken === 0, `${broken} errors: ${[...statuses].map(([status, n]) => `${n} x ${status}`).join(", ")}`);
  place.must(p95 < P95_MS, `p95 is ${p95.toFixed(0)} ms`);
  await quiet(place, 90_000);
  await allRight(place, facts, "under load");
  return `${times.length} requests at ${PER_SECOND}/s for ${SECONDS} s: ${broken} errors, p95 ${p95.toFixed(0)} ms`;
};
