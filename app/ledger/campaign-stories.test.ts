import { expect, test } from "vitest";
import { BACKER, C, CREATOR, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import * as m from "#app/ledger/movements.ts";

const of = (key: string, amountFen: bigint) => ({ key, ref: M, providerId: PROVIDER, orgId: PROVIDER, amountFen });
const pledge = (n: number, amountFen: bigint) => m.pledgeReceived({ intentId: `p${n}`, campaignId: C, amountFen });
const stage = (key: string, grossFen: bigint, feeFen: bigint) =>
  m.stageReleased({ key, campaignId: C, creatorId: CREATOR, grossFen, feeFen });
const ofCreator = (key: string, amountFen: bigint) => ({ key, ref: C, creatorId: CREATOR, providerId: CREATOR, orgId: CREATOR, amountFen });
const toBacker = (key: string, amountFen: bigint) => ({ key, ref: C, campaignId: C, orgId: BACKER, amountFen });

test("a campaign succeeds: pledges, a refund before the release, two stages", async () => {
  const told = await story([
    pledge(1, 60_000n),
    pledge(2, 40_000n),
    m.pledgeRefundDecided(toBacker("d1", 10_000n)),
    m.refundSucceeded(toBacker("s1", 10_000n)),
    stage("st1", 40_000n, 2_000n),
    m.stageAvailable(ofCreator("a1", 38_000n)),
    m.withdrawRequested(ofCreator("w1", 38_000n)),
    m.transferSucceeded(ofCreator("t1", 38_000n)),
    stage("st2", 50_000n, 2_500n),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                    ¥600.00
                        escrow:campaign:C                              ¥600.00
    pledgeReceived      psp:pending:cny                    ¥400.00
                        escrow:campaign:C                              ¥400.00
    pledgeRefundDecided escrow:campaign:C                  ¥100.00
                        refund:payable:backer                          ¥100.00
    refundSucceeded     refund:payable:backer              ¥100.00
                        psp:available:cny                              ¥100.00
    stageReleased       escrow:campaign:C                  ¥400.00
                        provider:pending:creator                       ¥380.00
                        income:platform_fee                             ¥20.00
    stageAvailable      provider:pending:creator           ¥380.00
                        provider:available:creator                     ¥380.00
    withdrawRequested   provider:available:creator         ¥380.00
                        provider:withdrawing:creator                   ¥380.00
    transferSucceeded   provider:withdrawing:creator       ¥380.00
                        psp:available:cny                              ¥380.00
    stageReleased       escrow:campaign:C                  ¥500.00
                        provider:pending:creator                       ¥475.00
                        income:platform_fee                             ¥25.00
    = income:platform_fee                                  ¥45.00
    = provider:pending:creator                            ¥475.00
    = psp:available:cny                                  −¥480.00
    = psp:pending:cny                                   ¥1,000.00
    "
  `);
});

test("a campaign fails: the wallets' money goes back, past the channel's time by hand", async () => {
  const told = await story([
    pledge(1, 30_000n),
    m.pledgeRefundDecided(toBacker("d1", 30_000n)),
    m.refundSucceeded(toBacker("s1", 20_000n)),
    m.refundPaidByHand(toBacker("h1", 10_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                    ¥300.00
                        escrow:campaign:C                              ¥300.00
    pledgeRefundDecided escrow:campaign:C                  ¥300.00
                        refund:payable:backer                          ¥300.00
    refundSucceeded     refund:payable:backer              ¥200.00
                        psp:available:cny                              ¥200.00
    refundPaidByHand    refund:payable:backer              ¥100.00
                        bank:cny                                       ¥100.00
    = bank:cny                                           −¥100.00
    = psp:available:cny                                  −¥200.00
    = psp:pending:cny                                     ¥300.00
    "
  `);
});

test("a campaign collects too little and its creator gives everything back", async () => {
  const told = await story([
    pledge(1, 50_000n),
    pledge(2, 35_000n),
    m.pledgeRefundDecided(toBacker("d1", 50_000n)),
    m.pledgeRefundDecided(toBacker("d2", 35_000n)),
    m.refundSucceeded(toBacker("s1", 50_000n)),
    m.refundSucceeded(toBacker("s2", 35_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                    ¥500.00
                        escrow:campaign:C                              ¥500.00
    pledgeReceived      psp:pending:cny                    ¥350.00
                        escrow:campaign:C                              ¥350.00
    pledgeRefundDecided escrow:campaign:C                  ¥500.00
                        refund:payable:backer                          ¥500.00
    pledgeRefundDecided escrow:campaign:C                  ¥350.00
                        refund:payable:backer                          ¥350.00
    refundSucceeded     refund:payable:backer              ¥500.00
                        psp:available:cny                              ¥500.00
    refundSucceeded     refund:payable:backer              ¥350.00
                        psp:available:cny                              ¥350.00
    = psp:available:cny                                  −¥850.00
    = psp:pending:cny                                     ¥850.00
    "
  `);
});

test("a refund after the release: what the creator has here, the fee's share, a debt; the next earnings repay it", async () => {
  const told = await story([
    pledge(1, 100_000n),
    stage("st1", 40_000n, 2_000n),
    m.stageAvailable(ofCreator("a1", 38_000n)),
    m.withdrawRequested(ofCreator("w1", 30_000n)),
    m.transferSucceeded(ofCreator("t1", 30_000n)),
    m.refundAfterRelease({ ...toBacker("r1", 20_000n), creatorId: CREATOR, availableFen: 8_000n, feeFen: 1_000n, receivableFen: 11_000n }),
    m.refundSucceeded(toBacker("s1", 20_000n)),
    stage("st2", 30_000n, 1_500n),
    m.stageAvailable(ofCreator("a2", 28_500n)),
    m.receivableRepaid(ofCreator("rr", 11_000n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                  ¥1,000.00
                        escrow:campaign:C                            ¥1,000.00
    stageReleased       escrow:campaign:C                  ¥400.00
                        provider:pending:creator                       ¥380.00
                        income:platform_fee                             ¥20.00
    stageAvailable      provider:pending:creator           ¥380.00
                        provider:available:creator                     ¥380.00
    withdrawRequested   provider:available:creator         ¥300.00
                        provider:withdrawing:creator                   ¥300.00
    transferSucceeded   provider:withdrawing:creator       ¥300.00
                        psp:available:cny                              ¥300.00
    refundAfterRelease  provider:available:creator          ¥80.00
                        income:platform_fee                 ¥10.00
                        provider:receivable:creator        ¥110.00
                        refund:payable:backer                          ¥200.00
    refundSucceeded     refund:payable:backer              ¥200.00
                        psp:available:cny                              ¥200.00
    stageReleased       escrow:campaign:C                  ¥300.00
                        provider:pending:creator                       ¥285.00
                        income:platform_fee                             ¥15.00
    stageAvailable      provider:pending:creator           ¥285.00
                        provider:available:creator                     ¥285.00
    receivableRepaid    provider:available:creator         ¥110.00
                        provider:receivable:creator                    ¥110.00
    = escrow:campaign:C                                   ¥300.00
    = income:platform_fee                                  ¥25.00
    = provider:available:creator                          ¥175.00
    = psp:available:cny                                  −¥500.00
    = psp:pending:cny                                   ¥1,000.00
    "
  `);
});

test("no more debt is repaid than there is", async () => {
  const debt = { ...toBacker("r1", 5_000n), creatorId: CREATOR, availableFen: 0n, feeFen: 0n, receivableFen: 5_000n };
  const more = [m.stageAvailable(ofCreator("a1", 9_000n)), m.receivableRepaid(ofCreator("rr", 5_001n))];
  await expect(story([pledge(1, 10_000n), stage("st1", 9_000n, 0n), m.refundAfterRelease(debt), ...more])).rejects.toThrow(/no_overdraft/);
});

test("a budget line becomes a task: released money goes into its milestone, a part comes back, the rest is the provider's", async () => {
  const allocated = { campaignId: C, milestoneId: M, creatorId: CREATOR };
  const told = await story([
    pledge(1, 100_000n),
    stage("st1", 40_000n, 2_000n),
    m.stageAvailable(ofCreator("a1", 38_000n)),
    m.stageAllocated({ key: "al1", ...allocated, amountFen: 10_000n }),
    m.allocationReturned({ key: "ar1", ...allocated, amountFen: 3_000n }),
    m.released({ key: "r1", milestoneId: M, providerId: PROVIDER, grossFen: 7_000n, feeFen: 350n }),
    m.chargeAvailable(of("a2", 6_650n)),
    m.withdrawRequested(of("w1", 6_650n)),
    m.transferSucceeded(of("t1", 6_650n)),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                  ¥1,000.00
                        escrow:campaign:C                            ¥1,000.00
    stageReleased       escrow:campaign:C                  ¥400.00
                        provider:pending:creator                       ¥380.00
                        income:platform_fee                             ¥20.00
    stageAvailable      provider:pending:creator           ¥380.00
                        provider:available:creator                     ¥380.00
    stageAllocated      provider:available:creator         ¥100.00
                        escrow:milestone:M                             ¥100.00
    allocationReturned  escrow:milestone:M                  ¥30.00
                        provider:available:creator                      ¥30.00
    released            escrow:milestone:M                  ¥70.00
                        provider:pending:provider                       ¥66.50
                        income:platform_fee                              ¥3.50
    chargeAvailable     provider:pending:provider           ¥66.50
                        provider:available:provider                     ¥66.50
    withdrawRequested   provider:available:provider         ¥66.50
                        provider:withdrawing:provider                   ¥66.50
    transferSucceeded   provider:withdrawing:provider       ¥66.50
                        psp:available:cny                               ¥66.50
    = escrow:campaign:C                                   ¥600.00
    = income:platform_fee                                  ¥23.50
    = provider:available:creator                          ¥310.00
    = psp:available:cny                                   −¥66.50
    = psp:pending:cny                                   ¥1,000.00
    "
  `);
});

test("a dispute about an allocated stage: the creator's part is its own again, in the same movement", async () => {
  const split = { key: "x1", milestoneId: M, providerId: PROVIDER, employerId: CREATOR };
  const told = await story([
    pledge(1, 20_000n),
    stage("st1", 20_000n, 0n),
    m.stageAvailable(ofCreator("a1", 20_000n)),
    m.stageAllocated({ key: "al1", milestoneId: M, creatorId: CREATOR, amountFen: 10_000n }),
    m.disputeSplit({ ...split, toProviderFen: 6_000n, toEmployerFen: 4_000n, returnedFen: 4_000n, feeFen: 300n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    pledgeReceived      psp:pending:cny                    ¥200.00
                        escrow:campaign:C                              ¥200.00
    stageReleased       escrow:campaign:C                  ¥200.00
                        provider:pending:creator                       ¥200.00
    stageAvailable      provider:pending:creator           ¥200.00
                        provider:available:creator                     ¥200.00
    stageAllocated      provider:available:creator         ¥100.00
                        escrow:milestone:M                             ¥100.00
    disputeSplit        escrow:milestone:M                 ¥100.00
                        provider:pending:provider                       ¥57.00
                        income:platform_fee                              ¥3.00
                        provider:available:creator                      ¥40.00
    = income:platform_fee                                   ¥3.00
    = provider:available:creator                          ¥140.00
    = provider:pending:provider                            ¥57.00
    = psp:pending:cny                                     ¥200.00
    "
  `);
});
