import { expect, test } from "vitest";
import { EMPLOYER, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import * as m from "#app/ledger/movements.ts";

test("a dearer stage: two payments stand in one escrow and are released together", async () => {
  const told = await story([
    m.paymentReceived({ intentId: "i1", milestoneId: M, amountFen: 50_000n }),
    m.paymentReceived({ intentId: "i2", milestoneId: M, amountFen: 15_000n }),
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 65_000n, feeFen: 3_250n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥500.00
                        escrow:milestone:M                             ¥500.00
    paymentReceived     psp:pending:cny                    ¥150.00
                        escrow:milestone:M                             ¥150.00
    released            escrow:milestone:M                 ¥650.00
                        provider:pending:provider                      ¥617.50
                        income:platform_fee                             ¥32.50
    = income:platform_fee                                  ¥32.50
    = provider:pending:provider                           ¥617.50
    = psp:pending:cny                                     ¥650.00
    "
  `);
});

test("a cheaper stage: the difference is owed back at once, the rest is released", async () => {
  const told = await story([
    m.paymentReceived({ intentId: "i1", milestoneId: M, amountFen: 50_000n }),
    m.refundDecided({ key: "rf1", milestoneId: M, orgId: EMPLOYER, amountFen: 10_000n }),
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 40_000n, feeFen: 2_000n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥500.00
                        escrow:milestone:M                             ¥500.00
    refundDecided       escrow:milestone:M                 ¥100.00
                        refund:payable:employer                        ¥100.00
    released            escrow:milestone:M                 ¥400.00
                        provider:pending:provider                      ¥380.00
                        income:platform_fee                             ¥20.00
    = income:platform_fee                                  ¥20.00
    = provider:pending:provider                           ¥380.00
    = psp:pending:cny                                     ¥500.00
    = refund:payable:employer                             ¥100.00
    "
  `);
});

test("a contract ended under way: forty per cent done", async () => {
  const sides = { milestoneId: M, providerId: PROVIDER, employerId: EMPLOYER };
  const told = await story([
    m.paymentReceived({ intentId: "i1", milestoneId: M, amountFen: 50_000n }),
    m.endingSplit({ key: "e1", ...sides, toProviderFen: 20_000n, toEmployerFen: 30_000n, returnedFen: 0n, feeFen: 1_000n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                    ¥500.00
                        escrow:milestone:M                             ¥500.00
    endingSplit         escrow:milestone:M                 ¥500.00
                        provider:pending:provider                      ¥190.00
                        income:platform_fee                             ¥10.00
                        refund:payable:employer                        ¥300.00
    = income:platform_fee                                  ¥10.00
    = provider:pending:provider                           ¥190.00
    = psp:pending:cny                                     ¥500.00
    = refund:payable:employer                             ¥300.00
    "
  `);
});
