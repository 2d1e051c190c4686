import { randomUUIDv7 } from "node:crypto";
import pg from "pg";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { flushCounts } from "#app/campaigns/insight/count.server.ts";
import { asClaim, claimRules } from "#app/campaigns/pledging/claim.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { viewersOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { readShown } from "#app/campaigns/pledging/shown-campaign.server.ts";
import { workOut } from "#app/campaigns/pledging/work-out.server.ts";
import { db } from "#app/db.server.ts";
import { type Line, type Rate, rate, sideBySide } from "./measure.ts";

/** One campaign that everybody wants, in the second in which it opens. */
const CLIENTS = 32;
const STOCK = 500;
const TRIES = 2000;

const someone = () => viewersOf([{ userId: randomUUIDv7(), orgId: randomUUIDv7() }])[0]!;
const told = ({ perSecond, p50, p99 }: Rate) =>
  `${Math.round(perSecond).toLocaleString("en")} claims/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

/** The function itself by bare connections, one claim a call. */
async function bare(campaignId: string) {
  const wish = await wishFor(campaignId);
  const worked = workOut(await readShown(db, campaignId), wish, { provinceCode: wish.provinceCode });
  const common = {
    lane: wish.lane,
    late: false,
    related: false,
    anonymous: false,
    ...asClaim(worked),
    provinceCode: wish.provinceCode,
    region: null,
    addressId: null,
    shipTo: null,
    referrerId: null,
    secretKeys: [],
  };
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
      await client.connect();
      return client;
    }),
  );
  const text = "SELECT claim_pledges($1, $2, $3) AS answers";
  return {
    claim: async (caller: number) => {
      const item = { ...common, pledgeId: randomUUIDv7(), versionId: randomUUIDv7(), userId: randomUUIDv7(), orgId: randomUUIDv7() };
      const { rows } = await clients[caller]!.query({ name: "claim", text, values: [campaignId, JSON.stringify([item]), claimRules] });
      if (!rows[0].answers[0].ok) throw new Error(`a claim of the bench was refused: ${JSON.stringify(rows[0].answers[0])}`);
    },
    end: async () => void (await Promise.all(clients.map((c) => c.end()))),
  };
}

export async function pledges(): Promise<Line[]> {
  const { viewer } = await creator();
  const campaignId = await liveCampaign(viewer, { "rewards[0].limit": String(STOCK) });
  await db.reward.updateMany({ where: { campaignId, limit: STOCK }, data: { limit: 10_000_000 } });
  const wish = await wishFor(campaignId);
  const direct = await bare(campaignId);
  const seen = await sideBySide({
    ceiling: () => rate(CLIENTS, direct.claim),
    queue: () => rate(CLIENTS, () => claimPledge(someone(), campaignId, wish)),
  });
  await direct.end();
  const times = seen.queue.perSecond / seen.ceiling.perSecond;

  const scarceId = await liveCampaign(viewer, { "rewards[0].limit": String(STOCK) });
  const scarce = await wishFor(scarceId);
  let left = TRIES;
  const worker = async () => {
    while (left-- > 0) await claimPledge(someone(), scarceId, scarce).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: CLIENTS }, worker));
  // Nothing of the statistics is under way when the database ends.
  await flushCounts();
  const sold = await db.pledge.count({ where: { campaignId: scarceId } });
  return [
    { what: `one campaign: the claim function by ${CLIENTS} bare connections`, measured: told(seen.ceiling) },
    {
      what: `one campaign: claims by ${CLIENTS} callers, through the queue`,
      measured: `${told(seen.queue)}, ${times.toFixed(2)}x`,
      goal: "≥ 5x",
      met: times >= 5,
    },
    { what: `${TRIES} claims for ${STOCK} units`, measured: `${sold} sold`, goal: `${STOCK}`, met: sold === STOCK },
  ];
}
