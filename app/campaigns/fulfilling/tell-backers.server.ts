import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { NoticeKind } from "#app/people/notify.server.ts";
import type { Params } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

type Which = {
  campaignId: string;
  rewardId?: string | null;
  /** Of any of these; bare: and those without a reward, too. */
  rewardIds?: string[];
  bare?: boolean;
  batchId?: string | null;
  unanswered?: boolean;
  /** With a reward, of which nothing goes by parcel. */
  parcelless?: boolean;
  states?: readonly string[];
};

/** Pledges that stand, narrowed by what was chosen, by batch, or to those without an answer to the survey. Bounded by one campaign. */
export async function standingPledges(tx: Pick<Tx, "$queryRaw">, which: Which): Promise<{ id: string; userId: string }[]> {
  const states = [...(which.states ?? ["COLLECTED"])];
  return tx.$queryRaw`
    SELECT p.id, p."userId" FROM "Pledge" p
    WHERE p."campaignId" = ${which.campaignId}::uuid AND p.state::text = ANY(${states})
      ${which.batchId ? Prisma.sql`AND p."batchId" = ${which.batchId}::uuid` : Prisma.empty}
      ${which.unanswered ? Prisma.sql`AND NOT EXISTS (SELECT 1 FROM "SurveyAnswer" a WHERE a."pledgeId" = p.id)` : Prisma.empty}
      ${
        which.parcelless
          ? Prisma.sql`AND (SELECT NOT bool_or(r.ships) FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                             WHERE v."pledgeId" = p.id AND v.state = 'CURRENT')`
          : Prisma.empty
      }
      ${
        which.rewardId
          ? Prisma.sql`AND EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id
                         WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND l."rewardId" = ${which.rewardId}::uuid)`
          : Prisma.empty
      }
      ${
        which.rewardIds
          ? Prisma.sql`AND (EXISTS (SELECT FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id
                         WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND l."rewardId" = ANY(${which.rewardIds}::uuid[]))
                     OR ${which.bare ?? false} AND NOT EXISTS (SELECT FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id
                         WHERE v."pledgeId" = p.id AND v.state = 'CURRENT'))`
          : Prisma.empty
      }`;
}

/** The same notice for each of them, with a link to their own pledge. Returns how many there are. */
export async function tellBackers(tx: Tx, which: Which, notice: { kind: NoticeKind; params: Params }, now: Date): Promise<number> {
  const pledges = await standingPledges(tx, which);
  await tellPledges(
    tx,
    pledges.map((pledge) => ({ ...pledge, params: notice.params })),
    notice.kind,
    now,
  );
  return pledges.length;
}
