import { db } from "#app/db.server.ts";
import { DAY_MS } from "#app/payments/day-statement/day.ts";
import type { Cause } from "#app/people/desk/alarms/alarm.ts";
import { END_MS, MOST, WARN_MS } from "#app/people/desk/alarms/windows.ts";

/** What goes out is normally gone within minutes: a sum that was decided today is only on its way. */
const FRESH_MS = DAY_MS;
const STUCK_MS = 7 * DAY_MS;

type Way = "remittance" | "pledgeRefund" | "returnedPay" | "debtPayment";
type Undone = { way: Way; of: string; place: string; title: string; states: string[]; heldFen: bigint; since: Date; stuckFen: bigint };

/**
 * Money that has left escrow in the books but lies at the channel still: pay whose payee cannot receive it, refunds that fail or wait for
 * an account. It alarms like what is held, from the day its charge came in; and once it has been stuck for a week. The sums of one
 * stage, campaign, organisation or debt are one alarm.
 */
export async function undoneSums(now: Date): Promise<Cause[]> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const [fresh, warn, stuck] = [before(FRESH_MS), before(WARN_MS), before(STUCK_MS)];
  const rows = await db.$queryRaw<Undone[]>`
    WITH undone AS (
      SELECT 'remittance' AS way, m.id AS of, c.id AS place, c.title || ' · ' || m.title AS title, r.state::text AS state, r."amountFen" - r."keptFen" AS fen,
             coalesce(l."createdAt", r."createdAt") AS since, r."createdAt" AS decided
        FROM "Remittance" r JOIN "Milestone" m ON m.id = r."milestoneId" JOIN "Contract" c ON c.id = m."contractId"
        LEFT JOIN "FundingLot" l ON l."chargeId" = r."chargeId"
       WHERE r.state IN ('PENDING', 'READY', 'SENDING', 'STUCK')
      UNION ALL
      SELECT 'pledgeRefund', c.id, c.id, c.title, r.state::text, r."amountFen" - r."keptFen", coalesce(l."createdAt", r."entitledAt"), r."entitledAt"
        FROM "PledgeRefund" r JOIN "Campaign" c ON c.id = r."campaignId" LEFT JOIN "FundingLot" l ON l."chargeId" = r."chargeId"
       WHERE r.state IN ('READY', 'SENDING', 'STUCK', 'ASKING', 'TO_PAY')
      UNION ALL
      SELECT 'returnedPay', o.id, o.id, o.name, r.state::text, r."amountFen" - r."keptFen", coalesce(l."createdAt", r."createdAt"), r."createdAt"
        FROM "ReturnedPay" r JOIN "Organisation" o ON o.id = r."orgId" JOIN "PspIntent" i ON i.id = r."intentId"
        LEFT JOIN "FundingLot" l ON l."chargeId" = i.params ->> 'chargeId'
       WHERE r.state IN ('READY', 'SENDING', 'STUCK')
      UNION ALL
      SELECT 'debtPayment', d.id, d.id, o.name, r."backState"::text, r."backFen" - r."keptFen", coalesce(l."createdAt", r."createdAt"), coalesce(r."paidAt", r."createdAt")
        FROM "DebtPayment" r JOIN "Debt" d ON d.id = r."debtId" JOIN "Organisation" o ON o.id = d."orgId" LEFT JOIN "FundingLot" l ON l."chargeId" = r."chargeId"
       WHERE r."backState" IN ('READY', 'SENDING', 'STUCK'))
    SELECT way, of, place, title, array_agg(DISTINCT state) AS states, coalesce(sum(fen) FILTER (WHERE since <= ${warn}), 0)::bigint AS "heldFen", min(since) AS since,
           coalesce(sum(fen) FILTER (WHERE state = 'STUCK' AND decided <= ${stuck}), 0)::bigint AS "stuckFen"
      FROM undone WHERE fen > 0 AND decided <= ${fresh} AND (since <= ${warn} OR (state = 'STUCK' AND decided <= ${stuck}))
     GROUP BY way, of, place, title ORDER BY min(since) LIMIT ${MOST}`;
  return rows.flatMap((row) => [...held(row, now), ...stuckFor(row)]);
}

function held(row: Undone, now: Date): Cause[] {
  const { way, of, title, heldFen, since } = row;
  if (heldFen === 0n) return [];
  const isLast = now.getTime() - since.getTime() >= END_MS;
  const params = { title, amountFen: String(heldFen), untilAt: new Date(since.getTime() + 90 * DAY_MS).toISOString() };
  return [{ key: `sum:${way}:${of}:${isLast ? 85 : 75}`, kind: isLast ? "sumEnd" : "sumWarn", params, href: placeOf(row) }];
}

function stuckFor(row: Undone): Cause[] {
  const { way, of, title, stuckFen } = row;
  if (stuckFen === 0n) return [];
  return [{ key: `stuck:${way}:${of}`, kind: "sumStuck", params: { title, amountFen: String(stuckFen) }, href: placeOf(row) }];
}

/** Where an operator can do something about it. */
function placeOf({ way, place, title, states }: Undone): string {
  const isStuck = states.includes("STUCK");
  if (way === "pledgeRefund") {
    const show = states.includes("TO_PAY") ? "byHand" : isStuck ? "stuck" : states.includes("ASKING") ? "asking" : "onWay";
    return `/desk/campaigns/refunds?show=${show}`;
  }
  if (way === "debtPayment") return isStuck ? "/desk/books/manual" : "/desk/books";
  if (way === "returnedPay") return isStuck ? "/desk/books" : `/desk/organisations?${new URLSearchParams({ q: title })}`;
  return isStuck ? "/desk/disputes" : `/contracts/${place}`;
}
