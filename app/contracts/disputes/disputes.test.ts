import { beforeEach, describe, expect, it } from "vitest";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { addEvidence } from "#app/contracts/disputes/add-evidence.server.ts";
import { answerProposal } from "#app/contracts/disputes/answer-proposal.server.ts";
import { appealDispute, waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideAppeal, decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { defaultDispute } from "#app/contracts/disputes/default-dispute.server.ts";
import { disputesDue } from "#app/contracts/disputes/due.server.ts";
import { executeDispute } from "#app/contracts/disputes/execute-dispute.server.ts";
import { makeOffer } from "#app/contracts/disputes/make-offer.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { proposeSplit } from "#app/contracts/disputes/propose-split.server.ts";
import { deskDisputes, disputePage } from "#app/contracts/disputes/queries.server.ts";
import { recordFiling } from "#app/contracts/disputes/record-filing.server.ts";
import { reinstateDispute } from "#app/contracts/disputes/reinstate-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import { type Deal, dealAt, stageOf, toPanel, untilDue, uploaded } from "#app/contracts/fixtures.ts";
import { days, hours, policy } from "#app/contracts/policy.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const no = (code: string) => expect.objectContaining({ code });
const fresh = async () => ({ employer: await person(), provider: await person() });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof disputesDue) => disputesDue[line](await appNow());
const rowOf = (id: string) => db.dispute.findUniqueOrThrow({ where: { id } });
const escrow = (deal: Deal) => balanceOf(`escrow:milestone:${deal.stages[0]}`);
const noticesOf = async (who: Known) =>
  (await db.notice.findMany({ where: { userId: who.userId }, orderBy: { id: "asc" } })).map((n) => n.kind.replace("contracts.notice.", ""));

type Claim = { state?: "WORKING" | "SUBMITTED" | "ACCEPTED"; by?: "employer" | "provider"; wanted?: bigint };
/** A dispute about ¥2,000 of a stage of ¥5,000; its opener asks for ¥1,400 of it. */
async function opened({ state = "SUBMITTED", by = "employer", wanted = 140_000n }: Claim = {}) {
  const deal = await dealAt(state, await fresh());
  const about = { milestoneId: deal.stages[0]!, amount: 200_000n, wanted, reason: "交付与约定的清单不符", files: [] };
  return { deal, disputeId: await openDispute(deal[by].viewer, about) };
}
async function answered(claim: Claim = {}) {
  const { deal, disputeId } = await opened(claim);
  const other = claim.by === "provider" ? deal.employer : deal.provider;
  await respond(other.viewer, { disputeId, share: claim.by === "provider" ? 0 : 100, text: "不同意，见交付记录", files: [] });
  return { deal, disputeId };
}
const newest = async (disputeId: string, side: "EMPLOYER" | "PROVIDER") =>
  (await db.disputeOffer.findFirstOrThrow({ where: { disputeId, side }, orderBy: { id: "desc" } })).id;
/** Nobody carries sums to the channel here, so that they wait for longer than they should is no fault. */
const right = async () => expect((await audit()).filter((check) => check.found > 0 && check.name !== "intentsClosed")).toEqual([]);

beforeEach(() => setOffset(0));

describe("opening", () => {
  it("names items of the stage, makes the wish the first offer and gives the other side five days", async () => {
    const deal = await dealAt("SUBMITTED", await fresh());
    const items = await db.acceptanceItem.findMany({ where: { milestoneId: deal.stages[0]! } });
    const foreign = await db.acceptanceItem.findFirstOrThrow({ where: { milestoneId: deal.stages[1]! } });
    const about = { milestoneId: deal.stages[0]!, amount: 200_000n, wanted: 140_000n, reason: "缺少使用说明一项", files: [] };
    await expect(openDispute(deal.employer.viewer, { ...about, items: [foreign.id] })).rejects.toEqual(no("notFound"));
    const disputeId = await openDispute(deal.employer.viewer, { ...about, items: [items[1]!.id] });
    const page = (await disputePage(deal.provider.viewer, disputeId))!;
    expect(page.failed).toEqual([items[1]!.text]);
    expect(page.offers).toMatchObject([{ side: "EMPLOYER", toProviderFen: 60_000n }]);
    expect(page.turn).toMatchObject({
      key: "respond",
      sides: ["PROVIDER"],
      otherwise: { toProviderFen: 60_000n, toEmployerFen: 140_000n },
    });
    expect(page.dueAt!.getTime() - page.openedAt.getTime()).toBeGreaterThanOrEqual(days(5));
  });
});

describe("opening at the end of the cooling time", () => {
  it("is too late, also before the clock released the money, and after one that was taken back", async () => {
    const deal = await dealAt("ACCEPTED", await fresh());
    const about = { milestoneId: deal.stages[0]!, wanted: 0n, reason: "交付与约定的清单不符", files: [] };
    const { coolingUntilAt } = await stageOf(deal);
    await setNow(new Date(coolingUntilAt!.getTime() - 60_000));
    const disputeId = await openDispute(deal.employer.viewer, { ...about, amount: 500_000n });
    await setNow(coolingUntilAt!);
    await withdrawDispute(deal.employer.viewer, disputeId);
    for (const side of [deal.employer, deal.provider])
      await expect(openDispute(side.viewer, { ...about, amount: 100_000n })).rejects.toEqual(no("coolingOver"));
    expect(await stageOf(deal)).toMatchObject({ state: "ACCEPTED", disputedFen: 0n });
  });
});

describe("silence", () => {
  it("grants the employer what it asked for, two days later", async () => {
    const { deal, disputeId } = await opened();
    await expect(defaultDispute(disputeId)).rejects.toEqual(no("wrongState"));
    await untilDue(disputeId);
    await expect(respond(deal.provider.viewer, { disputeId, share: 100, text: "太晚了但还是说明", files: [] })).rejects.toEqual(
      no("deadlinePassed"),
    );
    await tick("defaultDispute");
    expect(await rowOf(disputeId)).toMatchObject({ state: "DEFAULTED", toProviderFen: 60_000n, toEmployerFen: 140_000n });
    await tick("executeDispute");
    expect([(await rowOf(disputeId)).state, await escrow(deal)]).toEqual(["DEFAULTED", 500_000n]);
    await pass(hours(48) + 1);
    await tick("executeDispute");
    expect(await tick("executeDispute")).toBe(0);
    expect(await rowOf(disputeId)).toMatchObject({ state: "EXECUTED", ground: "DEFAULT", lostBy: "PROVIDER", dueAt: null });
    expect(await escrow(deal)).toBe(300_000n);
    expect(await stageOf(deal)).toMatchObject({ state: "SUBMITTED", disputedFen: 0n, releasedFen: 60_000n, refundedFen: 140_000n });
    await right();
  });

  it("grants either side's claim for the amount that it claimed, delivered or not, and is no better than an answer", async () => {
    for (const state of ["WORKING", "SUBMITTED"] as const)
      for (const by of ["employer", "provider"] as const)
        for (const wanted of [0n, 120_000n, 200_000n]) {
          const { deal, disputeId } = await opened({ state, by, wanted });
          const toProviderFen = by === "provider" ? wanted : 200_000n - wanted;
          const stands = { toProviderFen, toEmployerFen: 200_000n - toProviderFen };
          // Both sides read it before it happens.
          for (const side of [deal.employer, deal.provider])
            expect((await disputePage(side.viewer, disputeId))!.turn).toMatchObject({ key: "respond", otherwise: stands });
          await untilDue(disputeId);
          await defaultDispute(disputeId);
          expect(await rowOf(disputeId)).toMatchObject(stands);
          await untilDue(disputeId);
          await executeDispute(disputeId);
          const lostBy = by === "provider" ? "EMPLOYER" : "PROVIDER";
          // Who asked for nothing is as near to it as who was silent about it.
          expect(await rowOf(disputeId)).toMatchObject({ state: "EXECUTED", ground: "DEFAULT", lostBy: wanted > 0n ? lostBy : null });
          expect(await stageOf(deal)).toMatchObject({ releasedFen: stands.toProviderFen, refundedFen: stands.toEmployerFen });
          await setOffset(0);
        }
    await right();
  });

  it("is undone within 48 hours by proof of absence, once, and by the silent side only", async () => {
    const { deal, disputeId } = await opened();
    await untilDue(disputeId);
    await defaultDispute(disputeId);
    const files = [await uploaded(deal.provider)];
    const late = { disputeId, share: 90, text: "住院，见出院证明", files };
    await expect(reinstateDispute(deal.provider.viewer, { ...late, files: [] })).rejects.toEqual(no("proofNeeded"));
    await expect(reinstateDispute(deal.employer.viewer, late)).rejects.toEqual(no("notAllowed"));
    await reinstateDispute(deal.provider.viewer, late);
    expect(await rowOf(disputeId)).toMatchObject({ state: "RESPONDED", toProviderFen: null, ground: null });
    await pass(hours(49));
    await tick("executeDispute");
    expect((await rowOf(disputeId)).state).toBe("RESPONDED");
    await expect(reinstateDispute(deal.provider.viewer, { ...late, files: [await uploaded(deal.provider)] })).rejects.toEqual(
      no("wrongState"),
    );

    const other = await opened();
    await untilDue(other.disputeId);
    await defaultDispute(other.disputeId);
    await pass(hours(48));
    const tooLate = { ...late, disputeId: other.disputeId, files: [await uploaded(other.deal.provider)] };
    await expect(reinstateDispute(other.deal.provider.viewer, tooLate)).rejects.toEqual(no("deadlinePassed"));
  });

  it("is reminded of at 72, 24 and 2 hours, once each, and of nothing more after the answer", async () => {
    const { deal, disputeId } = await opened();
    const { dueAt } = await rowOf(disputeId);
    const reminded = async () => (await noticesOf(deal.provider)).filter((kind) => kind === "remindRespond").length;
    for (const [i, h] of [72, 24, 2].entries()) {
      await setNow(new Date(dueAt!.getTime() - hours(h) + 1000));
      await tick("remindDisputes");
      expect([await tick("remindDisputes"), await reminded()]).toEqual([0, i + 1]);
    }
    expect(await noticesOf(deal.employer)).not.toContain("remindRespond");
    await respond(deal.provider.viewer, { disputeId, share: 100, text: "不同意，见交付记录", files: [] });
    await setNow(new Date(dueAt!.getTime() - 1000));
    await tick("remindDisputes");
    expect(await reminded()).toBe(3);
  });
});

describe("negotiation", () => {
  it("settles at the other side's newest offer, at once and by one movement, at 0 and at 100 % too", async () => {
    for (const share of [37, 0, 100]) {
      const { deal, disputeId } = await answered();
      await makeOffer(deal.provider.viewer, { disputeId, share: 80 });
      const stale = await newest(disputeId, "PROVIDER");
      await makeOffer(deal.provider.viewer, { disputeId, share });
      await expect(acceptOffer(deal.employer.viewer, { disputeId, offerId: stale })).rejects.toEqual(no("offerChanged"));
      const offerId = await newest(disputeId, "PROVIDER");
      await expect(acceptOffer(deal.provider.viewer, { disputeId, offerId })).rejects.toEqual(no("offerChanged"));
      await acceptOffer(deal.employer.viewer, { disputeId, offerId });
      const toProviderFen = BigInt(share) * 2000n;
      expect(await rowOf(disputeId)).toMatchObject({
        state: "SETTLED",
        ground: "OFFER",
        acceptedOfferId: offerId,
        toProviderFen,
        lostBy: null,
      });
      expect(await db.ledgerTx.count({ where: { idemKey: `dispute:${disputeId}` } })).toBe(1);
      expect(await escrow(deal)).toBe(300_000n);
    }
    await right();
  });

  it("can end before it began: the other side gives the opener what it asks for", async () => {
    const { deal, disputeId } = await opened();
    await acceptOffer(deal.provider.viewer, { disputeId, offerId: await newest(disputeId, "EMPLOYER") });
    expect(await rowOf(disputeId)).toMatchObject({ state: "SETTLED", toEmployerFen: 140_000n });
  });

  it("goes to mediation after three days; strangers and operators have no part in it", async () => {
    const { deal, disputeId } = await answered();
    const [stranger, desk] = [await person(), await operator()];
    await expect(makeOffer(stranger.viewer, { disputeId, share: 10 })).rejects.toEqual(no("notFound"));
    await expect(makeOffer(desk.viewer, { disputeId, share: 10 })).rejects.toEqual(no("notFound"));
    expect(await disputePage(stranger.viewer, disputeId)).toBeNull();
    await untilDue(disputeId);
    await tick("endNegotiation");
    expect(await tick("endNegotiation")).toBe(0);
    await expect(makeOffer(deal.employer.viewer, { disputeId, share: 10 })).rejects.toEqual(no("wrongState"));
    expect((await rowOf(disputeId)).state).toBe("MEDIATION");
  });

  it("takes a bounded number of offers", async () => {
    const { deal, disputeId } = await answered();
    for (let i = 1; i < policy.dispute.maxOffers; i++) await makeOffer(deal.employer.viewer, { disputeId, share: i });
    await makeOffer(deal.provider.viewer, { disputeId, share: 60 });
    await expect(makeOffer(deal.employer.viewer, { disputeId, share: 50 })).rejects.toEqual(no("tooManyItems"));
  });
});

describe("evidence", () => {
  it("is a bounded number of statements a side, also at the same moment, so that an operator reads all of both", async () => {
    const { deal, disputeId } = await answered();
    const { maxStatements } = policy.dispute;
    const about = { disputeId, kind: "STATEMENT" as const, byUserId: deal.employer.userId, orgId: deal.employer.orgId };
    const earlier = Array.from({ length: maxStatements - 1 }, () => ({ ...about, text: "见附件", at: new Date() }));
    await db.disputeEvidence.createMany({ data: earlier });
    const more = { disputeId, text: "补充说明", files: [] };
    const said = await Promise.allSettled(Array.from({ length: 10 }, () => addEvidence(deal.employer.viewer, more)));
    expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of said) if (one.status === "rejected") expect(one.reason).toEqual(no("statementsUsed"));
    await addEvidence(deal.provider.viewer, more);
    const page = (await disputePage(deal.provider.viewer, disputeId))!;
    expect(page.evidence).toHaveLength(maxStatements + 2);
    expect([page.statementsLeft, (await disputePage(deal.employer.viewer, disputeId))!.statementsLeft]).toEqual([maxStatements - 1, 0]);
    // Both sides' statements, an answer, a proof of absence and an appeal fit into what the page reads.
    expect(2 * maxStatements + 3).toBeLessThanOrEqual(200);
  });
});

async function mediated() {
  const { deal, disputeId } = await answered();
  const desk = await operator();
  await untilDue(disputeId);
  await tick("endNegotiation");
  return { deal, disputeId, desk };
}

describe("mediation", () => {
  it("settles when both accept the one proposal", async () => {
    const { deal, disputeId, desk } = await mediated();
    const proposal = { disputeId, share: 55, text: "缺一项，按约定比例扣减" };
    await expect(proposeSplit(deal.employer.viewer, proposal)).rejects.toEqual(no("notFound"));
    await proposeSplit(desk.viewer, proposal);
    await expect(proposeSplit((await operator()).viewer, proposal)).rejects.toEqual(no("wrongState"));
    await answerProposal(deal.employer.viewer, { disputeId, answer: "agree" });
    await expect(answerProposal(deal.employer.viewer, { disputeId, answer: "refuse" })).rejects.toEqual(no("answeredAlready"));
    expect(await escrow(deal)).toBe(500_000n);
    await answerProposal(deal.provider.viewer, { disputeId, answer: "agree" });
    expect(await rowOf(disputeId)).toMatchObject({ state: "SETTLED", ground: "PROPOSAL", toProviderFen: 110_000n });
    expect(await escrow(deal)).toBe(300_000n);
    await right();
  });

  it("that one side refuses, or nobody proposes, or somebody does not answer goes on to be decided", async () => {
    const refused = await mediated();
    await proposeSplit(refused.desk.viewer, { disputeId: refused.disputeId, share: 55, text: "缺一项，按约定比例扣减" });
    await answerProposal(refused.deal.provider.viewer, { disputeId: refused.disputeId, answer: "refuse" });
    expect((await rowOf(refused.disputeId)).state).toBe("PANEL");
    const late = await mediated();
    await untilDue(late.disputeId);
    await tick("endMediation");
    expect((await rowOf(late.disputeId)).state).toBe("PANEL");
    await setOffset(0);
    const silent = await mediated();
    await proposeSplit(silent.desk.viewer, { disputeId: silent.disputeId, share: 55, text: "缺一项，按约定比例扣减" });
    await answerProposal(silent.deal.provider.viewer, { disputeId: silent.disputeId, answer: "agree" });
    await untilDue(silent.disputeId);
    await expect(answerProposal(silent.deal.employer.viewer, { disputeId: silent.disputeId, answer: "agree" })).rejects.toEqual(
      no("deadlinePassed"),
    );
    await tick("endMediation");
    expect((await rowOf(silent.disputeId)).state).toBe("PANEL");
  });
});

async function atDecision(claim: Claim = {}) {
  const { deal, disputeId } = await opened(claim);
  await toPanel(deal, disputeId);
  const [first, second] = [await operator(), await operator()];
  const decide = (who: Known, toProvider: bigint) => decideDispute(who.viewer, verdict(disputeId, toProvider));
  const again = (who: Known, toProvider: bigint) => decideAppeal(who.viewer, verdict(disputeId, toProvider));
  return { deal, disputeId, first, second, decide, again };
}
const verdict = (disputeId: string, toProvider: bigint) => ({
  disputeId,
  toProvider,
  toEmployer: 200_000n - toProvider,
  decision: "清单完成六成，按比例分配",
});

describe("a decision", () => {
  it("stays frozen for the term of appeal and is then executed by the clock", async () => {
    const { deal, disputeId, first, decide } = await atDecision();
    await decide(first, 120_000n);
    expect(await rowOf(disputeId)).toMatchObject({ state: "DECIDED", ground: "DECISION" });
    await tick("executeDispute");
    expect(await escrow(deal)).toBe(500_000n);
    await untilDue(disputeId);
    await expect(
      appealDispute(deal.provider.viewer, { disputeId, text: "太晚了，另有新证据", files: [await uploaded(deal.provider)] }),
    ).rejects.toEqual(no("deadlinePassed"));
    await tick("executeDispute");
    expect(await rowOf(disputeId)).toMatchObject({ state: "EXECUTED", toProviderFen: 120_000n, lostBy: "PROVIDER" });
    await right();
  });

  it("that both sides live with is executed at once; who waived cannot appeal", async () => {
    const { deal, disputeId, first, decide } = await atDecision();
    await decide(first, 120_000n);
    await waiveAppeal(deal.employer.viewer, disputeId);
    await expect(waiveAppeal(deal.employer.viewer, disputeId)).rejects.toEqual(no("answeredAlready"));
    const files = [await uploaded(deal.employer)];
    await expect(appealDispute(deal.employer.viewer, { disputeId, text: "又找到一份聊天记录", files })).rejects.toEqual(no("appealWaived"));
    expect(await escrow(deal)).toBe(500_000n);
    await waiveAppeal(deal.provider.viewer, disputeId);
    expect((await rowOf(disputeId)).state).toBe("EXECUTED");
    expect(await escrow(deal)).toBe(300_000n);
  });

  it("is looked at once more, with something new, by another operator only", async () => {
    const { deal, disputeId, first, second, decide, again } = await atDecision();
    await decide(first, 120_000n);
    const appeal = { disputeId, text: "新找到的验收邮件", files: [await uploaded(deal.employer)] };
    await expect(appealDispute(deal.employer.viewer, { ...appeal, files: [] })).rejects.toEqual(no("proofNeeded"));
    await appealDispute(deal.employer.viewer, appeal);
    await untilDue(disputeId);
    await tick("executeDispute");
    expect(await escrow(deal)).toBe(500_000n);
    await expect(again(first, 60_000n)).rejects.toEqual(no("otherOperator"));
    await expect(again({ ...second, viewer: { ...deal.employer.viewer, operator: true } }, 60_000n)).rejects.toEqual(no("notAllowed"));
    await again(second, 60_000n);
    const final = await rowOf(disputeId);
    expect(final).toMatchObject({ state: "FINAL", ground: "APPEAL", toProviderFen: 60_000n });
    expect(final.dueAt!.getTime() - (await appNow()).getTime()).toBeLessThanOrEqual(hours(24));
    await expect(appealDispute(deal.provider.viewer, { ...appeal, files: [await uploaded(deal.provider)] })).rejects.toEqual(
      no("wrongState"),
    );
    await untilDue(disputeId);
    await tick("executeDispute");
    expect(await rowOf(disputeId)).toMatchObject({ state: "EXECUTED", toEmployerFen: 140_000n });
    const acts = await db.operatorAct.findMany({ where: { subjectId: disputeId }, orderBy: { id: "asc" } });
    expect(acts.map((a) => [a.act, a.operatorId])).toEqual([
      ["decideDispute", first.userId],
      ["decideAppeal", second.userId],
    ]);
    await right();
  });

  it("that is late is told to every operator, once", async () => {
    const { disputeId, first } = await atDecision();
    const told = async () =>
      db.notice.count({ where: { userId: first.userId, kind: "contracts.notice.disputeOverdue", href: `/desk/disputes/${disputeId}` } });
    await tick("tellOverdue");
    expect(await told()).toBe(0);
    await untilDue(disputeId);
    await tick("tellOverdue");
    expect([await tick("tellOverdue"), await told()]).toEqual([0, 1]);
  });
});

describe("a case filed outside", () => {
  it("keeps what stands from being executed for 30 days, once, and never beyond the channel's limit", async () => {
    const { deal, disputeId, first, decide } = await atDecision();
    await decide(first, 120_000n);
    const filing = { disputeId, filedWith: "兰州仲裁委员会", number: "(2026)兰仲字第 118 号" };
    await recordFiling(deal.provider.viewer, filing);
    await expect(recordFiling(deal.employer.viewer, filing)).rejects.toEqual(no("filedOnce"));
    const { objectUntil, dueAt, filedAt } = await rowOf(disputeId);
    expect(dueAt!.getTime() - filedAt!.getTime()).toBe(days(30));
    await setNow(new Date(objectUntil!.getTime() + 1));
    await tick("executeDispute");
    expect((await rowOf(disputeId)).state).toBe("DECIDED");
    await setNow(new Date(dueAt!.getTime() + 1));
    await tick("executeDispute");
    expect((await rowOf(disputeId)).state).toBe("EXECUTED");

    const late = await opened();
    await db.milestone.update({ where: { id: late.deal.stages[0]! }, data: { fundedAt: new Date((await appNow()).getTime() - days(80)) } });
    await recordFiling(late.deal.employer.viewer, { ...filing, disputeId: late.disputeId });
    const row = await rowOf(late.disputeId);
    expect(Math.round((row.frozenUntil!.getTime() - row.filedAt!.getTime()) / days(1))).toBe(5);
  });

  it("is not hurried past by both sides waiving", async () => {
    const { deal, disputeId, first, decide } = await atDecision();
    await recordFiling(deal.provider.viewer, { disputeId, filedWith: "城关区人民法院", number: "(2026)甘0102民初1号" });
    await decide(first, 120_000n);
    await waiveAppeal(deal.employer.viewer, disputeId);
    await expect(waiveAppeal(deal.provider.viewer, disputeId)).resolves.toBeUndefined();
    expect([(await rowOf(disputeId)).state, await escrow(deal)]).toEqual(["DECIDED", 500_000n]);
  });
});

it("money that lies for 85 days ends all talking, and the rest of the stage goes its way", async () => {
  const { deal, disputeId } = await answered({ state: "ACCEPTED" });
  await pass(days(85) + 1000);
  await tick("hurryDispute");
  expect(await tick("hurryDispute")).toBe(0);
  expect((await rowOf(disputeId)).state).toBe("PANEL");
  await withdrawDispute(deal.employer.viewer, disputeId);
  expect(await stageOf(deal)).toMatchObject({ state: "ACCEPTED", disputedFen: 0n });
});

it("the desk's list is by what is due next, and pages through without a gap", async () => {
  const made: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { deal, disputeId } = await opened();
    await toPanel(deal, disputeId);
    made.push(disputeId);
    await setOffset(0);
  }
  const first = await deskDisputes("todo", null);
  const dues = first.disputes.map((d) => d.dueAt!.getTime());
  expect(dues).toEqual([...dues].sort((a, b) => a - b));
  expect(first.disputes.map((d) => d.id)).toEqual(expect.arrayContaining(made));
  const [head] = first.disputes;
  const rest = await deskDisputes("todo", head!.id);
  expect(rest.disputes.map((d) => d.id)).toEqual(first.disputes.slice(1).map((d) => d.id));
});
