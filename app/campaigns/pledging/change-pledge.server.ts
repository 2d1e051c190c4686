import { takesPledges } from "#app/campaigns/campaign.ts";
import { backerOf, type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { ordersOf, runCancelQueue, takeFromTotal } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { type ClaimCode, claimRefusal } from "#app/campaigns/pledging/claim.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { keepVersion } from "#app/campaigns/pledging/keep-version.server.ts";
import { giveUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { readShown } from "#app/campaigns/pledging/shown-campaign.server.ts";
import type { Wish } from "#app/campaigns/pledging/wish.ts";
import { guardNewAccount, placeOf, workOut } from "#app/campaigns/pledging/work-out.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { openSecrets } from "#app/campaigns/showing/secret-group.server.ts";
import { isTooSmall, LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

type Worked = ReturnType<typeof workOut>;
type Had = { id: string; lines: { rewardId: string; qty: number; priceFen: bigint; taxFen: bigint }[] };

/**
 * A backer changes what the pledge consists of. What is kept keeps its price. With a card the change holds at once; a wallet pays the
 * difference first ("due": the pledge stays what it was until then) or gets it back at once.
 */
export async function changePledge(viewer: Viewer, pledgeId: string, wish: Wish): Promise<"changed" | "due"> {
  const place = await placeOf(viewer.userId, wish);
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (pledge.state !== "PLEDGED") throw new Refusal("wrongState");
    if (campaign.lifecycle !== "LIVE" || !campaign.deadlineAt || campaign.deadlineAt <= now) throw new Refusal("campaignClosed");
    if (!takesPledges.includes(campaign.moderation)) throw new Refusal("campaignFrozen");
    if ((await tx.cancelRequest.count({ where: { pledgeId: pledge.id, state: "WAITING" } })) > 0) throw new Refusal("cancelWaits");
    // A change that was begun before and not paid gives way to this one.
    await endDue(tx, campaign.id, pledge.id, actor.userId, now);
    const had: Had = await tx.pledgeVersion.findFirstOrThrow({
      where: { pledgeId: pledge.id, state: "CURRENT" },
      include: { lines: true },
    });
    await tx.$queryRaw`SELECT id FROM "Reward" WHERE "campaignId" = ${campaign.id}::uuid ORDER BY id FOR NO KEY UPDATE`;
    const worked = workOut(await readShown(tx, campaign.id), wish, place, new Map(had.lines.map((l) => [l.rewardId, l])));
    const open = (await openSecrets(tx, viewer, campaign.id)).map(({ secretKey }) => secretKey);
    await guardNewAccount(tx, viewer, worked.total.amountFen, now);
    const moreFen = worked.total.amountFen - pledge.amountFen;
    const hadOrders = await ordersOf(tx, pledge.id);
    const pays = pledge.lane === "WALLET" && moreFen > 0n;
    if (pays && isTooSmall(moreFen))
      throw new Refusal("moreTooSmall", { moreFen: String(moreFen), leastFen: String(LEAST_PAID_FEN) }, "bonus");
    await takeUnits(tx, campaign.id, worked, had, viewer.userId, [...wish.secretKeys, ...open], now);
    const untilAt = new Date(Math.min(now.getTime() + policy.claimMs, campaign.deadlineAt.getTime() + policy.drainMs));
    const version = {
      state: pays ? ("CLAIMED" as const) : ("CURRENT" as const),
      untilAt: pays ? untilAt : null,
      dueFen: pays ? moreFen : 0n,
    };
    if (!pays) await tx.pledgeVersion.update({ where: { id: had.id }, data: { state: "OLD" } });
    const { lines, total: sums } = worked;
    const n = await keepVersion(tx, pledge.id, { sums, lines, provinceCode: place.provinceCode, ...version }, now);
    // What a backer says of themselves holds at once, whether or not there is something to pay.
    await tx.pledge.update({ where: { id: pledge.id }, data: { ...declared(viewer, campaign, pledge, wish), anonymous: wish.anonymous } });
    // A difference that is not paid changes no place either, unless it stays within the province.
    if (place.provinceCode && (!pays || place.provinceCode === pledge.provinceCode))
      await tx.pledge.update({
        where: { id: pledge.id },
        data: { region: place.region, addressId: place.addressId, shipTo: place.shipTo ?? Prisma.DbNull },
      });
    if (pays) return "due";
    const moreOrders = (await ordersOf(tx, pledge.id)) - hadOrders;
    await settleDifference(tx, { campaign, pledge }, { moreFen, moreOrders, version: n }, now);
    const { amountFen, shippingFen, taxFen, bonusFen } = sums;
    const data = { version: n, amountFen, shippingFen, taxFen, bonusFen, provinceCode: place.provinceCode };
    await movePledge(tx, pledge, { verb: "changePledge", to: "PLEDGED", actor, data }, now);
    await giveUnits(tx, campaign.id, fewer(had, worked), now);
    if (moreFen > 0n) await runCancelQueue(tx, campaign.id, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
    return "changed";
  });
}

/** A backer's own word may be given and taken back; what was found stands, and what operators cleared is related only if it is declared. */
function declared(viewer: Viewer, { creatorId }: LockedCampaign, { related, relatedBy }: LockedPledge, wish: Wish) {
  if (relatedBy === null) return { related: wish.related || belongs(viewer, creatorId) };
  return wish.related && !related ? { related: true, relatedBy: null } : {};
}

/** What a change takes beyond what the pledge has, under the same guards as a claim. */
async function takeUnits(tx: Tx, campaignId: string, worked: Worked, had: Had, userId: string, secretKeys: string[], now: Date) {
  const no = (code: ClaimCode, left: number | null = null) => claimRefusal({ code, left });
  const tiers = worked.lines.filter((l) => l.reward.kind === "REWARD").length;
  if (tiers > 1 || (tiers === 0 && worked.lines.length > 0)) throw no("LINES");
  for (const { qty, rewardV, reward } of worked.lines) {
    const before = had.lines.find((l) => l.rewardId === reward.id)?.qty ?? 0;
    if (rewardV !== reward.rewardV) throw no("CHANGED");
    if (qty > reward.perBacker) throw no("PER_BACKER", reward.perBacker);
    if (qty <= before) continue;
    if (reward.secretKey && before === 0 && !secretKeys.includes(reward.secretKey)) throw no("GONE");
    if (reward.opensAt && reward.opensAt > now) throw no("NOT_YET");
    if (reward.closedAt || (reward.closesAt && reward.closesAt <= now)) throw no("REWARD_CLOSED");
    const offered = await tx.waitlist.updateMany({
      where: { rewardId: reward.id, userId, state: "OFFERED", offerUntilAt: { gt: now } },
      data: { state: "TAKEN" },
    });
    const needs = qty - before - offered.count;
    const taken = await tx.$executeRaw`
      UPDATE "Reward" SET claimed = claimed + ${needs}, "firstClaimAt" = coalesce("firstClaimAt", ${now})
       WHERE id = ${reward.id}::uuid AND "campaignId" = ${campaignId}::uuid AND ("limit" IS NULL OR claimed + ${needs} <= "limit")`;
    if (taken !== 1) throw no("SOLD_OUT", reward.limit === null ? null : reward.limit - reward.claimed);
  }
}

const fewer = (had: Had, worked: Worked) =>
  had.lines.flatMap(({ rewardId, qty }) => {
    const less = qty - (worked.lines.find((l) => l.rewardId === rewardId)?.qty ?? 0);
    return less > 0 ? [{ rewardId, qty: less }] : [];
  });

type Of = { campaign: LockedCampaign; pledge: LockedPledge };
type Difference = { moreFen: bigint; moreOrders: number; version: number };
/** The counters follow; a wallet gets back what it paid too much. Lowering never sinks a funded campaign in the last hours. */
async function settleDifference(tx: Tx, { campaign, pledge }: Of, { moreFen, moreOrders, version }: Difference, now: Date) {
  if (moreFen === 0n && moreOrders === 0) return;
  if (!(await takeFromTotal(tx, campaign.id, { amountFen: -moreFen, orders: -moreOrders, backers: 0 }, now)))
    throw new Refusal("wouldSink");
  if (pledge.lane === "WALLET" && moreFen < 0n)
    await giveBack(tx, { campaign, pledge }, { amountFen: -moreFen, reason: "LOWERED", key: `lowered:${pledge.id}:${version}` }, now);
}
