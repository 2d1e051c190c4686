import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { backer, openPayPage, payOnPage, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { Refusal } from "#app/refusal.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { bidOn, openTask } from "#app/tasks/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Run } from "../case.ts";
import { quiet } from "../oracle.ts";
import { askPage, post } from "../people.ts";
import { until } from "../until.ts";
import { campaign } from "../wishes/campaigns.ts";
import { AT_ONCE, accepted, coolDown, deal } from "../wishes/contracts.ts";

const quantile = (times: number[], q: number) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;

const ACCEPTS = 200;
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
  const times: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: ACCEPTS }, async (_, i) => {
      const at = performance.now();
      const { status } = await post(
        place,
        employer,
        `/tasks/${taskId}/select`,
        { intent: "award", bidId, reason: "" },
        doors[i % doors.length],
      );
      times.push(performance.now() - at);
      return status;
    }),
  );
  const of = (wanted: (status: number) => boolean) => answers.filter(wanted).length;
  const [yes, no, broken] = [of((s) => s === 302 || s === 303), of((s) => s === 409), of((s) => s >= 500)];
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
  const once = await accepted(place);
  await coolDown(once);
  await Promise.allSettled(Array.from({ length: RACERS }, () => releaseMilestone(once.stages[0]!)));
  const contested = await accepted(place);
  const milestoneId = contested.stages[0]!;
  const half = 250_000n;
  await proposeRefund(contested.employer.viewer, { milestoneId, amount: 500_000n, reason: "全部退回" });
  const proposal = await db.refundProposal.findFirstOrThrow({ where: { milestoneId, state: "PROPOSED" } });
  await coolDown(contested);
  const answers = await Promise.allSettled(
    Array.from({ length: RACERS }, (_, i) => {
      if (i % 3 === 0) return releaseMilestone(milestoneId);
      if (i % 3 === 1) return answerRefund(contested.provider.viewer, proposal.id, "AGREED");
      return openDispute(contested.employer.viewer, { milestoneId, amount: half, wanted: half, reason: "与约定不符，请处理", files: [] });
    }),
  );
  for (const one of answers)
    if (one.status === "rejected" && !(one.reason instanceof Refusal)) place.must(false, `one of them broke: ${one.reason}`);
  await quiet(place, 90_000);
  const [first, second] = await Promise.all(
    [once, contested].map((of) => db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } })),
  );
  place.must(
    first!.releasedFen === first!.amountFen && first!.state === "RELEASED",
    `released ${first!.releasedFen} of ${first!.amountFen}, ${first!.state}`,
  );
  const gone = second!.releasedFen + second!.refundedFen + second!.disputedFen;
  place.must(gone <= second!.amountFen, `${gone} of ${second!.amountFen} fen went three ways`);
  place.must(second!.refundedFen === 0n || second!.releasedFen === 0n, "it was released and refunded");
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
  const clicks = await Promise.allSettled(Array.from({ length: 8 }, () => askPage(place, of.employer, at, form)));
  const addresses = new Set(clicks.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
  place.must(addresses.size === 1, `${addresses.size} pages were opened`);
  const [page] = addresses;
  // Both tabs are paid, the second a moment later.
  await Promise.allSettled([payOnPage(page!, { number: AT_ONCE }), payOnPage(page!, { number: AT_ONCE })]);
  place.charges++;
  await quiet(place);
  const back = await post(place, of.employer, at, form);
  place.must(!back.to?.includes("/c/pay/"), `after paying the button opens another page: ${back.to}`);
  const { state } = await db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } });
  place.must(state === "FUNDED", `the stage is ${state}`);
  const opened = await place.sql(`SELECT FROM "PspIntent" WHERE purpose = 'fund-milestone'`);
  place.must(opened.length === 1, `${opened.length} wishes`);
  return `8 clicks, ${addresses.size} page, 1 charge; the way back finds ${state}`;
};

const PAYERS = 24;
/** A claim is given up at the moment at which its page is paid. */
export const runExpired: Run = async (place) => {
  await place.startApp();
  const campaignId = await campaign(place);
  const wish = await wishFor(campaignId, { lane: "WALLET", rewards: { 1: 1 } });
  const pledges = await Promise.all(
    Array.from({ length: PAYERS }, async () => {
      const { viewer } = await backer();
      const { pledgeId } = await claimPledge(viewer, campaignId, wish);
      return { viewer, pledgeId, ...(await openPayPage(viewer, pledgeId)) };
    }),
  );
  const paid = await Promise.all(
    pledges.map(async ({ viewer, pledgeId, url }, i) => {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      // A third pays before the claim ends, the others while it does and in the moment in which its page is still open.
      const paying = wait(i % 3 === 0 ? 0 : (i % 8) * 60).then(() => payOnPage(url, { method: "alipay" }).catch(() => false));
      const ending = wait(i % 3 === 0 ? (i % 8) * 15 : 0).then(() => endClaim(pledgeId, viewer).catch(() => undefined));
      await Promise.all([paying, ending]);
      return paying;
    }),
  );
  await quiet(place, 120_000);
  const lots = await db.fundingLot.findMany({ where: { refType: "pledge" }, select: { refId: true } });
  place.charges += lots.length;
  let [kept, back, none] = [0, 0, 0];
  for (const [i, { pledgeId }] of pledges.entries()) {
    const pledge = await pledgeOf(pledgeId);
    const charged = lots.filter(({ refId }) => refId === pledgeId).length;
    if (charged === 0) none++;
    else if (pledge.state === "PLEDGED") kept++;
    else back++;
    place.must(
      charged === 0 ? !["PLEDGED", "COLLECTED"].includes(pledge.state) : pledge.state === "PLEDGED" || pledge.state === "REFUNDED",
      `${charged} charges, the pledge is ${pledge.state}`,
    );
    place.must(!paid[i] || charged === 1, `a payer was told yes and has ${charged} charges`);
  }
  return `${PAYERS} pages paid while they ended: ${kept} count, ${back} went back, ${none} were not paid; none lost`;
};
