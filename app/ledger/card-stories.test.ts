import { describe, expect, it } from "vitest";
import { BACKER, C, CREATOR, D, EMPLOYER, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import { campaignEscrow, escrow } from "#app/ledger/movement.ts";
import {
  cardDisputeLost,
  cardReinstated,
  cardWithdrawn,
  chargeAvailable,
  debtPaid,
  feeKnown,
  fundsAvailable,
  type Movement,
  paymentReceived,
  pledgeReceived,
  receivableRepaid,
  released,
  stageAvailable,
  stageReleased,
  transferReversed,
  transferSucceeded,
  withdrawRequested,
} from "#app/ledger/movements.ts";

const nothing = { refundFen: 0n, escrowFen: 0n, earningsFen: 0n, incomeFen: 0n, debtFen: 0n, lossFen: 0n };
const paid = (amountFen = 10_000n): Movement[] => [
  paymentReceived({ intentId: "i", milestoneId: M, amountFen }),
  feeKnown({ chargeId: "ch", ref: M, feeFen: 340n }),
  fundsAvailable({ chargeId: "ch", ref: M, netFen: amountFen - 340n }),
];
const taken = (amountFen = 10_000n, ref = M) => cardWithdrawn({ transactionId: "t1", disputeId: D, ref, amountFen, feeFen: 1_500n });
const sides = { disputeId: D, ref: M, payerId: EMPLOYER, payeeId: PROVIDER, escrow: escrow(M) };
const sent = (amountFen: bigint): Movement[] => [
  chargeAvailable({ key: "a", ref: M, providerId: PROVIDER, amountFen }),
  withdrawRequested({ key: "w", ref: M, providerId: PROVIDER, amountFen }),
  transferSucceeded({ key: "t", ref: M, orgId: PROVIDER, amountFen }),
];
const pay = (key: string, grossFen: bigint, feeFen: bigint) => released({ key, milestoneId: M, providerId: PROVIDER, grossFen, feeFen });

describe("card disputes", () => {
  it("won: the money and the fee come back, the escrow never moved", async () => {
    const back = cardReinstated({ transactionId: "t2", disputeId: D, ref: M, amountFen: 10_000n, feeFen: -1_500n });
    expect(await story([...paid(), taken(), back])).toMatchInlineSnapshot(`
      "
      paymentReceived     psp:pending:cny                    ¥100.00
                          escrow:milestone:M                             ¥100.00
      feeKnown            expense:psp_fee                      ¥3.40
                          psp:pending:cny                                  ¥3.40
      fundsAvailable      psp:available:cny                   ¥96.60
                          psp:pending:cny                                 ¥96.60
      cardWithdrawn       dispute:held:D                     ¥100.00
                          expense:dispute_fee                 ¥15.00
                          psp:available:cny                              ¥115.00
      cardReinstated      dispute:held:D                                 ¥100.00
                          expense:dispute_fee                             ¥15.00
                          psp:available:cny                  ¥115.00
      = escrow:milestone:M                                  ¥100.00
      = expense:psp_fee                                       ¥3.40
      = psp:available:cny                                    ¥96.60
      "
    `);
  });

  it("lost before the release: escrow pays", async () => {
    const lost = cardDisputeLost({ ...sides, ...nothing, escrowFen: 10_000n });
    expect(await story([...paid(), taken(), lost])).toMatchInlineSnapshot(`
      "
      paymentReceived     psp:pending:cny                    ¥100.00
                          escrow:milestone:M                             ¥100.00
      feeKnown            expense:psp_fee                      ¥3.40
                          psp:pending:cny                                  ¥3.40
      fundsAvailable      psp:available:cny                   ¥96.60
                          psp:pending:cny                                 ¥96.60
      cardWithdrawn       dispute:held:D                     ¥100.00
                          expense:dispute_fee                 ¥15.00
                          psp:available:cny                              ¥115.00
      cardDisputeLost     escrow:milestone:M                 ¥100.00
                          dispute:held:D                                 ¥100.00
      = expense:dispute_fee                                  ¥15.00
      = expense:psp_fee                                       ¥3.40
      = psp:available:cny                                   −¥18.40
      "
    `);
  });

  it("lost after the release: the provider's unsent pay, the fee, and a debt that later pay repays", async () => {
    const lost = cardDisputeLost({ ...sides, ...nothing, incomeFen: 500n, earningsFen: 2_000n, debtFen: 7_500n });
    expect(
      await story([
        ...paid(20_000n),
        pay("r1", 10_000n, 500n),
        ...sent(7_500n),
        chargeAvailable({ key: "a2", ref: M, providerId: PROVIDER, amountFen: 2_000n }),
        taken(),
        lost,
        pay("r3", 10_000n, 500n),
        chargeAvailable({ key: "a3", ref: M, providerId: PROVIDER, amountFen: 9_500n }),
        receivableRepaid({ key: "p", ref: M, creatorId: PROVIDER, amountFen: 7_500n }),
      ]),
    ).toMatchInlineSnapshot(`
      "
      paymentReceived     psp:pending:cny                    ¥200.00
                          escrow:milestone:M                             ¥200.00
      feeKnown            expense:psp_fee                      ¥3.40
                          psp:pending:cny                                  ¥3.40
      fundsAvailable      psp:available:cny                  ¥196.60
                          psp:pending:cny                                ¥196.60
      released            escrow:milestone:M                 ¥100.00
                          provider:pending:provider                       ¥95.00
                          income:platform_fee                              ¥5.00
      chargeAvailable     provider:pending:provider           ¥75.00
                          provider:available:provider                     ¥75.00
      withdrawRequested   provider:available:provider         ¥75.00
                          provider:withdrawing:provider                   ¥75.00
      transferSucceeded   provider:withdrawing:provider       ¥75.00
                          psp:available:cny                               ¥75.00
      chargeAvailable     provider:pending:provider           ¥20.00
                          provider:available:provider                     ¥20.00
      cardWithdrawn       dispute:held:D                     ¥100.00
                          expense:dispute_fee                 ¥15.00
                          psp:available:cny                              ¥115.00
      cardDisputeLost     provider:available:provider         ¥20.00
                          income:platform_fee                  ¥5.00
                          provider:receivable:provider        ¥75.00
                          dispute:held:D                                 ¥100.00
      released            escrow:milestone:M                 ¥100.00
                          provider:pending:provider                       ¥95.00
                          income:platform_fee                              ¥5.00
      chargeAvailable     provider:pending:provider           ¥95.00
                          provider:available:provider                     ¥95.00
      receivableRepaid    provider:available:provider         ¥75.00
                          provider:receivable:provider                    ¥75.00
      = expense:dispute_fee                                  ¥15.00
      = expense:psp_fee                                       ¥3.40
      = income:platform_fee                                   ¥5.00
      = provider:available:provider                          ¥20.00
      = psp:available:cny                                     ¥6.60
      "
    `);
  });

  it("lost when a part was released and a part was owed back: each pays what it has", async () => {
    const lost = cardDisputeLost({ ...sides, ...nothing, escrowFen: 6_000n, incomeFen: 200n, debtFen: 3_800n });
    expect(await story([...paid(), pay("r", 4_000n, 200n), ...sent(3_800n), taken(), lost])).toMatchInlineSnapshot(`
      "
      paymentReceived     psp:pending:cny                    ¥100.00
                          escrow:milestone:M                             ¥100.00
      feeKnown            expense:psp_fee                      ¥3.40
                          psp:pending:cny                                  ¥3.40
      fundsAvailable      psp:available:cny                   ¥96.60
                          psp:pending:cny                                 ¥96.60
      released            escrow:milestone:M                  ¥40.00
                          provider:pending:provider                       ¥38.00
                          income:platform_fee                              ¥2.00
      chargeAvailable     provider:pending:provider           ¥38.00
                          provider:available:provider                     ¥38.00
      withdrawRequested   provider:available:provider         ¥38.00
                          provider:withdrawing:provider                   ¥38.00
      transferSucceeded   provider:withdrawing:provider       ¥38.00
                          psp:available:cny                               ¥38.00
      cardWithdrawn       dispute:held:D                     ¥100.00
                          expense:dispute_fee                 ¥15.00
                          psp:available:cny                              ¥115.00
      cardDisputeLost     escrow:milestone:M                  ¥60.00
                          income:platform_fee                  ¥2.00
                          provider:receivable:provider        ¥38.00
                          dispute:held:D                                 ¥100.00
      = expense:dispute_fee                                  ¥15.00
      = expense:psp_fee                                       ¥3.40
      = provider:receivable:provider                         ¥38.00
      = psp:available:cny                                   −¥56.40
      "
    `);
  });

  it("of a campaign: its escrow, the unsent stage, the fee's share and the creator's debt", async () => {
    const of = { campaignId: C, creatorId: CREATOR };
    const lost = cardDisputeLost({
      disputeId: D,
      ref: C,
      payerId: BACKER,
      payeeId: CREATOR,
      escrow: campaignEscrow(C),
      ...nothing,
      escrowFen: 3_000n,
      earningsFen: 5_000n,
      incomeFen: 350n,
      debtFen: 1_650n,
    });
    expect(
      await story([
        pledgeReceived({ intentId: "i", campaignId: C, amountFen: 10_000n }),
        fundsAvailable({ chargeId: "ch", ref: C, netFen: 10_000n }),
        stageReleased({ key: "s", ...of, grossFen: 7_000n, feeFen: 350n }),
        stageAvailable({ key: "sa", ref: C, creatorId: CREATOR, amountFen: 6_650n }),
        withdrawRequested({ key: "w", ref: C, providerId: CREATOR, amountFen: 1_650n }),
        transferSucceeded({ key: "t", ref: C, orgId: CREATOR, amountFen: 1_650n }),
        taken(10_000n, C),
        lost,
      ]),
    ).toMatchInlineSnapshot(`
      "
      pledgeReceived      psp:pending:cny                    ¥100.00
                          escrow:campaign:C                              ¥100.00
      fundsAvailable      psp:available:cny                  ¥100.00
                          psp:pending:cny                                ¥100.00
      stageReleased       escrow:campaign:C                   ¥70.00
                          provider:pending:creator                        ¥66.50
                          income:platform_fee                              ¥3.50
      stageAvailable      provider:pending:creator            ¥66.50
                          provider:available:creator                      ¥66.50
      withdrawRequested   provider:available:creator          ¥16.50
                          provider:withdrawing:creator                    ¥16.50
      transferSucceeded   provider:withdrawing:creator        ¥16.50
                          psp:available:cny                               ¥16.50
      cardWithdrawn       dispute:held:D                     ¥100.00
                          expense:dispute_fee                 ¥15.00
                          psp:available:cny                              ¥115.00
      cardDisputeLost     escrow:campaign:C                   ¥30.00
                          provider:available:creator          ¥50.00
                          income:platform_fee                  ¥3.50
                          provider:receivable:creator         ¥16.50
                          dispute:held:D                                 ¥100.00
      = expense:dispute_fee                                  ¥15.00
      = provider:receivable:creator                          ¥16.50
      = psp:available:cny                                   −¥31.50
      "
    `);
  });
});

it("a transfer that came back is sent again", async () => {
  expect(
    await story([
      ...paid(),
      pay("r", 10_000n, 500n),
      ...sent(9_500n),
      transferReversed({ key: "tr", ref: M, orgId: PROVIDER, amountFen: 9_500n }),
      withdrawRequested({ key: "w2", ref: M, providerId: PROVIDER, amountFen: 9_500n }),
      transferSucceeded({ key: "t2", ref: M, orgId: PROVIDER, amountFen: 9_500n }),
    ]),
  ).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥3.40
                        psp:pending:cny                                  ¥3.40
    fundsAvailable      psp:available:cny                   ¥96.60
                        psp:pending:cny                                 ¥96.60
    released            escrow:milestone:M                 ¥100.00
                        provider:pending:provider                       ¥95.00
                        income:platform_fee                              ¥5.00
    chargeAvailable     provider:pending:provider           ¥95.00
                        provider:available:provider                     ¥95.00
    withdrawRequested   provider:available:provider         ¥95.00
                        provider:withdrawing:provider                   ¥95.00
    transferSucceeded   provider:withdrawing:provider       ¥95.00
                        psp:available:cny                               ¥95.00
    transferReversed    psp:available:cny                   ¥95.00
                        provider:available:provider                     ¥95.00
    withdrawRequested   provider:available:provider         ¥95.00
                        provider:withdrawing:provider                   ¥95.00
    transferSucceeded   provider:withdrawing:provider       ¥95.00
                        psp:available:cny                               ¥95.00
    = expense:psp_fee                                       ¥3.40
    = income:platform_fee                                   ¥5.00
    = psp:available:cny                                     ¥1.60
    "
  `);
});

it("a debt is paid at the till; what was repaid meanwhile is owed back", async () => {
  const lost = cardDisputeLost({ ...sides, ...nothing, debtFen: 9_500n, incomeFen: 500n });
  expect(
    await story([
      ...paid(),
      pay("r", 10_000n, 500n),
      ...sent(9_500n),
      taken(),
      lost,
      debtPaid({ intentId: "d", orgId: PROVIDER, repaidFen: 9_500n, overFen: 500n }),
    ]),
  ).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥3.40
                        psp:pending:cny                                  ¥3.40
    fundsAvailable      psp:available:cny                   ¥96.60
                        psp:pending:cny                                 ¥96.60
    released            escrow:milestone:M                 ¥100.00
                        provider:pending:provider                       ¥95.00
                        income:platform_fee                              ¥5.00
    chargeAvailable     provider:pending:provider           ¥95.00
                        provider:available:provider                     ¥95.00
    withdrawRequested   provider:available:provider         ¥95.00
                        provider:withdrawing:provider                   ¥95.00
    transferSucceeded   provider:withdrawing:provider       ¥95.00
                        psp:available:cny                               ¥95.00
    cardWithdrawn       dispute:held:D                     ¥100.00
                        expense:dispute_fee                 ¥15.00
                        psp:available:cny                              ¥115.00
    cardDisputeLost     income:platform_fee                  ¥5.00
                        provider:receivable:provider        ¥95.00
                        dispute:held:D                                 ¥100.00
    debtPaid            psp:pending:cny                    ¥100.00
                        provider:receivable:provider                    ¥95.00
                        refund:payable:provider                          ¥5.00
    = expense:dispute_fee                                  ¥15.00
    = expense:psp_fee                                       ¥3.40
    = psp:available:cny                                  −¥113.40
    = psp:pending:cny                                     ¥100.00
    = refund:payable:provider                               ¥5.00
    "
  `);
});
