import type { PledgeState } from "#app/campaigns/pledge.ts";
import { speakingStates } from "#app/campaigns/showing/talk.ts";
import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import type { Tx } from "#app/transact.server.ts";

export type Part = "creator" | "operator" | "backer" | null;

/** What somebody is to a campaign: its creators, operators and backers may speak and read what is for backers; null reads what is public. */
export async function partIn(
  viewer: Viewer | null,
  campaign: { id: string; creatorId: string },
  on: Pick<Tx, "pledge"> = db,
): Promise<Part> {
  if (!viewer) return null;
  if (belongs(viewer, campaign.creatorId)) return "creator";
  const states = [...speakingStates] as PledgeState[];
  const pledge = await on.pledge.findFirst({
    where: { campaignId: campaign.id, userId: viewer.userId, state: { in: states } },
    select: { id: true },
  });
  return pledge ? "backer" : viewer.operator ? "operator" : null;
}
