import { expect, test } from "vitest";
import { BACKER, EMPLOYER, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import * as m from "#app/ledger/movements.ts";

const paid = (purse: m.DepositPurse, amountFen = 10_000n) => m.depositReceived({ intentId: "i1", purse, depositId: M, amountFen });
const usable = [m.feeKnown({ chargeId: "ch1", ref: M, feeFen: 100n }), m.fundsAvailable({ chargeId: "ch1", ref: M, netFen: 9_900n })];
const sum = (key: string, orgId: string, amountFen: bigint) => ({ key, ref: M, providerId: orgId, orgId, amountFen });

test("a standing deposit comes in, and back the way it came", async () => {
  const told = await story([
    paid("provider"),
    ...usable,
    m.depositReturned({ key: "b1", purse: "provider", depositId: M, orgId: PROVIDER, amountFen: 10_000n }),
    m.refundSucceeded(sum("r1", PROVIDER, 10_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    depositReceived     psp:pending:cny                    ¥100.00
                        deposit:provider:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥1.00
                        psp:pending:cny                                  ¥1.00
    fundsAvailable      psp:available:cny                   ¥99.00
                        psp:pending:cny                                 ¥99.00
    depositReturned     deposit:provider:M                 ¥100.00
                        refund:payable:provider                        ¥100.00
    refundSucceeded     refund:payable:provider            ¥100.00
                        psp:available:cny                              ¥100.00
    = expense:psp_fee                                       ¥1.00
    = psp:available:cny                                    −¥1.00
    "
  `);
});

test("past the wallet's window the deposit is sent instead of refunded", async () => {
  const told = await story([
    paid("provider"),
    ...usable,
    m.depositReturned({ key: "b1", purse: "provider", depositId: M, orgId: PROVIDER, amountFen: 10_000n }),
    m.depositRerouted({ key: "x1", depositId: M, orgId: PROVIDER, amountFen: 10_000n, usable: true }),
    m.withdrawRequested(sum("w1", PROVIDER, 10_000n)),
    m.transferSucceeded(sum("t1", PROVIDER, 10_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    depositReceived     psp:pending:cny                    ¥100.00
                        deposit:provider:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥1.00
                        psp:pending:cny                                  ¥1.00
    fundsAvailable      psp:available:cny                   ¥99.00
                        psp:pending:cny                                 ¥99.00
    depositReturned     deposit:provider:M                 ¥100.00
                        refund:payable:provider                        ¥100.00
    depositRerouted     refund:payable:provider            ¥100.00
                        provider:available:provider                    ¥100.00
    withdrawRequested   provider:available:provider        ¥100.00
                        provider:withdrawing:provider                  ¥100.00
    transferSucceeded   provider:withdrawing:provider      ¥100.00
                        psp:available:cny                              ¥100.00
    = expense:psp_fee                                       ¥1.00
    = psp:available:cny                                    −¥1.00
    "
  `);
});

test("a claim is paid to the employer, and the rest stays", async () => {
  const told = await story([
    paid("provider"),
    ...usable,
    m.depositForfeited({ key: "f1", purse: "provider", depositId: M, shares: [{ orgId: EMPLOYER, amountFen: 6_000n, usable: true }] }),
    m.withdrawRequested(sum("w1", EMPLOYER, 6_000n)),
    m.transferSucceeded(sum("t1", EMPLOYER, 6_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    depositReceived     psp:pending:cny                    ¥100.00
                        deposit:provider:M                             ¥100.00
    feeKnown            expense:psp_fee                      ¥1.00
                        psp:pending:cny                                  ¥1.00
    fundsAvailable      psp:available:cny                   ¥99.00
                        psp:pending:cny                                 ¥99.00
    depositForfeited    deposit:provider:M                  ¥60.00
                        provider:available:employer                     ¥60.00
    withdrawRequested   provider:available:employer         ¥60.00
                        provider:withdrawing:employer                   ¥60.00
    transferSucceeded   provider:withdrawing:employer       ¥60.00
                        psp:available:cny                               ¥60.00
    = deposit:provider:M                                   ¥40.00
    = expense:psp_fee                                       ¥1.00
    = psp:available:cny                                    ¥39.00
    "
  `);
});

test("a bond is shared before its money can be used", async () => {
  const shares = [
    { orgId: PROVIDER, amountFen: 2_501n, usable: false },
    { orgId: BACKER, amountFen: 2_499n, usable: false },
  ];
  const told = await story([
    paid("intent"),
    m.depositForfeited({ key: "f1", purse: "intent", depositId: M, shares }),
    m.depositReturned({ key: "b1", purse: "intent", depositId: M, orgId: EMPLOYER, amountFen: 5_000n }),
    ...usable,
    m.chargeAvailable(sum("a1", PROVIDER, 2_501n)),
    m.chargeAvailable(sum("a2", BACKER, 2_499n)),
    m.refundSucceeded(sum("r1", EMPLOYER, 5_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    depositReceived     psp:pending:cny                    ¥100.00
                        deposit:intent:M                               ¥100.00
    depositForfeited    deposit:intent:M                    ¥50.00
                        provider:pending:provider                       ¥25.01
                        provider:pending:backer                         ¥24.99
    depositReturned     deposit:intent:M                    ¥50.00
                        refund:payable:employer                         ¥50.00
    feeKnown            expense:psp_fee                      ¥1.00
                        psp:pending:cny                                  ¥1.00
    fundsAvailable      psp:available:cny                   ¥99.00
                        psp:pending:cny                                 ¥99.00
    chargeAvailable     provider:pending:provider           ¥25.01
                        provider:available:provider                     ¥25.01
    chargeAvailable     provider:pending:backer             ¥24.99
                        provider:available:backer                       ¥24.99
    refundSucceeded     refund:payable:employer             ¥50.00
                        psp:available:cny                               ¥50.00
    = expense:psp_fee                                       ¥1.00
    = provider:available:provider                          ¥25.01
    = provider:available:backer                            ¥24.99
    = psp:available:cny                                    ¥49.00
    "
  `);
});
