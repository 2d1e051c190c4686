import { audit } from "#app/ledger/audit.server.ts";
import { advance, heldFen, type Kept, listed, notices } from "./channel.ts";
import type { Place } from "./place.ts";
import { BOUND_MS, until } from "./until.ts";

const waiting = `SELECT
  (SELECT string_agg(DISTINCT purpose || ' ' || kind || ' ' || state, ', ') FROM "PspIntent"
    WHERE (kind NOT IN ('CHECKOUT', 'SETUP') AND state IN ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN')) OR (state IN ('SENDING', 'UNKNOWN'))) AS intents,
  (SELECT count(*)::int FROM "PspInbox" WHERE "processedAt" IS NULL) AS inbox,
  (SELECT count(*)::int FROM "FundingLot" WHERE "feeFen" IS NULL) AS lots,
  (SELECT count(*)::int FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND start_after < now() + interval '5 seconds' AND name NOT LIKE 'mail-%' AND name NOT LIKE '\\_\\_pgboss%') AS jobs`;

/** How long nothing may change before time is helped on: leases and second looks are counted in minutes. */
const STILL_MS = 2500;

/**
 * Waits until nothing is on its way any more between the product and the channel. What waits for a lease or for a second look waits in
 * the product's time, which is moved on whenever nothing changes.
 */
export async function quiet(place: Place, ms = BOUND_MS, step = "2m"): Promise<void> {
  let last = "";
  let since = performance.now();
  await until(
    async () => {
      const [row] = await place.sql(waiting);
      const { pending: undelivered } = await notices(place);
      const left = [
        row!.intents,
        row!.inbox && `${row!.inbox} events kept`,
        row!.lots && `${row!.lots} charges without cost`,
        row!.jobs && `${row!.jobs} jobs`,
        undelivered && `${undelivered} events on their way`,
      ].filter(Boolean);
      if (left.length === 0) return true;
      const now = left.join("; ");
      if (now !== last) since = performance.now();
      last = now;
      if (performance.now() - since > STILL_MS) {
        await advance(place, step);
        since = performance.now();
      }
      return now;
    },
    ms,
    100,
  );
}

/** After every case: the audit finds nothing, the books hold what the channel holds, each object at the channel is one row here and no outcome is unknown. */
export async function oracle(place: Place): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, found, examples } of await audit()) if (found > 0) wrong.push(`audit ${name}: ${found} (${examples.join("; ")})`);
  const [books] = await place.sql<{ fen: string }>(
    `SELECT coalesce(sum(e."amountFen"), 0) AS fen FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" WHERE a.key IN ('psp:pending:cny', 'psp:available:cny')`,
  );
  const held = await heldFen(place);
  if (BigInt(books!.fen) !== held) wrong.push(`the books hold ${books!.fen} fen at the channel, the channel ${held}`);
  wrong.push(...(await charges(place)), ...(await sent(place, "transfers", "TRANSFER")), ...(await sent(place, "refunds", "REFUND")));
  const open = await place.sql<{ what: string }>(
    `SELECT purpose || ' ' || kind || ' ' || state || coalesce(' ' || "lastError", '') AS what FROM "PspIntent"
      WHERE state IN ('UNKNOWN', 'SENDING', 'PARKED') OR (state = 'CREATED' AND kind NOT IN ('CHECKOUT', 'SETUP'))`,
  );
  wrong.push(...open.map(({ what }) => `an intent without outcome: ${what}`));
  return wrong;
}

async function charges(place: Place): Promise<string[]> {
  const theirs = (await listed(place, "charges")).filter(({ status }) => status === "succeeded");
  const ours = await place.sql<{ chargeId: string; fen: string }>(
    `SELECT "chargeId", "amountFen" AS fen FROM "FundingLot" WHERE "allocatedById" IS NULL`,
  );
  const wrong = theirs.length === place.charges ? [] : [`${theirs.length} charges at the channel, ${place.charges} expected`];
  const known = new Map(ours.map(({ chargeId, fen }) => [chargeId, fen]));
  for (const { id, amount } of theirs)
    if (known.get(id) !== String(amount)) wrong.push(`charge ${id} of ${amount} fen is ${known.get(id) ?? "nothing"} here`);
  if (ours.length !== theirs.length) wrong.push(`${ours.length} charges here, ${theirs.length} at the channel`);
  return wrong;
}

/** Each intent has one object at the channel, and each object its intent. */
async function sent(place: Place, what: string, kind: string): Promise<string[]> {
  const theirs = (await listed(place, what)).filter(({ status }) => status !== "failed" && status !== "canceled");
  const ours = await place.sql<{ id: string }>(`SELECT id FROM "PspIntent" WHERE kind::text = $1 AND state = 'SUCCEEDED'`, [kind]);
  const count = new Map<string, number>();
  const intentOf = (object: Kept) => String(object.metadata?.intent_id);
  for (const object of theirs) count.set(intentOf(object), (count.get(intentOf(object)) ?? 0) + 1);
  const wrong = [...count].filter(([, n]) => n > 1).map(([id, n]) => `${n} ${what} for one intent ${id}`);
  const known = new Set(ours.map(({ id }) => id));
  for (const id of count.keys()) if (!known.has(id)) wrong.push(`one of the ${what} belongs to ${id}, which did not succeed here`);
  for (const id of known) if (!count.has(id)) wrong.push(`intent ${id} succeeded here without one of the ${what}`);
  return wrong;
}
