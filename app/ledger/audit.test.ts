import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dealAt, payable, settleAll } from "#app/contracts/fixtures.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";
import { sealBlock } from "#app/ledger/seal-block.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

/** A check that never finds anything proves nothing: for each, what it must find is planted past every guard, and taken away again. */
const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
const on = {
  $queryRaw: async (strings: TemplateStringsArray, ...values: unknown[]) =>
    (
      await owner.query(
        strings.reduce((sql, part, i) => `${sql}$${i}${part}`),
        values,
      )
    ).rows,
};

const MOST = `(SELECT id FROM "LedgerEntry" ORDER BY id DESC LIMIT 1)`;
const ID = "'00000000-0000-7000-8000-00000000000c'";
const campaign = (columns: string, values: string) =>
  `INSERT INTO "Campaign" (id, "creatorId", "createdById", "updatedAt", ${columns}) VALUES (${ID}, ${ID}, ${ID}, app_now(), ${values});`;
const pledge = (columns: string, values: string) =>
  `INSERT INTO "Pledge" (id, "campaignId", "userId", "orgId", lane, "amountFen", "createdAt", ${columns}) VALUES (${ID}, ${ID}, ${ID}, ${ID}, 'CARD', 5, app_now(), ${values});`;
const deposit = (columns: string, values: string) =>
  `INSERT INTO "Deposit" (id, kind, "orgId", "taskId", "createdAt", ${columns}) VALUES (${ID}, 'INTENT', ${ID}, ${ID}, app_now(), ${values});`;
const dispute = (columns: string, values: string) =>
  `INSERT INTO "CardDispute" (id, "pspId", "chargeId", "refType", "refId", "orgId", "amountFen", reason, "pspStatus", state, "readAt", "openedAt", ${columns})
   VALUES (${ID}, 'du_1', 'ch_1', 'milestone', ${ID}, ${ID}, 5, 'general', 'needs_response', 'OPEN', app_now(), app_now(), ${values});`;
const planted: Record<CheckName, string> = {
  balanced: `UPDATE "LedgerEntry" SET "amountFen" = "amountFen" + 1 WHERE id = ${MOST}`,
  balancesAreSums: `UPDATE "LedgerBalance" SET "debitFen" = "debitFen" + 1, "creditFen" = "creditFen" + 2 WHERE "floorZero"`,
  floors: `UPDATE "LedgerEntry" e SET "amountFen" = 10 ^ 9 FROM "LedgerAccount" a WHERE a.id = e."accountId" AND a."floorZero"`,
  chart: `UPDATE "LedgerAccount" SET "floorZero" = false WHERE key LIKE 'escrow:%'`,
  blocks: `UPDATE "LedgerTx" SET why = 'another reason' WHERE id = (SELECT min(id) FROM "LedgerTx")`,
  escrow: `UPDATE "Milestone" SET "refundedFen" = 1, "releasedFen" = "releasedFen" - 1, "amountFen" = "amountFen" + 5 WHERE "releasedFen" > 0;
           UPDATE "Milestone" SET "releasedFen" = "releasedFen" - 1 WHERE "releasedFen" > 1`,
  intentsPosted: `UPDATE "LedgerTx" SET "idemKey" = 'lost:' || "idemKey" WHERE kind = 'paymentReceived'`,
  channel: `UPDATE "FundingLot" SET "feeFen" = "feeFen" + 1`,
  withdrawing: `UPDATE "PspIntent" SET state = 'OPEN' WHERE kind = 'TRANSFER'`,
  refundsOwed: `UPDATE "PspIntent" SET kind = 'REFUND', state = 'OPEN' WHERE kind = 'TRANSFER'`,
  lots: `UPDATE "FundingLot" SET "transferredFen" = 0`,
  suspense: `INSERT INTO "LedgerAccount" (id, key, currency, side, "floorZero", shards) VALUES (gen_random_uuid(), 'suspense:cny', 'cny', 'CREDIT', false, 1);
             INSERT INTO "LedgerTx" (id, "idemKey", kind, ref, why, hash, at) VALUES (-1, 'x', 'x', 'x', '', '', app_now() - interval '2 days');
             INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen") SELECT -1, id, 'cny', 5 FROM "LedgerAccount" WHERE key = 'suspense:cny'`,
  intentsClosed: `UPDATE "PspIntent" SET state = 'PARKED' WHERE kind = 'TRANSFER'`,
  inbox: `INSERT INTO "PspInbox" ("eventId", type, livemode, payload, "receivedAt") VALUES ('evt_1', 'x', false, '{}', app_now() - interval '2 days')`,
  liveBids: `INSERT INTO "AuctionBid" ("taskId", seq, "bidId", label, "priceFen", "scoreMilli", rank, "intentId", v, extensions, "acceptedAt", "endAt", "hashPrev", hash)
             SELECT id, 1, id, 1, 1, 1, 1, id, 1, 0, app_now(), app_now(), '', '' FROM gen_random_uuid() AS id`,
  dayStatements: `INSERT INTO "DayStatement" (day, "booksOpeningFen", "booksClosingFen", "channelOpeningFen", "channelClosingFen", "explainedFen", "unexplainedFen",
                  "suspenseFen", "bankOpeningFen", "bankClosingFen", "hashPrev", at) VALUES ('2020-01-01', 0, 5, 0, 5, 0, 0, 0, 0, 0, '', app_now())`,
  manualActs: `INSERT INTO "ManualAct" (id, kind, act, subject, "amountFen", reason, state, "proposedById", "proposedAt", "expiresAt", "decidedById", "decidedAt")
               VALUES (${ID}, 'ADJUSTMENT', 'lossPaid', 'x', 5, 'x', 'APPROVED', ${ID}, app_now(), app_now(), gen_random_uuid(), app_now())`,
  operatorLog: `INSERT INTO "OperatorBlock" (seq, "uptoActId", rows, "hashPrev", hash, at) VALUES (1, 0, 0, '', 'another hash', app_now())`,
  contractVersions: `UPDATE "Contract" SET "priceFen" = "priceFen" + 1`,
  stagePrices: `UPDATE "Milestone" SET "amountFen" = "amountFen" + 1`,
  raisesPaid: `UPDATE "PspIntent" SET purpose = 'raise-milestone' WHERE purpose = 'fund-milestone'`,
  disputesFrozen: `UPDATE "Milestone" SET "disputedFen" = 1`,
  disputesPosted: `UPDATE "LedgerTx" SET kind = 'disputeSplit'`,
  disputesDecided: `INSERT INTO "DisputeDecision" ("disputeId", instance, "operatorId", "toProviderFen", "toEmployerFen", reasons, at)
                    VALUES (${ID}, 1, ${ID}, 1, 1, '', app_now()), (${ID}, 2, ${ID}, 1, 1, '', app_now())`,
  endingsSplit: `UPDATE "LedgerTx" SET kind = 'endingSplit' WHERE kind = 'released'`,
  cardDisputesHeld: dispute(`"withdrawnFen"`, "5"),
  cardDisputesFrozen: `${dispute(`"frozenFen"`, "5")} UPDATE "Milestone" SET "cardFrozenFen" = 4`,
  debtPayments: `INSERT INTO "Debt" (id, "orgId", key, reason, "refType", "refId", title, "amountFen", "createdAt") VALUES (${ID}, ${ID}, 'x', 'refund', 'x', ${ID}, '', 5, app_now());
                 INSERT INTO "DebtPayment" (id, "debtId", state, "amountFen", "createdAt", "paidAt") VALUES (${ID}, ${ID}, 'PAID', 5, app_now(), app_now())`,
  debts: `INSERT INTO "Debt" (id, "orgId", key, reason, "refType", "refId", title, "amountFen", "createdAt") VALUES (${ID}, ${ID}, 'x', 'refund', 'x', ${ID}, '', 5, app_now())`,
  campaignEscrow: campaign(`"receivedFen"`, "5"),
  campaignReceived: campaign(`"receivedFen"`, "5"),
  campaignTotal: campaign(`lifecycle, "pledgedFen"`, "'LIVE', 5"),
  campaignCollected: campaign(`collection, "collectedFen"`, "'CLOSED', 5"),
  rewardClaimed: `${campaign("lifecycle", "'LIVE'")} INSERT INTO "Reward" (id, "campaignId", ord, title, "priceFen", claimed, items, "promisedAt")
                  VALUES (${ID}, ${ID}, 1, '', 5, 3, '[]', app_now())`,
  pledgeRefunds: pledge(`"collectedFen", "refundedFen"`, "5, 5"),
  payoutMoney: campaign(`"receivedFen", "releasedFen"`, "5, 5"),
  campaignResult: campaign("lifecycle", "'SUCCESSFUL'"),
  depositMoney: deposit('state, "paidFen"', "'HELD', 5"),
  depositOut: deposit('state, "paidFen", "returnedFen"', "'HELD', 5, 5"),
  depositsSettled: `${deposit("state", "'HELD'")} INSERT INTO "Task" (id, "employerId", "createdById", state, "updatedAt") VALUES (${ID}, ${ID}, ${ID}, 'FAILED', app_now())`,
  pledgesSettled: campaign(`lifecycle, "endedAt"`, "'FAILED', app_now() - interval '1 hour'") + pledge("state", "'PLEDGED'"),
};

beforeAll(async () => {
  const deal = await dealAt("ACCEPTED");
  await payable(deal.provider.orgId);
  await setOffset(6 * 86_400_000);
  await releaseMilestone(deal.stages[0]!);
  await settleAll(deal);
  await sealBlock(new Date((await appNow()).getTime() + 2 * 3_600_000));
  await owner.connect();
});
afterAll(() => owner.end());

test("books that are right pass every check", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

test.each(Object.entries(planted) as [CheckName, string][])("%s finds what was planted", async (name, sql) => {
  await owner.query("BEGIN; SET LOCAL session_replication_role = replica");
  try {
    await owner.query(`DROP INDEX "another_operator_on_appeal"`);
    for (const table of ["LedgerBalance", "LedgerEntry", "Milestone", "FundingLot", "Campaign", "Pledge"])
      await owner.query(`DO $$ DECLARE c text; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '"${table}"'::regclass AND contype = 'c'
        LOOP EXECUTE format('ALTER TABLE "${table}" DROP CONSTRAINT %I', c); END LOOP; END $$`);
    await owner.query(sql);
    expect(await checks[name](on as never)).not.toEqual([]);
  } finally {
    await owner.query("ROLLBACK");
  }
});

test.each([
  ["REFUND", 15, true],
  ["CHARGE", 15, true],
  ["REFUND", 13, false],
  ["CHECKOUT", 15, false],
] as const)("a %s that has been under way at the channel for %i days: %s", async (kind, days, isFound) => {
  await owner.query("BEGIN; SET LOCAL session_replication_role = replica");
  try {
    await owner.query(
      `UPDATE "PspIntent" SET state = 'OPEN', kind = '${kind}', "createdAt" = app_now() - interval '${days} days' WHERE kind = 'TRANSFER'`,
    );
    expect((await checks.intentsClosed(on as never)).length > 0).toBe(isFound);
  } finally {
    await owner.query("ROLLBACK");
  }
});
