import { beforeEach, describe, expect, it } from "vitest";
import { paid, payable } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import { badgesOf } from "#app/deposits/badges.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { depositOf, heldOf, promisedDeal, promising, settleSums, sound, sumsOf, TIERS, wish } from "#app/deposits/fixtures.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { finishExit } from "#app/deposits/standing/finish-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { bankOf } from "#app/payments/card-dispute.fixtures.ts";
import { type Known, operator } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

const no = (code: string) => expect.objectContaining({ code });
const card = { method: "card" as const };
const told = (who: Known, kind: string) => db.notice.count({ where: { userId: who.userId, kind: `cards.notice.${kind}` } });
const owes = (who: Known) => balanceOf(`provider:receivable:${who.orgId}`);
const booked = async (who: Known) => balanceOf(`deposit:provider:${(await depositOf(who.orgId)).id}`);
const badge = async (who: Known) => (await badgesOf([who.orgId])).has(who.orgId);
const decision = (amount: bigint) => ({ amount, decision: "服务商未交付任何可用成果，支持雇主的申请" });

/** A deposit of ¥3,000 by card, and the card's bank. */
async function disputable() {
  const who = await promising(TIERS.middle, undefined, card);
  const { id } = await depositOf(who.orgId);
  return { who, id, bank: await bankOf("deposit", id) };
}

async function claimed(who: Known, amount: bigint) {
  const deal = await promisedDeal(who);
  const form = { promise: "FINISH" as const, amount, reason: "约定的成果一项都没有交付，多次催促无回应", files: [] };
  const claimId = await fileClaim(deal.employer.viewer, deal.contractId, form);
  await answerClaim(who.viewer, claimId, { answer: "我们已交付初稿，延期是因为需求多次变化", files: [] });
  return { claimId, employer: deal.employer };
}

beforeEach(() => setOffset(0));

describe("a card dispute over a standing deposit", () => {
  it("an inquiry tells the depositor and changes nothing", async () => {
    const { who, bank } = await disputable();
    expect(await bank.asks()).toBe("INQUIRY");
    expect([await told(who, "depositInquiry"), await badge(who)]).toEqual([1, true]);
    await sound();
  });

  it("opened: the badge is off, nothing of it is granted or paid in; won: all is as before", async () => {
    const { who, bank } = await disputable();
    const { claimId, employer } = await claimed(who, 900_00n);
    const clerk = await operator();
    expect(await bank.takes()).toBe("OPEN");
    expect(await bank.row()).toMatchObject({ frozenFen: TIERS.middle, withdrawnFen: TIERS.middle });
    expect([await badge(who), (await depositOf(who.orgId)).state, await booked(who)]).toEqual([false, "LAPSED", TIERS.middle]);
    expect([await told(who, "depositOpened"), await told(employer, "claimedOpened")]).toEqual([1, 1]);
    await expect(decideClaim(clerk.viewer, claimId, decision(900_00n))).rejects.toEqual(no("depositFrozen"));
    await expect(payDeposit(who.viewer, wish(who.orgId, TIERS.large))).rejects.toEqual(no("cardDisputeOpen"));
    expect(await bank.loses()).toBe("WON");
    expect([await badge(who), await told(who, "depositWon"), await told(employer, "claimedWon")]).toEqual([true, 1, 1]);
    await decideClaim(clerk.viewer, claimId, decision(900_00n));
    expect(await heldOf(who.orgId)).toBe(TIERS.middle - 900_00n);
    await sound();
  });

  it("lost: the deposit is gone and its badge with it; filled up it stands again", async () => {
    const { who, bank } = await disputable();
    const { employer } = await claimed(who, 900_00n);
    await bank.takes();
    expect(await bank.keeps()).toBe("LOST");
    expect(await bank.row()).toMatchObject({ escrowFen: TIERS.middle, debtFen: 0n, lossFen: 0n, refundFen: 0n });
    expect([await heldOf(who.orgId), await booked(who), await owes(who), await badge(who)]).toEqual([0n, 0n, 0n, false]);
    expect([await told(who, "depositLost"), await told(employer, "claimedLost")]).toEqual([1, 1]);
    await sound();
    const { intentId } = await payDeposit(who.viewer, wish(who.orgId, TIERS.middle));
    await paid(intentId);
    expect([await badge(who), await heldOf(who.orgId)]).toEqual([true, TIERS.middle]);
    await sound();
  });

  it("lost after a claim was paid out of it: what is gone already is the depositor's debt", async () => {
    const { who, bank, id } = await disputable();
    const { claimId, employer } = await claimed(who, 900_00n);
    await payable(employer.orgId);
    await decideClaim((await operator()).viewer, claimId, decision(900_00n));
    await settleSums(id);
    await bank.takes();
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ escrowFen: TIERS.middle - 900_00n, debtFen: 900_00n });
    expect([await owes(who), await booked(who), await told(who, "debtArose")]).toEqual([900_00n, 0n, 1]);
    await sound();
  });

  it("a granted claim that was not sent yet is still sent after the loss, out of the platform's balance", async () => {
    const { who, bank, id } = await disputable();
    const { claimId, employer } = await claimed(who, 900_00n);
    await decideClaim((await operator()).viewer, claimId, decision(900_00n));
    await bank.takes();
    await payable(employer.orgId);
    expect(await depositsDue.sendDepositMoney(await appNow())).toBe(0);
    await bank.keeps();
    expect(await depositsDue.sendDepositMoney(await appNow())).toBe(1);
    const [sum] = await sumsOf(id);
    const intent = await db.pspIntent.findFirstOrThrow({ where: { refId: sum!.id } });
    expect(intent).toMatchObject({ amountFen: 900_00n, params: { ofBalance: true } });
    expect(await owes(who)).toBe(900_00n);
    await sound();
  });

  it("on its way back when the bank took it: what was not sent is not sent, what was sent is owed", async () => {
    const waits = await disputable();
    await waits.bank.takes();
    await askExit(waits.who.viewer, waits.who.orgId);
    await finishExit(waits.id);
    expect(await sumsOf(waits.id)).toMatchObject([{ state: "READY", kind: "REFUND" }]);
    await waits.bank.keeps();
    expect(await waits.bank.row()).toMatchObject({ refundFen: TIERS.middle, escrowFen: 0n, debtFen: 0n });
    expect(await sumsOf(waits.id)).toMatchObject([{ state: "DONE", keptFen: TIERS.middle }]);
    expect(await balanceOf(`refund:payable:${waits.who.orgId}`)).toBe(0n);

    const sent = await disputable();
    await askExit(sent.who.viewer, sent.who.orgId);
    await finishExit(sent.id);
    await settleSums(sent.id);
    await sent.bank.keeps();
    expect(await sent.bank.row()).toMatchObject({ refundFen: 0n, escrowFen: 0n, debtFen: TIERS.middle });
    expect(await owes(sent.who)).toBe(TIERS.middle);
    await sound();
  });

  it("of two payments only the disputed one is frozen and lost", async () => {
    const who = await promising(TIERS.small, ["FINISH"], card);
    const { id } = await depositOf(who.orgId);
    const bank = await bankOf("deposit", id);
    await paid((await payDeposit(who.viewer, wish(who.orgId, TIERS.middle))).intentId);
    const { claimId } = await claimed(who, 900_00n);
    await bank.takes();
    await decideClaim((await operator()).viewer, claimId, decision(900_00n));
    expect(await sumsOf(id)).toMatchObject([{ cause: "FORFEIT", chargeId: expect.not.stringMatching((await bank.row()).chargeId) }]);
    await bank.keeps();
    expect(await bank.row()).toMatchObject({ escrowFen: TIERS.small, debtFen: 0n });
    expect(await heldOf(who.orgId)).toBe(TIERS.middle - TIERS.small - 900_00n);
    await sound();
  });

  it("the bank, an exit, a claim and a payment at the same moment leave every fen in one place", async () => {
    for (let round = 0; round < 3; round++) {
      const { who, bank, id } = await disputable();
      const { claimId } = await claimed(who, 900_00n);
      const desk = await operator();
      await Promise.allSettled([
        ...Array.from({ length: 6 }, () => bank.takes()),
        ...Array.from({ length: 3 }, () => decideClaim(desk.viewer, claimId, decision(900_00n))),
        askExit(who.viewer, who.orgId),
        ...Array.from({ length: 3 }, () => finishExit(id)),
      ]);
      await settleSums(id);
      await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 ? bank.keeps() : bank.reads())));
      const { refundFen, escrowFen, earningsFen, debtFen, lossFen } = await bank.row();
      expect(refundFen + escrowFen + earningsFen + debtFen + lossFen).toBe(TIERS.middle);
      expect(await booked(who)).toBe(await heldOf(who.orgId));
      await sound();
    }
  });
});
