import type { Tx } from "#app/transact.server.ts";

export type Round = { sentAt: Date; lockAt: Date; lockedAt: Date | null };

/** The survey as it was sent to this pledge: with its reward's round; without a reward, with the last one. Null before. */
export async function roundOf(on: Pick<Tx, "$queryRaw">, pledgeId: string): Promise<Round | null> {
  const [round] = await on.$queryRaw<Round[]>`
    SELECT m.* FROM "Pledge" p JOIN "Survey" s ON s."campaignId" = p."campaignId"
      LEFT JOIN LATERAL (SELECT l."rewardId" FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                          WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND r.kind = 'REWARD' LIMIT 1) tier ON true
      LEFT JOIN "SurveyRound" n ON n."rewardId" = tier."rewardId"
      CROSS JOIN LATERAL (SELECT n."sentAt", n."lockAt", n."lockedAt" WHERE tier."rewardId" IS NOT NULL
                          UNION ALL SELECT s."sentAt", s."lockAt", s."lockedAt" WHERE tier."rewardId" IS NULL) m
     WHERE p.id = ${pledgeId}::uuid AND m."sentAt" IS NOT NULL`;
  return round ?? null;
}
