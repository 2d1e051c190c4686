import { deliveredShare } from "#app/campaigns/fulfilling/delivered-share.server.ts";
import type { LockedCampaign } from "#app/campaigns/lock.server.ts";
import { isCovered } from "#app/campaigns/paying-out/payout.ts";
import { barsOf, type StageBar, type StageFacts } from "#app/campaigns/paying-out/stage-bars.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Payout } from "../../../generated/prisma/client.ts";

type Of = Pick<
  LockedCampaign,
  | "id"
  | "creatorId"
  | "lifecycle"
  | "moderation"
  | "collection"
  | "fulfilment"
  | "lastUpdateAt"
  | "receivedFen"
  | "refundedFen"
  | "releasedFen"
>;
type Reads = Pick<Tx, "$queryRaw" | "payout" | "organisation" | "payee">;

/** What is owed back to backers and not given back yet: decided refunds that wait for their turn, and what a card's bank disputes. */
export async function owedFen(tx: Pick<Tx, "$queryRaw">, campaignId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum("collectedFen" - "refundedFen" - "chargedBackFen"), 0)::bigint AS fen FROM "Pledge"
     WHERE "campaignId" = ${campaignId}::uuid AND state IN ('REFUNDING', 'DISPUTED')`;
  return row!.fen;
}

/** Everything that decides about the release of a stage, read in the caller's transaction. */
export async function stageFacts(tx: Reads, campaign: Of, payout: Payout, now: Date): Promise<StageFacts> {
  const [stages, share, owed, org, payee] = await Promise.all([
    tx.payout.findMany({ where: { campaignId: campaign.id }, select: { stage: true, shareBps: true, grossFen: true } }),
    deliveredShare(campaign.id, tx),
    owedFen(tx, campaign.id),
    tx.organisation.findUniqueOrThrow({ where: { id: campaign.creatorId }, select: { verifiedAt: true } }),
    tx.payee.findUnique({ where: { orgId: campaign.creatorId }, select: { payable: true } }),
  ]);
  const upTo = (last: number) => stages.filter(({ stage }) => stage <= last).reduce((bps, { shareBps }) => bps + shareBps, 0);
  const earlier = stages.filter(({ stage }) => stage < payout.stage);
  return {
    now,
    campaign,
    payout,
    owedFen: owed,
    deliveredBps: share.shippable === 0 ? 0 : Math.floor((share.delivered * 10_000) / share.shippable),
    cumulativeBps: upTo(payout.stage),
    earlierReleased: earlier.every(({ stage, grossFen }) => grossFen > 0n || isCovered(campaign, upTo(stage))),
    verified: org.verifiedAt !== null,
    payable: payee?.payable ?? false,
  };
}

export const stageBars = async (tx: Reads, campaign: Of, payout: Payout, now: Date): Promise<StageBar[]> =>
  barsOf(await stageFacts(tx, campaign, payout, now));
