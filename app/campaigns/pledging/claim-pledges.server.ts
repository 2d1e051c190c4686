import { randomUUIDv7 } from "node:crypto";
import { z } from "zod";
import { countCampaign } from "#app/campaigns/insight/count.server.ts";
import { livingStates } from "#app/campaigns/pledge.ts";
import { asClaim, ClaimAnswer, type ClaimItem, claimRefusal, claimRules } from "#app/campaigns/pledging/claim.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { forgetShown, type ShownCampaign, shownCampaign } from "#app/campaigns/pledging/shown-campaign.server.ts";
import type { Wish } from "#app/campaigns/pledging/wish.ts";
import { guardLane, guardNewAccount, payerOf, placeOf, workOut } from "#app/campaigns/pledging/work-out.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { openSecrets } from "#app/campaigns/showing/secret-group.server.ts";
import { db } from "#app/db.server.ts";
import { noteDevice } from "#app/people/account/note-device.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { currentRequest } from "#app/request.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { appNow } from "#app/transact.server.ts";

type Waiting = { item: ClaimItem; resolve: (answer: ClaimAnswer) => void; reject: (error: unknown) => void };
type Queue = { waiting: Waiting[]; running: boolean };
const queues = singleton("claim-queues", () => new Map<string, Queue>());
const Answers = z.array(ClaimAnswer);

/**
 * A backer reserves what was chosen, for a quarter of an hour, until it is paid or a card is kept. What it costs is worked out here; the
 * function `claim_pledges` decides under the campaign's lock, so any number of processes stay correct.
 */
export async function claimPledge(viewer: Viewer, campaignId: string, wish: Wish) {
  const payer = payerOf(viewer);
  if (currentRequest()?.device) await noteDevice(db, viewer.userId, await appNow());
  const place = await placeOf(viewer.userId, wish);
  for (let attempt = 1; ; attempt++) {
    const campaign = await shownCampaign(campaignId);
    const worked = workOut(campaign, wish, place);
    const { total } = worked;
    if (wish.lane === "WALLET" || total.amountFen > policy.newAccountFen) {
      const now = await appNow();
      guardLane(campaign, wish.lane, now);
      await guardNewAccount(db, viewer, total.amountFen, now);
    }
    const secrets = await secretsOf(viewer, campaign, wish);
    const answer = await claim(campaignId, {
      pledgeId: randomUUIDv7(),
      versionId: randomUUIDv7(),
      userId: viewer.userId,
      orgId: payer.id,
      // After success there is nothing to wait for: everybody pays at once.
      lane: campaign.isLate ? "WALLET" : wish.lane,
      late: campaign.isLate,
      related: wish.related || belongs(viewer, campaign.creatorId),
      anonymous: wish.anonymous,
      ...asClaim(worked),
      ...place,
      referrerId: wish.referrerId,
      secretKeys: [...wish.secretKeys, ...secrets.keys],
    });
    if (answer.ok) {
      countCampaign(campaignId, "CLAIM", wish.referrerId ?? "");
      await keepSecretUse(answer.pledgeId, secrets.uses);
      return { pledgeId: answer.pledgeId, versionId: answer.versionId, untilAt: new Date(answer.untilAt) };
    }
    if (attempt > 1 || !(await mayHaveChanged(campaignId, viewer.userId, answer.code)))
      throw await refused(answer, campaignId, viewer.userId);
  }
}

/** The secret rewards of a wish: which keys its backer has besides those of links, and by which way they came to each. */
async function secretsOf(viewer: Viewer, campaign: ShownCampaign, wish: Wish) {
  const wished = campaign.rewards.filter((r) => r.secretKey !== null && wish.lines.some((l) => l.rewardId === r.id));
  const isLinked = (r: { secretKey: string | null }) => wish.secretKeys.includes(r.secretKey ?? "");
  const keys = wished.every(isLinked) ? [] : (await openSecrets(db, viewer, campaign.id)).map(({ secretKey }) => secretKey);
  return { keys, uses: wished.map((r) => ({ rewardId: r.id, byGroup: !isLinked(r) })) };
}

async function keepSecretUse(pledgeId: string, uses: { rewardId: string; byGroup: boolean }[]) {
  if (uses.length === 0) return;
  const at = await appNow();
  await db.secretUse.createMany({ data: uses.map((use) => ({ pledgeId, ...use, at })), skipDuplicates: true });
}

/** What was read a moment ago may be old; and a claim whose time is over may only wait for the clock. Then the same is tried once more. */
async function mayHaveChanged(campaignId: string, userId: string, code: string): Promise<boolean> {
  if (code === "CHANGED" || code === "GONE" || code === "CLOSED") {
    forgetShown(campaignId);
    return true;
  }
  if (code !== "ALREADY") return false;
  const now = await appNow();
  const over = await db.pledge.findFirst({
    where: { campaignId, userId, state: "RESERVED", claimUntilAt: { lte: now } },
    select: { id: true },
  });
  if (over) await endClaim(over.id, null);
  return over !== null;
}

async function refused(answer: ClaimAnswer & { ok: false }, campaignId: string, userId: string): Promise<Refusal> {
  if (answer.code !== "ALREADY") return claimRefusal(answer);
  const living = await db.pledge.findFirst({ where: { campaignId, userId, state: { in: [...livingStates] } }, select: { id: true } });
  return living ? new Refusal("pledgedAlready", { pledgeId: living.id }) : new Refusal("changedMeanwhile");
}

/** Claims of one campaign wait in one queue: whatever arrived while the last call ran goes to the database together, and each is answered after the commit. */
export function claim(campaignId: string, item: ClaimItem): Promise<ClaimAnswer> {
  const queue = queues.get(campaignId) ?? { waiting: [], running: false };
  queues.set(campaignId, queue);
  if (queue.waiting.length >= policy.claimsWaiting) throw new Refusal("tooMany", { seconds: 1 });
  const answer = new Promise<ClaimAnswer>((resolve, reject) => queue.waiting.push({ item, resolve, reject }));
  if (!queue.running) void run(campaignId, queue);
  return answer;
}

async function run(campaignId: string, queue: Queue) {
  queue.running = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, policy.claimsPerBatch);
    try {
      const answers = await claimPledges(
        campaignId,
        batch.map((w) => w.item),
      );
      if (answers.some((a) => a.ok)) announceCampaign(campaignId);
      for (const answer of answers) batch[answer.i]!.resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  queue.running = false;
  queues.delete(campaignId);
}

/** Many claims in one call of the database. */
export async function claimPledges(campaignId: string, items: readonly ClaimItem[]): Promise<ClaimAnswer[]> {
  const [row] = await db.$queryRaw<{ answers: unknown }[]>`
    SELECT claim_pledges(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${claimRules}::jsonb) AS answers`;
  return Answers.parse(row?.answers);
}
