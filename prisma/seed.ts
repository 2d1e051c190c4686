import { writeFileSync } from "node:fs";
import path from "node:path";
import { tick } from "#app/clock.server.ts";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { checkIntent } from "#app/payments/check-intent.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { stopQueue } from "#app/queue.server.ts";
import { mustBeMadeHere } from "#sandbox/postgres.ts";
import { townCampaigns } from "./town/campaigns/campaigns.ts";
import { lives } from "./town/campaigns/lives.ts";
import { disputeCards } from "./town/card-stories.ts";
import { changed, ended, invoiced } from "./town/change-stories.ts";
import { disputed } from "./town/dispute-stories.ts";
import { makeCast } from "./town/make-campaigns.ts";
import { openAccount } from "./town/make-contracts.ts";
import { makeDeposits } from "./town/make-deposits.ts";
import { fillDesk } from "./town/make-desk.ts";
import { makePeople, openTrades, type Party } from "./town/make-people.ts";
import { fillReconciliation, reconcileTown } from "./town/make-reconciliation.ts";
import { biddersFor } from "./town/make-tasks.ts";
import { demoAccounts, demoPassword } from "./town/people.ts";
import * as stories from "./town/stories.ts";
import { townTasks } from "./town/tasks.ts";
import { timeline } from "./town/timeline.ts";

/** How far the lives of the town's tasks have come: the story, how many, published how many days ago, bids each. */
const plan: [(story: stories.Story) => void, count: number, day: (i: number) => number, bids: number][] = [
  [stories.completed, 11, (i) => -44 + i * 1.6, 4],
  [disputed("executed"), 2, (i) => -22 - i, 4],
  [stories.refunded, 2, (i) => -16 - i, 3],
  [disputed("opened"), 2, (i) => -10 - i * 0.5, 4],
  [stories.accepted, 3, (i) => -11 - i * 0.4, 4],
  [stories.changes, 2, (i) => -10 - i * 0.4, 3],
  [stories.submitted, 3, (i) => -9 - i * 0.3, 4],
  [stories.working, 4, (i) => -9.5 + i * 0.4, 4],
  [stories.funded, 2, (i) => -4.6 + i * 0.1, 3],
  [stories.signed, 2, (i) => -5 + i * 0.1, 3],
  [stories.unsigned, 2, (i) => -5.1 + i * 0.1, 3],
  [(s) => stories.afterRoom(s, 14), 2, (i) => -8 - i, 5],
  [stories.awarded, 4, (i) => -4 - i * 0.05, 4],
  [stories.scored, 4, (i) => -6 - i * 0.3, 5],
  [stories.selection, 4, (i) => -5 - i * 0.2, 5],
  [stories.qualifying, 2, (i) => -5.5 - i * 0.3, 4],
  [stories.unchosen, 1, () => -15, 4],
  [stories.failed, 3, (i) => -10 - i, 0],
  [stories.cancelled, 2, (i) => -9 - i, 2],
  [stories.suspended, 1, () => -6, 3],
  [stories.amended, 2, (i) => -4 - i, 4],
  [stories.openLive, 4, (i) => -3 - i * 0.4, 4],
  [stories.rejected, 2, (i) => -4 - i, 0],
  [stories.inReview, 3, (i) => -0.12 - i * 0.03, 0],
  [stories.unpaidBond, 1, () => -1, 0],
  [stories.draft, 4, (i) => -2 - i, 0],
  [stories.open, 40, (i) => -0.4 - i * 0.2, 5],
  [disputed("silent"), 1, () => -14.6, 4],
  [disputed("withdrawn"), 1, () => -13, 3],
  [disputed("answered"), 1, () => -9.8, 4],
  [disputed("negotiating"), 1, () => -11, 4],
  [disputed("settled"), 1, () => -13.5, 3],
  [disputed("mediation"), 1, () => -13.7, 4],
  [disputed("proposed"), 1, () => -14.2, 3],
  [disputed("panel"), 1, () => -15, 4],
  [disputed("decided"), 1, () => -15.6, 3],
  [disputed("filed"), 1, () => -17, 3],
  [disputed("appealed"), 1, () => -16.5, 4],
  [disputed("final"), 1, () => -14.7, 3],
  [changed("agreed"), 1, () => -9, 3],
  [changed("rejected"), 1, () => -8.8, 3],
  [changed("open"), 1, () => -7.5, 3],
  [changed("countered"), 1, () => -7.8, 3],
  [changed("expired"), 1, () => -15, 3],
  [changed("raised"), 1, () => -8, 3],
  [ended("agreed"), 1, () => -13, 3],
  [ended("asked"), 1, () => -7.7, 3],
  [ended("stated"), 1, () => -8.2, 3],
  [invoiced("submitted"), 1, () => -20, 3],
  [invoiced("rejected"), 1, () => -20.5, 3],
  [ended("handed"), 1, () => -15.2, 4],
];
/** Campaigns that are delivered today began long before the first task. */
const FIRST_DAY = -82;
/** The first live room opens so long after the town is ready. */
const LIVE_IN_MINUTES = 3.3;

/** Employers whose tasks an operator looks at first. */
const reviewed = new Set<unknown>([stories.rejected, stories.inReview]);

/** A believable town, made through the same verbs as everything later; its past is lived through with the clocks of both worlds. */
async function seed() {
  const began = Date.now();
  const line = timeline(FIRST_DAY, turn);
  await line.begin();
  const town = await makePeople();
  const { demo } = town;
  for (const provider of town.providers.filter((p) => p.verified).slice(0, -2)) await openAccount(provider);
  const [first, ...rest] = [
    townTasks.find((t) => t.title.startsWith("园区设备共享预约"))!,
    ...townTasks.filter((t) => !t.title.startsWith("园区设备共享预约")),
  ];
  const rivals = [demo.provider, demo.rival, ...biddersFor(town, first, 0, 6).filter((b) => b !== demo.provider && b !== demo.rival)].slice(
    0,
    6,
  );
  stories.liveSoon({ town, line, employer: demo.employer, task: first, number: 0, day: -5, bids: 6, bidders: rivals }, LIVE_IN_MINUTES);
  let number = 1;
  for (const [story, count, day, bids] of plan)
    for (let i = 0; i < count; i++) {
      const task = rest[(number * 17) % rest.length]!;
      const candidates = town.employers.filter((e) => e.verified !== reviewed.has(story));
      const employer: Party = number % 6 === 0 && !reviewed.has(story) ? demo.employer : candidates[number % candidates.length]!;
      story({ town, line, employer, task, number, day: day(i), bids: bids && bids + (number % 3) - 1 });
      number++;
    }
  makeDeposits(town, line);
  const cast = await makeCast(town, line);
  for (const [number, campaign] of townCampaigns.entries()) lives[campaign.fate]({ cast, campaign, number });
  disputeCards(town, line);
  line.at(-0.08, () => fillDesk(town));
  line.at(-0.05, () => openTrades(town));
  reconcileTown(town, line);
  await line.live();
  await turn();
  await fillReconciliation();
  await quiet();
  await close(Math.round((Date.now() - began) / 1000));
}

/** Time's turn: what is due, and the errands at the channel that a worker would run. */
async function turn() {
  await tick();
  const waiting = await db.pspIntent.findMany({
    where: { kind: { notIn: ["CHECKOUT", "SETUP"] }, state: { in: ["CREATED", "SENDING", "UNKNOWN", "OPEN"] } },
    select: { id: true, state: true },
    take: 200,
  });
  for (const { id, state } of waiting) await (state === "OPEN" ? checkIntent(id, purposes) : sendIntent(id, purposes));
  const lots = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "FundingLot" WHERE "availableAt" IS NULL AND ("feeFen" IS NULL OR "availableOn" <= app_now())`;
  for (const { id } of lots) await settleLot(id);
}

/** Nobody gets mail about the town's past. The last commit is on the disk before the town counts as built, and with it all before it. */
async function quiet() {
  await db.$transaction([
    db.$executeRaw`SET LOCAL synchronous_commit = on`,
    db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'mail-%' AND state < 'active'`,
  ]);
}

async function close(seconds: number) {
  const broken = (await audit()).filter((check) => check.found > 0);
  const counted = [db.task.count(), db.bid.count(), db.contract.count(), db.campaign.count(), db.pledge.count()];
  const [tasks, bids, contracts, campaigns, pledges] = await Promise.all(counted);
  const made = `${tasks} tasks, ${bids} bids, ${contracts} contracts, ${campaigns} campaigns, ${pledges} pledges`;
  process.stderr.write(`  ${made} in ${seconds} s\n`);
  for (const check of broken) process.stderr.write(`  audit: ${check.name}: ${check.found}\n`);
  const describe = {
    employer: ["雇主", "employer"],
    provider: ["服务商", "provider"],
    rival: ["另一服务商", "another provider"],
    operator: ["园区运营", "operator"],
  };
  const accounts = Object.entries(demoAccounts).map(([key, { mail }]) => {
    const [zh, en] = describe[key as keyof typeof describe];
    return { email: mail, zh, en };
  });
  writeFileSync(path.join(process.env.STATE_DIR ?? ".state", "demo.json"), JSON.stringify({ password: demoPassword, accounts }, null, 2));
  if (broken.length > 0) process.exitCode = 1;
}

await mustBeMadeHere(env.DATABASE_URL);
await seed();
await stopQueue();
await db.$disconnect();
