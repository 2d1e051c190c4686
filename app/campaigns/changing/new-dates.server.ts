import type { Tx } from "#app/transact.server.ts";

/** On which day a late reward is now expected, by its creator's last word: shown beside the promised day, which stands. */
export async function newDates(on: Pick<Tx, "$queryRaw">, rewardIds: readonly string[]): Promise<Map<string, Date>> {
  if (rewardIds.length === 0) return new Map();
  const rows = await on.$queryRaw<{ id: string; at: Date }[]>`
    SELECT said.* FROM (
      SELECT DISTINCT ON (r.id) r.id, (k.after->>'promisedAt')::timestamptz AS at, r."promisedAt" FROM "Reward" r
        JOIN "CampaignChange" k ON k."campaignId" = r."campaignId" AND k.kind = 'newDate' AND k.subject = 'reward:' || r.id
       WHERE r.id = ANY(${rewardIds}::uuid[]) ORDER BY r.id, k.seq DESC) said
     WHERE said.at > said."promisedAt"`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}
