import "#app/payments/world.fixtures.ts";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { contractsDue } from "#app/contracts/due.server.ts";
import { dealAt, settleAll } from "#app/contracts/fixtures.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { unknownTransaction } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { parkIntent } from "#app/payments/apply-outcome.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, sendOn, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { Params } from "#app/payments/intent.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, fault, noFaults, onboard, pay } from "#app/payments/world.fixtures.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { expireManuals } from "#app/people/desk/manual/expire-manual.server.ts";
import { Proposal } from "#app/people/desk/manual/manual.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { suspenseItems } from "#app/people/desk/manual/queries.server.ts";
import { refuseManual } from "#app/people/desk/manual/refuse-manual.server.ts";
import { withdrawManual } from "#app/people/desk/manual/withdraw-manual.server.ts";
import { company, type Known, operator, person, viewerAgain } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

const doors = { settler, purposes: { ...purposes, ...testPurposes } };
let [first, second, third] = [] as unknown as [Known, Known, Known];
beforeAll(async () => {
  [first, second, third] = [await operator(), await operator(), await operator()];
});
const because = "已核对通道后台与银行回单";
const wish = (form: object) => Proposal.parse({ reason: because, ...form });
const propose = (form: object, by = first) => proposeManual(by.viewer, wish(form), settler);
const approve = (actId: string, by = second) => approveManual(by.viewer, { actId, decision: "" }, doors);
const code = (a: PromiseSettledResult<unknown>) => (a.status === "rejected" ? (a.reason.code ?? a.reason.message) : "done");
const no = (what: string) => ({ code: what });
const broken = async () => (await audit()).filter((check) => check.found > 0).map((check) => check.name);
/** The channel moved money that nothing here explains. */
async function unknown(netFen: bigint) {
  const transactionId = `txn_${randomUUID().slice(0, 8)}`;
  await transact(async (tx) => post(tx, unknownTransaction({ transactionId, source: `adj_${transactionId}`, netFen }), await appNow(tx)));
  return transactionId;
}
const movement = (key: string) => db.ledgerTx.findUnique({ where: { idemKey: key }, select: { kind: true } });

describe("unknown money", () => {
  test("gets its reason by two operators, once", async () => {
    const transactionId = await unknown(-300n);
    expect(await suspenseItems()).toMatchObject([{ transactionId, netFen: -300n, proposedId: null }]);
    await expect(propose({ kind: "SUSPENSE", transactionId, act: "platformLoss" }, await person())).rejects.toMatchObject(no("notFound"));
    const actId = await propose({ kind: "SUSPENSE", transactionId, act: "platformLoss" });
    expect(await balanceOf("suspense:cny")).toBe(-300n);
    expect(await suspenseItems()).toMatchObject([{ proposedId: actId }]);
    await expect(propose({ kind: "SUSPENSE", transactionId, act: "bank" }, second)).rejects.toMatchObject(no("alreadyProposed"));
    await expect(approve(actId, first)).rejects.toMatchObject(no("anotherOperator"));
    await expect(refuseManual(first.viewer, actId, "我自己不同意")).rejects.toMatchObject(no("anotherOperator"));
    await expect(withdrawManual(second.viewer, actId)).rejects.toMatchObject(no("notAllowed"));
    await approve(actId);
    expect(await balanceOf("suspense:cny")).toBe(0n);
    expect(await movement(`cleared:${transactionId}`)).toEqual({ kind: "suspenseAssigned" });
    await expect(propose({ kind: "SUSPENSE", transactionId, act: "bank" })).rejects.toMatchObject(no("wrongState"));
    expect(await broken()).toEqual([]);
    expect(await db.notice.count({ where: { userId: first.userId, kind: "reconcile.notice.manualApproved" } })).toBe(1);
    expect((await db.operatorAct.findMany({ where: { subjectId: actId }, orderBy: { id: "asc" } })).map((act) => act.act)).toEqual([
      "manual.propose",
      "manual.approveManual",
    ]);
  });

  test("of eight who approve at once one does", async () => {
    const transactionId = await unknown(500n);
    const actId = await propose({ kind: "SUSPENSE", transactionId, act: "bank" });
    const before = await balanceOf("bank:cny");
    const answers = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => approve(actId, i % 2 ? second : third)));
    expect(answers.map(code).sort()).toEqual(["done", ...Array(7).fill("wrongState")]);
    expect(await balanceOf("bank:cny")).toBe(before - 500n);
    expect(await db.operatorAct.count({ where: { subjectId: actId, act: "manual.approveManual" } })).toBe(1);
  });

  test("approved, refused and withdrawn at the same moment: one of them, and money moved only if approved", async () => {
    for (let round = 0; round < 5; round++) {
      const transactionId = await unknown(-100n);
      const actId = await propose({ kind: "SUSPENSE", transactionId, act: "channelFee" });
      const answers = await Promise.allSettled([
        withdrawManual(first.viewer, actId),
        approve(actId),
        refuseManual(third.viewer, actId, "看不出依据"),
      ]);
      expect(answers.map(code).sort()).toEqual(["done", "wrongState", "wrongState"]);
      const { state } = await db.manualAct.findUniqueOrThrow({ where: { id: actId } });
      expect((await movement(`cleared:${transactionId}`)) !== null).toBe(state === "APPROVED");
      if (state !== "APPROVED") await approve(await propose({ kind: "SUSPENSE", transactionId, act: "channelFee" }));
    }
    expect(await broken()).toEqual([]);
  });
});

describe("the database itself", () => {
  test("refuses one person in both places, a changed proposal, a second decision and a deletion", async () => {
    const actId = await propose({ kind: "ADJUSTMENT", act: "lossPaid", amount: "12.00" });
    const decided = { decidedById: first.userId, decidedAt: await appNow() };
    const where = { id: actId };
    await expect(db.manualAct.update({ where, data: { state: "APPROVED", ...decided } })).rejects.toThrow(/manual_two_operators/);
    await expect(db.manualAct.update({ where, data: { state: "APPROVED", ...decided, decidedById: null } })).rejects.toThrow(
      /manual_two_operators/,
    );
    await expect(db.manualAct.update({ where, data: { amountFen: 9_999_00n } })).rejects.toThrow(/does not change/);
    await refuseManual(second.viewer, actId, "没有回单");
    await expect(db.manualAct.update({ where, data: { state: "APPROVED", ...decided, decidedById: third.userId } })).rejects.toThrow(
      /is REFUSED/,
    );
    await expect(db.manualAct.delete({ where })).rejects.toThrow();
    expect(await movement(`manual:${actId}`)).toBeNull();
  });

  test("refuses a backer's refund that one operator approved and paid", async () => {
    const id = randomUUID();
    const row = {
      id,
      pledgeId: id,
      campaignId: id,
      key: id,
      reason: "OPERATOR",
      chargeId: "ch",
      amountFen: 1n,
      entitledAt: new Date(0),
    } as const;
    await expect(db.pledgeRefund.create({ data: { ...row, approvedById: first.userId, paidById: first.userId } })).rejects.toThrow(
      /refund_two_operators/,
    );
  });
});

describe("an adjustment", () => {
  test("moves between the accounts of its name, and the books' floor is the last word", async () => {
    const debtor = await company();
    const writeOff = await propose({ kind: "ADJUSTMENT", act: "writeOff", orgId: debtor.orgId, amount: "10.00" });
    await expect(approve(writeOff)).rejects.toMatchObject(no("accountTooLow"));
    expect(await db.manualAct.findUniqueOrThrow({ where: { id: writeOff } })).toMatchObject({ state: "PROPOSED" });
    await refuseManual(third.viewer, writeOff, "没有这笔欠款");
    const before = await balanceOf("expense:platform_loss");
    await approve(await propose({ kind: "ADJUSTMENT", act: "lossPaid", amount: "25.50", reference: "ICBC-0001" }));
    expect(await balanceOf("expense:platform_loss")).toBe(before + 2_550n);
    expect(Proposal.safeParse({ kind: "ADJUSTMENT", act: "toMyself", amount: "1", reason: because }).success).toBe(false);
    expect(Proposal.safeParse({ kind: "ADJUSTMENT", act: "writeOff", amount: "1", reason: because }).success).toBe(false);
    expect(await broken()).toEqual([]);
  });

  test("of one's own organisation is nobody's to propose or to approve", async () => {
    const own = await company({ owner: second });
    const insider = { ...second, viewer: await viewerAgain(second.userId, own.orgId) };
    const form = { kind: "ADJUSTMENT", act: "repaidByBank", orgId: own.orgId, amount: "1.00" };
    await expect(propose(form, insider)).rejects.toMatchObject(no("selfDealing"));
    const actId = await propose(form);
    await expect(approve(actId, insider)).rejects.toMatchObject(no("selfDealing"));
    await withdrawManual(first.viewer, actId);
  });
});

/** A refund that the channel refused for good. */
async function stuckRefund() {
  const deal = await dealAt("FUNDED", { employer: await person(), provider: await person() });
  await cancelFunded(deal.employer.viewer, deal.stages[0]!);
  for (const wait of policy.retryMs) {
    await settleAll(deal, "failed");
    await advance(`${Math.ceil(wait / 60_000) + 1}m`);
    await contractsDue.sendRemittance(await appNow());
  }
  await settleAll(deal, "failed");
  const row = await db.remittance.findFirstOrThrow({ where: { milestoneId: deal.stages[0]! } });
  expect(row.state).toBe("STUCK");
  return { deal, ...row };
}

describe("a refund that the channel refuses", () => {
  test("is paid from the bank by two operators, once, and the stage is refunded", async () => {
    const stuck = await stuckRefund();
    const owed = `refund:payable:${stuck.orgId}` as const;
    const bank = await balanceOf("bank:cny");
    const actId = await propose({ kind: "REFUND", refId: stuck.id, reference: "ICBC-2026-778" });
    await approve(actId);
    expect([await balanceOf(owed), await balanceOf("bank:cny")]).toEqual([0n, bank - stuck.amountFen]);
    expect(await db.milestone.findUniqueOrThrow({ where: { id: stuck.milestoneId } })).toMatchObject({ state: "REFUNDED" });
    await expect(propose({ kind: "REFUND", refId: stuck.id, reference: "ICBC-2026-778" })).rejects.toMatchObject(no("wrongState"));
    expect(await broken()).toEqual([]);
  });

  test("and was made in the channel's own pages leaves suspense as that party's refund, if the amounts agree", async () => {
    const stuck = await stuckRefund();
    const other = await unknown(-1n);
    await expect(propose({ kind: "SUSPENSE", transactionId: other, act: "partyRefund", refId: stuck.id })).rejects.toMatchObject(
      no("notOwed"),
    );
    await approve(await propose({ kind: "SUSPENSE", transactionId: other, act: "platformLoss" }));
    const transactionId = await unknown(-stuck.amountFen);
    await approve(await propose({ kind: "SUSPENSE", transactionId, act: "partyRefund", refId: stuck.id }));
    expect([await balanceOf(`refund:payable:${stuck.orgId}`), await balanceOf("suspense:cny")]).toEqual([0n, 0n]);
    expect(await broken()).toEqual([]);
  });
});

describe("a stopped order", () => {
  const viewerOf = (orgId: string) => ({
    ...first.viewer,
    orgId,
    orgs: [{ id: orgId, name: "工作室", kind: "PERSON" as const, role: "OWNER" as const, verified: true, suspended: false }],
  });
  /** Pay that is asked to be sent, and stopped before or after it reached the channel. */
  async function stopped(reached: boolean) {
    const fact = newFact();
    const intentId = await askPayment(fact, 8_000n);
    await pay(await pageOf(intentId), { number: "4000000000000077" });
    await finalise(intentId, testPurposes);
    await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
    const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
    await onboard(accountId);
    await refreshPayee(accountId);
    const sent = await sendOn(fact, 8_000n, 0n);
    if (reached) {
      await fault("POST /v1/transfers", "commit_then_500", { times: 5 });
      expect(await sendIntent(sent, testPurposes)).toBe("UNKNOWN");
      await noFaults();
    }
    expect(await parkIntent(sent, "something odd")).toBe("PARKED");
    return { fact, sent };
  }

  test("is not judged while an answer may still be on its way, and closed when the channel has nothing", async () => {
    const { fact, sent } = await stopped(false);
    const actId = await propose({ kind: "INTENT", act: "close", intentId: sent });
    await expect(approve(actId)).rejects.toMatchObject(no("tooFresh"));
    await advance("3m");
    await approve(actId);
    expect(await stateOf(sent)).toBe("FAILED");
    expect(await balanceOf(`provider:available:${fact.payeeId}`)).toBe(8_000n);
  });

  test("is sent again under a new key, and has one effect", async () => {
    const { fact, sent } = await stopped(false);
    await advance("3m");
    const actId = await propose({ kind: "INTENT", act: "retry", intentId: sent });
    await approve(actId);
    expect(await db.pspIntent.findUniqueOrThrow({ where: { id: sent } })).toMatchObject({ state: "CREATED", attempt: 1 });
    expect(await sendIntent(sent, testPurposes)).toBe("SUCCEEDED");
    expect(await balanceOf(`provider:withdrawing:${fact.payeeId}`)).toBe(0n);
  });

  test("of which the channel did something else is closed by two operators, once; the channel's money then stands in suspense", async () => {
    const { fact, sent } = await stopped(false);
    await advance("3m");
    const payee = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
    const { params, currency } = await db.pspIntent.findUniqueOrThrow({ where: { id: sent } });
    const { transferGroup } = Params.parse(params);
    const about = { destination: payee.accountId, transfer_group: transferGroup, metadata: { intent_id: sent } };
    const early = await propose({ kind: "INTENT", act: "closeOther", intentId: sent });
    await expect(approve(early)).rejects.toMatchObject(no("channelHasNoOther"));
    await withdrawManual(first.viewer, early);
    const made = await stripe.transfers.create({ amount: 7_000, currency, ...about });
    const refused = await propose({ kind: "INTENT", act: "close", intentId: sent });
    await expect(approve(refused)).rejects.toMatchObject(no("channelHasIt"));
    await withdrawManual(first.viewer, refused);
    const actId = await propose({ kind: "INTENT", act: "closeOther", intentId: sent });
    const said = await Promise.allSettled([approve(actId), approve(actId, third), approve(actId)]);
    expect(said.map(code).filter((one) => one === "done")).toHaveLength(1);
    expect(await db.pspIntent.findUniqueOrThrow({ where: { id: sent } })).toMatchObject({ state: "FAILED", pspId: null });
    expect(await balanceOf(`provider:available:${fact.payeeId}`)).toBe(8_000n);
    await advance("2h");
    await pollTransactions();
    expect(await suspenseItems()).toMatchObject([{ source: made.id, netFen: -7_000n }]);
    const [item] = await suspenseItems();
    await approve(await propose({ kind: "SUSPENSE", transactionId: item!.transactionId, act: "platformLoss" }));
    expect(await balanceOf("suspense:cny")).toBe(0n);
  });

  test("that the channel holds is neither closed nor sent again", async () => {
    const { sent } = await stopped(true);
    await advance("3m");
    for (const act of ["close", "retry"]) {
      const actId = await propose({ kind: "INTENT", act, intentId: sent });
      await expect(approve(actId)).rejects.toMatchObject(no("channelHasIt"));
      await withdrawManual(first.viewer, actId);
    }
    expect(await stateOf(sent)).toBe("PARKED");
  });
});

test("a proposal that nobody decides runs out, and says so", async () => {
  const transactionId = await unknown(-700n);
  const actId = await propose({ kind: "SUSPENSE", transactionId, act: "disputeFee" });
  expect(await expireManuals(await appNow())).toBe(0);
  await advance("73h");
  await expect(approve(actId)).rejects.toMatchObject(no("proposalOver"));
  expect(await expireManuals(await appNow())).toBe(1);
  expect(await db.notice.count({ where: { userId: first.userId, kind: "reconcile.notice.manualExpired" } })).toBe(1);
  await approve(await propose({ kind: "SUSPENSE", transactionId, act: "disputeFee" }));
});
