import type { Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { keptFen, publicLifecycles } from "#app/campaigns/campaign.ts";
import { shownModeration } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { coalesced } from "#app/live/coalesce.ts";
import { io } from "#app/live/live.server.ts";
import { hasNodes } from "#app/live/nodes.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * The whole public state of a campaign, as its watchers hear it: small, and the same for everybody. Money is fen in text, moments are
 * milliseconds. keptFen: what came in and did not go back; orders: units of rewards that count. left: units that can still be had of each limited reward (null: without limit); a secret reward is not in it.
 */
export type PublicState = {
  campaignId: string;
  v: number;
  pledgedFen: string;
  keptFen: string;
  backers: number;
  orders: number;
  followers: number;
  left: Record<string, number | null>;
  deadlineAt: number | null;
  lifecycle: Lifecycle;
  moderation: Moderation;
  serverNow: number;
};

const PREFIX = "campaign:";
export const campaignRoom = (campaignId: string) => `${PREFIX}${campaignId}`;
export const isCampaignRoom = (room: string) => room.startsWith(PREFIX);

/** What everybody may know of it right now; null when that is nothing. */
export async function publicState(campaignId: string): Promise<PublicState | null> {
  const [now, campaign] = await Promise.all([
    appNow(),
    db.campaign.findFirst({
      where: { id: campaignId, lifecycle: { in: [...publicLifecycles] }, moderation: { not: "PURGED" } },
      select: {
        v: true,
        pledgedFen: true,
        receivedFen: true,
        refundedFen: true,
        backers: true,
        orders: true,
        followers: true,
        deadlineAt: true,
        lifecycle: true,
        moderation: true,
        rewards: { where: { secretKey: null }, select: { id: true, limit: true, claimed: true } },
      },
    }),
  ]);
  if (!campaign) return null;
  const { rewards, pledgedFen, receivedFen, refundedFen, deadlineAt, ...rest } = campaign;
  return {
    campaignId,
    ...rest,
    moderation: shownModeration(rest.moderation),
    pledgedFen: String(pledgedFen),
    keptFen: String(keptFen({ receivedFen, refundedFen })),
    left: Object.fromEntries(rewards.map(({ id, limit, claimed }) => [id, limit === null ? null : limit - claimed])),
    deadlineAt: deadlineAt?.getTime() ?? null,
    serverNow: now.getTime(),
  };
}

/** A crowd reads numbers, not each step of them: a campaign's watchers hear of it once a second at most. */
const TELL_MS = 1000;

async function tell(campaignId: string) {
  const state = await publicState(campaignId);
  if (state) io.to(campaignRoom(campaignId)).emit("campaign", state);
}

const tellSoon = singleton("campaign-announce", () =>
  coalesced(
    () => TELL_MS,
    tell,
    (error) => console.error("announce campaign", error),
  ),
);
const isWatched = (campaignId: string) => (io.of("/").adapter.rooms.get(campaignRoom(campaignId))?.size ?? 0) > 0;

/** A campaign's public state changed: its watchers are told, together with whatever else changes within the second. After the commit. */
export function announceCampaign(campaignId: string): void {
  // Only another process could have watchers that this one doesn't know of.
  if (hasNodes() || isWatched(campaignId)) tellSoon(campaignId);
}

/** Every few seconds each watched campaign hears the time and its version: whoever missed an announcement asks for the state. */
export async function beatCampaigns(): Promise<void> {
  const ids = [...io.of("/").adapter.rooms.keys()].filter(isCampaignRoom).map((room) => room.slice(PREFIX.length));
  if (ids.length === 0) return;
  const [now, campaigns] = await Promise.all([
    appNow(),
    db.campaign.findMany({ where: { id: { in: ids } }, select: { id: true, v: true } }),
  ]);
  for (const { id, v } of campaigns) io.local.to(campaignRoom(id)).emit("campaignBeat", { campaignId: id, v, serverNow: now.getTime() });
}
