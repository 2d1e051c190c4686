import type { LockedPledge } from "#app/campaigns/lock.server.ts";
import { type CardHistory, tooOften } from "#app/campaigns/pledging/hands.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Writes down that a card came for a pledge and says whether it came too often. Cards are judged one after the other, whichever campaigns
 * they come for: the caller holds the campaign's row, then waits here for the card.
 */
export async function noteCard(tx: Tx, pledge: LockedPledge, versionId: string, fingerprint: string | null | undefined, now: Date) {
  if (!fingerprint) return false;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`card:${fingerprint}`}, 0))`;
  const since = new Date(now.getTime() - policy.hands.windowMs);
  const [history] = await tx.$queryRaw<CardHistory[]>`
    SELECT count(DISTINCT "userId") FILTER (WHERE "campaignId" = ${pledge.campaignId}::uuid AND "userId" <> ${pledge.userId}::uuid)::int AS people,
           count(DISTINCT "pledgeId") FILTER (WHERE "pledgeId" <> ${pledge.id}::uuid)::int AS pledges,
           (SELECT 1 + count(DISTINCT fingerprint) FILTER (WHERE fingerprint <> ${fingerprint})::int
              FROM "CardUse" WHERE "userId" = ${pledge.userId}::uuid AND at > ${since}) AS cards
      FROM "CardUse" WHERE fingerprint = ${fingerprint} AND at > ${since} AND NOT refused`;
  const refused = tooOften(history!) !== null;
  const { id: pledgeId, campaignId, userId } = pledge;
  await tx.cardUse.createMany({ data: [{ fingerprint, campaignId, pledgeId, versionId, userId, refused, at: now }], skipDuplicates: true });
  return refused;
}

const BATCH = 1000;
/** What is older than anybody asks for is forgotten. Gives how many. */
export async function forgetCards(tx: Pick<Tx, "$executeRaw">, now: Date): Promise<number> {
  const before = new Date(now.getTime() - policy.hands.keptMs);
  return tx.$executeRaw`
    DELETE FROM "CardUse" WHERE id IN (SELECT id FROM "CardUse" WHERE at < ${before} ORDER BY at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
}
