import { expect, test } from "vitest";
import { EMPLOYER, M, PROVIDER, story } from "#app/ledger/fixtures.ts";
import * as m from "#app/ledger/movements.ts";

const actId = "act1";

test("unknown money that left was a loss, and a refund that a party was owed", async () => {
  const line = { transactionId: "txn_1", source: "adj_1", netFen: -300n };
  const back = { transactionId: "txn_2", source: "re_9", netFen: -2_000n };
  const told = await story([
    m.paymentReceived({ intentId: "i1", milestoneId: M, amountFen: 2_000n }),
    m.refundDecided({ key: "d1", milestoneId: M, orgId: EMPLOYER, amountFen: 2_000n }),
    m.unknownTransaction(line),
    m.unknownTransaction(back),
    m.suspenseAssigned({ ...line, reason: "platformLoss" }),
    m.suspenseAssigned({ ...back, reason: "partyRefund", orgId: EMPLOYER }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    paymentReceived     psp:pending:cny                     ¥20.00
                        escrow:milestone:M                              ¥20.00
    refundDecided       escrow:milestone:M                  ¥20.00
                        refund:payable:employer                         ¥20.00
    unknownTransaction  suspense:cny                         ¥3.00
                        psp:available:cny                                ¥3.00
    unknownTransaction  suspense:cny                        ¥20.00
                        psp:available:cny                               ¥20.00
    suspenseAssigned    expense:platform_loss                ¥3.00
                        suspense:cny                                     ¥3.00
    suspenseAssigned    refund:payable:employer             ¥20.00
                        suspense:cny                                    ¥20.00
    = expense:platform_loss                                 ¥3.00
    = psp:available:cny                                   −¥23.00
    = psp:pending:cny                                      ¥20.00
    "
  `);
});

test("money that came in without a name is the bank's, and is never a party's refund", async () => {
  const line = { transactionId: "txn_3", source: "tu_1", netFen: 5_000n };
  expect(await story([m.unknownTransaction(line), m.suspenseAssigned({ ...line, reason: "bank" })])).toMatchInlineSnapshot(`
    "
    unknownTransaction  psp:available:cny                   ¥50.00
                        suspense:cny                                    ¥50.00
    suspenseAssigned    suspense:cny                        ¥50.00
                        bank:cny                                        ¥50.00
    = bank:cny                                            −¥50.00
    = psp:available:cny                                    ¥50.00
    "
  `);
  expect(() => m.suspenseAssigned({ ...line, reason: "partyRefund", orgId: EMPLOYER })).toThrow("a refund leaves");
});

test("a debt after a refund is partly repaid by bank transfer and the rest written off, never more than it is", async () => {
  const debt = m.refundAfterRelease({
    key: "x1",
    campaignId: M,
    creatorId: PROVIDER,
    orgId: EMPLOYER,
    availableFen: 0n,
    feeFen: 0n,
    receivableFen: 900n,
    amountFen: 900n,
  });
  const of = { orgId: PROVIDER };
  const told = await story([
    debt,
    m.adjustedByHand({ actId, name: "repaidByBank", ...of, amountFen: 500n }),
    m.adjustedByHand({ actId: "act2", name: "writeOff", ...of, amountFen: 400n }),
  ]);
  expect(told).toMatchInlineSnapshot(`
    "
    refundAfterRelease  provider:receivable:provider         ¥9.00
                        refund:payable:employer                          ¥9.00
    adjustedByHand      bank:cny                             ¥5.00
                        provider:receivable:provider                     ¥5.00
    adjustedByHand      expense:platform_loss                ¥4.00
                        provider:receivable:provider                     ¥4.00
    = bank:cny                                              ¥5.00
    = expense:platform_loss                                 ¥4.00
    = refund:payable:employer                               ¥9.00
    "
  `);
  await expect(story([debt, m.adjustedByHand({ actId, name: "writeOff", ...of, amountFen: 901n })])).rejects.toThrow(/no_overdraft/);
  expect(() => m.adjustedByHand({ actId, name: "writeOff", amountFen: 1n })).toThrow("whose account?");
  expect(() => m.adjustedByHand({ actId, name: "lossPaid", amountFen: 0n })).toThrow("an adjustment has an amount");
});
