import { randomUUID } from "node:crypto";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { backer, openPayPage, payOnPage, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { refusal } from "#app/i18n/errors.zh.ts";
import { Refusal } from "#app/refusal.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { bidOn, openTask } from "#app/tasks/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Run } from "../case.ts";
import { fault, listed, noFaults } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { post, postByScript, visit } from "../people.ts";
import { BOUND_MS, until } from "../until.ts";
import { campaign } from "../wishes/campaigns.ts";
import { AT_ONCE, accepted, coolDown, deal, funded } from "../wishes/contracts.ts";

const quantile = (times: number[], q: number) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;

const ACCEPTS = 200;
/** So many of them, one is sent by a browser without scripts, which is answered with the whole page. */
const PLAIN = 10;
const [READ, REFUSED] = [80, 10];
/** The same bid is chosen two hundred times at once, at the doors of two processes. */
export const runAwards: Run = async (place) => {
  const doors = [(await place.startApp()).url, (await place.startApp({ role: "web", port: await freePort() })).url];
  const { taskId, employer } = await openTask();
  const { bidId } = await bidOn(taskId, 8000);
  await db.task.update({ where: { id: taskId }, data: { closeAt: await appNow() } });
  await until(
    async () => {
      await closeBidding(await appNow());
      const { state } = await db.task.findUniqueOrThrow({ where: { id: taskId }, select: { state: true } });
      return state === "SELECTION" || state;
    },
    30_000,
    200,
  );
  const form = { intent: "award", bidId, reason: "" };
  const at = `/tasks/${taskId}/select`;
  // Both doors have been open for a while: their code is compiled, their connections stand.
  await Promise.all(
    doors.map(async (door) => {
      for (let i = 0; i < READ; i++) place.must((await visit(employer, `${door}${at}`)) === 200, "the page of the choice does not come");
      for (let i = 0; i < REFUSED; i++) {
        const { status } = await post(place, employer, at, { ...form, bidId: randomUUID() }, door);
        place.must(status === 409, `a bid that is not there is answered ${status}`);
      }
    }),
  );
  const times: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: ACCEPTS }, async (_, i) => {
      const [began, door] = [performance.now(), doors[i % doors.length]];
      const plain = i % PLAIN === 0;
      const status = plain ? (await post(place, employer, at, form, door)).status : await scripted(door!);
      times.push(performance.now() - began);
      return status;
    }),
  );
  async function scripted(door: string) {
    const { status, text } = await postByScript(place, employer, at, form, door);
    place.must(status !== 409 || text.includes("wrongState"), `a 409 that does not say why: ${text.slice(0, 200)}`);
    return status;
  }
  const of = (wanted: (status: number) => boolean) => answers.filter(wanted).length;
  const [yes, no, broken] = [of((s) => s === 202 || s === 302 || s === 303), of((s) => s === 409), of((s) => s >= 500)];
  const awards = await db.award.count({ where: { taskId } });
  const p99 = quantile(times, 0.99);
  place.must(yes === 1 && awards === 1, `${yes} were told yes, ${awards} awards`);
  place.must(no === ACCEPTS - 1, `${no} clean "already taken": ${[...new Set(answers)].join(", ")}`);
  place.must(broken === 0, `${broken} answers 5xx`);
  place.must(p99 < 2000, `p99 is ${p99.toFixed(0)} ms`);
  return `${awards} award, ${no} x 409, ${broken} x 5xx, p99 ${p99.toFixed(0)} ms`;
};

const RACERS = 100;
/** One stage is released a hundred times at once; another is released, refunded and disputed at once. */
export const runReleases: Run = async (place) => {
  await place.startApp();
  // The channel keeps its fee of what is refunded: without other people's money there a refund waits for the last fen.
  await funded(place);
  const once = await accepted(place);
  await coolDown(once);
  const releases = await Promise.allSettled(Array.from({ length: RACERS }, () => releaseMilestone(once.stages[0]!)));
  const contested = await accepted(place);
  const milestoneId = contested.stages[0]!;
  const all = 500_000n;
  await proposeRefund(contested.employer.viewer, { milestoneId, amount: all, reason: "全部退回" });
  const proposal = await db.refundProposal.findFirstOrThrow({ where: { milestoneId, state: "PROPOSED" } });
  // Until then it may be disputed, from then on released.
  await coolDown(contested, 50);
  const answers = await Promise.allSettled(
    Array.from({ length: RACERS }, (_, i) => {
      if (i % 3 === 0) return releaseMilestone(milestoneId);
      if (i % 3 === 1) return answerRefund(contested.provider.viewer, proposal.id, "AGREED");
      return openDispute(contested.employer.viewer, { milestoneId, amount: all, wanted: all, reason: "与约定不符，请处理", files: [] });
    }),
  );
  for (const one of [...releases, ...answers])
    if (one.status === "rejected" && !(one.reason instanceof Refusal)) place.must(false, `one of them broke: ${one.reason}`);
  // The clock races, too, and may be the one.
  for (const race of [releases, answers]) {
    const yes = race.filter(({ status }) => status === "fulfilled").length;
    place.must(yes <= 1, `${yes} of ${RACERS} were told yes`);
  }
  await quiet(place);
  const [first, second] = await Promise.all(
    [once, contested].map((of) => db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } })),
  );
  place.must(
    first!.releasedFen === first!.amountFen && first!.state === "RELEASED",
    `released ${first!.releasedFen} of ${first!.amountFen}, ${first!.state}`,
  );
  const ways = [second!.releasedFen, second!.refundedFen, second!.disputedFen];
  place.must(
    ways.filter((fen) => fen === all).length === 1 && ways.filter((fen) => fen === 0n).length === 2,
    `of ${all} fen ${ways[0]} were released, ${ways[1]} refunded, ${ways[2]} are in dispute`,
  );
  const [escrow] = await place.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id WHERE a.key LIKE 'escrow:%' GROUP BY a.id HAVING sum(b."creditFen" - b."debitFen") < 0`,
  );
  place.must(escrow === undefined, "an escrow is below zero");
  return `released once of ${RACERS}; of three ways: ${second!.releasedFen} released, ${second!.refundedFen} refunded, ${second!.disputedFen} in dispute`;
};

/** A double click, the way back and a second tab. */
export const runTwice: Run = async (place) => {
  await place.startApp();
  const of = await deal(place);
  const form = { intent: `pay:${of.stages[0]}`, milestoneId: of.stages[0]! };
  const at = `/contracts/${of.contractId}`;
  const clicks = await Promise.all(Array.from({ length: 8 }, () => post(place, of.employer, at, form)));
  for (const { status, to, text } of clicks) {
    const away = status === 503 && text.includes(refusal.tillAway);
    place.must(to?.includes("/c/pay/") || away, `a click was answered ${status} ${to ?? text.slice(0, 200)}`);
  }
  const addresses = new Set(clicks.flatMap(({ to }) => (to ? [to] : [])));
  place.must(addresses.size === 1, `${addresses.size} pages were shown`);
  const [page] = addresses;
  // Both tabs are paid, the second a moment later.
  await Promise.allSettled([payOnPage(page!, { number: AT_ONCE }), payOnPage(page!, { number: AT_ONCE })]);
  place.charges++;
  await quiet(place);
  const back = await post(place, of.employer, at, form);
  place.must(!back.to?.includes("/c/pay/"), `after paying the button opens another page: ${back.to}`);
  const { state } = await db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } });
  place.must(state === "FUNDED", `the stage is ${state}`);
  const opened = await place.sql<{ id: string }>(`SELECT id FROM "PspIntent" WHERE purpose = 'fund-milestone'`);
  place.must(opened.length === 1, `${opened.length} wishes`);
  // Also pages that nobody was shown: one that is open could be paid.
  const sessions = (await listed(place, "checkout/sessions")).filter(({ metadata }) => metadata?.intent_id === opened[0]?.id);
  const [paid, open] = ["complete", "open"].map((wanted) => sessions.filter(({ status }) => status === wanted).length);
  place.must(paid === 1 && open === 0, `at the channel ${paid} pages are paid, ${open} open`);
  return `8 clicks, ${addresses.size} page, 1 charge; the way back finds ${state}`;
};

const EACH = 8;
/**
 * A claim is given up around the moment at which its page is paid: after it, at the same moment, before it with a page that is still open
 * (its place is somebody else's by then), and after the page was shut.
 */
export const runExpired: Run = async (place) => {
  await place.startApp();
  const campaignId = await campaign(place, { "rewards[0].limit": String(4 * EACH) });
  const wish = await wishFor(campaignId, { lane: "WALLET", rewards: { 0: 1 } });
  const claimed = await Promise.all(
    Array.from({ length: 4 * EACH }, async () => {
      const { viewer } = await backer();
      const { pledgeId } = await claimPledge(viewer, campaignId, wish);
      return { viewer, pledgeId, ...(await openPayPage(viewer, pledgeId)) };
    }),
  );
  type Claim = (typeof claimed)[number];
  const paid = new Map<string, boolean>();
  const pay = async ({ pledgeId, url }: Claim) => void paid.set(pledgeId, (await payOnPage(url, { method: "alipay" })) === true);
  const end = ({ pledgeId, viewer }: Claim) =>
    endClaim(pledgeId, viewer).catch((error) => {
      if (!(error instanceof Refusal)) place.must(false, `ending a claim broke: ${error}`);
    });
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const [paidFirst, atOnce, stillOpen, shut] = [0, 1, 2, 3].map((n) => claimed.slice(n * EACH, (n + 1) * EACH)) as [
    Claim[],
    Claim[],
    Claim[],
    Claim[],
  ];
  await Promise.all(shut.map(end));
  await until(
    async () =>
      (await db.pspIntent.count({ where: { id: { in: shut.map(({ intentId }) => intentId) }, state: "FAILED" } })) === EACH ||
      "pages are open",
    BOUND_MS,
  );
  // Their pages stay open at the channel, although the claims are over.
  await fault(place, "POST /v1/checkout/sessions/:id/expire", "fail_before", { times: 1000 });
  await Promise.all(stillOpen.map(end));
  await Promise.all(Array.from({ length: 2 * EACH }, async () => claimPledge((await backer()).viewer, campaignId, wish)));
  await Promise.all([...stillOpen, ...shut].map(pay));
  const late = { refType: "pledge", refId: { in: stillOpen.map(({ pledgeId }) => pledgeId) } };
  await until(async () => (await db.fundingLot.count({ where: late })) === EACH || "late payments are not heard of", BOUND_MS);
  await noFaults(place);
  await Promise.all([
    ...paidFirst.map(async (one, i) =>
      pay(one)
        .then(() => wait(i * 15))
        .then(() => end(one)),
    ),
    ...atOnce.map(async (one, i) => Promise.all([wait((i % 4) * 20).then(() => pay(one)), wait((i >> 2) * 30).then(() => end(one))])),
  ]);
  await quiet(place, 120_000);
  const lots = await db.fundingLot.findMany({ where: { refType: "pledge" }, select: { refId: true } });
  place.charges += lots.length;
  const came = async ({ pledgeId }: Claim) => {
    const { state } = await pledgeOf(pledgeId);
    const charged = lots.filter(({ refId }) => refId === pledgeId).length;
    const right =
      charged === 0 ? !["PLEDGED", "COLLECTED"].includes(state) : charged === 1 && (state === "PLEDGED" || state === "REFUNDED");
    place.must(right, `${charged} charges, the pledge is ${state}`);
    place.must(
      (charged === 1) === (paid.get(pledgeId) === true),
      `a payer was told ${paid.get(pledgeId) ? "yes" : "no"} and has ${charged} charges`,
    );
    return charged === 0 ? "none" : state === "PLEDGED" ? "counts" : "back";
  };
  const ends = { counts: 0, back: 0, none: 0 };
  for (const one of claimed) ends[await came(one)]++;
  for (const one of stillOpen) place.must((await came(one)) === "back", "what came in after the end of its claim did not go back");
  for (const one of shut) place.must((await came(one)) === "none", "a page that was shut was paid");
  return `${claimed.length} pages paid while they ended: ${ends.counts} count, ${ends.back} went back, ${ends.none} were not paid; none lost`;
};
