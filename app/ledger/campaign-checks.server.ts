import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of crowdfunding's money: campaigns, pledges, refunds and stages against the books and against one another. */
export const campaignChecks = {
  /** A campaign's escrow is what came in, less what went back and what was released. */
  campaignEscrow: (on) => on.$queryRaw`
    WITH held AS (
      SELECT substr(a.key, 17)::uuid AS id, -sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'escrow:campaign:%' GROUP BY 1)
    SELECT c.id || ': ' || coalesce(held.fen, 0) || ' <> ' || c."receivedFen" - c."refundedFen" - c."releasedFen" AS what
      FROM "Campaign" c LEFT JOIN held ON held.id = c.id
     WHERE coalesce(held.fen, 0) <> c."receivedFen" - c."refundedFen" - c."releasedFen" LIMIT 100`,

  /** What a campaign received and gave back (by refunds, or through their banks) is the sum over its pledges, and each pledge's payments are charges that came in. */
  campaignReceived: (on) => on.$queryRaw`
    WITH sums AS (SELECT "campaignId", sum("collectedFen") AS got, sum("refundedFen" + "chargedBackFen") AS back FROM "Pledge" GROUP BY 1),
         lots AS (SELECT "refId", sum("amountFen") AS fen FROM "FundingLot" WHERE "refType" = 'pledge' GROUP BY 1)
    SELECT 'campaign ' || c.id AS what FROM "Campaign" c LEFT JOIN sums ON sums."campaignId" = c.id
     WHERE c."receivedFen" <> coalesce(sums.got, 0) OR c."refundedFen" <> coalesce(sums.back, 0)
    UNION ALL
    SELECT 'pledge ' || p.id FROM "Pledge" p LEFT JOIN lots ON lots."refId" = p.id WHERE p."collectedFen" <> coalesce(lots.fen, 0) LIMIT 100`,

  /** While it runs, a campaign's total, its number of backers and its orders are those of the pledges that count. */
  campaignTotal: (on) => on.$queryRaw`
    WITH sums AS (
      SELECT p."campaignId", sum(p."amountFen") AS fen, count(*) AS n, sum(orders_of(v.id)) AS orders
        FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' WHERE p.counted AND p.state = 'PLEDGED' GROUP BY 1)
    SELECT c.id || ': ' || c."pledgedFen" || ' / ' || c.backers || ' / ' || c.orders AS what FROM "Campaign" c LEFT JOIN sums p ON p."campaignId" = c.id
     WHERE c.lifecycle IN ('LIVE', 'SETTLING')
       AND (c."pledgedFen" <> coalesce(p.fen, 0) OR c.backers <> coalesce(p.n, 0) OR c.orders <> coalesce(p.orders, 0)) LIMIT 100`,

  /** What a collection ended with is what had come in by then of the pledges that counted, less what was to go back (or their banks took). */
  campaignCollected: (on) => on.$queryRaw`
    WITH ended AS (
      SELECT "entityId" AS id, min(at) AS at FROM "Transition" WHERE entity = 'campaign.collection' AND verb IN ('closeCollection', 'askDecision') GROUP BY 1),
    pledges AS (SELECT p.id, p."campaignId", p."chargedBackFen", e.at FROM "Pledge" p JOIN ended e ON e.id = p."campaignId" WHERE p.counted AND NOT p.late),
    sums AS (
      SELECT "campaignId", sum(fen) AS fen, sum(bank) AS bank FROM (
        SELECT p."campaignId", l."amountFen" AS fen, 0 AS bank FROM pledges p JOIN "FundingLot" l ON l."refType" = 'pledge' AND l."refId" = p.id AND l."createdAt" <= p.at
        UNION ALL
        SELECT p."campaignId", -r."amountFen", 0 FROM pledges p JOIN "PledgeRefund" r ON r."pledgeId" = p.id AND r."entitledAt" <= p.at
        UNION ALL SELECT "campaignId", 0, "chargedBackFen" FROM pledges) moved GROUP BY 1)
    SELECT c.id || ': ' || c."collectedFen" || ' <> ' || coalesce(s.fen, 0) AS what FROM "Campaign" c LEFT JOIN sums s ON s."campaignId" = c.id
     WHERE c."collectedFen" NOT BETWEEN coalesce(s.fen - s.bank, 0) AND coalesce(s.fen, 0) LIMIT 100`,

  /** The units taken of a reward are those of living pledges and of offers to the waitlist, and never more than there are. */
  rewardClaimed: (on) => on.$queryRaw`
    WITH held AS (
      SELECT "rewardId", sum(qty)::bigint AS n FROM (
        SELECT l."rewardId", p.id, max(l.qty) AS qty FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state IN ('CLAIMED', 'CURRENT')
          JOIN "PledgeLine" l ON l."versionId" = v.id
         WHERE p.state IN ('RESERVED', 'PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED') GROUP BY 1, 2) units GROUP BY 1),
    offers AS (SELECT "rewardId", count(*) AS n FROM "Waitlist" WHERE state = 'OFFERED' GROUP BY 1)
    SELECT r.id || ': ' || r.claimed || ' / ' || coalesce(held.n, 0) + coalesce(offers.n, 0) AS what
      FROM "Reward" r JOIN "Campaign" c ON c.id = r."campaignId" LEFT JOIN held ON held."rewardId" = r.id LEFT JOIN offers ON offers."rewardId" = r.id
     WHERE r.claimed > r."limit" OR r.claimed < coalesce(held.n, 0)
        OR (c.lifecycle IN ('LIVE', 'SETTLING') AND r.claimed <> coalesce(held.n, 0) + coalesce(offers.n, 0)) LIMIT 100`,

  /** What a pledge gave back is the sum of its refunds, and a pledge that is refunded has none open. */
  pledgeRefunds: (on) => on.$queryRaw`
    SELECT p.id || ': ' || p."refundedFen" || ' <> ' || coalesce(r.fen, 0) AS what FROM "Pledge" p
      LEFT JOIN (SELECT "pledgeId", sum("amountFen") AS fen, count(*) FILTER (WHERE state <> 'DONE') AS open FROM "PledgeRefund" GROUP BY 1) r ON r."pledgeId" = p.id
     WHERE p."refundedFen" <> coalesce(r.fen, 0) OR (p.state = 'REFUNDED' AND r.open > 0) LIMIT 100`,

  /** What was released of a campaign is the sum of its stages, less what was given back after the release. */
  payoutMoney: (on) => on.$queryRaw`
    WITH stages AS (SELECT "campaignId", sum("grossFen" - "clawedFen") AS fen FROM "Payout" GROUP BY 1),
         allocated AS (SELECT "payoutId", sum("amountFen") AS most, sum("amountFen" - "returnedFen") AS least FROM "Allocation" GROUP BY 1)
    SELECT 'campaign ' || c.id AS what FROM "Campaign" c LEFT JOIN stages ON stages."campaignId" = c.id WHERE c."releasedFen" <> coalesce(stages.fen, 0)
    UNION ALL
    SELECT 'stage ' || p.id FROM "Payout" p LEFT JOIN allocated a ON a."payoutId" = p.id
     WHERE p."allocatedFen" NOT BETWEEN coalesce(a.least, 0) AND coalesce(a.most, 0)
        OR (p.state = 'RELEASED' AND p."grossFen" - p."feeFen" <> p."allocatedFen" + p."transferredFen" + p."takenFen") LIMIT 100`,

  /** A campaign that was decided has its frozen result, and no other has one. */
  campaignResult: (on) => on.$queryRaw`
    SELECT c.id || ': ' || c.lifecycle AS what FROM "Campaign" c LEFT JOIN "SettlementResult" r ON r."campaignId" = c.id
     WHERE (c.lifecycle IN ('SUCCESSFUL', 'FAILED')) <> (r."campaignId" IS NOT NULL)
        OR (c.lifecycle = 'SUCCESSFUL' AND r.outcome <> 'SUCCESSFUL')
        OR (r.outcome = 'SUCCESSFUL' AND (r.result ->> 'decidingFen')::bigint < (r.result ->> 'goalFen')::bigint) LIMIT 100`,

  /** No pledge waits for a campaign that is over (thousands are ended some at a time), and none for a collection that is closed. */
  pledgesSettled: (on) => on.$queryRaw`
    SELECT p.state || ' ' || p.id AS what FROM "Pledge" p JOIN "Campaign" c ON c.id = p."campaignId"
     WHERE (c.lifecycle IN ('FAILED', 'CANCELLED') AND c."endedAt" < app_now() - interval '10 minutes' AND p.state IN ('PLEDGED', 'CHARGING', 'ERRORED', 'AUTH_REQUIRED', 'COLLECTED'))
        OR (c.collection IN ('CLOSED', 'DECISION_NEEDED') AND NOT p.late AND p.state IN ('PLEDGED', 'CHARGING', 'ERRORED', 'AUTH_REQUIRED')) LIMIT 100`,
} as const satisfies Record<string, Query>;
