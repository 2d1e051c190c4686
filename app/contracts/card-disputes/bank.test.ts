import "#app/payments/world.fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import { cardDisputes } from "#app/card-disputes.server.ts";
import { type Deal, signedContract, stageOf } from "#app/contracts/fixtures.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { keepAnswer, sendAnswer } from "#app/payments/answer-card-dispute.server.ts";
import { refreshCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { receiveEvent } from "#app/payments/receive-event.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, fault, letters, noFaults, pay, quiet } from "#app/payments/world.fixtures.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { transact } from "#app/transact.server.ts";

const no = (code: string) => expect.objectContaining({ code });
const DISPUTED = "4000000000000259";
const ASKED = "4000000000001976";
let desk: Known;
beforeAll(async () => {
  desk = await operator();
});

/** The first stage of a contract is paid with a card on the channel's own page. */
async function paidWith(number: string): Promise<Deal> {
  const deal = await signedContract({ employer: await person(), provider: await person() });
  const { intentId } = await fundMilestone(deal.employer.viewer, deal.stages[0]!);
  const page = { title: "茶饮品牌标志", locale: "zh" as const, returnPath: `/contracts/${deal.contractId}/paid/${intentId}` };
  await pay(await checkoutUrl(intentId, page), { number });
  await finalise(intentId, purposes);
  return deal;
}
const rowOf = (deal: Deal) => db.cardDispute.findFirstOrThrow({ where: { refId: deal.stages[0]! } });
const act = async (eventId: string) => processEvent(eventId, purposes, cardDisputes);

/** What the channel sent arrives so many times in this order, and is acted on. */
async function hear({ times = 1, order = (all: string[]) => all } = {}) {
  await quiet();
  for (let i = 0; i < times; i++) for (const one of letters) await receiveEvent("snapshot", one.raw, one.signature).catch(() => null);
  letters.length = 0;
  const waiting = await db.pspInbox.findMany({ where: { processedAt: null }, orderBy: { receivedAt: "asc" } });
  for (const eventId of order(waiting.map((event) => event.eventId))) await act(eventId);
}
/** The books agree with the channel, to the fen and line by line. */
async function agrees() {
  for (const { id } of await db.fundingLot.findMany({ where: { availableAt: null } })) await settleLot(id);
  const { oursFen, theirsFen } = await compareBalance();
  expect(oursFen).toBe(theirsFen);
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
}

test("a disputed card freezes its stage; the answer is sent once and wins it", async () => {
  const deal = await paidWith(DISPUTED);
  await hear({ times: 3, order: (all) => all.toReversed() });
  const { id } = await rowOf(deal);
  expect(await rowOf(deal)).toMatchObject({ state: "OPEN", withdrawnFen: 500_000n, frozenFen: 500_000n, pspStatus: "needs_response" });
  await agrees();
  const answer = { evidence: { product_description: "A logo", uncategorized_text: "winning_evidence" } };
  const kept = await Promise.allSettled(Array.from({ length: 5 }, () => transact((tx) => keepAnswer(tx, desk.userId, id, answer))));
  expect(kept.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  // The first call is made and its answer lost: the same answer is found again, not sent twice.
  await fault("POST /v1/disputes/:id", "commit_then_500", { count: 2 });
  await sendAnswer(id, cardDisputes);
  await noFaults();
  await sendAnswer(id, cardDisputes);
  expect(await rowOf(deal)).toMatchObject({ answerState: "SENT", pspStatus: "under_review" });
  const { evidence_details: said } = await stripe.disputes.retrieve((await rowOf(deal)).pspId);
  expect(said.submission_count).toBe(1);
  await expect(transact((tx) => keepAnswer(tx, desk.userId, id, answer))).rejects.toEqual(no("answerOver"));
  await advance("1m");
  await hear();
  expect(await rowOf(deal)).toMatchObject({ state: "WON", reinstatedFen: 500_000n, frozenFen: 0n });
  expect((await stageOf(deal)).cardFrozenFen).toBe(0n);
  await advance("2h");
  expect(await pollTransactions()).toMatchObject({ unknown: 0 });
  await agrees();
});

test("one that nobody told of is found by its line, leaves suspense again, and is lost when accepted", async () => {
  const deal = await paidWith(DISPUTED);
  await quiet();
  letters.length = 0;
  await advance("2h");
  expect((await pollTransactions()).unknown).toBe(1);
  const { data } = await stripe.disputes.list({ limit: 1 });
  await refreshCardDispute(data[0]!.id, cardDisputes);
  expect((await pollTransactions()).cleared).toBe(1);
  const { id } = await rowOf(deal);
  await transact((tx) => keepAnswer(tx, desk.userId, id, { concede: true }));
  await sendAnswer(id, cardDisputes);
  expect(await rowOf(deal)).toMatchObject({ state: "LOST", escrowFen: 500_000n });
  expect((await stageOf(deal)).state).toBe("REFUNDED");
  await agrees();
});

test("an inquiry moves no money until the bank escalates it", async () => {
  const deal = await paidWith(ASKED);
  await hear();
  expect(await rowOf(deal)).toMatchObject({ state: "INQUIRY", withdrawnFen: 0n, frozenFen: 0n });
  const { id } = await rowOf(deal);
  const answer = { evidence: { product_description: "A logo", uncategorized_text: "escalate_inquiry_evidence" } };
  await transact((tx) => keepAnswer(tx, desk.userId, id, answer));
  await sendAnswer(id, cardDisputes);
  await advance("1m");
  await hear();
  expect(await rowOf(deal)).toMatchObject({ state: "OPEN", withdrawnFen: 500_000n, frozenFen: 500_000n, answerState: null });
  await agrees();
});
