import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { signedContract } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { cpuMs } from "../account.ts";
import type { Run } from "../case.ts";
import { quiet } from "../oracle.ts";
import { cookieOf, post } from "../people.ts";
import { wishes } from "../wishes/all.ts";
import { campaign } from "../wishes/campaigns.ts";
import { AT_ONCE, payAndReturn } from "../wishes/contracts.ts";
import { allRight, ready } from "../wishes/everything.ts";
import { isPage } from "../wishes/wish.ts";

const PER_SECOND = 50;
/** FAULTS_LOAD_SECONDS shortens the run, to look at the case itself. */
const SECONDS = Number(process.env.FAULTS_LOAD_SECONDS ?? 300);
const P95_MS = 300;

/** So often somebody pays a stage for good: the channel's notice, the books and both sides' pages follow. */
const PAYS_EVERY_S = 1;

/** Five minutes of people who read, write, go to the till and pay, at a fixed rate whatever the answers take. */
export const run: Run = async (place) => {
  const app = await place.startApp();
  const facts = await ready(
    place,
    wishes.filter((wish) => !isPage(wish)),
  );
  const people = await Promise.all(Array.from({ length: 60 }, () => backer()));
  const deals = await Promise.all(
    Array.from({ length: 30 }, async () => signedContract({ employer: await person(), provider: await person() })),
  );
  const unpaid = await Promise.all(
    Array.from({ length: Math.floor(SECONDS / PAYS_EVERY_S) }, async (_, i) => signedContract(deals[i % deals.length]!)),
  );
  const paid = [...unpaid];
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
  const paying = new Set<Promise<unknown>>();
  const payOne = async () => {
    const of = unpaid.pop()!;
    const { status, to } = await post(place, of.employer, `/contracts/${of.contractId}`, { intent: "pay", milestoneId: of.stages[0]! });
    // What happens on the channel's page is no request to the product; the way back is.
    if (to) paying.add(payAndReturn(place, of.employer, to, { number: AT_ONCE }).then((goBack) => goBack()));
    return status;
  };
  for (const who of people) await claimPledge(who.viewer, campaignId, wish);
  for (const { ask } of facts) await ask();
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const flying = new Set<Promise<void>>();
  const cpu = cpuMs(app.pid);
  const began = performance.now();
  for (let i = 0; i < PER_SECOND * SECONDS; i++) {
    const due = began + (i * 1000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const act = unpaid.length > 0 && i % (PER_SECOND * PAYS_EVERY_S) === 0 ? payOne : acts[i % acts.length]!;
    const one = act(i)
      .catch(() => 0)
      .then((status) => {
        times.push(performance.now() - due);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      });
    flying.add(one);
    void one.finally(() => flying.delete(one));
  }
  await Promise.all(flying);
  await Promise.all(paying);
  const each = (cpuMs(app.pid) - cpu) / times.length;
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)]!;
  const broken = [...statuses].filter(([status]) => status === 0 || status >= 400).reduce((sum, [, n]) => sum + n, 0);
  place.must(broken === 0, `${broken} errors: ${[...statuses].map(([status, n]) => `${n} x ${status}`).join(", ")}`);
  place.must(p95 < P95_MS, `p95 is ${p95.toFixed(0)} ms`);
  // Nothing may pile up behind the answers.
  const [left] = await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "PspIntent" WHERE state IN ('SENDING', 'UNKNOWN')`);
  place.must(left!.n === 0, `${left!.n} outcomes are unknown at the end`);
  await quiet(place);
  const funded = await db.milestone.count({ where: { id: { in: paid.map(({ stages }) => stages[0]!) }, state: "FUNDED" } });
  place.must(funded === paid.length, `${funded} of ${paid.length} paid stages are funded`);
  await allRight(place, facts, "under load");
  return `${times.length} requests at ${PER_SECOND}/s for ${SECONDS} s: ${paid.length} payments, ${broken} errors, p95 ${p95.toFixed(0)} ms, ${each.toFixed(1)} ms of the processor each`;
};
