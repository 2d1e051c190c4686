import { campaignChecks } from "#app/ledger/campaign-checks.server.ts";
import { cardDisputeChecks } from "#app/ledger/card-dispute-checks.server.ts";
import { contractChecks } from "#app/ledger/contract-checks.server.ts";
import { depositChecks } from "#app/ledger/deposit-checks.server.ts";
import { deskChecks } from "#app/ledger/desk-checks.server.ts";
import { disputeChecks } from "#app/ledger/dispute-checks.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** Rows that should not be there, each said in a few words. */
type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/**
 * The checks of the books. Each is a sentence (i18n/money `check`) and a query that must find nothing. They ask the rows themselves, not
 * the triggers that should have kept them right.
 */
export const checks = {
  /** Every movement has two lines or more, and they sum to zero in each currency. */
  balanced: (on) => on.$queryRaw`
    SELECT t."idemKey" AS what FROM "LedgerTx" t LEFT JOIN "LedgerEntry" e ON e."txId" = t.id GROUP BY t.id HAVING count(e.id) < 2
    UNION SELECT t."idemKey" || ' ' || e.currency FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id
     GROUP BY t.id, e.currency HAVING sum(e."amountFen") <> 0 LIMIT 100`,

  /** Every balance is the sum of its account's lines. */
  balancesAreSums: (on) => on.$queryRaw`
    WITH lines AS (SELECT "accountId", sum("amountFen") AS fen FROM "LedgerEntry" GROUP BY 1),
         kept AS (SELECT "accountId", sum("debitFen" - "creditFen") AS fen FROM "LedgerBalance" GROUP BY 1)
    SELECT a.key || ': ' || coalesce(kept.fen, 0) || ' <> ' || coalesce(lines.fen, 0) AS what
      FROM "LedgerAccount" a LEFT JOIN lines ON lines."accountId" = a.id LEFT JOIN kept ON kept."accountId" = a.id
     WHERE coalesce(kept.fen, 0) <> coalesce(lines.fen, 0) LIMIT 100`,

  /** No account that we spend from is below zero. */
  floors: (on) => on.$queryRaw`
    SELECT a.key || ': ' || sum(e."amountFen") AS what FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id
     WHERE a."floorZero" GROUP BY a.id HAVING CASE a.side WHEN 'DEBIT' THEN sum(e."amountFen") ELSE -sum(e."amountFen") END < 0 LIMIT 100`,

  /** Every account is what the chart says. */
  chart: (on) => on.$queryRaw`
    SELECT a.key AS what FROM "LedgerAccount" a, ledger_chart(a.key) c
     WHERE (a.side, a."floorZero", a.shards, a.currency) IS DISTINCT FROM (c.side, c.floor_zero, c.shards, c.currency) LIMIT 100`,

  /** The sealed blocks still have their hashes. */
  blocks: (on) => on.$queryRaw`
    SELECT 'block ' || b.seq AS what
      FROM (SELECT *, lag("uptoTxId", 1, 0::bigint) OVER (ORDER BY seq) AS after_id, lag(hash, 1, '') OVER (ORDER BY seq) AS before FROM "LedgerBlock") b
     WHERE b."hashPrev" <> b.before OR b.hash <> ledger_block_hash(b.before, b.after_id, b."uptoTxId") LIMIT 100`,

  /** A milestone's escrow is what was paid in, less what was released and refunded. A payment that came too late went straight back. */
  escrow: (on) => on.$queryRaw`
    WITH paid AS (
      SELECT l."refId", sum(l."amountFen") AS fen FROM "FundingLot" l
       WHERE l."refType" = 'milestone' AND NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = 'refund:late:' || l."intentId") GROUP BY 1),
    held AS (
      SELECT substr(a.key, 18)::uuid AS id, -sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'escrow:milestone:%' GROUP BY 1)
    SELECT m.id || ': ' || coalesce(held.fen, 0) || ' <> ' || coalesce(paid.fen, 0) - m."releasedFen" - m."refundedFen" AS what
      FROM "Milestone" m LEFT JOIN paid ON paid."refId" = m.id LEFT JOIN held ON held.id = m.id
     WHERE coalesce(held.fen, 0) <> coalesce(paid.fen, 0) - m."releasedFen" - m."refundedFen" LIMIT 100`,

  /** Every intent that succeeded has its movement, and every such movement its intent. A card that was kept moved nothing. */
  intentsPosted: (on) => on.$queryRaw`
    WITH wanted AS (
      SELECT id, CASE kind WHEN 'TRANSFER' THEN 'transfer:' WHEN 'REFUND' THEN 'refunded:' ELSE 'paid:' END || id AS key FROM "PspIntent"
       WHERE state = 'SUCCEEDED' AND kind <> 'SETUP')
    SELECT 'intent without movement: ' || w.id AS what FROM wanted w WHERE NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = w.key)
    UNION ALL
    SELECT 'movement without intent: ' || t."idemKey" FROM "LedgerTx" t
     WHERE t.kind IN ('paymentReceived', 'pledgeReceived', 'depositReceived', 'debtPaid', 'transferSucceeded', 'refundSucceeded')
       AND NOT EXISTS (SELECT FROM wanted w WHERE w.key = t."idemKey")
       AND NOT EXISTS (SELECT FROM "LedgerTx" back WHERE back."idemKey" = replace(t."idemKey", 'refunded:', 'refund-reversed:') AND t.kind = 'refundSucceeded')
       AND NOT EXISTS (SELECT FROM "LedgerTx" back WHERE back."idemKey" = replace(t."idemKey", 'transfer:', 'transfer-reversed:') AND t.kind = 'transferSucceeded') LIMIT 100`,

  /** What is held at the channel is what was paid in, less its cost, less what was sent on (and did not come back in part), given back and paid out to the platform's bank, what payers' banks took back, and what stands in suspense or stood there until operators gave it its reason. */
  channel: (on) => on.$queryRaw`
    WITH ours AS (SELECT coalesce(sum(e."amountFen"), 0) AS fen FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" WHERE a.key LIKE 'psp:%:cny'),
         suspense AS (SELECT coalesce(sum(e."amountFen"), 0) AS fen FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" JOIN "LedgerTx" t ON t.id = e."txId"
                       WHERE a.key = 'suspense:cny' AND t.kind <> 'suspenseAssigned'),
         paid AS (SELECT coalesce(sum("amountFen" - coalesce("feeFen", 0)), 0) AS fen FROM "FundingLot" WHERE "allocatedById" IS NULL),
         gone AS (SELECT coalesce(sum("amountFen"), 0) AS fen FROM "PspIntent" WHERE state = 'SUCCEEDED' AND kind IN ('TRANSFER', 'REFUND')),
         returned AS (SELECT coalesce(sum("amountFen"), 0) AS fen FROM "ReturnedPay"),
         own AS (SELECT coalesce(-sum(e."amountFen"), 0) AS fen FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId"
                  WHERE a.key LIKE 'psp:%:cny' AND t.kind IN ('platformPaidOut', 'platformPayoutReturned')),
         banks AS (SELECT coalesce(sum("withdrawnFen" - "reinstatedFen" + "feeFen"), 0) AS fen FROM "CardDispute")
    SELECT ours.fen || ' <> ' || paid.fen - gone.fen + returned.fen - own.fen - banks.fen - suspense.fen AS what FROM ours, suspense, paid, gone, returned, own, banks
     WHERE ours.fen <> paid.fen - gone.fen + returned.fen - own.fen - banks.fen - suspense.fen`,

  /** Pay that is held for transfers under way is the sum of those transfers. */
  withdrawing: (on) => on.$queryRaw`
    WITH held AS (
      SELECT substr(a.key, 22)::uuid AS "orgId", -sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'provider:withdrawing:%' GROUP BY 1),
    sent AS (SELECT "orgId", sum("amountFen") AS fen FROM "PspIntent" WHERE kind = 'TRANSFER' AND state NOT IN ('SUCCEEDED', 'FAILED') GROUP BY 1)
    SELECT coalesce(held."orgId", sent."orgId") || ': ' || coalesce(held.fen, 0) || ' <> ' || coalesce(sent.fen, 0) AS what
      FROM held FULL JOIN sent ON sent."orgId" = held."orgId" WHERE coalesce(held.fen, 0) <> coalesce(sent.fen, 0) LIMIT 100`,

  /** No refund is under way that is not owed. */
  refundsOwed: (on) => on.$queryRaw`
    WITH owed AS (
      SELECT substr(a.key, 16)::uuid AS "orgId", -sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'refund:payable:%' GROUP BY 1),
    sent AS (SELECT "orgId", sum("amountFen") AS fen FROM "PspIntent" WHERE kind = 'REFUND' AND state NOT IN ('SUCCEEDED', 'FAILED') GROUP BY 1)
    SELECT sent."orgId" || ': ' || coalesce(owed.fen, 0) || ' < ' || sent.fen AS what
      FROM sent LEFT JOIN owed ON owed."orgId" = sent."orgId" WHERE coalesce(owed.fen, 0) < sent.fen LIMIT 100`,

  /** No charge and no allocation gave more than it brought: what was sent on and given back is marked on it. */
  lots: (on) => on.$queryRaw`
    SELECT l."chargeId" AS what FROM "FundingLot" l
      LEFT JOIN (SELECT params ->> 'chargeId' AS "chargeId", kind, sum("amountFen") AS fen FROM "PspIntent"
                  WHERE kind IN ('TRANSFER', 'REFUND') AND state <> 'FAILED' GROUP BY 1, 2) used ON used."chargeId" = l."chargeId"
     WHERE l."transferredFen" + l."refundedFen" + l."chargedBackFen" > l."amountFen"
        OR (used.kind = 'TRANSFER' AND used.fen > l."transferredFen") OR (used.kind = 'REFUND' AND used.fen > l."refundedFen") LIMIT 100`,

  /** Nothing has stood in suspense for a day: each transaction of the channel for itself, with what cleared it (`unknown:` and `cleared:` are equally long). */
  suspense: (on) => on.$queryRaw`
    SELECT substr(t."idemKey", 9) || ': ' || -sum(e."amountFen") AS what FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" JOIN "LedgerTx" t ON t.id = e."txId"
     WHERE a.key LIKE 'suspense:%' GROUP BY a.id, substr(t."idemKey", 9)
    HAVING sum(e."amountFen") <> 0 AND min(t.at) < app_now() - interval '24 hours' LIMIT 100`,

  /** No money order has been without an outcome for two days, or under way at the channel for two weeks, and none waits for an operator. A page may wait for its payer. */
  intentsClosed: (on) => on.$queryRaw`
    SELECT state || ' ' || purpose || ' ' || id AS what FROM "PspIntent"
     WHERE state = 'PARKED' OR (state IN ('CREATED', 'SENDING', 'UNKNOWN') AND "createdAt" < app_now() - interval '48 hours')
        OR (state = 'OPEN' AND kind IN ('TRANSFER', 'REFUND', 'CHARGE') AND "createdAt" < app_now() - interval '14 days') LIMIT 100`,

  /** No event of the channel has waited for a day. */
  inbox: (on) => on.$queryRaw`
    SELECT type || ' ' || "eventId" AS what FROM "PspInbox" WHERE "processedAt" IS NULL AND "receivedAt" < app_now() - interval '24 hours' LIMIT 100`,

  /** The live bids, which are not tied to their room by a foreign key: each has its room, its place and its hash. */
  liveBids: (on) => on.$queryRaw`SELECT what FROM auction_faults() AS what LIMIT 100`,

  ...contractChecks,
  ...campaignChecks,
  ...deskChecks,
  ...depositChecks,
  ...disputeChecks,
  ...cardDisputeChecks,
} as const satisfies Record<string, Query>;

export type CheckName = keyof typeof checks;
