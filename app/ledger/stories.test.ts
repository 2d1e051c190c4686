import { expect, test } from "vitest";
import { EMPLOYER, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import * as m from "#app/ledger/movements.ts";

const paid = (amountFen = 10_000n) => m.paymentReceived({ intentId: "i1", milestoneId: M, amountFen });
const fee = m.feeKnown({ chargeId: "ch1", ref: M, feeFen: 540n });
const usable = m.fundsAvailable({ chargeId: "ch1", ref: M, netFen: 9_460n });
const of = (key: string, amountFen: bigint) => ({ key, ref: M, providerId: PROVIDER, orgId: PROVIDER, amountFen });
const back = (key: string, amountFen: bigint) => ({ key, ref: M, milestoneId: M, orgId: EMPLOYER, amountFen });

test("the whole street: paid, usable, released, sent", async () => {
  const told = await story([
    paid(),
    fee,
    usable,
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 10_000n, feeFen: 500n }),
    m.chargeAvailable(of("a1", 9_500n)),
    m.withdrawRequested(of("w1", 9_500n)),
    m.transferSucceeded(of("t1", 9_500n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥5.40
                        psp:pending:cny                                  ¥5.40
    fundsAvailable      psp:available:cny                   ¥94.60
                        psp:pending:cny                                 ¥94.60
    released            escrow:milestone:M                 ¥100.00
                        provider:pending:provider                       ¥95.00
                        income:platform_fee                              ¥5.00
    chargeAvailable     provider:pending:provider           ¥95.00
                        provider:available:provider                     ¥95.00
    withdrawRequested   provider:available:provider         ¥95.00
                        provider:withdrawing:provider                   ¥95.00
    transferSucceeded   provider:withdrawing:provider       ¥95.00
                        psp:available:cny                               ¥95.00
    = expense:psp_fee                                       ¥5.40
    = income:platform_fee                                   ¥5.00
    = psp:available:cny                                    −¥0.40
    "
  `);
});

test("a transfer fails for certain and is sent again", async () => {
  const told = await story([
    paid(),
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 10_000n, feeFen: 0n }),
    m.chargeAvailable(of("a1", 10_000n)),
    m.withdrawRequested(of("w1", 10_000n)),
    m.transferFailed(of("f1", 10_000n)),
    m.withdrawRequested(of("w2", 10_000n)),
    m.transferSucceeded(of("t2", 10_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    released            escrow:milestone:M                 ¥100.00
                        provider:pending:provider                      ¥100.00
    chargeAvailable     provider:pending:provider          ¥100.00
                        provider:available:provider                    ¥100.00
    withdrawRequested   provider:available:provider        ¥100.00
                        provider:withdrawing:provider                  ¥100.00
    transferFailed      provider:withdrawing:provider      ¥100.00
                        provider:available:provider                    ¥100.00
    withdrawRequested   provider:available:provider        ¥100.00
                        provider:withdrawing:provider                  ¥100.00
    transferSucceeded   provider:withdrawing:provider      ¥100.00
                        psp:available:cny                              ¥100.00
    = psp:available:cny                                  −¥100.00
    = psp:pending:cny                                     ¥100.00
    "
  `);
});

test("cancelled before work: everything goes back, and the channel's fee is the platform's", async () => {
  const told = await story([paid(), fee, m.refundDecided(back("d1", 10_000n)), m.refundSucceeded(back("s1", 10_000n))]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥5.40
                        psp:pending:cny                                  ¥5.40
    refundDecided       escrow:milestone:M                 ¥100.00
                        refund:payable:employer                        ¥100.00
    refundSucceeded     refund:payable:employer            ¥100.00
                        psp:available:cny                              ¥100.00
    = expense:psp_fee                                       ¥5.40
    = psp:available:cny                                  −¥100.00
    = psp:pending:cny                                      ¥94.60
    "
  `);
});

test("a refund that had arrived comes back and is made again", async () => {
  const told = await story([
    paid(),
    m.refundDecided(back("d1", 4_000n)),
    m.refundSucceeded(back("s1", 4_000n)),
    m.refundReversed(back("b1", 4_000n)),
    m.refundSucceeded(back("s2", 4_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    refundDecided       escrow:milestone:M                  ¥40.00
                        refund:payable:employer                         ¥40.00
    refundSucceeded     refund:payable:employer             ¥40.00
                        psp:available:cny                               ¥40.00
    refundReversed      psp:available:cny                   ¥40.00
                        refund:payable:employer                         ¥40.00
    refundSucceeded     refund:payable:employer             ¥40.00
                        psp:available:cny                               ¥40.00
    = escrow:milestone:M                                   ¥60.00
    = psp:available:cny                                   −¥40.00
    = psp:pending:cny                                     ¥100.00
    "
  `);
});

test("a dispute about a part: the rest is released, the part is split by one movement", async () => {
  const told = await story([
    paid(),
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 4_000n, feeFen: 200n }),
    m.disputeSplit({
      key: "x1",
      milestoneId: M,
      providerId: PROVIDER,
      employerId: EMPLOYER,
      toProviderFen: 3_600n,
      toEmployerFen: 2_400n,
      feeFen: 200n,
    }),
    m.refundSucceeded(back("s1", 2_400n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    released            escrow:milestone:M                  ¥40.00
                        provider:pending:provider                       ¥38.00
                        income:platform_fee                              ¥2.00
    disputeSplit        escrow:milestone:M                  ¥60.00
                        provider:pending:provider                       ¥34.00
                        income:platform_fee                              ¥2.00
                        refund:payable:employer                         ¥24.00
    refundSucceeded     refund:payable:employer             ¥24.00
                        psp:available:cny                               ¥24.00
    = income:platform_fee                                   ¥4.00
    = provider:pending:provider                            ¥72.00
    = psp:available:cny                                   −¥24.00
    = psp:pending:cny                                     ¥100.00
    "
  `);
});

test("a dispute decided for one side alone", async () => {
  const split = { key: "x1", milestoneId: M, providerId: PROVIDER, employerId: EMPLOYER };
  const told = await story([paid(), m.disputeSplit({ ...split, toProviderFen: 0n, toEmployerFen: 10_000n, feeFen: 0n })]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥100.00
                        escrow:milestone:M                             ¥100.00
    disputeSplit        escrow:milestone:M                 ¥100.00
                        refund:payable:employer                        ¥100.00
    = psp:pending:cny                                     ¥100.00
    = refund:payable:employer                             ¥100.00
    "
  `);
});

test("money of unknown origin stands in suspense until it is explained", async () => {
  const line = { transactionId: "txn_1", source: "re_1" };
  const other = { transactionId: "txn_2", source: "adj_1" };
  const told = await story([
    m.unknownTransaction({ ...line, netFen: -300n }),
    m.unknownTransaction({ ...other, netFen: 120n }),
    m.suspenseCleared({ ...line, netFen: -300n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    unknownTransaction  suspense:cny                         ¥3.00
                        psp:available:cny                                ¥3.00
    unknownTransaction  psp:available:cny                    ¥1.20
                        suspense:cny                                     ¥1.20
    suspenseCleared     psp:available:cny                    ¥3.00
                        suspense:cny                                     ¥3.00
    = psp:available:cny                                     ¥1.20
    = suspense:cny                                          ¥1.20
    "
  `);
});

test("what an escrow does not hold cannot be released", async () => {
  const more = m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 10_001n, feeFen: 0n });
  await expect(story([paid(), more])).rejects.toThrow(/no_overdraft/);
});
