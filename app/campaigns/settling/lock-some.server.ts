import type { PledgeState } from "#app/campaigns/pledge.ts";
import type { Tx } from "#app/transact.server.ts";

/** Thousands of pledges are moved so many to a transaction: each is short, and a crash loses one at most. */
const SOME = 500;

/** Locks the next some of a campaign's pledges in these states. */
export async function lockSome(tx: Tx, campaignId: string, states: readonly PledgeState[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND state::text = ANY(${[...states]}) AND (state <> 'PLEDGED' OR "nextAttemptAt" IS NULL)
     ORDER BY id LIMIT ${SOME} FOR UPDATE`;
  return rows.map(({ id }) => id);
}
