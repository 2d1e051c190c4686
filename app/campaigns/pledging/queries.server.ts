import { newDates } from "#app/campaigns/changing/new-dates.server.ts";
import { Choices, Items } from "#app/campaigns/content.ts";
import { readShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import { freeWay } from "#app/campaigns/pledging/free-way.ts";
import { isStopped, stoppedUntil } from "#app/campaigns/settling/standstill.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** Everything about one pledge that its backer's page shows; null for everybody else. */
export async function pledgePage(viewer: Viewer, pledgeId: string, now: Date) {
  const pledge = await db.pledge.findFirst({
    where: { id: pledgeId, userId: viewer.userId },
    include: {
      versions: { where: { state: { in: ["CURRENT", "CLAIMED"] } }, orderBy: { version: "asc" }, include: { lines: true } },
    },
  });
  if (!pledge) return null;
  const { versions, shipTo, paymentMethodId: _p, customerId: _c, fingerprint: _f, ...rest } = pledge;
  const [campaign, cancel, last] = await Promise.all([
    db.campaign.findUniqueOrThrow({ where: { id: pledge.campaignId }, select: campaignSelect }),
    db.cancelRequest.findFirst({ where: { pledgeId, state: "WAITING" }, select: { id: true, at: true } }),
    db.pledgeVersion.findFirst({ where: { pledgeId }, orderBy: { version: "asc" }, include: { lines: true } }),
  ]);
  const current = versions.find((v) => v.state === "CURRENT") ?? null;
  const claimed = versions.find((v) => v.state === "CLAIMED") ?? null;
  // A claim that ended holds no version any more: what it had been is still told.
  const shown = current ?? claimed ?? last;
  const names = await rewardsNamed(versions.concat(last ?? []).flatMap((v) => v.lines.map((l) => l.rewardId)));
  const ahead = cancel ? await db.cancelRequest.count({ where: { campaignId: campaign.id, state: "WAITING", id: { lt: cancel.id } } }) : 0;
  const isOpen = campaign.lifecycle === "LIVE" && campaign.deadlineAt !== null && campaign.deadlineAt > now;
  const isFree = pledge.freeCancelUntilAt !== null && pledge.freeCancelUntilAt > now;
  const free = isFree ? freeWay({ ...campaign, state: pledge.state }, now) : null;
  const stopped = isStopped(campaign);
  return {
    ...rest,
    shipTo: readShipTo(shipTo),
    campaign,
    lines: (shown?.lines ?? []).map((l) => lineOf(l, names)),
    /** What waits to be paid: the first claim, a change with a difference, or another card. */
    claim: claimed && {
      untilAt: claimed.untilAt!,
      dueFen: claimed.dueFen,
      amountFen: claimed.amountFen,
      change: pledge.state !== "RESERVED",
      lines: claimed.lines.map((l) => lineOf(l, names)),
      mayExtend: pledge.state === "RESERVED" && pledge.claimExtendedAt === null,
    },
    waitsToLeave: cancel && { at: cancel.at, ahead },
    may: {
      change: isOpen && pledge.state === "PLEDGED" && !cancel,
      // Whoever waits to leave need not wait any more.
      cancel: pledge.state === "PLEDGED" && (isOpen ? !cancel || free !== null : stopped && free === null),
      replaceCard: isOpen && pledge.state === "PLEDGED" && pledge.lane === "CARD",
      leaveFree: free === "leave",
    },
    /** A right that can be used, now or as soon as the charge that is under way has ended. */
    freeUntil: free && pledge.freeCancelUntilAt,
    freeWaits: free === "wait",
    /** Operators keep the campaign from being settled: until then at the latest. */
    stoppedUntil: stopped && campaign.deadlineAt ? stoppedUntil(campaign.deadlineAt) : null,
  };
}
export type PledgePage = NonNullable<Awaited<ReturnType<typeof pledgePage>>>;

const campaignSelect = {
  id: true,
  title: true,
  lifecycle: true,
  moderation: true,
  collection: true,
  fulfilment: true,
  deadlineAt: true,
  goalFen: true,
  pledgedFen: true,
  refundPolicy: true,
  coverFileId: true,
  coverAlt: true,
  creator: { select: { id: true, name: true } },
} as const;

async function rewardsNamed(ids: string[]) {
  const rewards = await db.reward.findMany({
    where: { id: { in: ids } },
    select: { id: true, title: true, kind: true, ord: true, items: true, promisedAt: true, ships: true },
  });
  const expected = await newDates(db, ids);
  return new Map(rewards.map((r) => [r.id, { ...r, items: Items.safeParse(r.items).data ?? [], newDate: expected.get(r.id) ?? null }]));
}

type Line = { rewardId: string; qty: number; priceFen: bigint; options: unknown };
function lineOf({ rewardId, qty, priceFen, options }: Line, names: Awaited<ReturnType<typeof rewardsNamed>>) {
  const reward = names.get(rewardId);
  const choices = Choices.safeParse(options).data ?? {};
  return {
    rewardId,
    qty,
    priceFen,
    title: reward?.title ?? "",
    addOn: reward?.kind === "ADDON",
    promisedAt: reward?.promisedAt ?? null,
    newDate: reward?.newDate ?? null,
    chosen: Object.entries(choices).map(([item, of]) => `${item}：${Object.values(of).join("、")}`),
  };
}

const PAGE = 20;
/** The viewer's pledges, the newest first. */
export async function myPledges(viewer: Viewer, after: string | null) {
  const from = after
    ? await db.pledge.findFirst({ where: { id: after, userId: viewer.userId }, select: { createdAt: true, id: true } })
    : null;
  const rows = await db.pledge.findMany({
    where: {
      userId: viewer.userId,
      ...(from ? { OR: [{ createdAt: { lt: from.createdAt } }, { createdAt: from.createdAt, id: { gt: from.id } }] } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: PAGE + 1,
    select: {
      id: true,
      campaignId: true,
      state: true,
      amountFen: true,
      refundedFen: true,
      lane: true,
      claimUntilAt: true,
      createdAt: true,
    },
  });
  const shown = rows.slice(0, PAGE);
  const campaigns = await db.campaign.findMany({
    where: { id: { in: shown.map((r) => r.campaignId) } },
    select: { id: true, title: true, lifecycle: true, fulfilment: true, deadlineAt: true, coverFileId: true },
  });
  const known = new Map(campaigns.map((c) => [c.id, c]));
  return {
    pledges: shown.map((r) => ({ ...r, campaign: known.get(r.campaignId)! })),
    next: rows.length > PAGE ? shown.at(-1)!.id : null,
  };
}
export type MyPledge = Awaited<ReturnType<typeof myPledges>>["pledges"][number];

/** The viewer's living pledge for a campaign, with what it consists of: the page of a change begins from it. */
export async function livingPledge(viewer: Viewer, campaignId: string) {
  const pledge = await db.pledge.findFirst({
    where: {
      campaignId,
      userId: viewer.userId,
      state: { in: ["RESERVED", "PLEDGED", "CHARGING", "COLLECTED", "ERRORED", "AUTH_REQUIRED", "DISPUTED"] },
    },
    select: {
      id: true,
      state: true,
      lane: true,
      bonusFen: true,
      amountFen: true,
      provinceCode: true,
      addressId: true,
      related: true,
      relatedBy: true,
      anonymous: true,
      versions: {
        where: { state: "CURRENT" },
        select: { lines: { select: { rewardId: true, qty: true, priceFen: true, taxFen: true, options: true } } },
      },
    },
  });
  if (!pledge) return null;
  const { versions, ...rest } = pledge;
  const lines = (versions[0]?.lines ?? []).map((l) => ({ ...l, options: Choices.safeParse(l.options).data ?? null }));
  return { ...rest, lines };
}

/** The intent of a payment that the viewer came back from. */
export async function paymentOf(viewer: Viewer, pledgeId: string, intentId: string) {
  const pledge = await db.pledge.findFirst({ where: { id: pledgeId, userId: viewer.userId }, select: { id: true, campaignId: true } });
  const intent = await db.pspIntent.findUnique({
    where: { id: intentId },
    select: { id: true, refType: true, refId: true, purpose: true, amountFen: true },
  });
  if (!pledge || !intent) return null;
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id: pledge.campaignId }, select: { id: true, title: true } });
  if (intent.refType === "extraCost") {
    const rise = await db.extraCost.findFirst({ where: { id: intent.refId, pledgeId }, select: { paidAt: true } });
    const about = { intentId: intent.id, pledgeId, campaign, amountFen: intent.amountFen };
    return rise && { ...about, keepsCard: false, counts: rise.paidAt !== null, limited: false };
  }
  if (intent.refType !== "pledgeVersion") return null;
  const version = await db.pledgeVersion.findFirst({ where: { id: intent.refId, pledgeId }, select: { amountFen: true, state: true } });
  if (!version) return null;
  const counts = version.state === "CURRENT" || version.state === "OLD";
  const limited = !counts && (await db.cardUse.count({ where: { versionId: intent.refId, refused: true } })) > 0;
  return {
    intentId: intent.id,
    keepsCard: intent.purpose === "save-card",
    counts,
    limited,
    pledgeId,
    campaign,
    amountFen: intent.amountFen || version.amountFen,
  };
}
